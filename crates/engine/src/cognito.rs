//! Cognito's calls, as requests.

use cruddur_contract::cognito::{AuthAnswer, Fault, Value, body};
use cruddur_contract::config::CognitoConfig;
use cruddur_contract::json::FromJson;

use crate::account::view::CodeKind;
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

/// The name of the browser, where the pool keeps track of browsers.
pub const DEVICE_KEY: &str = "DEVICE_KEY";

/// `InitiateAuth` with the SRP value `A`; `device`: the pool's name of this browser, or nothing.
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

/// New tokens for a refresh token; `device`: the pool's name of this browser, or nothing.
pub fn refresh(config: &CognitoConfig, refresh_token: &str, device: &str) -> HttpRequest {
    let parameters = [("REFRESH_TOKEN", refresh_token), (DEVICE_KEY, device)];
    initiate(config, "REFRESH_TOKEN_AUTH", &parameters)
}

/// What comes last is left out where it is empty.
fn initiate(config: &CognitoConfig, flow: &str, parameters: &[(&str, &str)]) -> HttpRequest {
    let parameters = match parameters {
        [given @ .., (_, "")] => given,
        all => all,
    };
    let parameters = Value::Pairs(parameters);
    let members = [
        ("AuthFlow", Value::Text(flow)),
        ("AuthParameters", parameters),
    ];
    call_of_client(config, "InitiateAuth", &members)
}

/// New tokens, and perhaps a new refresh token: for pools that rotate them.
pub fn rotate(config: &CognitoConfig, refresh_token: &str, device: &str) -> HttpRequest {
    let members = [
        ("RefreshToken", Value::Text(refresh_token)),
        ("DeviceKey", Value::Text(device)),
    ];
    let members = &members[..2 - usize::from(device.is_empty())];
    call_of_client(config, "GetTokensFromRefreshToken", members)
}

/// The answer to a challenge; `responses` begin with `USERNAME`.
pub fn respond(
    config: &CognitoConfig,
    challenge: &str,
    session: Option<&str>,
    responses: &[(&str, &str)],
) -> HttpRequest {
    let members = [
        ("ChallengeName", Value::Text(challenge)),
        ("ChallengeResponses", Value::Pairs(responses)),
        ("Session", Value::Text(session.unwrap_or_default())),
    ];
    let members = &members[..2 + usize::from(session.is_some())];
    call_of_client(config, "RespondToAuthChallenge", members)
}

/// Ends a refresh token and the access tokens it gave.
pub fn revoke(config: &CognitoConfig, refresh_token: &str) -> HttpRequest {
    let members = [("Token", Value::Text(refresh_token))];
    call_of_client(config, "RevokeToken", &members)
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
    let members = [
        ("Username", Value::Text(email)),
        ("Password", Value::Text(password)),
        ("UserAttributes", Value::Attributes(&attributes)),
    ];
    call_of_client(config, "SignUp", &members)
}

/// The code that confirms an address.
pub fn confirm(config: &CognitoConfig, email: &str, code: &str) -> HttpRequest {
    let members = [
        ("Username", Value::Text(email)),
        ("ConfirmationCode", Value::Text(code)),
    ];
    call_of_client(config, "ConfirmSignUp", &members)
}

/// Another such code.
pub fn resend(config: &CognitoConfig, email: &str) -> HttpRequest {
    let members = [("Username", Value::Text(email))];
    call_of_client(config, "ResendConfirmationCode", &members)
}

/// A recovery code.
pub fn forgot(config: &CognitoConfig, email: &str) -> HttpRequest {
    let members = [("Username", Value::Text(email))];
    call_of_client(config, "ForgotPassword", &members)
}

/// The recovery code and a new password.
pub fn reset(config: &CognitoConfig, email: &str, code: &str, password: &str) -> HttpRequest {
    let members = [
        ("Username", Value::Text(email)),
        ("ConfirmationCode", Value::Text(code)),
        ("Password", Value::Text(password)),
    ];
    call_of_client(config, "ConfirmForgotPassword", &members)
}

/// A secret for an authenticator app, while signing in.
pub fn associate_app(config: &CognitoConfig, session: &str) -> HttpRequest {
    call(
        config,
        "AssociateSoftwareToken",
        &[("Session", Value::Text(session))],
    )
}

/// The app's first code, while signing in.
pub fn verify_app(config: &CognitoConfig, session: &str, code: &str) -> HttpRequest {
    let members = [
        ("Session", Value::Text(session)),
        ("UserCode", Value::Text(code)),
    ];
    call(config, "VerifySoftwareToken", &members)
}

/// Other attributes of the signed-in person.
pub fn change_attributes(
    config: &CognitoConfig,
    access_token: &str,
    attributes: &[(&str, &str)],
) -> HttpRequest {
    let members = [("UserAttributes", Value::Attributes(attributes))];
    with_token(config, "UpdateUserAttributes", access_token, &members)
}

/// The authenticator app is asked for at each sign-in from now on, or no more.
pub fn prefer_app(config: &CognitoConfig, access_token: &str, on: bool) -> HttpRequest {
    let settings = [
        ("Enabled", Value::Flag(on)),
        ("PreferredMfa", Value::Flag(on)),
    ];
    let members = [(settings_of(CodeKind::Totp), Value::Object(&settings))];
    with_token(config, "SetUserMFAPreference", access_token, &members)
}

/// This kind of code is asked for from now on, none of the others; all of them stay as they are else.
pub fn prefer_code(
    config: &CognitoConfig,
    access_token: &str,
    kind: CodeKind,
    all: &[CodeKind],
) -> HttpRequest {
    let settings = [false, true].map(|preferred| {
        [
            ("Enabled", Value::Flag(true)),
            ("PreferredMfa", Value::Flag(preferred)),
        ]
    });
    let member = |one: &CodeKind| {
        let settings = &settings[usize::from(*one == kind)];
        (settings_of(*one), Value::Object(settings))
    };
    let members: Vec<_> = all.iter().map(member).collect();
    with_token(config, "SetUserMFAPreference", access_token, &members)
}

/// The member of `SetUserMFAPreference` about a kind of code.
fn settings_of(kind: CodeKind) -> &'static str {
    match kind {
        CodeKind::Totp => "SoftwareTokenMfaSettings",
        CodeKind::Sms => "SMSMfaSettings",
        CodeKind::Email => "EmailMfaSettings",
    }
}

/// An operation on the signed-in person.
pub fn with_token(
    config: &CognitoConfig,
    operation: &str,
    access_token: &str,
    members: &[(&str, Value<'_>)],
) -> HttpRequest {
    let mut all = vec![("AccessToken", Value::Text(access_token))];
    all.extend_from_slice(members);
    call(config, operation, &all)
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

fn call_of_client(
    config: &CognitoConfig,
    operation: &str,
    members: &[(&str, Value<'_>)],
) -> HttpRequest {
    let mut all = vec![("ClientId", Value::Text(&config.client_id))];
    all.extend_from_slice(members);
    call(config, operation, &all)
}

fn call(config: &CognitoConfig, operation: &str, members: &[(&str, Value<'_>)]) -> HttpRequest {
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
        body: Some(body(members)),
    }
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
    AuthAnswer::from_json(&answer.body).ok_or_else(|| Some(Fault::default()))
}
