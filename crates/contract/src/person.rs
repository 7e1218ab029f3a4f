//! People, and the rules of handles.

use serde::{Deserialize, Serialize};

use crate::PersonId;

/// A person others can write to: answer of `GET /api/users/@{handle}/short`, element of
/// `GET /api/users`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Never the Cognito `sub`.
    pub uuid: PersonId,
    /// Unique; without the `@`.
    pub handle: String,
    pub display_name: String,
}

/// Whether a person can take this handle: `^[A-Za-z0-9_.-]{1,30}$`, a letter or digit at either end, no two
/// dots in a row. Browsers resolve `.` and `..` in addresses, and text around a handle ends in punctuation.
/// Handles that earlier versions accepted, or other servers do, stay in use.
pub fn is_handle(text: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
    let ends = [text.bytes().next(), text.bytes().last()];
    text.len() <= 30
        && ends
            .iter()
            .all(|end| end.is_some_and(|byte| byte.is_ascii_alphanumeric()))
        && text.bytes().all(is_inner)
        && !text.as_bytes().windows(2).any(|pair| pair == b"..")
}

/// A handle as people type it, without white space around it and without the leading `@`.
pub fn bare_handle(text: &str) -> &str {
    text.trim().trim_start_matches('@')
}

/// Handles compare without regard to case. [`is_handle`] allows ASCII only, so the app needs none of
/// Unicode's case tables, which are 7 kB of brotli 11.
pub fn same_handle(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

/// A handle as it is written in addresses and looked up.
pub fn fold_handle(handle: &str) -> String {
    handle.trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_1_to_30_plain_characters() {
        for good in [
            "a",
            "7",
            "Andrew_Brown.2-x",
            "a.b.c",
            "a--b__c",
            "a-.b",
            &"x".repeat(30),
        ] {
            assert!(is_handle(good), "{good}");
        }
        for bad in ["", "a b", "@a", "jörg", &"x".repeat(31), "a/b"] {
            assert!(!is_handle(bad), "{bad}");
        }
    }

    #[test]
    fn a_handle_begins_and_ends_with_a_letter_or_digit_and_has_no_two_dots_in_a_row() {
        for bad in [
            ".", "..", "...", ".a", "a.", "_", "_a", "a_", "-", "-a", "a-", "a..b", "a...b",
        ] {
            assert!(!is_handle(bad), "{bad}");
        }
    }

    #[test]
    fn only_the_case_of_ascii_letters_is_disregarded() {
        assert!(same_handle("AndrewBrown", "andrewBROWN"));
        assert!(!same_handle("andrew", "andrewbrown"));
        assert!(!same_handle("\u{212A}im", "kim"), "the sign for kelvin");
        assert_eq!(fold_handle(" Andrew.Brown\n"), "andrew.brown");
    }

    #[test]
    fn the_at_sign_is_no_part_of_a_handle() {
        for text in ["ann", " @ann\n", "@@ann"] {
            assert_eq!(bare_handle(text), "ann", "{text}");
        }
        assert_eq!(bare_handle(" @ "), "");
    }
}
