//! The part of Amazon Cognito's JSON 1.1 wire the app speaks.
//!
//! A call is a POST to the endpoint with `X-Amz-Target: AWSCognitoIdentityProviderService.<Op>`.
//! An error is any status but 200, with `{"__type": "…Exception", "message": "…"}`.

use crate::json::{self, Fields, FromJson, elements, object};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

/// A value in the body of a call.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    /// A text.
    Text(&'a str),
    /// True or false.
    Flag(bool),
    /// Names and texts, on the wire an object.
    Pairs(&'a [(&'a str, &'a str)]),
    /// Attributes of a person, on the wire a list of `{"Name": …, "Value": …}`.
    Attributes(&'a [(&'a str, &'a str)]),
    /// JSON as it is.
    Json(&'a str),
    /// An object.
    Object(&'a [(&'a str, Value<'a>)]),
}

/// The body of a call. One writer for all calls: a derived `Serialize` would be compiled for each.
pub fn body(members: &[(&str, Value<'_>)]) -> String {
    let mut text = String::new();
    write(&mut text, &Value::Object(members));
    text
}

fn write(text: &mut String, value: &Value<'_>) {
    match value {
        Value::Text(words) => quote(text, words),
        Value::Json(json) => text.push_str(json),
        Value::Flag(holds) => text.push_str(if *holds { "true" } else { "false" }),
        Value::Pairs(pairs) => list(text, ['{', '}'], pairs, |text, (name, words)| {
            quote(text, name);
            text.push(':');
            quote(text, words);
        }),
        Value::Attributes(pairs) => list(text, ['[', ']'], pairs, |text, (name, words)| {
            write(text, &Value::Pairs(&[("Name", name), ("Value", words)]));
        }),
        Value::Object(members) => list(text, ['{', '}'], members, |text, (name, value)| {
            quote(text, name);
            text.push(':');
            write(text, value);
        }),
    }
}

fn list<T>(text: &mut String, ends: [char; 2], items: &[T], each: impl Fn(&mut String, &T)) {
    text.push(ends[0]);
    for (n, item) in items.iter().enumerate() {
        if n > 0 {
            text.push(',');
        }
        each(text, item);
    }
    text.push(ends[1]);
}

fn quote(text: &mut String, words: &str) {
    // A text can always be written.
    text.push_str(&serde_json::to_string(words).unwrap_or_default());
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
    /// With `SELECT_CHALLENGE`: what can be chosen.
    pub available_challenges: Vec<String>,
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

    /// A list that the challenge brings as JSON within a text; empty where there is none.
    pub fn texts(&self, name: &str) -> Vec<String> {
        json::texts(self.parameter(name)).unwrap_or_default()
    }
}

impl FromJson for AuthAnswer {
    fn from_json(text: &str) -> Option<Self> {
        object(text, |fields| Self {
            challenge_name: fields.maybe("ChallengeName"),
            challenge_parameters: fields.pairs("ChallengeParameters"),
            session: fields.maybe("Session"),
            available_challenges: fields.list("AvailableChallenges").unwrap_or_default(),
            authentication_result: fields.maybe("AuthenticationResult"),
        })
    }
}

/// Tokens as issued. Their `Debug` shows nothing of them.
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
    /// `NewDeviceMetadata`: what the browser is called by a pool that keeps track of devices and does not
    /// know it yet.
    pub new_device: Option<NewDevice>,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens")
    }
}

impl FromJson for Tokens {
    fn from_json(text: &str) -> Option<Self> {
        object(text, |fields| Self {
            access_token: fields.text("AccessToken"),
            id_token: fields.text("IdToken"),
            refresh_token: fields.maybe("RefreshToken"),
            expires_in: fields.number("ExpiresIn"),
            // The person is in without it, too.
            new_device: fields
                .last("NewDeviceMetadata")
                .and_then(NewDevice::from_json),
        })
    }
}

/// A device as the pool names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDevice {
    /// `DeviceKey`
    pub key: String,
    /// `DeviceGroupKey`: stands for the pool in the proof of the device's password.
    pub group: String,
}

impl FromJson for NewDevice {
    fn from_json(text: &str) -> Option<Self> {
        object(text, |fields| Self {
            key: fields.text("DeviceKey"),
            group: fields.text("DeviceGroupKey"),
        })
    }
}

/// What the person has in a list: ids, and names that may be empty.
pub type Listed = Vec<(String, String)>;

/// The passkeys in an answer of `ListWebAuthnCredentials`, named by what made them.
pub fn passkeys(answer: &str) -> Option<Listed> {
    let list = Fields::of(answer)?.last("Credentials")?;
    named(list, "CredentialId", "FriendlyCredentialName")
}

/// The devices in an answer of `ListDevices`: those that stand for a code at a sign-in. Others are kept track
/// of, too.
pub fn remembered_devices(answer: &str) -> Option<Listed> {
    let mut remembered = Vec::new();
    for device in elements(Fields::of(answer)?.last("Devices")?)? {
        let mut fields = Fields::of(device)?;
        let attributes = fields.last("DeviceAttributes").unwrap_or("[]");
        let attributes = named(attributes, "Name", "Value")?;
        let value = |name: &str| {
            let found = attributes.iter().find(|(known, _)| known == name);
            found.map_or("", |(_, value)| value)
        };
        if value("dev:device_remembered_status") != "not_remembered" {
            remembered.push((fields.maybe("DeviceKey")?, value("device_name").to_owned()));
        }
    }
    Some(remembered)
}

fn named(list: &str, id: &str, name: &str) -> Option<Listed> {
    let mut all = Vec::new();
    for one in elements(list)? {
        all.push(object(one, |fields| {
            (fields.text(id), fields.text_or_empty(name))
        })?);
    }
    Some(all)
}

/// Answer of `SignUp`, `ForgotPassword` and `ResendConfirmationCode`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeSent {
    /// Where a code went, mostly masked; empty where the service does not say.
    pub destination: String,
    /// `SignUp` alone: the pool confirms people by itself, no code is on its way.
    pub confirmed: bool,
}

impl FromJson for CodeSent {
    fn from_json(text: &str) -> Option<Self> {
        let fields = Fields::of(text)?;
        let delivery = fields.last("CodeDeliveryDetails").and_then(Fields::of);
        let destination = delivery.and_then(|it| String::from_json(it.last("Destination")?));
        Some(Self {
            destination: destination.unwrap_or_default(),
            confirmed: fields.last("UserConfirmed") == Some("true"),
        })
    }
}

/// Answer of `AssociateSoftwareToken` and `VerifySoftwareToken`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct AppToken {
    /// The shared secret, base 32; in the first answer only.
    pub secret: String,
    /// The latest session handle, while signing in.
    pub session: Option<String>,
}

impl FromJson for AppToken {
    fn from_json(text: &str) -> Option<Self> {
        object(text, |fields| Self {
            secret: fields.text_or_empty("SecretCode"),
            session: fields.maybe("Session"),
        })
    }
}

/// Answer of `GetUser`: the codes that the person can be asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodesOfUser {
    /// `UserMFASettingList`: the names of their challenges.
    pub all: Vec<String>,
    /// `PreferredMfaSetting`: the one that is asked for; empty where the person chooses.
    pub preferred: String,
}

impl FromJson for CodesOfUser {
    fn from_json(text: &str) -> Option<Self> {
        object(text, |fields| Self {
            all: json::texts(fields.last("UserMFASettingList").unwrap_or("[]")).unwrap_or_default(),
            preferred: fields.text_or_empty("PreferredMfaSetting"),
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
    fn a_body_is_json_whatever_is_typed() {
        let odd = "\"\\\n\u{7f}ü😀</script>";
        let text = body(&[
            ("Text", Value::Text(odd)),
            ("Flag", Value::Flag(true)),
            ("Pairs", Value::Pairs(&[("a", odd), ("b", "")])),
            ("List", Value::Attributes(&[("name", odd)])),
            ("Inner", Value::Object(&[("Enabled", Value::Flag(false))])),
            ("Empty", Value::Pairs(&[])),
        ]);
        let read: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let expected = serde_json::json!({"Text": odd, "Flag": true, "Pairs": {"a": odd, "b": ""},
            "List": [{"Name": "name", "Value": odd}], "Inner": {"Enabled": false}, "Empty": {}});
        assert_eq!(read, expected);
    }

    #[test]
    fn where_a_code_went_is_read_and_may_be_missing() {
        let sent = CodeSent::from_json(
            r#"{"UserConfirmed":false,"CodeDeliveryDetails":{"Destination":"a***@e***"}}"#,
        );
        assert_eq!(sent.expect("sent").destination, "a***@e***");
        for bare in ["{}", r#"{"CodeDeliveryDetails":null}"#] {
            assert_eq!(CodeSent::from_json(bare), Some(CodeSent::default()));
        }
        let confirmed = CodeSent::from_json(r#"{"UserConfirmed":true}"#).expect("read");
        assert!(confirmed.confirmed);
    }

    #[test]
    fn a_list_within_a_text_is_read_and_garbage_is_none() {
        let answer = AuthAnswer::from_json(
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
