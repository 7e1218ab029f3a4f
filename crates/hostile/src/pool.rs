//! A user pool that is well: it lets Andrew in.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use cruddur_engine::http::HttpRequest;
use serde_json::{Value, json};

/// The operation of a call of Cognito; `None`: a call of the API.
pub fn operation(request: &HttpRequest) -> Option<&str> {
    let mut headers = request.headers.iter();
    let (_, target) = headers.find(|(name, _)| *name == "x-amz-target")?;
    target.rsplit('.').next()
}

/// What the pool answers.
pub fn answer(operation: &str, request: &HttpRequest) -> Value {
    let srp = request
        .body
        .as_deref()
        .unwrap_or_default()
        .contains("USER_SRP_AUTH");
    match operation {
        "InitiateAuth" if srp => json!({"ChallengeName": "PASSWORD_VERIFIER",
            "ChallengeParameters": {"SALT": "ab", "SRP_B": "1234", "USER_ID_FOR_SRP": "u",
                "SECRET_BLOCK": "s"}}),
        "InitiateAuth" | "RespondToAuthChallenge" => tokens(),
        _ => json!({}),
    }
}

fn tokens() -> Value {
    let claims = json!({"sub": "s", "name": "Andrew Brown", "preferred_username": "andrewbrown",
        "email": "andrewbrown@example.com"});
    let id = BASE64_URL_SAFE_NO_PAD.encode(claims.to_string());
    json!({"AuthenticationResult": {"AccessToken": "access", "IdToken": format!("h.{id}.s"),
        "RefreshToken": "refresh", "ExpiresIn": 900}})
}
