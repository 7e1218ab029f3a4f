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
}
