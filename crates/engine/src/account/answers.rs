//! What the pool's answers lead to.

use cruddur_contract::cognito::{AppToken, AuthAnswer, CodeSent, Fault, Tokens};
use cruddur_contract::read;

use super::faults::{Meaning, meaning, recovery_may_say};
use super::view::{AccountFault, AccountForm, Said};
use super::{Account, Call, Done, Step};
use crate::cognito::{SignInFlow, accepted};
use crate::desk::Desk;
use crate::effect::{Effect, RequestId};
use crate::http::HttpOutcome;

impl Account {
    /// Whether an answer is for this machine.
    pub fn expects(&self, id: RequestId) -> bool {
        matches!(self.step, Step::Answer(asked, _) if asked == id) || self.checks_handle(id)
    }

    /// An answer arrived; `token`: the access token of somebody signed in, where there is one.
    pub fn answered(
        &mut self,
        desk: &mut Desk,
        id: RequestId,
        outcome: HttpOutcome,
        token: &str,
    ) -> Done {
        let call = match self.step {
            Step::Answer(asked, call) if asked == id => call,
            _ => {
                self.handle_checked(desk, outcome);
                return Done::Nothing;
            }
        };
        self.wait(desk, Step::Person);
        if call == Call::CheckHandle {
            self.handle_answered(desk, outcome);
            return Done::Nothing;
        }
        if call.is_rest() {
            return self.rest_answered(desk, call, outcome, token);
        }
        if matches!(call, Call::ConfirmDevice | Call::RememberDevice(_)) {
            return self.device_answered(desk, call, outcome);
        }
        match accepted(outcome) {
            Ok(answer) if call.is_setting() => {
                return self.setting_done(desk, call, &answer.body, token);
            }
            Ok(answer) => {
                if let Some(tokens) = self.accepted(desk, call, &answer.body) {
                    return self.let_in(desk, tokens);
                }
            }
            Err(None) => self.failed(desk, call, AccountFault::NoNetwork),
            Err(Some(fault)) => self.refused(desk, call, &fault),
        }
        Done::Nothing
    }

    fn accepted(&mut self, desk: &mut Desk, call: Call, body: &str) -> Option<Tokens> {
        match call {
            Call::SignUp => match read::object(body).ok() {
                Some(CodeSent {
                    confirmed: true, ..
                }) => self.begin_srp(desk),
                Some(sent) => {
                    self.show_page(desk, AccountForm::Confirm);
                    self.code_sent(desk, Said::CodeSent, sent.destination);
                }
                None => self.failed(desk, call, AccountFault::Service),
            },
            Call::Resend => {
                let sent: CodeSent = read::object(body).unwrap_or_default();
                self.code_sent(desk, Said::CodeSent, sent.destination);
            }
            Call::Forgot => self.recovery_sent(desk),
            Call::Confirm => self.sign_in_after(desk, Said::Confirmed),
            Call::Reset => self.sign_in_after(desk, Said::PasswordChanged),
            Call::Associate => match read::object(body) {
                Ok(AppToken { secret, session }) if !secret.is_empty() => {
                    self.app_secret(desk, secret, session);
                }
                _ => self.sign_in_failed(desk, AccountFault::Service),
            },
            Call::Verify => {
                let token: AppToken = read::object(body).unwrap_or_default();
                self.app_set_up(desk, token.session);
            }
            _ => match read::object(body).ok() {
                // Without a refresh token it would end unnoticed with the first access token.
                Some(AuthAnswer {
                    authentication_result: Some(tokens),
                    ..
                }) if tokens.refresh_token.is_some() => return Some(tokens),
                Some(answer) => self.challenged(desk, call, &answer),
                None => self.failed(desk, call, AccountFault::Service),
            },
        }
        None
    }

    fn refused(&mut self, desk: &mut Desk, call: Call, fault: &Fault) {
        if self.is_about_device(call, fault) {
            return self.sign_in_without_device(desk);
        }
        match meaning(call, fault) {
            Meaning::Said(fault) => self.failed(desk, call, fault),
            _ if call.is_setting() => self.failed(desk, call, AccountFault::SessionOver),
            Meaning::OtherFlow if self.flow == SignInFlow::Srp => {
                self.flow = SignInFlow::Choice;
                self.device = None;
                self.initiate(desk);
            }
            Meaning::OtherFlow => self.failed(desk, call, AccountFault::WrongPool),
            Meaning::Unconfirmed if call == Call::Forgot => self.recovery_sent(desk),
            Meaning::Unconfirmed => {
                self.show_page(desk, AccountForm::Confirm);
                self.view.detail.clear();
                self.say(Said::ConfirmFirst);
            }
            Meaning::AlreadyConfirmed if call == Call::Forgot => self.recovery_sent(desk),
            Meaning::AlreadyConfirmed => self.sign_in_after(desk, Said::Confirmed),
            Meaning::ResetFirst => {
                self.drop_password(desk);
                self.show_page(desk, AccountForm::Reset);
                self.say(Said::ResetFirst);
            }
        }
    }

    /// The form stays, with a sentence, where it can be sent again; else the sign-in begins anew.
    fn failed(&mut self, desk: &mut Desk, call: Call, fault: AccountFault) {
        match call {
            Call::Forgot if !recovery_may_say(&fault) => return self.recovery_sent(desk),
            Call::Initiate | Call::Prove | Call::ProveDevice | Call::ProvePasskey => {
                return self.sign_in_failed(desk, fault);
            }
            Call::Respond | Call::Associate | Call::Verify
                if fault == AccountFault::SessionOver || self.view.form == AccountForm::SignIn =>
            {
                return self.sign_in_failed(desk, fault);
            }
            Call::SignUp | Call::Reset => self.drop_password(desk),
            _ => {}
        }
        self.view.fault = Some(fault);
    }

    /// Address and password are asked for again.
    pub(super) fn sign_in_failed(&mut self, desk: &mut Desk, fault: AccountFault) {
        self.drop_password(desk);
        self.flow = SignInFlow::default();
        self.device = None;
        self.without_device = false;
        desk.do_(Effect::SrpPrepare);
        if self.view.form == AccountForm::SignIn {
            self.wait(desk, Step::Person);
        } else {
            self.show_page(desk, AccountForm::SignIn);
        }
        self.view.fault = Some(fault);
    }

    /// With the password that was typed before, or by asking for it.
    fn sign_in_after(&mut self, desk: &mut Desk, said: Said) {
        self.stop_countdown(desk);
        if self.password.is_some() {
            self.view.said = Some(said);
            return self.begin_srp(desk);
        }
        self.show_page(desk, AccountForm::SignIn);
        self.say(said);
    }

    fn recovery_sent(&mut self, desk: &mut Desk) {
        if self.view.form != AccountForm::Reset {
            self.show_page(desk, AccountForm::Reset);
        }
        self.code_sent(desk, Said::RecoverySent, String::new());
    }

    fn code_sent(&mut self, desk: &mut Desk, said: Said, destination: String) {
        self.view.detail = destination;
        self.say(said);
        self.count_down(desk);
    }
}
