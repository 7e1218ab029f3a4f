//! What the settings have done, one call at a time.

use cruddur_contract::cognito::{
    AssociateSoftwareToken, ChangePassword, CompleteWebAuthnRegistration, DeleteUser,
    DeleteWebAuthnCredential, ForgetDevice, GetUser, GlobalSignOut, ListDevices,
    ListWebAuthnCredentials, StartWebAuthnRegistration, UpdateDeviceStatus, VerifySoftwareToken,
};
use cruddur_contract::paths::Path;
use cruddur_contract::profile::ProfileUpdate;
use serde_json::value::RawValue;

use crate::api::authorized;
use crate::auth::faults::Call;
use crate::auth::pool::Pool;
use crate::auth::view::{AccountFault, CodeKind};
use crate::cognito;
use crate::http::{HttpOutcome, HttpRequest, Method};
use crate::secret::Secret;

/// The most devices that the pool lists at once.
const MOST_DEVICES: u8 = 60;

/// One call, with what it needs.
#[derive(Debug)]
pub enum Task {
    /// `GetUser`
    LookUp,
    /// `PUT /api/profile`, then [`Task::RenameInPool`].
    Rename(String),
    /// `UpdateUserAttributes`
    RenameInPool(String),
    /// `ChangePassword`, then [`Task::EndConnections`].
    ChangePassword { present: Secret, new: Secret },
    /// `DELETE /api/live/connections`, then [`Task::EndSessions`]; the new password signs in again after it.
    EndConnections(Secret),
    /// `GlobalSignOut`
    EndSessions(Secret),
    /// `AssociateSoftwareToken`
    AppSecret,
    /// `VerifySoftwareToken`, then [`Task::SwitchApp`].
    VerifyApp(String),
    /// `SetUserMFAPreference`: the authenticator app, on or off.
    SwitchApp(bool),
    /// `SetUserMFAPreference`: this kind before the others.
    PreferCode(CodeKind),
    /// `ListWebAuthnCredentials`
    ListPasskeys,
    /// `StartWebAuthnRegistration`
    PasskeyOptions,
    /// `CompleteWebAuthnRegistration`
    AddPasskey(Secret),
    /// `DeleteWebAuthnCredential`
    RemovePasskey(String),
    /// `ListDevices`
    ListDevices,
    /// `ForgetDevice`
    ForgetDevice(String),
    /// `UpdateDeviceStatus`: this browser is not remembered any more.
    ForgetThisDevice(String),
    /// `DELETE /api/live/connections`, then [`Task::SignOutEverywhere`].
    CloseConnections,
    /// `GlobalSignOut`
    SignOutEverywhere,
    /// `DELETE /api/profile`, then [`Task::DeleteUser`].
    DeleteProfile,
    /// `DeleteUser`
    DeleteUser,
}

impl Task {
    /// Whether the API answers it, not the pool.
    pub fn is_of_api(&self) -> bool {
        matches!(
            self,
            Self::Rename(_)
                | Self::EndConnections(_)
                | Self::CloseConnections
                | Self::DeleteProfile
        )
    }

    /// Whether it ends all sessions of the person.
    pub fn leaves(&self) -> bool {
        self.begins_leaving()
            || matches!(
                self,
                Self::EndSessions(_) | Self::SignOutEverywhere | Self::DeleteUser
            )
    }

    /// Whether it is the first of the calls that end all sessions.
    pub fn begins_leaving(&self) -> bool {
        matches!(
            self,
            Self::EndConnections(_) | Self::CloseConnections | Self::DeleteProfile
        )
    }

    /// Whether the password is changed already.
    pub fn follows_new_password(&self) -> bool {
        matches!(self, Self::EndConnections(_) | Self::EndSessions(_))
    }

    /// What its refusal is about.
    pub fn call(&self) -> Call {
        match self {
            Self::ChangePassword { .. } => Call::ChangePassword,
            _ => Call::Setting,
        }
    }

    /// Why the API did not do it.
    pub fn api_fault(&self, outcome: &HttpOutcome) -> Option<AccountFault> {
        let HttpOutcome::Answer(answer) = outcome else {
            return Some(AccountFault::NoNetwork);
        };
        match answer.status {
            // A seed server has no such route; a second try finds what the first has deleted.
            200..=299 | 404 | 405 => None,
            401 if matches!(self, Self::DeleteProfile) => None,
            401 => Some(AccountFault::SessionOver),
            429 => Some(AccountFault::Throttled),
            400..=499 => Some(AccountFault::Refused),
            _ => Some(AccountFault::Service),
        }
    }

    /// The call, or nothing where the browser's credential is no JSON. `codes`: the kinds of code the person
    /// can be asked for.
    pub fn request(&self, pool: &Pool, codes: &[CodeKind], token: &str) -> Option<HttpRequest> {
        let config = &pool.cognito;
        Some(match self {
            Self::Rename(name) => rename(pool, token, name),
            Self::RenameInPool(name) => cognito::change_attribute(config, token, "name", name),
            Self::SwitchApp(on) => cognito::prefer_app(config, token, *on),
            Self::PreferCode(kind) => cognito::prefer_code(config, token, *kind, codes),
            Self::CloseConnections | Self::EndConnections(_) => {
                delete(pool, token, &Path::LiveConnections)
            }
            Self::DeleteProfile => delete(pool, token, &Path::Profile),
            Self::AddPasskey(Secret(credential)) => {
                let credential = RawValue::from_string(credential.clone()).ok()?;
                pool.call(&CompleteWebAuthnRegistration {
                    access_token: token,
                    credential: &credential,
                })
            }
            other => other.call_of_pool(pool, token),
        })
    }

    fn call_of_pool(&self, pool: &Pool, access_token: &str) -> HttpRequest {
        match self {
            Self::ChangePassword { present, new } => pool.call(&ChangePassword {
                access_token,
                previous_password: &present.0,
                proposed_password: &new.0,
            }),
            Self::AppSecret => pool.call(&AssociateSoftwareToken {
                access_token: Some(access_token),
                session: None,
            }),
            Self::VerifyApp(code) => pool.call(&VerifySoftwareToken {
                access_token: Some(access_token),
                session: None,
                user_code: code,
            }),
            Self::ListPasskeys => pool.call(&ListWebAuthnCredentials { access_token }),
            Self::PasskeyOptions => pool.call(&StartWebAuthnRegistration { access_token }),
            Self::RemovePasskey(id) => pool.call(&DeleteWebAuthnCredential {
                access_token,
                credential_id: id,
            }),
            Self::ListDevices => pool.call(&ListDevices {
                access_token,
                limit: MOST_DEVICES,
            }),
            Self::ForgetDevice(key) => pool.call(&ForgetDevice {
                access_token,
                device_key: key,
            }),
            Self::ForgetThisDevice(key) => pool.call(&UpdateDeviceStatus {
                access_token,
                device_key: key,
                device_remembered_status: false.into(),
            }),
            Self::SignOutEverywhere | Self::EndSessions(_) => {
                pool.call(&GlobalSignOut { access_token })
            }
            Self::DeleteUser => pool.call(&DeleteUser { access_token }),
            _ => pool.call(&GetUser { access_token }),
        }
    }
}

fn rename(pool: &Pool, token: &str, name: &str) -> HttpRequest {
    let update = ProfileUpdate {
        display_name: name.to_owned(),
        ..Default::default()
    };
    let body = serde_json::to_string(&update).ok();
    authorized(Method::Put, pool.api(&Path::Profile), token, body)
}

fn delete(pool: &Pool, token: &str, path: &Path) -> HttpRequest {
    authorized(Method::Delete, pool.api(path), token, None)
}
