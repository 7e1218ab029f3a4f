//! Reading JSON in the app: one compiled reader for every wire type.
//!
//! A derived `Deserialize` compiles the whole reader anew for each type, and with it the numbers with
//! fractions that no type here has (17 kB of brotli 11 in the app, measured). Here an object is taken
//! apart once, into keys and values as they stand in the text, and a type only looks its fields up.
//! The rules are those of `serde_json`: a test holds the two together (`tests/reading.rs`).

mod fields;
mod parts;

use std::borrow::Cow;

use hifijson::SliceLexer;
use hifijson::str::LexAlloc as _;

pub use fields::Fields;
pub use parts::is_json;
use parts::parts;

use crate::Timestamp;

/// What the app reads.
pub trait FromJson: Sized {
    /// Reads one JSON value; `None` when it is none, or of another kind.
    fn from_json(text: &str) -> Option<Self>;
}

/// Reads an object by its fields.
pub fn object<'a, T>(text: &'a str, make: impl FnOnce(&mut Fields<'a>) -> T) -> Option<T> {
    let mut fields = Fields::of(text)?;
    let made = make(&mut fields);
    (!fields.is_wrong()).then_some(made)
}

/// The elements of a list, each as it stands in the text.
pub fn elements(text: &str) -> Option<Vec<&str>> {
    let parts = parts(text, b'[', b']')?;
    Some(parts.into_iter().map(|(_, value)| value).collect())
}

/// A list of texts.
pub fn texts(text: &str) -> Option<Vec<String>> {
    elements(text)?.into_iter().map(String::from_json).collect()
}

impl FromJson for String {
    fn from_json(text: &str) -> Option<Self> {
        let mut lexer = SliceLexer::new(text.strip_prefix('"')?.as_bytes());
        lexer.str_string().ok().map(Cow::into_owned)
    }
}

impl FromJson for u64 {
    fn from_json(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl FromJson for i64 {
    fn from_json(text: &str) -> Option<Self> {
        // JSON's `-0` is no whole number to serde_json.
        text.parse().ok().filter(|_| text != "-0")
    }
}

impl FromJson for Timestamp {
    fn from_json(text: &str) -> Option<Self> {
        Self::parse(&String::from_json(text)?).ok()
    }
}
