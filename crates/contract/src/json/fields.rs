//! An object's fields.

use std::borrow::Cow;

use super::{FromJson, elements, parts};
use crate::Timestamp;

/// An object: its keys, and its values as they stand in the text.
///
/// A field that is not what is asked for is remembered and read as something empty; in the end
/// [`super::object`] refuses the whole. So every type's reading is a list of look-ups without branches.
pub struct Fields<'a> {
    all: Vec<(Cow<'a, str>, &'a str)>,
    wrong: bool,
}

impl<'a> Fields<'a> {
    /// Takes an object apart; `None` when the text is none.
    pub fn of(text: &'a str) -> Option<Self> {
        let all = parts(text, b'{', b'}')?;
        Some(Self { all, wrong: false })
    }

    /// Whether any field was not what was asked for.
    pub(super) fn is_wrong(&self) -> bool {
        self.wrong
    }

    /// The field as it stands in the text; the last of several.
    pub fn last(&self, key: &str) -> Option<&'a str> {
        let found = self.all.iter().rfind(|(known, _)| known == key);
        found.map(|(_, value)| *value)
    }

    /// The field as it stands in the text. One that is there twice is wrong: nobody knows which is meant.
    pub fn get(&mut self, key: &str) -> Option<&'a str> {
        let count = self.all.iter().filter(|(known, _)| known == key).count();
        self.wrong |= count > 1;
        self.last(key)
    }

    /// A field that may be absent or null.
    pub fn maybe<T: FromJson>(&mut self, key: &str) -> Option<T> {
        let value = self.get(key).filter(|value| *value != "null")?;
        let read = T::from_json(value);
        self.wrong |= read.is_none();
        read
    }

    /// A text.
    pub fn text(&mut self, key: &str) -> String {
        let read = self.maybe(key);
        self.must(read)
    }

    /// A text that is empty where the field is absent. Null is no text.
    pub fn text_or_empty(&mut self, key: &str) -> String {
        match self.last(key) {
            None => String::new(),
            Some(_) => self.text(key),
        }
    }

    /// The same under either of two keys.
    pub fn either(&mut self, key: &str, other: &str) -> String {
        self.wrong |= self.last(key).is_some() && self.last(other).is_some();
        [self.text_or_empty(key), self.text_or_empty(other)].concat()
    }

    /// A whole number that fits.
    pub fn number<T: TryFrom<u64> + Default>(&mut self, key: &str) -> T {
        let read = self.maybe::<u64>(key);
        self.must(read.and_then(|number| number.try_into().ok()))
    }

    /// A time.
    pub fn time(&mut self, key: &str) -> Timestamp {
        let read = self.maybe(key);
        self.wrong |= read.is_none();
        read.unwrap_or(Timestamp::EPOCH)
    }

    /// A list, which may be absent or null. One wrong element makes it wrong.
    pub fn list<T: FromJson>(&mut self, key: &str) -> Option<Vec<T>> {
        let value = self.get(key).filter(|value| *value != "null")?;
        let read = elements(value).and_then(|all| all.into_iter().map(T::from_json).collect());
        self.wrong |= read.is_none();
        read
    }

    /// The keys and texts of an object that holds nothing else, which may be absent.
    pub fn pairs(&mut self, key: &str) -> Vec<(String, String)> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let read = parts(value, b'{', b'}').and_then(|all| {
            let pair = |(key, value): (Cow<str>, &str)| {
                Some((key.into_owned(), String::from_json(value)?))
            };
            all.into_iter().map(pair).collect()
        });
        self.must(read)
    }

    /// What must be there.
    pub fn must<T: Default>(&mut self, read: Option<T>) -> T {
        self.wrong |= read.is_none();
        read.unwrap_or_default()
    }
}
