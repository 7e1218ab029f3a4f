//! Responses of signing in and up.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::lenient;

/// Response of `InitiateAuth` and `RespondToAuthChallenge`: tokens, or the next challenge.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AuthAnswer {
    pub challenge_name: Option<String>,
    pub challenge_parameters: BTreeMap<String, String>,
    /// Handle of a flow with several challenges.
    pub session: Option<String>,
    /// With `SELECT_CHALLENGE`: what the person can choose from.
    #[serde(deserialize_with = "lenient::null_as_default")]
    pub available_challenges: Vec<String>,
    pub authentication_result: Option<Tokens>,
}

impl AuthAnswer {
    /// A challenge parameter; empty where the pool sends none.
    pub fn parameter(&self, name: &str) -> &str {
        let value = self.challenge_parameters.get(name);
        value.map_or("", String::as_str)
    }

    /// A challenge parameter that holds a JSON list within its text; empty where there is none.
    pub fn texts(&self, name: &str) -> Vec<String> {
        serde_json::from_str(self.parameter(name)).unwrap_or_default()
    }
}

/// Tokens as issued. Their `Debug` shows none of them.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Tokens {
    pub access_token: String,
    pub id_token: String,
    /// Absent in the response to a refresh, unless the pool rotates refresh tokens.
    pub refresh_token: Option<String>,
    /// Lifetime of the access token in seconds from receipt.
    pub expires_in: u32,
    /// Present where the pool tracks devices and does not know this browser yet. The sign-in works without
    /// it, so one that cannot be read counts as absent.
    #[serde(
        rename = "NewDeviceMetadata",
        default,
        deserialize_with = "lenient::or_default"
    )]
    pub new_device: Option<NewDevice>,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens")
    }
}

/// A device as the pool names it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct NewDevice {
    #[serde(rename = "DeviceKey")]
    pub key: String,
    /// Stands for the pool's name in the SRP proof of the device's password.
    #[serde(rename = "DeviceGroupKey")]
    pub group: String,
}

/// Response of `SignUp`, `ForgotPassword` and `ResendConfirmationCode`. The call has succeeded, so what
/// cannot be read is left empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "RawCodeSent")]
pub struct CodeSent {
    /// Where the code was sent, usually masked; empty where the service does not say.
    pub destination: String,
    /// `SignUp` only: the pool confirms people by itself and sends no code.
    pub confirmed: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RawCodeSent {
    #[serde(default, deserialize_with = "lenient::or_default")]
    user_confirmed: bool,
    #[serde(default, deserialize_with = "lenient::or_default")]
    code_delivery_details: CodeDelivery,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct CodeDelivery {
    destination: String,
}

impl From<RawCodeSent> for CodeSent {
    fn from(raw: RawCodeSent) -> Self {
        Self {
            destination: raw.code_delivery_details.destination,
            confirmed: raw.user_confirmed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::object;

    #[test]
    fn the_destination_of_a_code_is_optional() {
        let sent: CodeSent =
            object(r#"{"UserConfirmed":false,"CodeDeliveryDetails":{"Destination":"a***@e***"}}"#)
                .expect("sent");
        assert_eq!(sent.destination, "a***@e***");
        for bare in [
            "{}",
            r#"{"CodeDeliveryDetails":null}"#,
            r#"{"CodeDeliveryDetails":{"Destination":7},"UserConfirmed":"yes"}"#,
        ] {
            assert_eq!(object::<CodeSent>(bare).ok(), Some(CodeSent::default()));
        }
        let confirmed: CodeSent = object(r#"{"UserConfirmed":true}"#).expect("read");
        assert!(confirmed.confirmed);
    }

    #[test]
    fn a_list_within_a_text_is_read_and_garbage_is_an_empty_list() {
        let answer: AuthAnswer = object(
            r#"{"ChallengeName":"MFA_SETUP","ChallengeParameters":{"MFAS_CAN_SETUP":"[\"SMS_MFA\",\"SOFTWARE_TOKEN_MFA\"]","b":"no"},"AvailableChallenges":["EMAIL_OTP"]}"#,
        )
        .expect("read");
        assert_eq!(
            answer.texts("MFAS_CAN_SETUP"),
            ["SMS_MFA", "SOFTWARE_TOKEN_MFA"]
        );
        assert!(answer.texts("b").is_empty() && answer.texts("c").is_empty());
        assert_eq!(answer.available_challenges, ["EMAIL_OTP"]);
    }

    #[test]
    fn a_device_that_cannot_be_read_does_not_cost_the_tokens() {
        let tokens = |device: &str| {
            let text = format!(
                r#"{{"AccessToken":"a","IdToken":"i","ExpiresIn":1,"NewDeviceMetadata":{device}}}"#
            );
            serde_json::from_str::<Tokens>(&text).expect(device)
        };
        let known = tokens(r#"{"DeviceKey":"k","DeviceGroupKey":"g"}"#);
        assert_eq!(
            known.new_device.map(|device| device.key).as_deref(),
            Some("k")
        );
        for broken in ["null", "7", "{}", r#"{"DeviceKey":"k"}"#] {
            assert_eq!(tokens(broken).new_device, None, "{broken}");
        }
    }
}
