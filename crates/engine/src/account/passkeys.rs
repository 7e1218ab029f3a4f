//! Passkeys (WebAuthn): signing in with one, and those of the signed-in person.

use cruddur_contract::cognito::{
    DeleteWebAuthnCredential, ListWebAuthnCredentials, Listed, PasskeyOptions,
    StartWebAuthnRegistration, passkeys,
};
use cruddur_contract::read;

use super::settings::Todo;
use super::view::{AccountFault, AccountForm, Factor, Said};
use super::{Account, Call, Step};
use crate::cognito;
use crate::desk::Desk;
use crate::effect::{Effect, PasskeyRequest, RequestId};

impl Account {
    /// The pool asks for a passkey (WEB_AUTHN), in the words of WebAuthn.
    pub(super) fn passkey_asked(&mut self, desk: &mut Desk, options: &str) {
        self.use_passkey(desk, PasskeyRequest::Get(options.to_owned()));
    }

    fn use_passkey(&mut self, desk: &mut Desk, request: PasskeyRequest) {
        let id = desk.request_id();
        desk.do_(Effect::Passkey(id, request));
        self.wait(desk, Step::Passkey(id));
    }

    /// The browser's credential in JSON; nothing where the person chose none, or the browser has none.
    pub fn passkey_answered(
        &mut self,
        desk: &mut Desk,
        id: RequestId,
        credential: Option<&str>,
        token: &str,
    ) {
        if self.step != Step::Passkey(id) {
            return;
        }
        self.wait(desk, Step::Person);
        match (self.view.form, credential) {
            (AccountForm::Passkeys, Some(credential)) => {
                self.go_on(desk, Todo::AddPasskey(credential.to_owned()), token);
            }
            (AccountForm::Passkeys, None) => self.view.fault = Some(AccountFault::NoPasskey),
            (_, Some(credential)) => {
                self.respond(desk, Call::ProvePasskey, &[("CREDENTIAL", credential)]);
            }
            (_, None) => self.sign_in_failed(desk, AccountFault::NoPasskey),
        }
    }

    /// Which passkeys the person has is asked for.
    pub(super) fn list_passkeys(&mut self, desk: &mut Desk, token: &str) {
        let request = ListWebAuthnCredentials {
            access_token: token,
        };
        let request = cognito::call(&self.config, &request);
        self.call(desk, Call::Passkeys, request);
    }

    /// What a new passkey must be is asked for.
    pub(super) fn add_passkey(&mut self, desk: &mut Desk, token: &str) {
        let request = StartWebAuthnRegistration {
            access_token: token,
        };
        let request = cognito::call(&self.config, &request);
        self.call(desk, Call::PasskeyOptions, request);
    }

    /// One of the list is removed.
    pub(super) fn remove_passkey(&mut self, desk: &mut Desk, n: usize, token: &str) {
        let id = self.listed.get(n).cloned().unwrap_or_default();
        let request = DeleteWebAuthnCredential {
            access_token: token,
            credential_id: &id,
        };
        let request = cognito::call(&self.config, &request);
        self.call(desk, Call::RemovePasskey, request);
    }

    /// The list is here.
    pub(super) fn passkeys_listed(&mut self, desk: &mut Desk, body: &str) {
        self.list(desk, AccountForm::Passkeys, passkeys(body));
    }

    /// A list of ids and names is here, or cannot be read.
    pub(super) fn list(&mut self, desk: &mut Desk, form: AccountForm, list: Option<Listed>) {
        let Some(list) = list else {
            self.view.fault = Some(AccountFault::Service);
            return;
        };
        self.show(desk, form);
        self.view.choices = (0..list.len()).map(Factor::Remove).collect();
        (self.listed, self.view.listed) = list.into_iter().unzip();
        self.view.this_browser = self.listed.iter().position(|id| *id == self.this_device);
    }

    /// What a new passkey must be, from the pool.
    pub(super) fn passkey_options(&mut self, desk: &mut Desk, body: &str) {
        match read::object::<PasskeyOptions>(body) {
            Ok(options) => {
                let options = options.credential_creation_options.get().to_owned();
                self.use_passkey(desk, PasskeyRequest::Create(options));
            }
            Err(_) => self.view.fault = Some(AccountFault::Service),
        }
    }

    /// A passkey was added or removed.
    pub(super) fn passkeys_changed(&mut self, desk: &mut Desk, said: Said, token: &str) {
        self.say(said);
        self.list_passkeys(desk, token);
    }
}
