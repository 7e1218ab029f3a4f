//! The ways into an account, as far as the session has a part in them.

use super::{Outcome, Session};
use crate::account::Done;
use crate::account::check::Typed;
use crate::account::settings::is_setting;
use crate::account::view::{AccountForm, AccountView, Factor};
use crate::desk::Desk;
use crate::effect::RequestId;
use crate::event::{MadeDevice, SrpProof};
use crate::http::HttpOutcome;
use crate::view::SessionView;

impl Session {
    /// The form of the account pages.
    pub fn account_view(&self) -> &AccountView {
        self.account.view()
    }

    /// An account page is shown, or a form of the settings.
    pub fn open_account(&mut self, desk: &mut Desk, form: AccountForm, email: &str) {
        match (is_setting(form), self.asks()) {
            (false, true) => self.account.open(desk, form, email),
            (true, false) => {
                let token = self.access_token(desk).unwrap_or_default().to_owned();
                let email = self.me().map(|me| me.email.clone()).unwrap_or_default();
                let device = &self.device_key;
                self.account
                    .open_setting(desk, form, &token, &email, device);
            }
            _ => {}
        }
    }

    /// A token is there for what the settings page had to wait with.
    pub(super) fn ask_settings(&mut self, desk: &mut Desk) {
        let token = self.access_token(desk).unwrap_or_default().to_owned();
        self.account.token_came(desk, &token);
        let view = self.account.view();
        if view.form == AccountForm::Settings && view.codes.is_none() && !view.busy {
            self.open_account(desk, AccountForm::Settings, "");
        }
    }

    /// Whether the person is about to end all sessions, this one included.
    pub fn is_leaving(&self) -> bool {
        self.account.is_leaving()
    }

    /// A form was sent; `keep`: once signed in, stay so over the end of the browser.
    pub fn submit_account(&mut self, desk: &mut Desk, form: AccountForm, all: Typed, keep: bool) {
        if is_setting(form) == self.asks() {
            return;
        }
        self.wants_to_stay(form, keep);
        let token = self.token_of_setting(desk, form);
        self.account.submit(desk, form, all, &token);
    }

    /// The first form of a sign-in has the box; what follows it has none.
    fn wants_to_stay(&mut self, form: AccountForm, keep: bool) {
        if form == AccountForm::SignIn {
            self.keep = keep;
        }
    }

    /// A way to go on was chosen; with the address, as far as it is typed.
    pub fn choose_factor(&mut self, desk: &mut Desk, factor: Factor, email: &str, keep: bool) {
        let form = self.account.view().form;
        self.wants_to_stay(form, keep);
        let token = self.token_of_setting(desk, form);
        self.account.choose(desk, factor, email, &token);
    }

    /// The browser's answer about passkeys.
    pub fn passkey_answered(&mut self, desk: &mut Desk, id: RequestId, credential: Option<&str>) {
        let token = self.token_of_setting(desk, self.account.view().form);
        self.account.passkey_answered(desk, id, credential, &token);
    }

    /// What a setting goes with; nothing of another form.
    fn token_of_setting(&mut self, desk: &mut Desk, form: AccountForm) -> String {
        let token = is_setting(form).then(|| self.access_token(desk));
        token.flatten().unwrap_or_default().to_owned()
    }

    /// Another code is wanted.
    pub fn resend_code(&mut self, desk: &mut Desk, email: &str) {
        self.account.resend(desk, email);
    }

    /// The person begins anew.
    pub fn start_over(&mut self, desk: &mut Desk) {
        self.account.stop(desk);
    }

    /// The username of a new account is being typed.
    pub fn handle_typed(&mut self, desk: &mut Desk, text: &str) {
        self.account.handle_typed(desk, text);
    }

    /// It is typed no more.
    pub fn handle_due(&mut self, desk: &mut Desk) {
        self.account.handle_due(desk);
    }

    /// A second of waiting for another code is over.
    pub fn second_passed(&mut self, desk: &mut Desk) {
        self.account.second_passed(desk);
    }

    /// The SRP client's `A` is ready; `device`: what the browser keeps of itself for the address.
    pub fn srp_started(&mut self, desk: &mut Desk, srp_a: &str, device: Option<&str>) {
        self.account.srp_started(desk, srp_a, device);
    }

    /// The browser has a password as a device of the pool.
    pub fn device_made(&mut self, desk: &mut Desk, made: MadeDevice) {
        self.account.device_made(desk, made);
    }

    /// The SRP client's proof is ready, or cannot be made.
    pub fn srp_proved(&mut self, desk: &mut Desk, proof: Option<SrpProof>) {
        self.account.srp_proved(desk, proof);
    }

    /// Whether anybody is to sign in.
    fn asks(&self) -> bool {
        self.me().is_none() || self.expired
    }

    pub(super) fn account_answered(
        &mut self,
        desk: &mut Desk,
        id: RequestId,
        outcome: HttpOutcome,
    ) -> Outcome {
        let token = self.access.as_ref().map(|access| access.token.0.clone());
        let token = token.unwrap_or_default();
        let tokens = match self.account.answered(desk, id, outcome, &token) {
            Done::Nothing => return Outcome::Nothing,
            Done::SignedIn(tokens, device_key) => {
                self.device_key = device_key;
                tokens
            }
            Done::Named(name) => {
                self.rename(desk, name);
                return Outcome::Nothing;
            }
            Done::Left => return Outcome::Left,
        };
        let again = self.me().is_some();
        let typed = self.account.view().email.clone();
        self.account.end(desk);
        let other = self.take_tokens(desk, tokens, Some(typed));
        match (again, other) {
            (_, true) => Outcome::Replaced,
            (true, false) => Outcome::Resumed,
            (false, false) => Outcome::SignedIn,
        }
    }

    /// The person has another display name, at once; the next tokens bring it too.
    fn rename(&mut self, desk: &mut Desk, name: String) {
        let SessionView::SignedIn(me) = &mut self.view else {
            return;
        };
        me.display_name = name;
        let me = me.clone();
        self.store(desk, &me);
        self.share(desk);
        desk.changed.session = true;
        desk.changed.conversation = true;
    }
}
