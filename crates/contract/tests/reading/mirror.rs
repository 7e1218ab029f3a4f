//! The types that only the app reads, with the readers serde derives.

use std::collections::BTreeMap;

use cruddur_contract::cognito;
use serde::Deserialize;

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AuthAnswer {
    challenge_name: Option<String>,
    challenge_parameters: BTreeMap<String, String>,
    session: Option<String>,
    authentication_result: Option<Tokens>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Tokens {
    access_token: String,
    id_token: String,
    #[serde(default)]
    refresh_token: Option<String>,
    expires_in: u32,
}

#[derive(Debug, PartialEq, Deserialize)]
pub struct IdClaims {
    sub: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    preferred_username: Option<String>,
    #[serde(default)]
    email: Option<String>,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Fault {
    #[serde(rename = "__type")]
    kind: String,
    #[serde(alias = "Message")]
    message: String,
}

impl From<cognito::AuthAnswer> for AuthAnswer {
    fn from(read: cognito::AuthAnswer) -> Self {
        let tokens = |tokens: cognito::Tokens| Tokens {
            access_token: tokens.access_token,
            id_token: tokens.id_token,
            refresh_token: tokens.refresh_token,
            expires_in: tokens.expires_in,
        };
        let names = read.challenge_parameters.iter().map(|(name, _)| name);
        Self {
            challenge_name: read.challenge_name.clone(),
            challenge_parameters: names
                .map(|name| (name.clone(), read.parameter(name).to_owned()))
                .collect(),
            session: read.session,
            authentication_result: read.authentication_result.map(tokens),
        }
    }
}

impl From<cognito::IdClaims> for IdClaims {
    fn from(read: cognito::IdClaims) -> Self {
        Self {
            sub: read.sub,
            name: read.name,
            preferred_username: read.preferred_username,
            email: read.email,
        }
    }
}

impl From<cognito::Fault> for Fault {
    fn from(read: cognito::Fault) -> Self {
        Self {
            kind: read.kind,
            message: read.message,
        }
    }
}
