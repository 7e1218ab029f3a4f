//! Cognito's calls, as requests.

use cruddur_contract::cognito::{
    Fault, InitiateAuth, RespondToAuthChallenge, RevokeToken, UpdateUserAttributes, UserAttribute,
};
use cruddur_contract::config::CognitoConfig;
use serde::Serialize;

use crate::event::SrpProof;
use crate::http::{HttpRequest, Method};

/// `InitiateAuth` with the SRP value `A`.
pub fn start_srp(config: &CognitoConfig, username: &str, srp_a: &str) -> HttpRequest {
    let body = InitiateAuth {
        auth_flow: "USER_SRP_AUTH",
        client_id: &config.client_id,
        auth_parameters: &[("USERNAME", username), ("SRP_A", srp_a)],
    };
    call(config, "InitiateAuth", &body)
}

/// The answer to PASSWORD_VERIFIER.
pub fn prove(
    config: &CognitoConfig,
    user_id: &str,
    session: Option<&str>,
    proof: &SrpProof,
) -> HttpRequest {
    let body = RespondToAuthChallenge {
        challenge_name: "PASSWORD_VERIFIER",
        client_id: &config.client_id,
        challenge_responses: &[
            ("USERNAME", user_id),
            ("PASSWORD_CLAIM_SECRET_BLOCK", &proof.secret_block),
            ("PASSWORD_CLAIM_SIGNATURE", &proof.signature),
            ("TIMESTAMP", &proof.timestamp),
        ],
        session,
    };
    call(config, "RespondToAuthChallenge", &body)
}

/// New tokens for a refresh token.
pub fn refresh(config: &CognitoConfig, refresh_token: &str) -> HttpRequest {
    let body = InitiateAuth {
        auth_flow: "REFRESH_TOKEN_AUTH",
        client_id: &config.client_id,
        auth_parameters: &[("REFRESH_TOKEN", refresh_token)],
    };
    call(config, "InitiateAuth", &body)
}

/// Ends a refresh token and the access tokens it gave.
pub fn revoke(config: &CognitoConfig, refresh_token: &str) -> HttpRequest {
    let body = RevokeToken {
        token: refresh_token,
        client_id: &config.client_id,
    };
    call(config, "RevokeToken", &body)
}

/// Another `preferred_username`.
pub fn change_handle(config: &CognitoConfig, access_token: &str, handle: &str) -> HttpRequest {
    let body = UpdateUserAttributes {
        access_token,
        user_attributes: vec![UserAttribute {
            name: "preferred_username",
            value: handle,
        }],
    };
    call(config, "UpdateUserAttributes", &body)
}

/// Whether the service refused the session itself, rather than failed to answer.
pub fn ends_session(fault: &Fault) -> bool {
    matches!(
        fault.kind.as_str(),
        "NotAuthorizedException"
            | "UserNotFoundException"
            | "UserNotConfirmedException"
            | "PasswordResetRequiredException"
            | "RefreshTokenReuseException"
            | "InvalidParameterException"
            | "ResourceNotFoundException"
    )
}

fn call(config: &CognitoConfig, operation: &str, body: &impl Serialize) -> HttpRequest {
    HttpRequest {
        method: Method::Post,
        url: config.endpoint.clone(),
        headers: vec![
            ("content-type", "application/x-amz-json-1.1".to_owned()),
            (
                "x-amz-target",
                format!("AWSCognitoIdentityProviderService.{operation}"),
            ),
        ],
        body: serde_json::to_string(body).ok(),
    }
}
