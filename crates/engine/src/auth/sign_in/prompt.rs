//! What the person is asked for by a challenge, and the answer.

use cruddur_contract::cognito::AppToken;

use super::SignIn;
use super::attempt::{Attempt, drop_password};
use super::challenge::{Pending, USER_ATTRIBUTES, factor};
use crate::auth::Shared;
use crate::auth::check::{Typed, typed};
use crate::auth::flow::{Next, stay};
use crate::auth::pool::send;
use crate::auth::view::{AccountFault, AccountForm, CodeKind, Factor, Field};
use crate::cognito;
use crate::ctx::Ctx;

/// A challenge that a person answers by a form.
#[derive(Debug)]
pub struct Prompt {
    pending: Pending,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Code,
    /// With the names of attributes that are asked for, too.
    NewPassword(Vec<String>),
    Question,
    Choice,
    /// The first code of an authenticator app.
    SetUpApp,
}

impl Prompt {
    pub fn code(shared: &mut Shared, pending: Pending, kind: CodeKind, sent_to: String) -> Self {
        shared.screen.ask(AccountForm::Code(kind), sent_to);
        let kind = Kind::Code;
        Self { pending, kind }
    }

    pub fn new_password(shared: &mut Shared, pending: Pending, attributes: Vec<String>) -> Self {
        shared.screen.ask_new_password(attributes.clone());
        let kind = Kind::NewPassword(attributes);
        Self { pending, kind }
    }

    pub fn question(shared: &mut Shared, pending: Pending, words: String) -> Self {
        shared.screen.ask(AccountForm::Question, words);
        let kind = Kind::Question;
        Self { pending, kind }
    }

    pub fn app_set_up(shared: &mut Shared, pending: Pending, secret: String) -> Self {
        shared.screen.ask(AccountForm::SetUpTotp, secret);
        let kind = Kind::SetUpApp;
        Self { pending, kind }
    }

    /// Of what can be chosen, what this app can do; without any of it, the first name it cannot do.
    pub fn choice(shared: &mut Shared, pending: Pending, names: &[String]) -> Result<Self, String> {
        let mut choices: Vec<Factor> = names.iter().filter_map(|name| factor(name)).collect();
        choices.dedup();
        if choices.is_empty() {
            return Err(names.first().cloned().unwrap_or_default());
        }
        shared.screen.offer(AccountForm::Choose, choices);
        let kind = Kind::Choice;
        Ok(Self { pending, kind })
    }

    /// Sends what was typed.
    pub fn answer(self, attempt: Attempt, shared: &Shared, ctx: &mut Ctx, all: &Typed) -> SignIn {
        match &self.kind {
            Kind::Code => {
                // The name of the answer is that of the challenge.
                let key = format!("{}_CODE", self.pending.name);
                let code = typed(all, Field::Code);
                self.respond(attempt, shared, ctx, &[(&key, code)])
            }
            Kind::NewPassword(attributes) => {
                let names = attributes.iter();
                let names: Vec<_> = names
                    .map(|name| format!("{USER_ATTRIBUTES}{name}"))
                    .collect();
                let values = (0..).map(|n| typed(all, Field::Attribute(n)));
                let mut responses = vec![("NEW_PASSWORD", typed(all, Field::NewPassword))];
                responses.extend(names.iter().map(String::as_str).zip(values));
                self.respond(attempt, shared, ctx, &responses)
            }
            Kind::Question => {
                let answer = typed(all, Field::Answer);
                self.respond(attempt, shared, ctx, &[("ANSWER", answer)])
            }
            Kind::SetUpApp => {
                let session = self.pending.session.as_deref().unwrap_or_default();
                let code = typed(all, Field::Code);
                let request = cognito::verify_app(&shared.pool.cognito, session, code);
                SignIn::VerifyingApp(send(ctx, request), self, attempt)
            }
            // It has choices and no fields.
            Kind::Choice => SignIn::Asked(self, attempt),
        }
    }

    /// Sends what was chosen.
    pub fn choose(
        self,
        attempt: Attempt,
        shared: &mut Shared,
        ctx: &mut Ctx,
        factor: Factor,
    ) -> SignIn {
        let is_mfa = self.pending.name == "SELECT_MFA_TYPE";
        let answer = match factor {
            Factor::Password => {
                // The pool did not ask for it, so it is typed again.
                drop_password(ctx, attempt.password);
                shared.screen.show(AccountForm::SignIn);
                return SignIn::Form;
            }
            Factor::Passkey => "WEB_AUTHN",
            Factor::Code(CodeKind::Totp) => "SOFTWARE_TOKEN_MFA",
            Factor::Code(CodeKind::Sms) if is_mfa => "SMS_MFA",
            Factor::Code(CodeKind::Sms) => "SMS_OTP",
            Factor::Code(CodeKind::Email) => "EMAIL_OTP",
            Factor::WithoutPassword | Factor::Remember(_) | Factor::Remove(_) => {
                return SignIn::Asked(self, attempt);
            }
        };
        self.respond(attempt, shared, ctx, &[("ANSWER", answer)])
    }

    /// The authenticator app is verified: the sign-in goes on.
    pub fn app_verified(
        self,
        attempt: Attempt,
        shared: &Shared,
        ctx: &mut Ctx,
        token: AppToken,
    ) -> Next {
        let prompt = Self {
            pending: self.pending.with_session(token.session),
            ..self
        };
        stay(prompt.respond(attempt, shared, ctx, &[]))
    }

    /// The answer failed: the form stays where it can be sent again.
    pub fn failed(
        self,
        attempt: Attempt,
        shared: &mut Shared,
        ctx: &mut Ctx,
        fault: AccountFault,
    ) -> Next {
        if fault == AccountFault::SessionOver {
            return attempt.fail(shared, ctx, fault);
        }
        shared.screen.fail(fault);
        stay(SignIn::Asked(self, attempt))
    }

    fn respond(
        self,
        attempt: Attempt,
        shared: &Shared,
        ctx: &mut Ctx,
        responses: &[(&str, &str)],
    ) -> SignIn {
        let id = attempt.respond(shared, ctx, &self.pending, responses);
        SignIn::Answering(id, self, attempt)
    }
}
