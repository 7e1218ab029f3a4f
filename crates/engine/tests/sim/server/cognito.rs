//! Signing in and refreshing, by the shapes Cognito answers with.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use cruddur_engine::http::{HttpAnswer, HttpRequest};
use serde_json::json;

use super::{ME, Server};

impl Server {
    pub fn cognito(&mut self, request: &HttpRequest, now: u64) -> HttpAnswer {
        let body = request.body.as_deref().unwrap_or_default();
        if body.contains("REFRESH_TOKEN_AUTH") {
            if self.revoked {
                return refusal("NotAuthorizedException", "Refresh Token has been revoked");
            }
            return self.tokens(now);
        }
        if body.contains("USER_SRP_AUTH") {
            let challenge = json!({"ChallengeName": "PASSWORD_VERIFIER", "ChallengeParameters": {
                "SALT": "00ab", "SRP_B": "1234", "USER_ID_FOR_SRP": "u", "SECRET_BLOCK": "s"}});
            return ok(challenge.to_string());
        }
        if body.contains("PASSWORD_VERIFIER") {
            self.revoked = false;
            return self.tokens(now);
        }
        // RevokeToken.
        ok("{}".to_owned())
    }

    fn tokens(&mut self, now: u64) -> HttpAnswer {
        self.issued.push(now);
        let claims = json!({"sub": "me", "name": ME.to_uppercase(), "preferred_username": ME,
            "email": "andrewbrown@example.com"});
        let id = BASE64_URL_SAFE_NO_PAD.encode(claims.to_string());
        let tokens = json!({"AuthenticationResult": {"AccessToken": format!("a{}", self.issued.len()),
            "IdToken": format!("h.{id}.s"), "RefreshToken": "refresh", "ExpiresIn": self.token_life}});
        ok(tokens.to_string())
    }

    /// The present access token is good no more; not a new one, which would end the session.
    pub fn invalidate(&mut self, now: u64) -> bool {
        let old = self.issued.last().is_some_and(|at| now > at + 40_000);
        if old {
            self.valid_from = self.issued.len();
        }
        old
    }

    pub fn knows_token(&self, request: &HttpRequest, now: u64) -> bool {
        let given = request
            .headers
            .iter()
            .find(|(name, _)| *name == "authorization");
        let number = given.and_then(|(_, value)| value.strip_prefix("Bearer a")?.parse().ok());
        let Some(number) = number.filter(|number: &usize| *number > self.valid_from) else {
            return false;
        };
        let issued = self.issued.get(number - 1);
        issued.is_some_and(|at| now < at + self.token_life * 1_000)
    }
}

fn ok(body: String) -> HttpAnswer {
    HttpAnswer {
        status: 200,
        body,
        ..HttpAnswer::default()
    }
}

fn refusal(kind: &str, message: &str) -> HttpAnswer {
    let body = json!({"__type": kind, "message": message}).to_string();
    HttpAnswer {
        status: 400,
        body,
        ..HttpAnswer::default()
    }
}
