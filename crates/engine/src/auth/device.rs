//! This browser as a remembered device of the pool (AWS: "Working with user devices").
//!
//! The first sign-in brings a key for it; the browser makes a password, and the pool takes the password's
//! verifier (`ConfirmDevice`). From then on the session is refreshed with the key alone. Where the device is
//! remembered, a later sign-in proves its password instead of a code of the person (`DEVICE_SRP_AUTH`,
//! `DEVICE_PASSWORD_VERIFIER`), as a person proves theirs.

use cruddur_contract::cognito::NewDevice;

use super::screen::Screen;
use crate::ctx::Ctx;
use crate::effect::Effect;
use crate::secret::Secret;

/// The record of a remembered device.
#[derive(Clone, Debug)]
pub struct Device {
    pub key: String,
    pub group: String,
    pub password: Secret,
}

impl From<NewDevice> for Device {
    /// Without a password: the browser has yet to make it.
    fn from(NewDevice { key, group }: NewDevice) -> Self {
        let password = Secret::default();
        Self {
            key,
            group,
            password,
        }
    }
}

impl Device {
    /// As [`Device::store`] wrote it.
    pub fn decode(record: &str) -> Option<Self> {
        let [key, group, password] = serde_json::from_str(record).ok()?;
        Some(Self {
            key,
            group,
            password: Secret(password),
        })
    }

    /// Stores the record for the address on screen; it outlives the session.
    pub fn store(&self, ctx: &mut Ctx, screen: &Screen) {
        let words = [&self.key, &self.group, &self.password.0];
        if let Ok(record) = serde_json::to_string(&words) {
            let name = device_record(&screen.view().email);
            ctx.push(Effect::StoreDevice(name, record));
        }
    }
}

/// Deletes the record of the address on screen.
pub fn delete_device(ctx: &mut Ctx, screen: &Screen) {
    let name = device_record(&screen.view().email);
    ctx.push(Effect::StoreDevice(name, String::new()));
}

/// The name of an address's record. Pools may ignore case in addresses, so the record does.
pub fn device_record(email: &str) -> String {
    email.to_ascii_lowercase()
}
