//! The envelope of every stored value: a version number beside named fields.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The version this build writes. Version 1 was positional texts and carried no number (`legacy`).
pub const VERSION: u32 = 2;

/// A value with the version of its format.
#[derive(Debug, Serialize, Deserialize)]
struct Envelope<T> {
    version: u32,
    value: T,
}

#[derive(Debug, Deserialize)]
struct Version {
    version: u32,
}

/// A stored text as read.
#[derive(Debug, PartialEq, Eq)]
pub enum Decoded<T> {
    /// Written by this version.
    Current(T),
    /// Written by a later version: this one leaves it alone.
    Later,
    /// No record of version 2 or later: an older one, or damaged.
    Unversioned,
}

/// Writes a record.
pub fn encode<T: Serialize>(value: &T) -> String {
    let envelope = Envelope {
        version: VERSION,
        value,
    };
    // Fails only for maps whose keys are no texts, and no record has one.
    serde_json::to_string(&envelope).unwrap_or_default()
}

/// Reads a record.
pub fn decode<T: DeserializeOwned>(text: &str) -> Decoded<T> {
    match serde_json::from_str::<Version>(text) {
        Ok(Version { version }) if version > VERSION => Decoded::Later,
        Ok(Version { version: VERSION }) => match serde_json::from_str::<Envelope<T>>(text) {
            Ok(envelope) => Decoded::Current(envelope.value),
            Err(_) => Decoded::Unversioned,
        },
        _ => Decoded::Unversioned,
    }
}

/// Whether a later version wrote this.
pub fn is_later(text: &str) -> bool {
    matches!(decode::<serde::de::IgnoredAny>(text), Decoded::Later)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
    struct Record {
        text: String,
    }

    #[test]
    fn a_record_carries_its_version_and_later_ones_are_recognized() {
        let record = Record { text: "a".into() };
        let text = encode(&record);
        assert_eq!(text, r#"{"version":2,"value":{"text":"a"}}"#);
        assert_eq!(decode(&text), Decoded::Current(record));
        let later = r#"{"version":3,"body":{}}"#;
        assert_eq!(decode::<Record>(later), Decoded::Later);
        for other in [
            "",
            "a",
            "[]",
            "{}",
            r#"{"version":2}"#,
            r#"{"version":"2"}"#,
        ] {
            assert_eq!(decode::<Record>(other), Decoded::Unversioned, "{other}");
        }
    }
}
