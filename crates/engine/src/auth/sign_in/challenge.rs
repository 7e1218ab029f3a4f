//! A challenge of the pool, read into what it asks for.

use cruddur_contract::cognito::AuthAnswer;
use serde_json::{Map, Value};

use super::srp_numbers::{is_srp_b, normal_salt};
use crate::auth::view::{CodeKind, Factor};
use crate::ctx::Ctx;
use crate::effect::Effect;

/// What is answered by the next `RespondToAuthChallenge`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// `ChallengeName`
    pub name: String,
    /// The latest handle of the flow; each answer brings another.
    pub session: Option<String>,
}

impl Pending {
    pub fn of(answer: &AuthAnswer) -> Self {
        Self {
            name: answer.challenge_name.clone().unwrap_or_default(),
            session: answer.session.clone(),
        }
    }

    /// Takes over the handle of a call in between, where it brings one.
    pub fn with_session(self, session: Option<String>) -> Self {
        Self {
            session: session.or(self.session),
            ..self
        }
    }
}

/// What a challenge asks for.
#[derive(Debug)]
pub enum Challenge {
    /// `PASSWORD_VERIFIER`
    PasswordVerifier(Verifier),
    /// `DEVICE_SRP_AUTH`
    DeviceSrp,
    /// `DEVICE_PASSWORD_VERIFIER`
    DeviceVerifier(Verifier),
    /// `NEW_PASSWORD_REQUIRED`, with the names of the attributes the pool wants and does not have.
    NewPassword(Vec<String>),
    /// A code of this kind, and where it was sent.
    Code(CodeKind, String),
    /// `SELECT_MFA_TYPE`, `SELECT_CHALLENGE`: the names of what can be chosen.
    Choice(Vec<String>),
    /// `MFA_SETUP` of an authenticator app.
    SetUpApp,
    /// `WEB_AUTHN`, with the options of WebAuthn.
    Passkey(String),
    /// `CUSTOM_CHALLENGE`, in the pool's words.
    Question(String),
    /// Nothing is asked for, and nothing given.
    Nothing,
    /// A step this app does not have.
    Unknown,
}

impl Challenge {
    pub fn of(answer: &AuthAnswer) -> Self {
        let destination = || answer.parameter("CODE_DELIVERY_DESTINATION").to_owned();
        match answer.challenge_name.as_deref().unwrap_or_default() {
            "PASSWORD_VERIFIER" => Self::PasswordVerifier(Verifier::of(answer)),
            "DEVICE_SRP_AUTH" => Self::DeviceSrp,
            "DEVICE_PASSWORD_VERIFIER" => Self::DeviceVerifier(Verifier::of(answer)),
            "NEW_PASSWORD_REQUIRED" => Self::NewPassword(missing_attributes(answer)),
            "SELECT_MFA_TYPE" => Self::Choice(answer.texts("MFAS_CAN_CHOOSE")),
            "SELECT_CHALLENGE" => Self::Choice(answer.available_challenges.clone()),
            "MFA_SETUP" if can_set_up_app(answer) => Self::SetUpApp,
            "WEB_AUTHN" => Self::Passkey(answer.parameter("CREDENTIAL_REQUEST_OPTIONS").to_owned()),
            "CUSTOM_CHALLENGE" => Self::Question(question(answer)),
            "" => Self::Nothing,
            name => match kind_of(name) {
                Some(CodeKind::Totp) => Self::Code(CodeKind::Totp, String::new()),
                Some(kind) => Self::Code(kind, destination()),
                None => Self::Unknown,
            },
        }
    }

    /// Whether the browser itself is asked.
    pub fn is_of_device(&self) -> bool {
        matches!(self, Self::DeviceSrp | Self::DeviceVerifier(_))
    }
}

/// What the SRP client needs for a proof.
#[derive(Debug)]
pub struct Verifier {
    /// `USER_ID_FOR_SRP`
    pub user_id: String,
    secret_block: String,
    salt: String,
    srp_b: String,
}

impl Verifier {
    fn of(answer: &AuthAnswer) -> Self {
        let text = |name| answer.parameter(name).to_owned();
        Self {
            user_id: text("USER_ID_FOR_SRP"),
            secret_block: text("SECRET_BLOCK"),
            salt: normal_salt(answer.parameter("SALT")),
            srp_b: text("SRP_B"),
        }
    }

    /// Has the SRP client compute the proof; not from numbers an honest service does not send.
    pub fn prove(self, ctx: &mut Ctx, user_id: String) -> bool {
        let can = is_srp_b(&self.srp_b) && !user_id.is_empty();
        if can {
            ctx.push(Effect::SrpProve {
                secret_block: self.secret_block,
                user_id,
                salt: self.salt,
                srp_b: self.srp_b,
            });
        }
        can
    }
}

/// The prefix of an attribute's name in `NEW_PASSWORD_REQUIRED`.
pub const USER_ATTRIBUTES: &str = "userAttributes.";

/// The attributes the pool wants and does not have yet: those it has must not be sent again.
fn missing_attributes(answer: &AuthAnswer) -> Vec<String> {
    let known: Map<String, Value> =
        serde_json::from_str(answer.parameter("userAttributes")).unwrap_or_default();
    let is_known = |name: &str| {
        let value = known.get(name);
        value.is_some_and(|value| !value.is_null() && value != "")
    };
    let wanted = answer.texts("requiredAttributes").into_iter();
    wanted
        .map(|name| match name.strip_prefix(USER_ATTRIBUTES) {
            Some(bare) => bare.to_owned(),
            None => name,
        })
        .filter(|name| !is_known(name))
        .collect()
}

fn can_set_up_app(answer: &AuthAnswer) -> bool {
    let can = answer.texts("MFAS_CAN_SETUP");
    // Pools that do not say have no other kind to set up here.
    can.is_empty() || can.iter().any(|name| name == "SOFTWARE_TOKEN_MFA")
}

/// The words of a pool's own question: its trigger names them as it likes.
fn question(answer: &AuthAnswer) -> String {
    let parameters = answer.challenge_parameters.iter();
    let words: Vec<&str> = parameters
        .filter(|(name, _)| !matches!(name.as_str(), "USERNAME" | "USER_ID_FOR_SRP"))
        .map(|(_, value)| value.as_str())
        .collect();
    words.join("\n")
}

/// What a name in a list of choices stands for.
pub fn factor(name: &str) -> Option<Factor> {
    Some(match name {
        "PASSWORD_SRP" | "PASSWORD" => Factor::Password,
        "WEB_AUTHN" => Factor::Passkey,
        _ => return kind_of(name).map(Factor::Code),
    })
}

/// The kind of code that a challenge or an MFA setting stands for.
pub fn kind_of(name: &str) -> Option<CodeKind> {
    match name {
        "SOFTWARE_TOKEN_MFA" => Some(CodeKind::Totp),
        "SMS_MFA" | "SMS_OTP" => Some(CodeKind::Sms),
        "EMAIL_OTP" => Some(CodeKind::Email),
        _ => None,
    }
}
