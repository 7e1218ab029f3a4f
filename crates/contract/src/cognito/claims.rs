//! Who a token is about.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::profile::clean_name;
use crate::read;

/// The claims of an id token that the app shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct IdClaims {
    pub sub: String,
    pub name: Option<String>,
    pub preferred_username: Option<String>,
    pub email: Option<String>,
}

impl IdClaims {
    /// Reads the payload of a JWT. The signature is not checked: the token came from Cognito over TLS,
    /// and the server checks what matters.
    pub fn of_token(jwt: &str) -> Option<Self> {
        payload(jwt)
    }

    /// The first of name, handle and local part of the e-mail address of which something shows, cleaned.
    pub fn shown_name(&self) -> String {
        let email = self.email.as_deref();
        let local = email.and_then(|email| email.split('@').next());
        let names = [
            self.name.as_deref(),
            self.preferred_username.as_deref(),
            local,
        ];
        let mut names = names.into_iter().flatten().map(clean_name);
        names.find(|name| !name.is_empty()).unwrap_or_default()
    }
}

/// The times of an access token, in seconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct AccessTimes {
    iat: i64,
    /// Absent from tokens of other issuers.
    auth_time: Option<i64>,
    /// When it ends.
    #[serde(rename = "exp")]
    pub expires_at: i64,
}

impl AccessTimes {
    /// Reads the payload of a JWT whose signature somebody else has checked.
    pub fn of_token(jwt: &str) -> Option<Self> {
        payload(jwt)
    }

    /// When the person signed in. A token that came by a refresh names the sign-in it goes back to, so a
    /// refresh does not make an old session a new one.
    pub fn signed_in_at(&self) -> i64 {
        self.auth_time.map_or(self.iat, |at| at.min(self.iat))
    }
}

fn payload<T: DeserializeOwned>(jwt: &str) -> Option<T> {
    let payload = jwt.split('.').nth(1)?;
    let json = BASE64_URL_SAFE_NO_PAD
        .decode(payload.trim_end_matches('='))
        .ok()?;
    read::object(std::str::from_utf8(&json).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_read_from_a_token_and_garbage_has_none() {
        let payload = BASE64_URL_SAFE_NO_PAD.encode(r#"{"sub":"s","email":"ann@example.com"}"#);
        let claims = IdClaims::of_token(&format!("h.{payload}.sig")).expect("claims");
        assert_eq!(claims.shown_name(), "ann");
        let invisible = IdClaims {
            name: Some("\u{3164}".into()),
            preferred_username: Some("ann".into()),
            ..claims
        };
        assert_eq!(invisible.shown_name(), "ann");
        for garbage in ["", "a", "a.b.c", "a.!!.c"] {
            assert_eq!(IdClaims::of_token(garbage), None, "{garbage}");
            assert_eq!(AccessTimes::of_token(garbage), None, "{garbage}");
        }
    }

    #[test]
    fn a_refreshed_token_goes_back_to_its_sign_in() {
        let times = |payload: &str| {
            AccessTimes::of_token(&format!("h.{}.s", BASE64_URL_SAFE_NO_PAD.encode(payload)))
        };
        let refreshed = times(r#"{"iat":200,"auth_time":100,"exp":1100}"#).expect("times");
        assert_eq!(
            (refreshed.signed_in_at(), refreshed.expires_at),
            (100, 1100)
        );
        let without = times(r#"{"iat":200,"exp":1100}"#).expect("times");
        assert_eq!(without.signed_in_at(), 200);
        assert_eq!(times(r#"{"iat":200}"#), None, "a token that never ends");
    }
}
