//! The security headers of the site. `infra/headers/security.json` is the one list; the hosts the
//! app may talk to come from a stack's config.json.

use std::fs;
use std::path::Path;

use cruddur_contract::config::AppConfig;
use serde_json::Value;

use crate::failure::{AtPath, Outcome, failure};

/// The list, as the CDN's documentation shows it.
const LIST: &str = include_str!("../../infra/headers/security.json");

/// A header's name and value.
pub type Header = (String, String);

/// Prints the headers for a config.json, one a line: `cargo xtask headers`.
pub fn print(config: &Path) -> Outcome {
    for (name, value) in for_config(config)? {
        println!("{name}: {value}");
    }
    Ok(())
}

/// The headers for the stack that a config.json names.
pub fn for_config(config: &Path) -> Outcome<Vec<Header>> {
    let text = fs::read_to_string(config).at("read", config)?;
    let config = AppConfig::parse(&text).map_err(|fault| failure(format!("{fault}.")))?;
    with_connect(&connect_sources(&config).join(" "))
}

/// The headers with these sources beside `'self'` in connect-src.
pub fn with_connect(connect: &str) -> Outcome<Vec<Header>> {
    let list: Value = serde_json::from_str(LIST)
        .map_err(|error| failure(format!("infra/headers/security.json: {error}.")))?;
    let mut headers = Vec::new();
    for (name, value) in list.as_object().into_iter().flatten() {
        let value = match value {
            Value::String(text) => text.clone(),
            Value::Array(directives) => directives
                .iter()
                .filter_map(Value::as_str)
                .collect::<Vec<_>>()
                .join("; "),
            _ => continue,
        };
        if name != "//" {
            headers.push((name.clone(), value.replace("{connect}", connect)));
        }
    }
    Ok(headers)
}

/// The origins of the API, the live socket and Cognito; a path would allow less than it says.
fn connect_sources(config: &AppConfig) -> Vec<String> {
    let live = config.live_url.as_deref();
    let all = [
        Some(config.api_url.as_str()),
        live,
        Some(config.cognito.endpoint.as_str()),
    ];
    let mut sources: Vec<String> = all.into_iter().flatten().map(origin).collect();
    sources.sort();
    sources.dedup();
    sources
}

/// Scheme, host and port of an address that the configuration's reader has accepted.
fn origin(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    format!("{scheme}://{host}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths;

    fn policy(config: &str) -> String {
        let config = AppConfig::parse(config).expect("config");
        let headers = with_connect(&connect_sources(&config).join(" ")).expect("headers");
        let (_, policy) = headers
            .into_iter()
            .find(|(name, _)| name == "Content-Security-Policy")
            .expect("a policy");
        policy
    }

    #[test]
    fn the_policy_allows_exactly_the_hosts_of_the_configuration() {
        let policy = policy(
            r#"{"cognito": {"user_pool_id": "eu-west-1_Ab", "client_id": "x"},
                "api_url": "https://api.example.com/v1", "live_url": "wss://live.example.com/prod"}"#,
        );
        assert!(
            policy.contains(
                "connect-src 'self' https://api.example.com \
                 https://cognito-idp.eu-west-1.amazonaws.com wss://live.example.com;"
            ),
            "{policy}"
        );
        for never in ["unsafe-inline", "'unsafe-eval'", " *", "{connect}"] {
            assert!(!policy.contains(never), "{never} in {policy}");
        }
    }

    #[test]
    fn trunk_serve_sends_the_same_policy_with_loopback_hosts() {
        let trunk = fs::read_to_string(paths::at("Trunk.toml")).expect("Trunk.toml");
        let loopback = "http://localhost:* http://127.0.0.1:* ws://localhost:* ws://127.0.0.1:*";
        for (name, value) in with_connect(loopback).expect("headers") {
            assert!(
                trunk.contains(&format!("\"{name}\" = \"{value}\"")),
                "{name}: {value}"
            );
        }
    }
}
