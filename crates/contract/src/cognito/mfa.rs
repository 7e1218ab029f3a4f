//! Codes beside the password.

use serde::Deserialize;

use crate::lenient;

/// Response of `AssociateSoftwareToken` and `VerifySoftwareToken`.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AppToken {
    /// The shared secret, base 32; `AssociateSoftwareToken` only.
    #[serde(rename = "SecretCode")]
    pub secret: String,
    /// The latest session handle, while signing in.
    pub session: Option<String>,
}

/// Response of `GetUser`: the kinds of code the pool can ask this person for, by their challenges' names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct CodesOfUser {
    #[serde(
        rename = "UserMFASettingList",
        deserialize_with = "lenient::or_default"
    )]
    pub all: Vec<String>,
    /// Empty where the person chooses at each sign-in.
    #[serde(rename = "PreferredMfaSetting")]
    pub preferred: String,
}
