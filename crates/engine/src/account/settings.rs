//! What a signed-in person can change about the account.
//!
//! The same machine as on the way in: one form, one call at a time. Each call goes with the access token
//! that the session has at that moment.

use cruddur_contract::cognito::{
    AppToken, AssociateSoftwareToken, ChangePassword, CodesOfUser, CompleteWebAuthnRegistration,
    DeleteUser, GetUser, GlobalSignOut, VerifySoftwareToken,
};
use cruddur_contract::paths::Path;
use cruddur_contract::profile::ProfileUpdate;
use cruddur_contract::read;
use serde_json::value::RawValue;

use super::challenges::kind_of;
use super::check::{Typed, typed};
use super::view::{AccountFault, AccountForm, CodeKind, Field, FieldFault, Said};
use super::{Account, Call, Done, Step};
use crate::api::authorized;
use crate::cognito;
use crate::desk::Desk;
use crate::http::{HttpOutcome, HttpRequest, Method};

/// What has to be typed before an account is deleted.
const DELETE_WORD: &str = "delete";

/// What waits for an access token: the first is on its way for a while after the page has opened.
pub enum Todo {
    /// Ask for what the form shows.
    Open,
    /// Send the form.
    Send(Typed),
    /// Remove one of the list.
    Remove(usize),
    /// Ask for this kind of code first.
    Prefer(CodeKind),
    /// Give the pool the passkey that the browser has made.
    AddPasskey(String),
}

impl std::fmt::Debug for Todo {
    /// Without what was typed: passwords are among it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Todo")
    }
}

/// Whether a form belongs to the settings page.
pub fn is_setting(form: AccountForm) -> bool {
    matches!(
        form,
        AccountForm::Settings
            | AccountForm::Name
            | AccountForm::ChangePassword
            | AccountForm::AddApp
            | AccountForm::RemoveApp
            | AccountForm::PreferCode
            | AccountForm::Passkeys
            | AccountForm::Browsers
            | AccountForm::LeaveEverywhere
            | AccountForm::DeleteAccount
    )
}

impl Account {
    /// A form of the settings page is opened, or (`Settings`) none; `device`: the pool's name of this browser.
    pub fn open_setting(
        &mut self,
        desk: &mut Desk,
        form: AccountForm,
        token: &str,
        email: &str,
        device: &str,
    ) {
        self.stop(desk);
        email.clone_into(&mut self.view.email);
        device.clone_into(&mut self.this_device);
        self.view.tracked = !device.is_empty();
        self.view.detail.clear();
        self.show(desk, form);
        let asks = match form {
            AccountForm::Settings => self.view.codes.is_none(),
            _ => matches!(
                form,
                AccountForm::AddApp | AccountForm::Passkeys | AccountForm::Browsers
            ),
        };
        if asks {
            self.go_on(desk, Todo::Open, token);
        }
    }

    /// Does it with this access token, or once there is one (`""`: there is none yet).
    pub(super) fn go_on(&mut self, desk: &mut Desk, todo: Todo, token: &str) {
        if token.is_empty() {
            self.todo = Some(todo);
            return self.wait(desk, Step::Token);
        }
        match todo {
            Todo::Open => self.look_up(desk, token),
            Todo::Send(all) => self.send_setting(desk, self.view.form, &all, token),
            Todo::Remove(n) if self.view.form == AccountForm::Browsers => {
                self.forget_listed(desk, n, token);
            }
            Todo::Remove(n) => self.remove_passkey(desk, n, token),
            Todo::Prefer(kind) => {
                let codes = self.view.known_codes();
                let request = cognito::prefer_code(&self.config, token, kind, codes);
                self.call(desk, Call::PreferCode(kind), request);
            }
            Todo::AddPasskey(credential) => {
                let Ok(credential) = RawValue::from_string(credential) else {
                    self.view.fault = Some(AccountFault::NoPasskey);
                    return;
                };
                let request = CompleteWebAuthnRegistration {
                    access_token: token,
                    credential: &credential,
                };
                let request = cognito::call(&self.config, &request);
                self.call(desk, Call::AddPasskey, request);
            }
        }
    }

    /// There is an access token now.
    pub fn token_came(&mut self, desk: &mut Desk, token: &str) {
        if let Some(todo) = self.todo.take() {
            self.wait(desk, Step::Person);
            self.go_on(desk, todo, token);
        }
    }

    /// There was no way to an access token: what waits for it can be tried again.
    pub fn no_token_came(&mut self, desk: &mut Desk) {
        if self.todo.take().is_some() {
            self.wait(desk, Step::Person);
            self.view.fault = Some(AccountFault::NoNetwork);
        }
    }

    /// Asks for what a form shows.
    fn look_up(&mut self, desk: &mut Desk, token: &str) {
        match self.view.form {
            AccountForm::Settings => {
                let request = GetUser {
                    access_token: token,
                };
                let request = cognito::call(&self.config, &request);
                self.call(desk, Call::LookUp, request);
            }
            AccountForm::AddApp => {
                let request = AssociateSoftwareToken {
                    access_token: Some(token),
                    session: None,
                };
                let request = cognito::call(&self.config, &request);
                self.call(desk, Call::AppSecret, request);
            }
            AccountForm::Passkeys => self.list_passkeys(desk, token),
            AccountForm::Browsers => self.list_devices(desk, token),
            _ => {}
        }
    }

    pub(super) fn send_setting(
        &mut self,
        desk: &mut Desk,
        form: AccountForm,
        all: &Typed,
        token: &str,
    ) {
        let text = |field| typed(all, field);
        let config = &self.config;
        let (call, request) = match form {
            AccountForm::Name => {
                let name = text(Field::Name);
                self.typed_name = name.to_owned();
                let update = ProfileUpdate {
                    display_name: name.to_owned(),
                    ..Default::default()
                };
                let body = serde_json::to_string(&update).ok();
                (
                    Call::Name,
                    self.rest(Method::Put, Path::Profile, token, body),
                )
            }
            AccountForm::ChangePassword => {
                let request = ChangePassword {
                    access_token: token,
                    previous_password: text(Field::Password),
                    proposed_password: text(Field::NewPassword),
                };
                (Call::ChangePassword, cognito::call(config, &request))
            }
            AccountForm::AddApp => {
                let request = VerifySoftwareToken {
                    access_token: Some(token),
                    session: None,
                    user_code: text(Field::Code),
                };
                (Call::AppCode, cognito::call(config, &request))
            }
            AccountForm::Passkeys => return self.add_passkey(desk, token),
            AccountForm::RemoveApp => (Call::AppOff, cognito::prefer_app(config, token, false)),
            AccountForm::LeaveEverywhere => {
                let path = Path::LiveConnections;
                (
                    Call::CloseLines,
                    self.rest(Method::Delete, path, token, None),
                )
            }
            AccountForm::DeleteAccount => {
                if !text(Field::Answer).eq_ignore_ascii_case(DELETE_WORD) {
                    self.view.wrong = vec![(Field::Answer, FieldFault::Odd)];
                    self.view.refusals += 1;
                    return;
                }
                (
                    Call::DeleteProfile,
                    self.rest(Method::Delete, Path::Profile, token, None),
                )
            }
            _ => return,
        };
        self.call(desk, call, request);
    }

    fn rest(&self, method: Method, path: Path, token: &str, body: Option<String>) -> HttpRequest {
        authorized(method, format!("{}{path}", self.api_url), token, body)
    }

    /// An answer to a call of the REST API.
    pub(super) fn rest_answered(
        &mut self,
        desk: &mut Desk,
        call: Call,
        outcome: HttpOutcome,
        token: &str,
    ) -> Done {
        let status = match &outcome {
            HttpOutcome::NoAnswer => 0,
            HttpOutcome::Answer(answer) => answer.status,
        };
        // A seed server has no such route; a second try finds what the first has deleted.
        let is_done = matches!(status, 200..=299 | 404 | 405)
            || (call == Call::DeleteProfile && status == 401);
        if !is_done {
            self.view.fault = Some(match status {
                0 => AccountFault::NoNetwork,
                401 => AccountFault::SessionOver,
                429 => AccountFault::Throttled,
                400..=499 => AccountFault::Refused,
                _ => AccountFault::Service,
            });
            return Done::Nothing;
        }
        let (call, request) = match call {
            Call::Name => {
                let name = &self.typed_name;
                let request = cognito::change_attribute(&self.config, token, "name", name);
                (Call::NameInPool, request)
            }
            Call::CloseLines => (
                Call::LeaveEverywhere,
                cognito::call(
                    &self.config,
                    &GlobalSignOut {
                        access_token: token,
                    },
                ),
            ),
            _ => (
                Call::DeleteUser,
                cognito::call(
                    &self.config,
                    &DeleteUser {
                        access_token: token,
                    },
                ),
            ),
        };
        self.call(desk, call, request);
        Done::Nothing
    }

    /// The pool did what was asked for.
    pub(super) fn setting_done(
        &mut self,
        desk: &mut Desk,
        call: Call,
        body: &str,
        token: &str,
    ) -> Done {
        match call {
            Call::LookUp => {
                let user: CodesOfUser = read::object(body).unwrap_or_default();
                let codes = user.all.iter().filter_map(|name| kind_of(name));
                self.view.codes = Some(codes.collect());
                self.view.preferred = kind_of(&user.preferred);
            }
            Call::AppSecret => match read::object(body) {
                Ok(AppToken { secret, .. }) if !secret.is_empty() => {
                    self.view.detail = secret;
                    self.show(desk, AccountForm::AddApp);
                }
                _ => self.view.fault = Some(AccountFault::Service),
            },
            Call::AppCode => {
                let request = cognito::prefer_app(&self.config, token, true);
                self.call(desk, Call::AppOn, request);
            }
            Call::AppOn => self.app_is(desk, true),
            Call::AppOff => self.app_is(desk, false),
            Call::PreferCode(kind) => {
                self.view.preferred = Some(kind);
                self.back_to_settings(desk, Said::CodePreferred);
            }
            Call::Passkeys => self.passkeys_listed(desk, body),
            Call::PasskeyOptions => self.passkey_options(desk, body),
            Call::AddPasskey => self.passkeys_changed(desk, Said::PasskeyAdded, token),
            Call::RemovePasskey => self.passkeys_changed(desk, Said::PasskeyRemoved, token),
            Call::Devices => self.devices_listed(desk, body),
            Call::ForgetDevice | Call::ForgetThisDevice => {
                self.device_forgotten(desk, call, token);
            }
            Call::ChangePassword => self.back_to_settings(desk, Said::NewPassword),
            Call::NameInPool => {
                self.back_to_settings(desk, Said::Saved);
                return Done::Named(std::mem::take(&mut self.typed_name));
            }
            Call::LeaveEverywhere => return Done::Left,
            Call::DeleteUser => {
                self.forget_device(desk);
                return Done::Left;
            }
            _ => {}
        }
        Done::Nothing
    }

    fn app_is(&mut self, desk: &mut Desk, on: bool) {
        let app = CodeKind::Totp;
        let codes = self.view.codes.get_or_insert_default();
        codes.retain(|kind| *kind != app);
        if on {
            codes.push(app);
            self.view.preferred = Some(app);
        } else if self.view.preferred == Some(app) {
            self.view.preferred = None;
        }
        self.back_to_settings(desk, if on { Said::AppOn } else { Said::AppOff });
    }

    fn back_to_settings(&mut self, desk: &mut Desk, said: Said) {
        self.view.detail.clear();
        self.show(desk, AccountForm::Settings);
        self.say(said);
    }
}
