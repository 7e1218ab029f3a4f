//! What a finished task leads to.

use cruddur_contract::cognito::{
    AppToken, CodesOfUser, Listed, PasskeyOptions, passkeys, remembered_devices,
};
use cruddur_contract::read;

use super::task::Task;
use super::{Settings, Step};
use crate::auth::Shared;
use crate::auth::device::delete_device;
use crate::auth::flow::{Flow, Next, stay};
use crate::auth::outcome::Outcome;
use crate::auth::sign_in::kind_of;
use crate::auth::view::{AccountFault, AccountForm, CodeKind, Said};
use crate::ctx::Ctx;

impl Settings {
    /// The task is done; `body`: the pool's answer.
    pub(super) fn done(self, shared: &mut Shared, ctx: &mut Ctx, task: Task, body: &str) -> Next {
        match task {
            Task::LookUp => {
                let user: CodesOfUser = read::object(body).unwrap_or_default();
                let codes = user.all.iter().filter_map(|name| kind_of(name));
                let preferred = kind_of(&user.preferred);
                shared.screen.set_codes(codes.collect(), preferred);
                stay(self)
            }
            Task::Rename(name) => self.begin(Task::RenameInPool(name)),
            Task::RenameInPool(name) => {
                let (flow, _) = self.back(shared, Said::Saved);
                (flow, Outcome::Renamed(name))
            }
            Task::ChangePassword { new, .. } => self.begin(Task::EndConnections(new)),
            Task::EndConnections(new) => self.begin(Task::EndSessions(new)),
            Task::EndSessions(new) => (Flow::Settings(self), Outcome::PasswordChanged(new)),
            Task::AppSecret => match read::object(body) {
                Ok(AppToken { secret, .. }) if !secret.is_empty() => {
                    shared.screen.ask(AccountForm::AddApp, secret);
                    stay(self)
                }
                _ => self.failed(shared, AccountFault::Service),
            },
            Task::VerifyApp(_) => self.begin(Task::SwitchApp(true)),
            Task::SwitchApp(on) => self.app_switched(shared, on),
            Task::PreferCode(kind) => {
                let codes = shared.screen.view().known_codes().to_vec();
                shared.screen.set_codes(codes, Some(kind));
                self.back(shared, Said::CodePreferred)
            }
            Task::ListPasskeys => self.list(shared, AccountForm::Passkeys, passkeys(body)),
            Task::PasskeyOptions => match read::object::<PasskeyOptions>(body) {
                Ok(options) => {
                    let options = options.credential_creation_options.get().to_owned();
                    self.ask_browser(ctx, options)
                }
                Err(_) => self.failed(shared, AccountFault::Service),
            },
            Task::AddPasskey(_) => self.again(shared, Task::ListPasskeys, Said::PasskeyAdded),
            Task::RemovePasskey(_) => self.again(shared, Task::ListPasskeys, Said::PasskeyRemoved),
            Task::ListDevices => self.list(shared, AccountForm::Browsers, remembered_devices(body)),
            Task::ForgetDevice(_) => self.again(shared, Task::ListDevices, Said::BrowserForgotten),
            Task::ForgetThisDevice(_) => {
                delete_device(ctx, &shared.screen);
                self.again(shared, Task::ListDevices, Said::BrowserForgotten)
            }
            Task::CloseConnections => self.begin(Task::SignOutEverywhere),
            Task::DeleteProfile => self.begin(Task::DeleteUser),
            Task::SignOutEverywhere => (Flow::Settings(self), Outcome::Left),
            Task::DeleteUser => {
                delete_device(ctx, &shared.screen);
                (Flow::Settings(self), Outcome::Left)
            }
        }
    }

    fn app_switched(self, shared: &mut Shared, on: bool) -> Next {
        let view = shared.screen.view();
        let app = CodeKind::Totp;
        let mut codes = view.known_codes().to_vec();
        codes.retain(|kind| *kind != app);
        let mut preferred = view.preferred.filter(|kind| *kind != app);
        if on {
            codes.push(app);
            preferred = Some(app);
        }
        shared.screen.set_codes(codes, preferred);
        self.back(shared, if on { Said::AppOn } else { Said::AppOff })
    }

    /// A list of ids and names, or none that can be read.
    fn list(self, shared: &mut Shared, form: AccountForm, list: Option<Listed>) -> Next {
        let Some(list) = list else {
            return self.failed(shared, AccountFault::Service);
        };
        let (listed, names): (Vec<String>, Vec<String>) = list.into_iter().unzip();
        let this_browser = listed.iter().position(|id| *id == self.device_key);
        shared.screen.list(form, names, this_browser);
        stay(Flow::Settings(Self { listed, ..self }))
    }

    /// The list has changed: it is asked for again.
    fn again(self, shared: &mut Shared, task: Task, said: Said) -> Next {
        shared.screen.say(said);
        self.begin(task)
    }

    /// The form is done, and none is open.
    pub(super) fn back(self, shared: &mut Shared, said: Said) -> Next {
        shared.screen.ask(AccountForm::Settings, String::new());
        shared.screen.say(said);
        self.at(Step::Idle)
    }
}
