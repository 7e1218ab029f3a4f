//! What comes to the engine from outside, at its worst.
//!
//! One entrance for each kind of input. Each puts a whole engine on a [`stage`], signed in and with a
//! conversation open, hands it the bytes through its public interface, as the app would, and panics
//! unless: nothing panics; no row stands there twice; nothing that failed is shown as "nothing there"; no
//! request leaves for another address; nothing runs hot; and once the server is well again everything
//! works, up to a message that is sent.
//!
//! The targets of `fuzz/` call these entrances with what the fuzzer makes up, `tests/corpus.rs` with the
//! files of `fuzz/seeds`.

mod cognito;
mod config;
mod effects;
mod link;
mod live;
mod pool;
mod recover;
mod refusal;
mod rest;
mod server;
pub mod stage;
mod stored;
mod tabs;
mod watch;

pub use cognito::cognito;
pub use config::config;
pub use link::link;
pub use live::{frame, ticket};
pub use refusal::refusal;
pub use rest::{groups, messages, people, sent};
pub use stored::stored;
pub use tabs::tab;

/// An entrance: takes what came from outside.
pub type Entrance = fn(&[u8]);

/// All entrances by the names of their fuzz targets and of their folders in `fuzz/seeds`.
pub const ENTRANCES: [(&str, Entrance); 12] = [
    ("cognito", cognito),
    ("config", config),
    ("frame", frame),
    ("groups", groups),
    ("link", link),
    ("messages", messages),
    ("people", people),
    ("refusal", refusal),
    ("sent", sent),
    ("stored", stored),
    ("tab", tab),
    ("ticket", ticket),
];

/// As the app's adapters read bytes: broken UTF-8 is replaced.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Whether a text can be a JSON object by its first and last sign.
fn looks_like_an_object(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('{') && text.ends_with('}')
}

/// Whether a text is a JSON list of nothing.
fn is_an_empty_list(text: &str) -> bool {
    let inner = text
        .trim()
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    inner.is_some_and(|inner| inner.trim().is_empty())
}
