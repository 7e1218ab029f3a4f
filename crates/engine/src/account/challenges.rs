//! The pool's challenges: what the person is asked, and what is answered.

use cruddur_contract::cognito::AuthAnswer;
use serde_json::{Map, Value};

use super::check::{Typed, typed};
use super::settings::Todo;
use super::srp::{is_srp_b, normal_salt};
use super::view::{AccountFault, AccountForm, CodeKind, Factor, Field};
use super::{Account, Call, Step};
use crate::cognito;
use crate::desk::Desk;
use crate::effect::Effect;
use crate::event::SrpProof;

/// The challenge that is to be answered.
#[derive(Debug, Default)]
pub struct Challenge {
    name: String,
    /// The latest handle; each answer brings another.
    session: Option<String>,
    /// Goes with each answer.
    user_id: String,
}

impl Challenge {
    /// `ChallengeName`
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the browser itself is asked.
    pub fn is_of_device(&self) -> bool {
        self.name.starts_with("DEVICE_")
    }
}

const USER_ATTRIBUTES: &str = "userAttributes.";

impl Account {
    /// The pool asks for something. `call`: what it answered.
    pub(super) fn challenged(&mut self, desk: &mut Desk, call: Call, answer: &AuthAnswer) {
        let name = answer.challenge_name.clone().unwrap_or_default();
        let named = ["USER_ID_FOR_SRP", "USERNAME"].map(|name| answer.parameter(name));
        if let Some(user_id) = named.iter().find(|id| !id.is_empty()) {
            self.challenge.user_id = (*user_id).to_owned();
        } else if self.challenge.user_id.is_empty() {
            self.challenge.user_id = self.view.email.clone();
        }
        self.challenge.session = answer.session.clone();
        let before = std::mem::replace(&mut self.challenge.name, name.clone());
        if call == Call::Prove && !self.challenge.is_of_device() {
            self.drop_password(desk);
        }
        let destination = answer.parameter("CODE_DELIVERY_DESTINATION");
        match name.as_str() {
            // A service that asks for the proof again and again would never come to an end.
            "PASSWORD_VERIFIER" if call == Call::Initiate && self.password.is_some() => {
                let user_id = answer.parameter("USER_ID_FOR_SRP").to_owned();
                self.password_asked(desk, answer, user_id);
            }
            "DEVICE_SRP_AUTH" if self.device.is_some() && call != Call::ProveDevice => {
                self.device_asked(desk);
            }
            "DEVICE_PASSWORD_VERIFIER" if before == "DEVICE_SRP_AUTH" && self.device.is_some() => {
                self.password_asked(desk, answer, self.device_key().to_owned());
            }
            "NEW_PASSWORD_REQUIRED" => self.new_password_asked(desk, answer),
            "SMS_MFA" | "SMS_OTP" => self.code_asked(desk, CodeKind::Sms, destination),
            "EMAIL_OTP" => self.code_asked(desk, CodeKind::Email, destination),
            "SOFTWARE_TOKEN_MFA" => self.code_asked(desk, CodeKind::Totp, ""),
            "SELECT_MFA_TYPE" => self.choice(desk, &answer.texts("MFAS_CAN_CHOOSE")),
            "SELECT_CHALLENGE" => self.choice(desk, &answer.available_challenges),
            "MFA_SETUP" if can_set_up_app(answer) => {
                let session = answer.session.as_deref().unwrap_or_default();
                let request = cognito::associate_app(&self.config, session);
                self.call(desk, Call::Associate, request);
            }
            "WEB_AUTHN" if call != Call::ProvePasskey => {
                self.passkey_asked(desk, answer.parameter("CREDENTIAL_REQUEST_OPTIONS"))
            }
            "CUSTOM_CHALLENGE" => {
                self.ask(desk, AccountForm::Question, question(answer));
            }
            "" | "PASSWORD_VERIFIER" | "WEB_AUTHN" => {
                self.sign_in_failed(desk, AccountFault::Service)
            }
            _ => self.sign_in_failed(desk, AccountFault::UnsupportedChallenge(name)),
        }
    }

    fn password_asked(&mut self, desk: &mut Desk, answer: &AuthAnswer, user_id: String) {
        let srp_b = answer.parameter("SRP_B").to_owned();
        self.wait(desk, Step::Proof);
        if !is_srp_b(&srp_b) || user_id.is_empty() {
            return self.srp_proved(desk, None);
        }
        desk.do_(Effect::SrpProve {
            secret_block: answer.parameter("SECRET_BLOCK").to_owned(),
            user_id,
            salt: normal_salt(answer.parameter("SALT")),
            srp_b,
        });
    }

    pub(super) fn prove(&mut self, desk: &mut Desk, proof: &SrpProof) {
        let call = match self.challenge.is_of_device() {
            true => Call::ProveDevice,
            false => Call::Prove,
        };
        if self.device.is_none() {
            self.drop_password(desk);
        }
        let responses = [
            ("PASSWORD_CLAIM_SECRET_BLOCK", proof.secret_block.as_str()),
            ("PASSWORD_CLAIM_SIGNATURE", &proof.signature),
            ("TIMESTAMP", &proof.timestamp),
        ];
        self.respond(desk, call, &responses);
    }

    /// The attributes the pool wants and does not have yet: those it has must not be sent again.
    fn new_password_asked(&mut self, desk: &mut Desk, answer: &AuthAnswer) {
        let known: Map<String, Value> =
            serde_json::from_str(answer.parameter("userAttributes")).unwrap_or_default();
        let known = |name: &str| {
            let value = known.get(name);
            value.is_some_and(|value| !value.is_null() && value != "")
        };
        let wanted = answer.texts("requiredAttributes").into_iter();
        self.view.attributes = wanted
            .map(|name| {
                name.strip_prefix(USER_ATTRIBUTES)
                    .unwrap_or(&name)
                    .to_owned()
            })
            .filter(|name| !known(name))
            .collect();
        self.ask(desk, AccountForm::NewPassword, String::new());
    }

    fn code_asked(&mut self, desk: &mut Desk, kind: CodeKind, destination: &str) {
        self.ask(desk, AccountForm::Code(kind), destination.to_owned());
    }

    /// Of what can be chosen, what this app can do. The password needs no question where it was typed.
    fn choice(&mut self, desk: &mut Desk, names: &[String]) {
        let mut choices: Vec<Factor> = names.iter().filter_map(|name| factor(name)).collect();
        choices.dedup();
        if choices.is_empty() {
            let name = names.first().cloned().unwrap_or_default();
            return self.sign_in_failed(desk, AccountFault::UnsupportedChallenge(name));
        }
        self.ask(desk, AccountForm::Choose, String::new());
        self.view.choices = choices;
    }

    fn ask(&mut self, desk: &mut Desk, form: AccountForm, detail: String) {
        self.view.detail = detail;
        self.show(desk, form);
    }

    pub(super) fn chosen(&mut self, desk: &mut Desk, factor: Factor, token: &str) {
        let select_mfa = self.challenge.name == "SELECT_MFA_TYPE";
        let answer = match factor {
            Factor::Password => {
                // Typed anew: it was dropped when the pool did not ask for it.
                return self.show(desk, AccountForm::SignIn);
            }
            Factor::WithoutPassword => return self.show(desk, AccountForm::WithoutPassword),
            Factor::Remember(remember) => return self.remember_device(desk, remember),
            Factor::Remove(n) => return self.go_on(desk, Todo::Remove(n), token),
            Factor::Code(kind) if self.view.form == AccountForm::PreferCode => {
                return self.go_on(desk, Todo::Prefer(kind), token);
            }
            Factor::Passkey => "WEB_AUTHN",
            Factor::Code(CodeKind::Totp) => "SOFTWARE_TOKEN_MFA",
            Factor::Code(CodeKind::Sms) if select_mfa => "SMS_MFA",
            Factor::Code(CodeKind::Sms) => "SMS_OTP",
            Factor::Code(CodeKind::Email) => "EMAIL_OTP",
        };
        self.respond(desk, Call::Respond, &[("ANSWER", answer)]);
    }

    pub(super) fn answer_challenge(&mut self, desk: &mut Desk, all: &Typed) {
        let code = typed(all, Field::Code);
        match self.view.form {
            AccountForm::SetUpTotp => {
                let session = self.challenge.session.as_deref().unwrap_or_default();
                let request = cognito::verify_app(&self.config, session, code);
                self.call(desk, Call::Verify, request);
            }
            AccountForm::NewPassword => {
                let names: Vec<String> = self
                    .view
                    .attributes
                    .iter()
                    .map(|name| format!("{USER_ATTRIBUTES}{name}"))
                    .collect();
                let values = (0..).map(|n| typed(all, Field::Attribute(n)));
                let mut responses = vec![("NEW_PASSWORD", typed(all, Field::NewPassword))];
                responses.extend(names.iter().map(String::as_str).zip(values));
                self.respond(desk, Call::Respond, &responses);
            }
            AccountForm::Question => {
                self.respond(
                    desk,
                    Call::Respond,
                    &[("ANSWER", typed(all, Field::Answer))],
                );
            }
            _ => {
                // The name of the answer is that of the challenge.
                let key = format!("{}_CODE", self.challenge.name);
                self.respond(desk, Call::Respond, &[(&key, code)]);
            }
        }
    }

    /// The authenticator app is set up; the sign-in goes on with what the answer brought.
    pub(super) fn app_set_up(&mut self, desk: &mut Desk, session: Option<String>) {
        if session.is_some() {
            self.challenge.session = session;
        }
        self.respond(desk, Call::Respond, &[]);
    }

    /// The secret of an authenticator app is here.
    pub(super) fn app_secret(&mut self, desk: &mut Desk, secret: String, session: Option<String>) {
        if session.is_some() {
            self.challenge.session = session;
        }
        self.ask(desk, AccountForm::SetUpTotp, secret);
    }

    pub(super) fn respond(&mut self, desk: &mut Desk, call: Call, responses: &[(&str, &str)]) {
        let Challenge {
            name,
            session,
            user_id,
        } = &self.challenge;
        let mut all = vec![("USERNAME", user_id.as_str())];
        all.extend_from_slice(responses);
        if self.device.is_some() {
            all.push((cognito::DEVICE_KEY, self.device_key()));
        }
        let request = cognito::respond(&self.config, name, session.as_deref(), &all);
        self.call(desk, call, request);
    }
}

fn can_set_up_app(answer: &AuthAnswer) -> bool {
    let can = answer.texts("MFAS_CAN_SETUP");
    // Pools that do not say have no other kind to set up here.
    can.is_empty() || can.iter().any(|name| name == "SOFTWARE_TOKEN_MFA")
}

fn factor(name: &str) -> Option<Factor> {
    Some(match name {
        "PASSWORD_SRP" | "PASSWORD" => Factor::Password,
        "WEB_AUTHN" => Factor::Passkey,
        _ => return kind_of(name).map(Factor::Code),
    })
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

/// The kind of code that a challenge asks for.
pub fn kind_of(name: &str) -> Option<CodeKind> {
    match name {
        "SOFTWARE_TOKEN_MFA" => Some(CodeKind::Totp),
        "SMS_MFA" | "SMS_OTP" => Some(CodeKind::Sms),
        "EMAIL_OTP" => Some(CodeKind::Email),
        _ => None,
    }
}
