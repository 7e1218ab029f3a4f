//! Operations on behalf of a person: by their access token, or by the session of a sign-in.

use serde::Serialize;
use serde_json::value::RawValue;

use super::{Attribute, Operation};

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetUser<'a> {
    pub access_token: &'a str,
}

impl Operation for GetUser<'_> {
    const NAME: &'static str = "GetUser";
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct UpdateUserAttributes<'a> {
    pub access_token: &'a str,
    pub user_attributes: &'a [Attribute<'a>],
}

impl Operation for UpdateUserAttributes<'_> {
    const NAME: &'static str = "UpdateUserAttributes";
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ChangePassword<'a> {
    pub access_token: &'a str,
    pub previous_password: &'a str,
    pub proposed_password: &'a str,
}

impl Operation for ChangePassword<'_> {
    const NAME: &'static str = "ChangePassword";
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GlobalSignOut<'a> {
    pub access_token: &'a str,
}

impl Operation for GlobalSignOut<'_> {
    const NAME: &'static str = "GlobalSignOut";
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DeleteUser<'a> {
    pub access_token: &'a str,
}

impl Operation for DeleteUser<'_> {
    const NAME: &'static str = "DeleteUser";
}

/// Exactly one of the two says who.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AssociateSoftwareToken<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<&'a str>,
}

impl Operation for AssociateSoftwareToken<'_> {
    const NAME: &'static str = "AssociateSoftwareToken";
}

/// Exactly one of `access_token` and `session` says who.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct VerifySoftwareToken<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<&'a str>,
    pub user_code: &'a str,
}

impl Operation for VerifySoftwareToken<'_> {
    const NAME: &'static str = "VerifySoftwareToken";
}

/// Kinds of code that are left out stay as they are.
#[derive(Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct SetUserMfaPreference<'a> {
    pub access_token: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub software_token_mfa_settings: Option<MfaSettings>,
    #[serde(rename = "SMSMfaSettings", skip_serializing_if = "Option::is_none")]
    pub sms_mfa_settings: Option<MfaSettings>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_mfa_settings: Option<MfaSettings>,
}

impl Operation for SetUserMfaPreference<'_> {
    const NAME: &'static str = "SetUserMFAPreference";
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MfaSettings {
    pub enabled: bool,
    pub preferred_mfa: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListWebAuthnCredentials<'a> {
    pub access_token: &'a str,
}

impl Operation for ListWebAuthnCredentials<'_> {
    const NAME: &'static str = "ListWebAuthnCredentials";
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct StartWebAuthnRegistration<'a> {
    pub access_token: &'a str,
}

impl Operation for StartWebAuthnRegistration<'_> {
    const NAME: &'static str = "StartWebAuthnRegistration";
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct CompleteWebAuthnRegistration<'a> {
    pub access_token: &'a str,
    /// The browser's credential as JSON (`PublicKeyCredential.toJSON`).
    pub credential: &'a RawValue,
}

impl Operation for CompleteWebAuthnRegistration<'_> {
    const NAME: &'static str = "CompleteWebAuthnRegistration";
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DeleteWebAuthnCredential<'a> {
    pub access_token: &'a str,
    pub credential_id: &'a str,
}

impl Operation for DeleteWebAuthnCredential<'_> {
    const NAME: &'static str = "DeleteWebAuthnCredential";
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListDevices<'a> {
    pub access_token: &'a str,
    /// 60 at most.
    pub limit: u8,
}

impl Operation for ListDevices<'_> {
    const NAME: &'static str = "ListDevices";
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ConfirmDevice<'a> {
    pub access_token: &'a str,
    pub device_key: &'a str,
    pub device_name: &'a str,
    pub device_secret_verifier_config: DeviceSecretVerifierConfig<'a>,
}

impl Operation for ConfirmDevice<'_> {
    const NAME: &'static str = "ConfirmDevice";
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DeviceSecretVerifierConfig<'a> {
    pub password_verifier: &'a str,
    pub salt: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct UpdateDeviceStatus<'a> {
    pub access_token: &'a str,
    pub device_key: &'a str,
    pub device_remembered_status: RememberedStatus,
}

impl Operation for UpdateDeviceStatus<'_> {
    const NAME: &'static str = "UpdateDeviceStatus";
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RememberedStatus {
    Remembered,
    NotRemembered,
}

impl From<bool> for RememberedStatus {
    fn from(remembered: bool) -> Self {
        match remembered {
            true => Self::Remembered,
            false => Self::NotRemembered,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ForgetDevice<'a> {
    pub access_token: &'a str,
    pub device_key: &'a str,
}

impl Operation for ForgetDevice<'_> {
    const NAME: &'static str = "ForgetDevice";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_code_are_named_as_the_service_names_them() {
        let on = MfaSettings {
            enabled: true,
            preferred_mfa: false,
        };
        let request = SetUserMfaPreference {
            access_token: "t",
            sms_mfa_settings: Some(on),
            ..Default::default()
        };
        assert_eq!(
            serde_json::to_string(&request).expect("JSON"),
            r#"{"AccessToken":"t","SMSMfaSettings":{"Enabled":true,"PreferredMfa":false}}"#
        );
        let request = SetUserMfaPreference {
            access_token: "t",
            software_token_mfa_settings: Some(on),
            email_mfa_settings: Some(on),
            ..Default::default()
        };
        let text = serde_json::to_string(&request).expect("JSON");
        assert!(
            text.contains("\"SoftwareTokenMfaSettings\"") && text.contains("\"EmailMfaSettings\"")
        );
    }
}
