//! Passkeys (WebAuthn credentials) of a person.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::Listed;
use crate::read;

/// Response of `StartWebAuthnRegistration`.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct PasskeyOptions {
    /// `PublicKeyCredentialCreationOptions` as JSON, passed to the browser unread.
    pub credential_creation_options: Box<RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Passkeys {
    credentials: Vec<Passkey>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Passkey {
    credential_id: String,
    #[serde(default)]
    friendly_credential_name: String,
}

/// The passkeys in a response of `ListWebAuthnCredentials`, named by the authenticator that made them.
pub fn passkeys(body: &str) -> Option<Listed> {
    let list: Passkeys = read::object(body).ok()?;
    let passkeys = list.credentials.into_iter();
    Some(
        passkeys
            .map(|passkey| (passkey.credential_id, passkey.friendly_credential_name))
            .collect(),
    )
}
