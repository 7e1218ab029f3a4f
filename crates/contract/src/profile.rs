//! A person's own profile, and whether a handle is free.

use serde::{Deserialize, Serialize};

use crate::json::{FromJson, object};

/// The longest display name a person may choose, in Unicode scalar values after trimming.
pub const MAX_NAME_CHARS: usize = 50;
/// The longest text about oneself, in Unicode scalar values after trimming.
pub const MAX_BIO_CHARS: usize = 500;

/// Answer of `GET` and `PUT /api/profile`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The name shown to others.
    pub display_name: String,
    /// Unique handle, without the `@`.
    pub handle: String,
    /// What the person says about themselves; empty when nothing.
    pub bio: String,
}

/// Answer of `GET /api/handles/{handle}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Availability {
    /// Nobody has the handle now, nor had it before.
    pub available: bool,
}

impl FromJson for Profile {
    fn from_json(text: &str) -> Option<Self> {
        object(text, |fields| Self {
            display_name: fields.text("display_name"),
            handle: fields.text("handle"),
            // A seed server's profile may have none.
            bio: fields.maybe("bio").unwrap_or_default(),
        })
    }
}

impl FromJson for Availability {
    fn from_json(text: &str) -> Option<Self> {
        object(text, |fields| {
            let read = match fields.get("available") {
                Some("true") => Some(true),
                Some("false") => Some(false),
                _ => None,
            };
            Self {
                available: fields.must(read),
            }
        })
    }
}

/// A handle is 1 to 30 of ASCII letters, digits, `_`, `.` and `-`.
pub fn is_handle(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
    (1..=30).contains(&text.len()) && text.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_reads_back_as_written_and_may_lack_a_bio() {
        let profile = Profile {
            display_name: "Ann \"Lee\"".into(),
            handle: "ann".into(),
            bio: "two\nlines".into(),
        };
        let text = serde_json::to_string(&profile).expect("json");
        assert_eq!(Profile::from_json(&text), Some(profile));
        let short = r#"{"display_name":"Ann","handle":"ann","bio":null}"#;
        assert_eq!(Profile::from_json(short).expect("a profile").bio, "");
        for broken in ["", "[]", "{}", r#"{"display_name":"Ann","handle":7}"#] {
            assert_eq!(Profile::from_json(broken), None, "{broken}");
        }
    }

    #[test]
    fn availability_is_true_or_false_and_nothing_else() {
        for available in [true, false] {
            let answer = Availability { available };
            let text = serde_json::to_string(&answer).expect("json");
            assert_eq!(Availability::from_json(&text), Some(answer));
        }
        for broken in [
            "",
            "{}",
            "true",
            r#"{"available":1}"#,
            r#"{"available":"true"}"#,
        ] {
            assert_eq!(Availability::from_json(broken), None, "{broken}");
        }
    }

    #[test]
    fn handles_are_short_and_plain() {
        for good in ["a", "andrew.brown", "A_b-9", &"x".repeat(30)] {
            assert!(is_handle(good), "{good}");
        }
        for bad in ["", "a b", "@ann", "ä", "a/b", "a#b", &"x".repeat(31)] {
            assert!(!is_handle(bad), "{bad}");
        }
    }
}
