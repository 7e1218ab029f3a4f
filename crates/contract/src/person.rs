//! People, as a look-up and the people search answer them.

use serde::{Deserialize, Serialize};

use crate::PersonId;

/// A person others can write to: answer of `GET /api/users/@{handle}/short`, element of
/// `GET /api/users`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The person's id; never the Cognito `sub`.
    pub uuid: PersonId,
    /// Unique handle, without the `@`.
    pub handle: String,
    /// The name shown.
    pub display_name: String,
}

/// Handles compare without regard to case. They are ASCII by rule, so the app needs none of Unicode's
/// tables of cases, which are 7 kB of brotli 11.
pub fn same_handle(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

/// Whether a text can be a handle: `^[A-Za-z0-9_.-]{1,30}$`
pub fn is_handle(text: &str) -> bool {
    (1..=30).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
}

/// A handle as it is written in addresses and looked up.
pub fn fold(handle: &str) -> String {
    handle.trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_1_to_30_plain_characters() {
        for good in ["a", "Andrew_Brown.2-x", &"x".repeat(30)] {
            assert!(is_handle(good), "{good}");
        }
        for bad in ["", "a b", "@a", "jörg", &"x".repeat(31), "a/b"] {
            assert!(!is_handle(bad), "{bad}");
        }
    }

    #[test]
    fn handles_differ_in_more_than_the_case_of_ascii() {
        assert!(same_handle("AndrewBrown", "andrewBROWN"));
        assert!(!same_handle("andrew", "andrewbrown"));
        assert!(!same_handle("\u{212A}im", "kim"), "the sign for kelvin");
        assert_eq!(fold(" Andrew.Brown\n"), "andrew.brown");
    }
}
