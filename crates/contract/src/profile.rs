//! A person's own profile, and whether a handle is free.

use serde::{Deserialize, Serialize};

use crate::lenient;

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
    /// What the person says about themselves; may be empty. A seed server's profile may have none.
    #[serde(default, deserialize_with = "lenient::null_as_default")]
    pub bio: String,
}

/// Body of `PUT /api/profile`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileUpdate {
    #[serde(default, deserialize_with = "lenient::null_as_default")]
    pub display_name: String,
    /// `None` leaves it as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// `None` leaves it as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bio: Option<String>,
}

/// Answer of `GET /api/handles/{handle}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Availability {
    /// Nobody has the handle now, nor had it before.
    pub available: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    #[test]
    fn a_profile_reads_back_as_written_and_may_lack_a_bio() {
        let profile = Profile {
            display_name: "Ann \"Lee\"".into(),
            handle: "ann".into(),
            bio: "two\nlines".into(),
        };
        let text = serde_json::to_string(&profile).expect("json");
        assert_eq!(read::object::<Profile>(&text).ok(), Some(profile));
        let short = r#"{"display_name":"Ann","handle":"ann","bio":null}"#;
        assert_eq!(read::object::<Profile>(short).expect("a profile").bio, "");
        for broken in ["", "[]", "{}", r#"{"display_name":"Ann","handle":7}"#] {
            assert!(read::object::<Profile>(broken).is_err(), "{broken}");
        }
    }
}
