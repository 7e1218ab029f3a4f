//! A Cognito pool of one person: signs in by SRP, refreshes, revokes. Requests and answers have the shapes of
//! Cognito's API model; the contract's types only read these answers.
//!
//! The proof of the password is not checked. <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/>

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use http::header::AUTHORIZATION;
use serde_json::{Value, json};

use crate::reply::json;
use crate::{Request, Response};

/// The person.
#[derive(Clone, Debug, Default)]
pub struct Account {
    pub sub: String,
    pub handle: String,
    pub display_name: String,
    pub email: String,
}

/// The pool.
#[derive(Clone, Debug)]
pub struct Pool {
    pub account: Account,
    /// Seconds an access token lives.
    pub token_life: u64,
    /// The refresh token is revoked, until the next sign-in.
    pub revoked: bool,
    /// When each access token was issued; token n of them reads `a<n>`, counted from 1.
    issued: Vec<i64>,
    /// So many access tokens, the oldest ones, are revoked.
    refused: usize,
}

/// A token younger than this may still be on the way to the client, milliseconds.
const IN_TRANSIT: i64 = 40_000;

/// The operation of a call of Cognito; `None` for a call of the API.
pub fn operation(request: &Request) -> Option<&str> {
    let target = request.headers().get("x-amz-target")?;
    target.to_str().ok()?.rsplit('.').next()
}

impl Pool {
    pub fn new(account: Account) -> Self {
        Self {
            account,
            token_life: 900,
            revoked: false,
            issued: Vec::new(),
            refused: 0,
        }
    }

    pub(crate) fn answer(&mut self, operation: &str, body: &str, now: i64) -> Response {
        let body: Value = serde_json::from_str(body).unwrap_or_default();
        match (operation, body["AuthFlow"].as_str()) {
            ("InitiateAuth", Some("USER_SRP_AUTH")) => json(200, &challenge()),
            ("InitiateAuth", _) if self.revoked => refusal("Refresh Token has been revoked"),
            ("InitiateAuth", _) => self.tokens(now),
            ("RespondToAuthChallenge", _) => {
                self.revoked = false;
                self.tokens(now)
            }
            _ => json(200, &json!({})),
        }
    }

    fn tokens(&mut self, now: i64) -> Response {
        self.issued.push(now);
        let account = &self.account;
        let claims = json!({"sub": account.sub, "name": account.display_name,
            "preferred_username": account.handle, "email": account.email});
        let id = BASE64_URL_SAFE_NO_PAD.encode(claims.to_string());
        let tokens = json!({"AccessToken": format!("a{}", self.issued.len()),
            "IdToken": format!("h.{id}.s"), "RefreshToken": "refresh", "ExpiresIn": self.token_life});
        json(200, &json!({ "AuthenticationResult": tokens }))
    }

    /// Refuses the present access token from now on, unless it may still be on the way: its refusal would
    /// rightly end the session. Returns whether it did.
    pub fn invalidate(&mut self, now: i64) -> bool {
        let arrived = self.issued.last().is_some_and(|at| now > at + IN_TRANSIT);
        if arrived {
            self.refused = self.issued.len();
        }
        arrived
    }

    /// The handle of the person whose access token a request has.
    pub(crate) fn caller(&self, request: &Request, now: i64) -> Option<&str> {
        let is_good = token_number(request)? > self.refused && now < self.token_end(request)?;
        is_good.then_some(self.account.handle.as_str())
    }

    /// When the access token of a request ends, milliseconds since 1970.
    pub(crate) fn token_end(&self, request: &Request) -> Option<i64> {
        let issued = self.issued.get(token_number(request)?.checked_sub(1)?)?;
        Some(issued + self.token_life as i64 * 1_000)
    }
}

fn token_number(request: &Request) -> Option<usize> {
    let given = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    given.strip_prefix("Bearer a")?.parse().ok()
}

fn challenge() -> Value {
    json!({"ChallengeName": "PASSWORD_VERIFIER", "ChallengeParameters": {
        "SALT": "00ab", "SRP_B": "1234", "USER_ID_FOR_SRP": "u", "SECRET_BLOCK": "s"}})
}

fn refusal(message: &str) -> Response {
    json(
        400,
        &json!({"__type": "NotAuthorizedException", "message": message}),
    )
}
