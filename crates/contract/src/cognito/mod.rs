//! The part of Amazon Cognito's JSON 1.1 API that the app uses.
//!
//! A call is a POST to the endpoint with `X-Amz-Target: AWSCognitoIdentityProviderService.<Operation>`.
//! An error is any status but 200, with `{"__type": "…Exception", "message": "…"}`.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_Operations.html>

mod auth;
mod claims;
mod client_requests;
mod devices;
mod fault;
mod mfa;
mod passkeys;
mod user_requests;

use serde::Serialize;

pub use auth::{AuthAnswer, CodeSent, NewDevice, Tokens};
pub use claims::{AccessTimes, IdClaims};
pub use client_requests::*;
pub use devices::{DeviceConfirmed, remembered_devices};
pub use fault::Fault;
pub use mfa::{AppToken, CodesOfUser};
pub use passkeys::{PasskeyOptions, passkeys};
pub use user_requests::*;

/// The body of a call; it belongs to exactly one operation.
pub trait Operation: Serialize {
    /// As `X-Amz-Target` names it.
    const NAME: &'static str;
}

/// One attribute of a person.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Attribute<'a> {
    pub name: &'a str,
    pub value: &'a str,
}

/// What a person has several of (passkeys, devices): ids with display names, which may be empty.
pub type Listed = Vec<(String, String)>;
