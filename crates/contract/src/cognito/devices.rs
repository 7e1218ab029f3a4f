//! Remembered devices of a person.

use serde::Deserialize;

use super::Listed;
use crate::{lenient, read};

/// Response of `ConfirmDevice`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct DeviceConfirmed {
    /// The pool remembers a device only if the person says so.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub user_confirmation_necessary: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Devices {
    devices: Vec<Device>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Device {
    device_key: String,
    #[serde(default)]
    device_attributes: Vec<DeviceAttribute>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct DeviceAttribute {
    name: String,
    #[serde(default)]
    value: String,
}

impl Device {
    fn attribute(&self, name: &str) -> &str {
        let attribute = self.device_attributes.iter().find(|it| it.name == name);
        attribute.map_or("", |it| &it.value)
    }
}

/// The devices in a response of `ListDevices` whose password replaces a code at sign-in. The pool also
/// tracks devices that are not remembered; those are left out.
pub fn remembered_devices(body: &str) -> Option<Listed> {
    let list: Devices = read::object(body).ok()?;
    let devices = list.devices.into_iter();
    Some(
        devices
            .filter(|device| device.attribute("dev:device_remembered_status") != "not_remembered")
            .map(|device| {
                let name = device.attribute("device_name").to_owned();
                (device.device_key, name)
            })
            .collect(),
    )
}
