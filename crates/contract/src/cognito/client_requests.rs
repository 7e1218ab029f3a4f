//! Operations on behalf of the app client: nobody is signed in yet, or the refresh token says who.

use serde::{Serialize, Serializer};

use super::{Attribute, Operation};

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct InitiateAuth<'a> {
    pub client_id: &'a str,
    pub auth_flow: &'a str,
    #[serde(serialize_with = "as_map")]
    pub auth_parameters: &'a [(&'a str, &'a str)],
}

impl Operation for InitiateAuth<'_> {
    const NAME: &'static str = "InitiateAuth";
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct RespondToAuthChallenge<'a> {
    pub client_id: &'a str,
    pub challenge_name: &'a str,
    #[serde(serialize_with = "as_map")]
    pub challenge_responses: &'a [(&'a str, &'a str)],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<&'a str>,
}

impl Operation for RespondToAuthChallenge<'_> {
    const NAME: &'static str = "RespondToAuthChallenge";
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetTokensFromRefreshToken<'a> {
    pub client_id: &'a str,
    pub refresh_token: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_key: Option<&'a str>,
}

impl Operation for GetTokensFromRefreshToken<'_> {
    const NAME: &'static str = "GetTokensFromRefreshToken";
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct RevokeToken<'a> {
    pub client_id: &'a str,
    pub token: &'a str,
}

impl Operation for RevokeToken<'_> {
    const NAME: &'static str = "RevokeToken";
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct SignUp<'a> {
    pub client_id: &'a str,
    pub username: &'a str,
    pub password: &'a str,
    pub user_attributes: &'a [Attribute<'a>],
}

impl Operation for SignUp<'_> {
    const NAME: &'static str = "SignUp";
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ConfirmSignUp<'a> {
    pub client_id: &'a str,
    pub username: &'a str,
    pub confirmation_code: &'a str,
}

impl Operation for ConfirmSignUp<'_> {
    const NAME: &'static str = "ConfirmSignUp";
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ResendConfirmationCode<'a> {
    pub client_id: &'a str,
    pub username: &'a str,
}

impl Operation for ResendConfirmationCode<'_> {
    const NAME: &'static str = "ResendConfirmationCode";
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ForgotPassword<'a> {
    pub client_id: &'a str,
    pub username: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_metadata: Option<ClientMetadata<'a>>,
}

/// What the pool passes on to the trigger that words its mails.
#[derive(Serialize)]
pub struct ClientMetadata<'a> {
    pub reason: &'a str,
}

/// The reason for a recovery code that nobody asked for: somebody signs up with an address that has an account.
pub const REASON_SIGN_UP: &str = "sign_up";

impl Operation for ForgotPassword<'_> {
    const NAME: &'static str = "ForgotPassword";
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ConfirmForgotPassword<'a> {
    pub client_id: &'a str,
    pub username: &'a str,
    pub confirmation_code: &'a str,
    pub password: &'a str,
}

impl Operation for ConfirmForgotPassword<'_> {
    const NAME: &'static str = "ConfirmForgotPassword";
}

/// Names and values, on the wire an object.
fn as_map<S: Serializer>(pairs: &&[(&str, &str)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().copied())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn written(request: &impl Serialize) -> Value {
        let text = serde_json::to_string(request).expect("JSON");
        serde_json::from_str(&text).expect("JSON")
    }

    #[test]
    fn a_body_is_json_whatever_is_typed() {
        let odd = "\"\\\n\u{7f}ü😀</script>";
        let request = SignUp {
            client_id: "c",
            username: odd,
            password: odd,
            user_attributes: &[Attribute {
                name: "name",
                value: odd,
            }],
        };
        let expected = json!({"ClientId": "c", "Username": odd, "Password": odd,
            "UserAttributes": [{"Name": "name", "Value": odd}]});
        assert_eq!(written(&request), expected);
    }

    #[test]
    fn parameters_are_an_object_and_absent_members_are_left_out() {
        let request = RespondToAuthChallenge {
            client_id: "c",
            challenge_name: "SMS_MFA",
            challenge_responses: &[("USERNAME", "u"), ("SMS_MFA_CODE", "1")],
            session: None,
        };
        let expected = json!({"ClientId": "c", "ChallengeName": "SMS_MFA",
            "ChallengeResponses": {"USERNAME": "u", "SMS_MFA_CODE": "1"}});
        assert_eq!(written(&request), expected);
    }
}
