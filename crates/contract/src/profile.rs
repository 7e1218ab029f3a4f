//! A person's own profile, and whether a handle is free.

use serde::{Deserialize, Serialize};

use crate::lenient;

/// The longest display name a person may choose, in Unicode scalar values after cleaning.
pub const MAX_NAME_CHARS: usize = 50;
/// The longest text about oneself, in Unicode scalar values after trimming.
pub const MAX_BIO_CHARS: usize = 500;

/// Answer of `GET` and `PUT /api/profile`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    pub display_name: String,
    /// Without the `@`.
    pub handle: String,
    /// May be empty. A seed server's profile may have none.
    #[serde(default, deserialize_with = "lenient::null_as_default")]
    pub bio: String,
}

/// Body of `PUT /api/profile`. What is `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileUpdate {
    #[serde(default, deserialize_with = "lenient::null_as_default")]
    pub display_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bio: Option<String>,
}

/// Answer of `GET /api/handles/{handle}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Availability {
    /// Nobody has the handle, and no deleted account had it.
    pub available: bool,
}

/// Why a text is no display name or bio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileFault {
    #[error("nothing visible is left")]
    Blank,
    #[error("too long")]
    TooLong,
}

/// A display name as it is stored: cleaned, 1 to 50 Unicode scalar values.
pub fn check_display_name(text: &str) -> Result<String, ProfileFault> {
    let name = clean_name(text);
    match name.chars().count() {
        0 => Err(ProfileFault::Blank),
        1..=MAX_NAME_CHARS => Ok(name),
        _ => Err(ProfileFault::TooLong),
    }
}

/// A bio as it is stored: trimmed, 500 Unicode scalar values at most.
pub fn check_bio(text: &str) -> Result<&str, ProfileFault> {
    let bio = text.trim();
    match bio.chars().count() {
        0..=MAX_BIO_CHARS => Ok(bio),
        _ => Err(ProfileFault::TooLong),
    }
}

/// A name with control characters and runs of white space replaced by single spaces.
pub fn clean_name(name: &str) -> String {
    let words: Vec<&str> = name
        .split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
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

    #[test]
    fn an_update_names_only_what_changes() {
        let update = ProfileUpdate {
            display_name: "Ann".into(),
            ..Default::default()
        };
        let text = serde_json::to_string(&update).expect("json");
        assert_eq!(text, r#"{"display_name":"Ann"}"#);
        for body in [text.as_str(), r#"{"display_name":"Ann","handle":null}"#] {
            assert_eq!(
                read::object::<ProfileUpdate>(body).ok().as_ref(),
                Some(&update)
            );
        }
    }

    #[test]
    fn display_names_are_cleaned_and_1_to_50_characters() {
        assert_eq!(
            check_display_name("  Ann\n\tLee\u{0} "),
            Ok("Ann Lee".into())
        );
        for blank in ["", " \u{7} ", "\u{2003}\n"] {
            assert_eq!(
                check_display_name(blank),
                Err(ProfileFault::Blank),
                "{blank:?}"
            );
        }
        let longest = "é".repeat(MAX_NAME_CHARS);
        assert_eq!(check_display_name(&longest), Ok(longest.clone()));
        let too_long = format!("{longest}x");
        assert_eq!(check_display_name(&too_long), Err(ProfileFault::TooLong));
    }

    #[test]
    fn bios_are_trimmed_and_500_characters_at_most() {
        assert_eq!(check_bio(" two\nlines "), Ok("two\nlines"));
        assert_eq!(check_bio(""), Ok(""));
        let longest = "😀".repeat(MAX_BIO_CHARS);
        assert_eq!(check_bio(&longest), Ok(longest.as_str()));
        assert_eq!(
            check_bio(&format!("{longest}x")),
            Err(ProfileFault::TooLong)
        );
    }
}
