//! What a signed-in person can change about the account: one form and one task at a time.
//!
//! Each task goes with the access token the session has at that moment, and waits where it has none.

mod done;
mod password;
mod task;

use super::Shared;
use super::check::{Typed, typed};
use super::faults::{Meaning, meaning};
use super::flow::{Flow, Next, Waiting, stay};
use super::outcome::Outcome;
use super::pool::send;
use super::view::{AccountFault, AccountForm, AccountView, Factor, Field, FieldFault, Said};
use crate::cognito::accepted;
use crate::ctx::Ctx;
use crate::effect::{Effect, PasskeyRequest, RequestId};
use crate::http::HttpOutcome;
use crate::secret::Secret;
use password::{Guarded, PasswordCheck};
use task::Task;

/// What has to be typed before an account is deleted.
const DELETE_WORD: &str = "delete";

/// The machine of the settings page.
#[derive(Debug)]
pub struct Settings {
    step: Step,
    /// The pool's key of this browser as a device; empty where it has none.
    device_key: String,
    /// The ids of what [`AccountView::listed`] names.
    listed: Vec<String>,
    /// Since the form was opened, for what it goes on to ask.
    password_proved: bool,
}

#[derive(Debug)]
enum Step {
    /// A form is on screen, or none.
    Idle,
    /// The person's password is proved again.
    Password(PasswordCheck, Guarded),
    /// For an access token.
    WaitingForToken(Task),
    /// A request is in flight.
    InFlight(RequestId, Task),
    /// The browser asks the person for a new passkey.
    Passkey(RequestId),
}

impl Settings {
    pub fn new(device_key: &str) -> Self {
        Self {
            step: Step::Idle,
            device_key: device_key.to_owned(),
            listed: Vec::new(),
            password_proved: false,
        }
    }

    pub fn waiting(&self) -> Waiting {
        match &self.step {
            Step::Idle => Waiting::Person,
            Step::Password(check, _) => check.waiting(),
            Step::WaitingForToken(_) => Waiting::Token,
            Step::InFlight(id, _) => Waiting::Response(*id),
            Step::Passkey(id) => Waiting::Passkey(*id),
        }
    }

    pub fn discard(self, ctx: &mut Ctx) {
        if matches!(self.step, Step::Password(..)) {
            // The SRP client forgets the password.
            ctx.push(Effect::SrpEnd);
        }
    }

    /// A task waits, or what the page shows could not be looked up without a token.
    pub fn wants_token(&self, view: &AccountView) -> bool {
        match self.step {
            Step::WaitingForToken(_) => true,
            Step::Idle => view.form == AccountForm::Settings && view.codes.is_none(),
            Step::InFlight(..) | Step::Password(..) | Step::Passkey(_) => false,
        }
    }

    /// Whether the person is about to end all sessions, this one included.
    pub fn is_leaving(&self) -> bool {
        match &self.step {
            Step::InFlight(_, task) => task.leaves(),
            Step::WaitingForToken(task) => task.leaves() && !task.begins_leaving(),
            Step::Idle | Step::Password(..) | Step::Passkey(_) => false,
        }
    }

    /// Asks for what the form shows, if there is anything to ask for.
    pub fn look_up(self, shared: &Shared) -> Next {
        let view = shared.screen.view();
        match view.form {
            AccountForm::Settings if view.codes.is_none() => self.begin(Task::LookUp),
            AccountForm::AddApp => self.begin(Task::AppSecret),
            AccountForm::Passkeys => self.begin(Task::ListPasskeys),
            AccountForm::Browsers => self.begin(Task::ListDevices),
            _ => stay(self),
        }
    }

    pub fn on_submit(self, shared: &mut Shared, ctx: &mut Ctx, all: &Typed) -> Next {
        let text = |field| typed(all, field).to_owned();
        let task = match shared.screen.view().form {
            AccountForm::Name => Task::Rename(text(Field::Name)),
            AccountForm::ChangePassword => Task::ChangePassword {
                present: Secret(text(Field::Password)),
                new: Secret(text(Field::NewPassword)),
            },
            AccountForm::AddApp => Task::VerifyApp(text(Field::Code)),
            AccountForm::RemoveApp => {
                return self.check_password(shared, ctx, all, Guarded::RemoveApp);
            }
            AccountForm::Passkeys => Task::PasskeyOptions,
            AccountForm::LeaveEverywhere => Task::CloseConnections,
            AccountForm::DeleteAccount => {
                if !typed(all, Field::Answer).eq_ignore_ascii_case(DELETE_WORD) {
                    let wrong = vec![(Field::Answer, FieldFault::Invalid)];
                    shared.screen.refuse(wrong);
                    return stay(self);
                }
                return self.check_password(shared, ctx, all, Guarded::DeleteAccount);
            }
            AccountForm::DeleteForGood if self.password_proved => Task::DeleteProfile,
            AccountForm::DeleteForGood => {
                shared.screen.show(AccountForm::DeleteAccount);
                return stay(self);
            }
            _ => return stay(self),
        };
        self.begin(task)
    }

    pub fn on_choose(self, shared: &Shared, factor: Factor) -> Next {
        let form = shared.screen.view().form;
        let id = |n: usize| self.listed.get(n).cloned().unwrap_or_default();
        let task = match (form, factor) {
            (AccountForm::PreferCode, Factor::Code(kind)) => Task::PreferCode(kind),
            (AccountForm::Passkeys, Factor::Remove(n)) => Task::RemovePasskey(id(n)),
            // The session is refreshed with this browser's key, so the pool must not lose the device.
            (AccountForm::Browsers, Factor::Remove(n)) if id(n) == self.device_key => {
                Task::ForgetThisDevice(id(n))
            }
            (AccountForm::Browsers, Factor::Remove(n)) => Task::ForgetDevice(id(n)),
            _ => return stay(self),
        };
        self.begin(task)
    }

    /// There is an access token.
    pub fn on_token(self, shared: &mut Shared, ctx: &mut Ctx, token: &str) -> Next {
        let (task, settings) = match self.step {
            Step::WaitingForToken(task) => (
                task,
                Self {
                    step: Step::Idle,
                    ..self
                },
            ),
            Step::Idle if self.wants_token(shared.screen.view()) => (Task::LookUp, self),
            _ => return stay(self),
        };
        let codes = shared.screen.view().known_codes();
        let Some(request) = task.request(&shared.pool, codes, token) else {
            shared.screen.fail(AccountFault::NoPasskey);
            return stay(settings);
        };
        settings.at(Step::InFlight(send(ctx, request), task))
    }

    /// A refresh failed: the task can be started again.
    pub fn on_no_token(self, shared: &mut Shared) -> Next {
        match self.step {
            Step::WaitingForToken(ref task) if task.follows_new_password() => {
                self.back(shared, Said::NewPasswordOnly)
            }
            Step::WaitingForToken(_) => self.failed(shared, AccountFault::NoNetwork),
            _ => stay(self),
        }
    }

    /// The browser's credential in JSON; `None` where the person chose none, or the browser has none.
    pub fn on_passkey(
        self,
        shared: &mut Shared,
        id: RequestId,
        credential: Option<String>,
    ) -> Next {
        match (&self.step, credential) {
            (Step::Passkey(asked), Some(credential)) if *asked == id => {
                self.begin(Task::AddPasskey(Secret(credential)))
            }
            (Step::Passkey(asked), None) if *asked == id => {
                self.failed(shared, AccountFault::NoPasskey)
            }
            _ => stay(self),
        }
    }

    pub fn on_response(
        self,
        shared: &mut Shared,
        ctx: &mut Ctx,
        id: RequestId,
        outcome: HttpOutcome,
    ) -> Next {
        if let Step::Password(check, _) = &self.step
            && check.waiting() == Waiting::Response(id)
        {
            return self.on_password_response(shared, ctx, outcome);
        }
        let (task, settings) = match self.step {
            Step::InFlight(asked, task) if asked == id => (
                task,
                Self {
                    step: Step::Idle,
                    ..self
                },
            ),
            _ => return stay(self),
        };
        if task.is_of_api() {
            return match task.api_fault(&outcome) {
                Some(fault) => settings.task_failed(shared, &task, fault),
                None => settings.done(shared, ctx, task, ""),
            };
        }
        match accepted(outcome) {
            Ok(answer) => settings.done(shared, ctx, task, &answer.body),
            Err(None) => settings.task_failed(shared, &task, AccountFault::NoNetwork),
            Err(Some(fault)) => {
                let fault = match meaning(task.call(), &fault) {
                    Meaning::Said(fault) => fault,
                    _ => AccountFault::SessionOver,
                };
                settings.task_failed(shared, &task, fault)
            }
        }
    }

    fn ask_browser(self, ctx: &mut Ctx, options: String) -> Next {
        let id = ctx.request_id();
        ctx.push(Effect::Passkey(id, PasskeyRequest::Create(options)));
        self.at(Step::Passkey(id))
    }

    fn begin(self, task: Task) -> Next {
        let (flow, _) = self.at(Step::WaitingForToken(task));
        (flow, Outcome::NeedsToken)
    }

    /// A password that is changed is not changed again, whatever failed after it.
    fn task_failed(self, shared: &mut Shared, task: &Task, fault: AccountFault) -> Next {
        if task.follows_new_password() {
            return self.back(shared, Said::NewPasswordOnly);
        }
        self.failed(shared, fault)
    }

    fn failed(self, shared: &mut Shared, fault: AccountFault) -> Next {
        shared.screen.fail(fault);
        self.at(Step::Idle)
    }

    fn at(self, step: Step) -> Next {
        stay(Flow::Settings(Self { step, ..self }))
    }
}
