//! The part of Amazon Cognito's JSON 1.1 wire the app speaks.
//!
//! A call is a POST to the endpoint with `X-Amz-Target: AWSCognitoIdentityProviderService.<Op>`.
//! An error is any status but 200, with `{"__type": "…Exception", "message": "…"}`.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Serialize, Serializer};

use crate::json::{FromJson, object};

/// Names and texts, on the wire an object.
pub type Pairs<'a> = &'a [(&'a str, &'a str)];

fn as_object<S: Serializer>(pairs: &Pairs<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().copied())
}

/// Body of `InitiateAuth`.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct InitiateAuth<'a> {
    /// `USER_SRP_AUTH` or `REFRESH_TOKEN_AUTH`.
    pub auth_flow: &'a str,
    /// The app client.
    pub client_id: &'a str,
    /// `USERNAME` and `SRP_A`, or `REFRESH_TOKEN`.
    #[serde(serialize_with = "as_object")]
    pub auth_parameters: Pairs<'a>,
}

/// Body of `RespondToAuthChallenge`.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct RespondToAuthChallenge<'a> {
    /// The challenge answered.
    pub challenge_name: &'a str,
    /// The app client.
    pub client_id: &'a str,
    /// Always `USERNAME`, and what the challenge asks for.
    #[serde(serialize_with = "as_object")]
    pub challenge_responses: Pairs<'a>,
    /// The latest session handle, where one came with the challenge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<&'a str>,
}

/// Body of `RevokeToken`.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct RevokeToken<'a> {
    /// The refresh token.
    pub token: &'a str,
    /// The app client it was issued to.
    pub client_id: &'a str,
}

/// Body of `UpdateUserAttributes`.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct UpdateUserAttributes<'a> {
    /// Whose attributes.
    pub access_token: &'a str,
    /// What they shall be.
    pub user_attributes: Vec<UserAttribute<'a>>,
}

/// An attribute of a person in the pool.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct UserAttribute<'a> {
    /// For example `preferred_username`.
    pub name: &'a str,
    /// Its value.
    pub value: &'a str,
}

/// Answer of `InitiateAuth` and `RespondToAuthChallenge`: tokens, or the next challenge.
#[derive(Clone, Default)]
pub struct AuthAnswer {
    /// The next challenge.
    pub challenge_name: Option<String>,
    /// What the challenge needs.
    pub challenge_parameters: Vec<(String, String)>,
    /// Handle of a flow with several challenges.
    pub session: Option<String>,
    /// The tokens.
    pub authentication_result: Option<Tokens>,
}

impl AuthAnswer {
    /// What the challenge needs under this name; empty where it does not say.
    pub fn parameter(&self, name: &str) -> &str {
        let all = &self.challenge_parameters;
        let found = all.iter().rfind(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }
}

impl FromJson for AuthAnswer {
    fn from_json(text: &str) -> Option<Self> {
        object(text, |fields| Self {
            challenge_name: fields.maybe("ChallengeName"),
            challenge_parameters: fields.pairs("ChallengeParameters"),
            session: fields.maybe("Session"),
            authentication_result: fields.maybe("AuthenticationResult"),
        })
    }
}

/// Tokens as issued. No `Debug`: they must never be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Tokens {
    /// Bearer token of the API.
    pub access_token: String,
    /// Who signed in.
    pub id_token: String,
    /// Absent in the answer to a refresh, unless the pool rotates refresh tokens.
    pub refresh_token: Option<String>,
    /// Lifetime of the access token in seconds from receipt.
    pub expires_in: u32,
}

impl FromJson for Tokens {
    fn from_json(text: &str) -> Option<Self> {
        object(text, |fields| Self {
            access_token: fields.text("AccessToken"),
            id_token: fields.text("IdToken"),
            refresh_token: fields.maybe("RefreshToken"),
            expires_in: fields.number("ExpiresIn"),
        })
    }
}

/// The claims of an id token the app shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IdClaims {
    /// The pool's id of the person.
    pub sub: String,
    /// Display name.
    pub name: Option<String>,
    /// Handle.
    pub preferred_username: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
}

impl FromJson for IdClaims {
    fn from_json(text: &str) -> Option<Self> {
        object(text, |fields| Self {
            sub: fields.text("sub"),
            name: fields.maybe("name"),
            preferred_username: fields.maybe("preferred_username"),
            email: fields.maybe("email"),
        })
    }
}

impl IdClaims {
    /// Reads the payload of a JWT. The signature is not checked: the token came from Cognito over TLS,
    /// and the server checks what matters.
    pub fn of_token(jwt: &str) -> Option<Self> {
        let payload = jwt.split('.').nth(1)?;
        let json = BASE64_URL_SAFE_NO_PAD
            .decode(payload.trim_end_matches('='))
            .ok()?;
        Self::from_json(std::str::from_utf8(&json).ok()?)
    }

    /// Name, else handle, else the local part of the e-mail address.
    pub fn shown_name(&self) -> &str {
        let local = self
            .email
            .as_deref()
            .and_then(|email| email.split('@').next());
        self.name
            .as_deref()
            .or(self.preferred_username.as_deref())
            .or(local)
            .unwrap_or_default()
    }
}

/// An error of the service: the type without its namespace, and its English text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fault {
    /// For example `NotAuthorizedException`; empty when the body had none.
    pub kind: String,
    /// The service's own words; for telling cases apart, not for showing.
    pub message: String,
}

impl Fault {
    /// Reads an error body; `error_type` is the `x-amzn-errortype` header, used where there is no body.
    pub fn parse(body: &str, error_type: Option<&str>) -> Self {
        let read = object(body, |fields| Self {
            kind: fields.text_or_empty("__type"),
            message: fields.either("message", "Message"),
        });
        let read = read.unwrap_or_default();
        let kind = match (read.kind.as_str(), error_type) {
            ("", Some(header)) => header.split(':').next().unwrap_or_default(),
            (kind, _) => kind.rsplit('#').next().unwrap_or_default(),
        };
        Self {
            kind: kind.to_owned(),
            message: read.message,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_types_lose_their_namespace() {
        let fault = Fault::parse(
            r#"{"__type":"aws.cognito#NotAuthorizedException","message":"no"}"#,
            None,
        );
        assert_eq!(fault.kind, "NotAuthorizedException");
        assert_eq!(fault.message, "no");
        assert_eq!(
            Fault::parse("", Some("LimitExceededException:http://x")).kind,
            "LimitExceededException"
        );
        assert_eq!(Fault::parse("<html>", None).kind, "");
    }

    #[test]
    fn claims_are_read_from_a_token_and_garbage_is_none() {
        let payload = BASE64_URL_SAFE_NO_PAD.encode(r#"{"sub":"s","email":"ann@example.com"}"#);
        let claims = IdClaims::of_token(&format!("h.{payload}.sig")).expect("claims");
        assert_eq!(claims.shown_name(), "ann");
        for garbage in ["", "a", "a.b.c", "a.!!.c"] {
            assert_eq!(IdClaims::of_token(garbage), None, "{garbage}");
        }
    }
}
