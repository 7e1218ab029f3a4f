//! Between `auth`, `session` and the rest: who is in, and which token a setting goes with.

use super::Engine;
use crate::auth::{Outcome, Person};
use crate::cognito::SignedIn;
use crate::event::AccountIntent;
use crate::secret::Secret;
use crate::session;
use crate::view::{AccountForm, Said};

impl Engine {
    pub(super) fn account_intent(&mut self, intent: AccountIntent) {
        let person = self.session.active().map(|me| Person {
            email: &me.email,
            device_key: self.session.device_key(),
        });
        let outcome = self.auth.on_intent(&mut self.ctx, person, intent);
        self.auth_changed(outcome);
    }

    /// Applies the outcome of a flow.
    pub(super) fn auth_changed(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Nothing => {}
            Outcome::NeedsToken => self.give_token(),
            Outcome::SignedIn(signed_in) => self.signed_in(signed_in),
            Outcome::Renamed(name) => self.session.rename(&mut self.ctx, name),
            Outcome::PasswordChanged(password) => self.password_changed(password),
            Outcome::PasswordProved(unused) => {
                if let Some(token) = unused {
                    self.session.revoke_unused(&mut self.ctx, token);
                }
                self.give_token();
            }
            Outcome::Left => self.leave(),
        }
    }

    /// Somebody has signed in. Where it is another person than the one whose unsent messages wait here, that is
    /// confirmed first.
    fn signed_in(&mut self, signed_in: Box<SignedIn>) {
        if self.outbox.unsent() > 0 && self.session.is_of_another(&signed_in) {
            return self.sign_out.hold(signed_in);
        }
        let outcome = self.session.sign_in(&mut self.ctx, *signed_in);
        self.session_changed(outcome);
    }

    /// The answer to that question: the other person comes in, or the one before is asked to sign in again.
    pub(super) fn replace_answered(&mut self, replace: bool) {
        let Some(newcomer) = self.sign_out.take_newcomer() else {
            return;
        };
        if replace {
            let outcome = self.session.sign_in(&mut self.ctx, *newcomer);
            return self.session_changed(outcome);
        }
        self.session.refuse(&mut self.ctx, *newcomer);
        let email = self.session.me().map_or("", |me| &me.email);
        self.auth.ask_again(&mut self.ctx, email);
    }

    /// The question has no point any more: the one before is back, or gone.
    pub(super) fn drop_newcomer(&mut self) {
        if let Some(newcomer) = self.sign_out.take_newcomer() {
            self.session.refuse(&mut self.ctx, *newcomer);
        }
    }

    /// All sessions have ended with the old password, this one too: it is taken up again with the new one.
    fn password_changed(&mut self, password: Secret) {
        self.sign_out.password_changed();
        self.end_session();
        let keep = self.session.is_kept();
        self.auth.sign_in_again(&mut self.ctx, password, keep);
    }

    /// The form of the settings says so, once the session is taken up again.
    pub(super) fn say_new_password(&mut self) {
        self.account_intent(AccountIntent::Open(AccountForm::Settings, String::new()));
        self.auth.say(Said::NewPassword);
    }

    /// A setting that waits for a token continues, or can be tried again when none comes.
    pub(super) fn auth_after(&mut self, outcome: session::Outcome) {
        match outcome {
            session::Outcome::SignedIn | session::Outcome::Resumed | session::Outcome::Replaced => {
                self.auth.end(&mut self.ctx);
            }
            session::Outcome::Refreshed => self.give_token(),
            session::Outcome::NotRefreshed => self.auth.on_no_token(&mut self.ctx),
            session::Outcome::Nothing | session::Outcome::Expired => {}
        }
    }

    fn give_token(&mut self) {
        if !self.auth.wants_token() {
            return;
        }
        if let Some(token) = self.session.access_token(&mut self.ctx) {
            let outcome = self.auth.on_token(&mut self.ctx, token);
            self.auth_changed(outcome);
        }
    }

    /// The person is asked to sign in again, over the page as it is.
    pub(super) fn expire_in_place(&mut self) {
        self.session.expire(&mut self.ctx);
        let email = self.session.me().map_or("", |me| &me.email);
        self.auth.ask_again(&mut self.ctx, email);
    }
}
