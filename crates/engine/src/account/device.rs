//! This browser as a device of a pool that keeps track of them (AWS: "Working with user devices").
//!
//! The first sign-in brings a name for it; the browser makes a password, and the pool takes the password's
//! verifier (ConfirmDevice). From then on the session is refreshed with the name alone. Where the device is
//! remembered, a later sign-in proves its password instead of a code of the person (DEVICE_SRP_AUTH,
//! DEVICE_PASSWORD_VERIFIER), as a person proves theirs.

use cruddur_contract::cognito::{
    ConfirmDevice, DeviceConfirmed, DeviceSecretVerifierConfig, Fault, ForgetDevice, ListDevices,
    Tokens, UpdateDeviceStatus, remembered_devices,
};
use cruddur_contract::read;

use super::browser::browser;
use super::challenges::kind_of;
use super::view::{AccountFault, AccountForm, Factor, Said};
use super::{Account, Call, Done, Step};
use crate::cognito::{self, SignInFlow, accepted};
use crate::desk::Desk;
use crate::effect::Effect;
use crate::event::MadeDevice;
use crate::http::HttpOutcome;

/// So many devices are asked for: the most that the pool tells at once.
const MOST: u8 = 60;

/// What this browser is to one person.
#[derive(Clone, Default)]
pub struct Device {
    key: String,
    group: String,
    password: String,
}

impl std::fmt::Debug for Device {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Device")
    }
}

impl Device {
    /// As [`Device::stored`] wrote it.
    fn of(stored: &str) -> Option<Self> {
        let [key, group, password] = serde_json::from_str(stored).ok()?;
        Some(Self {
            key,
            group,
            password,
        })
    }

    fn stored(&self) -> String {
        let words = [&self.key, &self.group, &self.password];
        // Texts can always be written.
        serde_json::to_string(&words[..]).unwrap_or_default()
    }
}

impl Account {
    /// The name of this browser, where the pool has given it one; empty else.
    pub(super) fn device_key(&self) -> &str {
        self.device.as_ref().map_or("", |device| &device.key)
    }

    /// What the browser has kept for the address; what the pool did not know is not tried again.
    pub(super) fn device_found(&mut self, stored: Option<&str>) {
        if self.flow == SignInFlow::Srp && !self.without_device {
            self.device = stored.and_then(Device::of);
        }
    }

    /// The pool asks the device to prove its password, as it asked the person.
    pub(super) fn device_asked(&mut self, desk: &mut Desk) {
        let device = self.device.clone().unwrap_or_default();
        desk.do_(Effect::SrpStart {
            pool: format!("_{}", device.group),
            username: String::new(),
            password: device.password,
        });
        self.wait(desk, Step::PublicValue);
    }

    /// Whether a refusal is about the device rather than the person.
    pub(super) fn is_about_device(&self, call: Call, fault: &Fault) -> bool {
        let kinds = [
            "ResourceNotFoundException",
            "NotAuthorizedException",
            "InvalidParameterException",
        ];
        self.device.is_some()
            && kinds.contains(&fault.kind.as_str())
            && (call == Call::ProveDevice
                || call.is_sign_in() && fault.message.to_ascii_lowercase().contains("device"))
    }

    /// The pool does not know the device any more: it is forgotten, and the person signs in without it.
    pub(super) fn sign_in_without_device(&mut self, desk: &mut Desk) {
        self.forget_device(desk);
        self.without_device = true;
        if self.password.is_some() {
            self.begin_srp(desk);
        } else {
            self.sign_in_failed(desk, AccountFault::SessionOver);
        }
    }

    pub(super) fn forget_device(&mut self, desk: &mut Desk) {
        self.device = None;
        self.store_device(desk, String::new());
    }

    fn store_device(&self, desk: &mut Desk, text: String) {
        let address = self.view.email.to_ascii_lowercase();
        desk.do_(Effect::StoreDevice(address, text));
    }

    /// The person is in; a browser that is new to the pool is named and confirmed first.
    pub(super) fn let_in(&mut self, desk: &mut Desk, tokens: Tokens) -> Done {
        self.drop_password(desk);
        let Some(device) = tokens.new_device.clone() else {
            return Done::SignedIn(tokens, self.device_key().to_owned());
        };
        self.device = Some(Device {
            key: device.key.clone(),
            group: device.group.clone(),
            password: String::new(),
        });
        self.tokens = Some(tokens);
        desk.do_(Effect::MakeDevice(device));
        self.wait(desk, Step::Device);
        Done::Nothing
    }

    /// The browser has a password; the pool is told its verifier.
    pub fn device_made(&mut self, desk: &mut Desk, made: MadeDevice) {
        let device = self.device.as_mut();
        let Some(device) = device.filter(|device| device.key == made.key) else {
            return;
        };
        if self.step != Step::Device {
            return;
        }
        device.password = made.password;
        let request = ConfirmDevice {
            access_token: self.waiting_token(),
            device_key: &made.key,
            device_name: &browser(&made.agent),
            device_secret_verifier_config: DeviceSecretVerifierConfig {
                password_verifier: &made.verifier,
                salt: &made.salt,
            },
        };
        let request = cognito::call(&self.config, &request);
        self.call(desk, Call::ConfirmDevice, request);
    }

    /// The access token of somebody whose sign-in waits for a call about the device.
    fn waiting_token(&self) -> &str {
        self.tokens
            .as_ref()
            .map_or("", |tokens| &tokens.access_token)
    }

    /// The person has said whether the browser is to be remembered.
    pub(super) fn remember_device(&mut self, desk: &mut Desk, remember: bool) {
        let request = UpdateDeviceStatus {
            access_token: self.waiting_token(),
            device_key: self.device_key(),
            device_remembered_status: remember.into(),
        };
        let request = cognito::call(&self.config, &request);
        self.call(desk, Call::RememberDevice(remember), request);
    }

    /// The pool's answer about the device. Whatever it is, the person is in; where the pool wants them to
    /// say whether the browser is to be remembered, they are asked, if that saves them a code.
    pub(super) fn device_answered(
        &mut self,
        desk: &mut Desk,
        call: Call,
        outcome: HttpOutcome,
    ) -> Done {
        let remembered = match (call, accepted(outcome)) {
            (_, Err(_)) => false,
            (Call::ConfirmDevice, Ok(answer)) => {
                let confirmed: DeviceConfirmed = read::object(&answer.body).unwrap_or_default();
                let asks = confirmed.user_confirmation_necessary;
                if asks && self.was_asked_for_code() {
                    self.show(desk, AccountForm::RememberBrowser);
                    self.view.choices = vec![Factor::Remember(true), Factor::Remember(false)];
                    return Done::Nothing;
                }
                !asks
            }
            (call, Ok(_)) => call == Call::RememberDevice(true),
        };
        if remembered {
            let text = self.device.as_ref().map(Device::stored);
            self.store_device(desk, text.unwrap_or_default());
        }
        let key = self.device_key().to_owned();
        match self.tokens.take() {
            Some(tokens) => Done::SignedIn(tokens, key),
            None => Done::Nothing,
        }
    }

    /// Whether this sign-in has asked for a code beside the password.
    fn was_asked_for_code(&self) -> bool {
        let name = self.challenge.name();
        self.flow == SignInFlow::Srp && (kind_of(name).is_some() || name == "MFA_SETUP")
    }

    /// Which browsers the person has is asked for.
    pub(super) fn list_devices(&mut self, desk: &mut Desk, token: &str) {
        let request = ListDevices {
            access_token: token,
            limit: MOST,
        };
        let request = cognito::call(&self.config, &request);
        self.call(desk, Call::Devices, request);
    }

    /// The list is here.
    pub(super) fn devices_listed(&mut self, desk: &mut Desk, body: &str) {
        self.list(desk, AccountForm::Browsers, remembered_devices(body));
    }

    /// One of the list is forgotten. This one the pool keeps track of: it refreshes the session.
    pub(super) fn forget_listed(&mut self, desk: &mut Desk, n: usize, token: &str) {
        let key = self.listed.get(n).cloned().unwrap_or_default();
        let (call, request) = if key == self.this_device {
            let request = UpdateDeviceStatus {
                access_token: token,
                device_key: &key,
                device_remembered_status: false.into(),
            };
            let request = cognito::call(&self.config, &request);
            (Call::ForgetThisDevice, request)
        } else {
            let request = ForgetDevice {
                access_token: token,
                device_key: &key,
            };
            (Call::ForgetDevice, cognito::call(&self.config, &request))
        };
        self.call(desk, call, request);
    }

    /// It is.
    pub(super) fn device_forgotten(&mut self, desk: &mut Desk, call: Call, token: &str) {
        if call == Call::ForgetThisDevice {
            self.forget_device(desk);
        }
        self.say(Said::BrowserForgotten);
        self.list_devices(desk, token);
    }
}
