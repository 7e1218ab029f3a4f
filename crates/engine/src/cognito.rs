//! Cognito's calls, as requests.

use cruddur_contract::cognito::{
    AssociateSoftwareToken, Attribute, AuthAnswer, ClientMetadata, ConfirmForgotPassword,
    ConfirmSignUp, Fault, ForgotPassword, GetTokensFromRefreshToken, InitiateAuth, MfaSettings,
    Operation, REASON_SIGN_UP, ResendConfirmationCode, RespondToAuthChallenge, RevokeToken,
    SetUserMfaPreference, SignUp, Tokens, UpdateUserAttributes, VerifySoftwareToken,
};
use cruddur_contract::config::CognitoConfig;
use cruddur_contract::read;

use crate::auth::view::CodeKind;
use crate::http::{HttpAnswer, HttpOutcome, HttpRequest, Method};

/// The ways into a pool by SRP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignInFlow {
    /// `USER_SRP_AUTH`: the pool decides what comes after the password.
    #[default]
    Srp,
    /// `USER_AUTH`: the person has a choice; the password is preferred.
    Choice,
}

/// The name of the parameter for a tracked device's key.
pub const DEVICE_KEY: &str = "DEVICE_KEY";

/// `InitiateAuth` with the SRP value `A`; `device`: the pool's key of this browser, or empty.
pub fn start_srp(
    config: &CognitoConfig,
    flow: SignInFlow,
    username: &str,
    srp_a: &str,
    device: &str,
) -> HttpRequest {
    let (flow, more) = match flow {
        SignInFlow::Srp => ("USER_SRP_AUTH", (DEVICE_KEY, device)),
        SignInFlow::Choice => ("USER_AUTH", ("PREFERRED_CHALLENGE", "PASSWORD_SRP")),
    };
    initiate(
        config,
        flow,
        &[("USERNAME", username), ("SRP_A", srp_a), more],
    )
}

/// `InitiateAuth` with the address alone: the pool answers with what can be chosen, or with the first challenge.
pub fn start_without_password(config: &CognitoConfig, username: &str) -> HttpRequest {
    initiate(config, "USER_AUTH", &[("USERNAME", username)])
}

/// New tokens for a refresh token; `device`: the pool's key of this browser, or empty.
pub fn refresh(config: &CognitoConfig, refresh_token: &str, device: &str) -> HttpRequest {
    let parameters = [("REFRESH_TOKEN", refresh_token), (DEVICE_KEY, device)];
    initiate(config, "REFRESH_TOKEN_AUTH", &parameters)
}

/// The last parameter is left out where it is empty.
fn initiate(config: &CognitoConfig, flow: &str, parameters: &[(&str, &str)]) -> HttpRequest {
    let auth_parameters = match parameters {
        [given @ .., (_, "")] => given,
        all => all,
    };
    let request = InitiateAuth {
        client_id: &config.client_id,
        auth_flow: flow,
        auth_parameters,
    };
    call(config, &request)
}

/// New tokens, and perhaps a new refresh token: for pools that rotate them.
pub fn rotate(config: &CognitoConfig, refresh_token: &str, device: &str) -> HttpRequest {
    let request = GetTokensFromRefreshToken {
        client_id: &config.client_id,
        refresh_token,
        device_key: Some(device).filter(|device| !device.is_empty()),
    };
    call(config, &request)
}

/// The answer to a challenge; `responses` begin with `USERNAME`.
pub fn respond(
    config: &CognitoConfig,
    challenge: &str,
    session: Option<&str>,
    responses: &[(&str, &str)],
) -> HttpRequest {
    let request = RespondToAuthChallenge {
        client_id: &config.client_id,
        challenge_name: challenge,
        challenge_responses: responses,
        session,
    };
    call(config, &request)
}

/// Ends a refresh token and the access tokens it gave.
pub fn revoke(config: &CognitoConfig, refresh_token: &str) -> HttpRequest {
    let request = RevokeToken {
        client_id: &config.client_id,
        token: refresh_token,
    };
    call(config, &request)
}

/// A new account. The password goes as it is: the pool makes the SRP verifier.
pub fn sign_up(
    config: &CognitoConfig,
    email: &str,
    password: &str,
    name: &str,
    handle: &str,
) -> HttpRequest {
    let attributes = [
        ("email", email),
        ("name", name),
        ("preferred_username", handle),
    ];
    let request = SignUp {
        client_id: &config.client_id,
        username: email,
        password,
        user_attributes: &attributes.map(attribute),
    };
    call(config, &request)
}

/// The code that confirms an address.
pub fn confirm(config: &CognitoConfig, email: &str, code: &str) -> HttpRequest {
    let request = ConfirmSignUp {
        client_id: &config.client_id,
        username: email,
        confirmation_code: code,
    };
    call(config, &request)
}

/// Another code that confirms an address.
pub fn resend(config: &CognitoConfig, email: &str) -> HttpRequest {
    let request = ResendConfirmationCode {
        client_id: &config.client_id,
        username: email,
    };
    call(config, &request)
}

/// A recovery code.
pub fn forgot(config: &CognitoConfig, email: &str) -> HttpRequest {
    let request = ForgotPassword {
        client_id: &config.client_id,
        username: email,
        client_metadata: None,
    };
    call(config, &request)
}

/// The same for somebody who signs up with an address that has an account: the pool's mail says so.
pub fn remind(config: &CognitoConfig, email: &str) -> HttpRequest {
    let request = ForgotPassword {
        client_id: &config.client_id,
        username: email,
        client_metadata: Some(ClientMetadata {
            reason: REASON_SIGN_UP,
        }),
    };
    call(config, &request)
}

/// The recovery code and a new password.
pub fn reset(config: &CognitoConfig, email: &str, code: &str, password: &str) -> HttpRequest {
    let request = ConfirmForgotPassword {
        client_id: &config.client_id,
        username: email,
        confirmation_code: code,
        password,
    };
    call(config, &request)
}

/// A secret for an authenticator app, while signing in.
pub fn associate_app(config: &CognitoConfig, session: &str) -> HttpRequest {
    let request = AssociateSoftwareToken {
        access_token: None,
        session: Some(session),
    };
    call(config, &request)
}

/// The app's first code, while signing in.
pub fn verify_app(config: &CognitoConfig, session: &str, code: &str) -> HttpRequest {
    let request = VerifySoftwareToken {
        access_token: None,
        session: Some(session),
        user_code: code,
    };
    call(config, &request)
}

/// One attribute of the signed-in person changes.
pub fn change_attribute(
    config: &CognitoConfig,
    access_token: &str,
    name: &str,
    value: &str,
) -> HttpRequest {
    let request = UpdateUserAttributes {
        access_token,
        user_attributes: &[attribute((name, value))],
    };
    call(config, &request)
}

/// Turns the authenticator app's code at each sign-in on or off.
pub fn prefer_app(config: &CognitoConfig, access_token: &str, on: bool) -> HttpRequest {
    let request = SetUserMfaPreference {
        access_token,
        software_token_mfa_settings: Some(MfaSettings {
            enabled: on,
            preferred_mfa: on,
        }),
        ..Default::default()
    };
    call(config, &request)
}

/// Makes one of a person's kinds of code the preferred one; the others stay enabled.
pub fn prefer_code(
    config: &CognitoConfig,
    access_token: &str,
    kind: CodeKind,
    all: &[CodeKind],
) -> HttpRequest {
    let settings = |one: CodeKind| {
        all.contains(&one).then_some(MfaSettings {
            enabled: true,
            preferred_mfa: one == kind,
        })
    };
    let request = SetUserMfaPreference {
        access_token,
        software_token_mfa_settings: settings(CodeKind::Totp),
        sms_mfa_settings: settings(CodeKind::Sms),
        email_mfa_settings: settings(CodeKind::Email),
    };
    call(config, &request)
}

fn attribute<'a>((name, value): (&'a str, &'a str)) -> Attribute<'a> {
    Attribute { name, value }
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

/// Whether a refused `REFRESH_TOKEN_AUTH` may mean that the pool rotates refresh tokens, where only
/// [`rotate`] is answered. AWS does not document the refusal, so all that does not name the token itself
/// is taken for it; the session ends if [`rotate`] is refused as well.
pub fn may_rotate(fault: &Fault) -> bool {
    let text = fault.message.to_ascii_lowercase();
    let of_the_token = ["revoked", "expired", "invalid refresh token", "disabled"];
    let kinds = [
        "NotAuthorizedException",
        "InvalidParameterException",
        "UnsupportedOperationException",
        "UnsupportedTokenTypeException",
    ];
    kinds.contains(&fault.kind.as_str()) && !of_the_token.iter().any(|words| text.contains(words))
}

/// What the pool made of a revocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revoked {
    /// The token is worth nothing, or this pool revokes none: asking again changes nothing.
    Done,
    /// It was not heard, or not answered: it is tried again.
    Unknown,
}

/// Whether a revocation has to be tried again.
pub fn revoked(outcome: HttpOutcome) -> Revoked {
    let final_faults = [
        "NotAuthorizedException",
        "UnauthorizedException",
        "InvalidParameterException",
        "UnsupportedOperationException",
        "UnsupportedTokenTypeException",
        "ResourceNotFoundException",
    ];
    match accepted(outcome) {
        Ok(_) => Revoked::Done,
        Err(Some(fault)) if final_faults.contains(&fault.kind.as_str()) => Revoked::Done,
        Err(_) => Revoked::Unknown,
    }
}

/// A call of the user pool.
pub fn call<O: Operation>(config: &CognitoConfig, request: &O) -> HttpRequest {
    HttpRequest {
        method: Method::Post,
        url: config.endpoint.clone(),
        headers: vec![
            ("content-type", "application/x-amz-json-1.1".to_owned()),
            (
                "x-amz-target",
                format!("AWSCognitoIdentityProviderService.{}", O::NAME),
            ),
        ],
        body: serde_json::to_string(request).ok(),
    }
}

/// A finished sign-in.
#[derive(Debug)]
pub struct SignedIn {
    /// With a refresh token.
    pub tokens: Tokens,
    /// The pool's key of this browser as a device; empty where it has none.
    pub device_key: String,
    /// The address signed in with.
    pub email: String,
    /// The refresh token outlives the browser.
    pub keep: bool,
}

/// The body of a 200, or the service's fault (`None`: no answer, or none that can be read).
pub fn accepted(outcome: HttpOutcome) -> Result<HttpAnswer, Option<Fault>> {
    match outcome {
        HttpOutcome::NoAnswer => Err(None),
        HttpOutcome::Answer(answer) if answer.status == 200 => Ok(answer),
        HttpOutcome::Answer(answer) => Err(Some(Fault::parse(
            &answer.body,
            answer.error_type.as_deref(),
        ))),
    }
}

/// Tokens or a challenge, out of a 200.
pub fn auth_answer(outcome: HttpOutcome) -> Result<AuthAnswer, Option<Fault>> {
    let answer = accepted(outcome)?;
    read::object(&answer.body).map_err(|_| Some(Fault::default()))
}
