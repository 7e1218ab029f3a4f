//! A person's own profile, and whether a handle is free.

use serde::{Deserialize, Serialize};

use crate::lenient;
use crate::lookalikes::{looks_like, mixes_scripts};
use crate::marks::{MAX_MARKS, is_stacking};
use crate::visible::{has_visible, is_ignorable};

/// The name shown for a deleted account.
pub const DELETED_NAME: &str = "Deleted account";

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

/// Why a text is not a valid display name or bio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileFault {
    #[error("nothing visible is left")]
    Blank,
    #[error("too long")]
    TooLong,
    #[error("nobody may have this name")]
    Reserved,
}

/// A display name without what [`clean_name`] removes: 1 to 50 Unicode scalar values, at least one of which
/// shows, and no reserved name. Servers store [`stored_display_name`]; the app passes what the browser has
/// normalised to NFC.
pub fn check_display_name(text: &str, brand: &str) -> Result<String, ProfileFault> {
    allowed(clean_name(text), brand)
}

/// A display name as servers store it: [`check_display_name`] in NFC.
#[cfg(feature = "server")]
pub fn stored_display_name(text: &str, brand: &str) -> Result<String, ProfileFault> {
    allowed(clean_nfc(text), brand)
}

/// Whether nobody may have this name or handle: it passes for that of a deleted account, or for the brand's.
pub fn is_reserved(name: &str, brand: &str) -> bool {
    [DELETED_NAME, brand]
        .iter()
        .any(|reserved| looks_like(name, reserved))
}

/// The name of a person who cannot be asked for another one: cleaned, in NFC, and cut where it is too long.
/// Empty when nothing of it shows.
#[cfg(feature = "server")]
pub fn cut_display_name(text: &str) -> String {
    let name: String = clean_nfc(text).chars().take(MAX_NAME_CHARS).collect();
    // The cut may leave a space at the end.
    clean_name(&name)
}

/// Composing may need what cleaning brings together, and marks are counted on what is composed.
#[cfg(feature = "server")]
fn clean_nfc(text: &str) -> String {
    clean_name(&nfc(&clean_name(text)))
}

#[cfg(feature = "server")]
fn nfc(text: &str) -> String {
    icu_normalizer::ComposingNormalizerBorrowed::new_nfc()
        .normalize(text)
        .into_owned()
}

fn allowed(name: String, brand: &str) -> Result<String, ProfileFault> {
    match name.chars().count() {
        0 => Err(ProfileFault::Blank),
        1..=MAX_NAME_CHARS if is_reserved(&name, brand) => Err(ProfileFault::Reserved),
        1..=MAX_NAME_CHARS => Ok(name),
        _ => Err(ProfileFault::TooLong),
    }
}

/// A bio as it is stored: trimmed, 500 Unicode scalar values at most. Empty when nothing of it shows.
pub fn check_bio(text: &str) -> Result<&str, ProfileFault> {
    let bio = text.trim();
    match bio.chars().count() {
        _ if !has_visible(bio) => Ok(""),
        0..=MAX_BIO_CHARS => Ok(bio),
        _ => Err(ProfileFault::TooLong),
    }
}

/// A name as it may stand in a sentence: without direction controls, which would reorder the words around it, and
/// with two marks on a character at most, which would cover the lines beside it; controls, line breaks and runs of
/// white space are single spaces. Empty when nothing of it shows.
pub fn clean_name(name: &str) -> String {
    let mut clean = String::new();
    let mut space = false;
    let mut marks = 0;
    for c in name.chars().filter(|c| !is_bidi_control(*c)) {
        if is_stacking(c) {
            marks += 1;
        } else if !is_ignorable(c) {
            marks = 0;
        }
        if marks > MAX_MARKS {
            continue;
        }
        if c.is_control() || c.is_whitespace() {
            space = !clean.is_empty();
            continue;
        }
        if std::mem::take(&mut space) {
            clean.push(' ');
        }
        clean.push(c);
    }
    if !has_visible(&clean) {
        clean.clear();
    }
    clean
}

/// The name of a person on screen: theirs, cleaned, or the handle where nothing of it shows. A name that could be
/// taken for another one ([`mixes_scripts`]) stands with its handle, wherever people are told apart. Other servers
/// and earlier versions store names as they were typed.
pub fn shown_name(name: &str, handle: &str) -> String {
    match clean_name(name) {
        empty if empty.is_empty() => handle.to_owned(),
        // Cleaned once already: the handle stands there.
        name if !mixes_scripts(&name) || handle.is_empty() || name.ends_with(&beside(handle)) => {
            name
        }
        name => name + &beside(handle),
    }
}

/// A handle as it stands behind a name.
fn beside(handle: &str) -> String {
    format!(" @{handle}")
}

/// Bidi_Control (Unicode 17.0, PropList.txt).
fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
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
            check_display_name("  Ann\n\tLee\u{0} ", "Cruddur"),
            Ok("Ann Lee".into())
        );
        for blank in ["", " \u{7} ", "\u{2003}\n"] {
            assert_eq!(
                check_display_name(blank, "Cruddur"),
                Err(ProfileFault::Blank),
                "{blank:?}"
            );
        }
        let longest = "é".repeat(MAX_NAME_CHARS);
        assert_eq!(check_display_name(&longest, "Cruddur"), Ok(longest.clone()));
        let too_long = format!("{longest}x");
        assert_eq!(
            check_display_name(&too_long, "Cruddur"),
            Err(ProfileFault::TooLong)
        );
    }

    #[test]
    fn a_name_that_shows_nothing_is_blank() {
        for blank in [
            "\u{3164}",
            "\u{200B}\u{2060}",
            "\u{2800}",
            "\u{202E}\u{2069}",
            "\u{AD} \u{FE0F}",
        ] {
            assert_eq!(
                check_display_name(blank, "Cruddur"),
                Err(ProfileFault::Blank),
                "{blank:?}"
            );
            assert_eq!(
                stored_display_name(blank, "Cruddur"),
                Err(ProfileFault::Blank),
                "{blank:?}"
            );
            assert_eq!(cut_display_name(blank), "", "{blank:?}");
            assert_eq!(shown_name(blank, "ann"), "ann", "{blank:?}");
        }
    }

    #[test]
    fn names_have_no_direction_controls_controls_and_line_breaks() {
        use icu_properties::CodePointSetData;
        use icu_properties::props::BidiControl;

        let turns = CodePointSetData::new::<BidiControl>();
        for c in '\0'..=char::MAX {
            let name = clean_name(&format!("a{c}b"));
            if turns.contains(c) {
                assert_eq!(name, "ab", "{c:?}");
            } else if c.is_control() || c.is_whitespace() {
                assert_eq!(name, "a b", "{c:?}");
            } else {
                assert_eq!(name, format!("a{c}b"), "{c:?}");
            }
        }
        assert_eq!(clean_name("Bob \u{202E} yranG\u{202C}"), "Bob yranG");
        assert_eq!(shown_name("\u{2067}Ann\u{2028}Lee", "ann"), "Ann Lee");
    }

    #[test]
    fn joiners_and_emoji_stay_in_names() {
        for name in [
            "می\u{200C}خواهم",
            "👩\u{200D}🚀",
            "🏴\u{E0067}\u{E0062}\u{E007F}",
            "❤\u{FE0F}",
        ] {
            assert_eq!(stored_display_name(name, "Cruddur").as_deref(), Ok(name));
        }
    }

    #[test]
    fn names_are_stored_in_nfc_and_counted_so() {
        assert_eq!(
            stored_display_name(" Zoe\u{308} ", "Cruddur").as_deref(),
            Ok("Zo\u{EB}")
        );
        let decomposed = "e\u{301}".repeat(MAX_NAME_CHARS);
        let composed = "\u{E9}".repeat(MAX_NAME_CHARS);
        assert_eq!(
            stored_display_name(&decomposed, "Cruddur"),
            Ok(composed.clone())
        );
        assert_eq!(
            check_display_name(&composed, "Cruddur"),
            Ok(composed.clone())
        );
        assert_eq!(cut_display_name(&format!("{decomposed}x")), composed);
        let words = "ab ".repeat(30);
        assert_eq!(cut_display_name(&words).chars().count(), MAX_NAME_CHARS);
        assert_eq!(
            cut_display_name(&format!("{} b", "a".repeat(49))),
            "a".repeat(49)
        );
    }

    #[test]
    fn a_character_of_a_name_carries_two_marks_at_most() {
        let mark = "\u{301}";
        assert_eq!(
            clean_name(&format!("Z{}oe{}", mark.repeat(50), mark.repeat(2))),
            format!("Z{0}{0}oe{0}{0}", mark)
        );
        let between = format!("Z{mark}\u{200D}{mark}\u{FE0F}{mark}");
        assert_eq!(
            clean_name(&between).matches(mark).count(),
            2,
            "what is not drawn begins no character"
        );
        assert_eq!(
            clean_name(&format!("ก{}", "\u{E47}".repeat(50))),
            "ก\u{E47}\u{E47}"
        );
        assert_eq!(
            stored_display_name(&format!("é{}", mark.repeat(9)), "Cruddur"),
            Ok(format!("é{mark}{mark}"))
        );
        for name in [
            "Nguyễn Thị Ánh",
            "שָּׁלוֹם",
            "مُحَمَّدٌ",
            "นิติภูมิ",
            "མགོན་པོ",
            "မြို့",
            "बड़ीं",
        ] {
            assert_eq!(clean_name(name), name, "{name}");
        }
    }

    #[test]
    fn nobody_is_called_like_a_deleted_account_or_the_brand() {
        for name in [
            "Deleted account",
            "deleted  ACCOUNT",
            "Dеlеtеd account",
            "Chatter",
            "Сhatter",
            "Chatter.",
        ] {
            assert_eq!(
                check_display_name(name, "Chatter"),
                Err(ProfileFault::Reserved),
                "{name}"
            );
            assert_eq!(
                stored_display_name(name, "Chatter"),
                Err(ProfileFault::Reserved),
                "{name}"
            );
        }
        for name in ["Cruddur", "Chatterley", "Deleted"] {
            assert_eq!(check_display_name(name, "Chatter").as_deref(), Ok(name));
        }
    }

    #[test]
    fn a_name_that_could_be_taken_for_another_stands_with_its_handle() {
        let shown = shown_name("Аnn Lee", "ann-2");
        assert_eq!(shown, "Аnn Lee @ann-2");
        assert_eq!(
            shown_name(&shown, "ann-2"),
            shown,
            "once, however often it is read"
        );
        assert_eq!(shown_name("Ann Lee", "ann"), "Ann Lee");
        assert_eq!(shown_name("Анна", "anna"), "Анна");
        assert_eq!(shown_name("Аnn", ""), "Аnn");
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
