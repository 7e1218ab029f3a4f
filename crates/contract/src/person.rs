//! People, as a look-up and the people search answer them.

use serde::{Deserialize, Serialize};

use crate::PersonId;
use crate::json::{FromJson, object};

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

impl FromJson for Person {
    fn from_json(text: &str) -> Option<Self> {
        object(text, |fields| Self {
            uuid: fields.text("uuid").into(),
            handle: fields.text("handle"),
            display_name: fields.text("display_name"),
        })
    }
}

/// Handles compare without regard to case.
pub fn same_handle(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

/// Folds a name or handle for comparing and searching by prefix.
pub fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}
