//! The security headers of the site. `infra/headers/security.json` is the one list; the hosts the
//! app may talk to come from a stack's config.json.

use std::fs;
use std::path::Path;

use cruddur_contract::config::AppConfig;
use serde_json::Value;

use crate::failure::{AtPath, Outcome, failure};

/// The list, as the CDN's documentation shows it.
const LIST: &str = include_str!("../../infra/headers/security.json");

const POLICY: &str = "Content-Security-Policy";

/// A header's name and value.
pub type Header = (String, String);

/// What an operator may add to the list.
#[derive(clap::Args, Debug, Default)]
pub struct Options {
    /// Add Strict-Transport-Security: browsers use https alone for this host, for a year
    #[arg(long)]
    pub hsts: bool,
    /// Have browsers report violations of the policy to this address (https)
    #[arg(long, value_name = "URL", value_parser = report_address)]
    pub report_to: Option<String>,
}

/// Prints the headers for a config.json, one a line: `cargo xtask headers`.
pub fn print(config: &Path, options: &Options) -> Outcome {
    for (name, value) in with_options(for_config(config)?, options) {
        println!("{name}: {value}");
    }
    Ok(())
}

/// An address that can stand in a header as it is.
fn report_address(url: &str) -> Result<String, String> {
    let plain = |c: char| c.is_ascii_graphic() && !"\"';,\\<>".contains(c);
    match url.strip_prefix("https://") {
        Some(rest) if !rest.is_empty() && url.chars().all(plain) => Ok(url.to_owned()),
        _ => Err(
            "it must begin with https:// and hold no blanks, quotes, commas or semicolons".into(),
        ),
    }
}

fn with_options(mut headers: Vec<Header>, options: &Options) -> Vec<Header> {
    if let Some(url) = &options.report_to {
        for (name, value) in &mut headers {
            if name == POLICY {
                // Browsers without the Reporting API know the older directive.
                value.push_str(&format!("; report-to csp; report-uri {url}"));
            }
        }
        headers.push(("Reporting-Endpoints".into(), format!("csp=\"{url}\"")));
    }
    if options.hsts {
        headers.push((
            "Strict-Transport-Security".into(),
            "max-age=31536000".into(),
        ));
    }
    headers
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
        value_of(&headers, POLICY).expect("a policy").to_owned()
    }

    fn value_of<'a>(headers: &'a [Header], name: &str) -> Option<&'a str> {
        let found = headers.iter().find(|(found, _)| found == name);
        found.map(|(_, value)| value.as_str())
    }

    #[test]
    fn strict_transport_and_reports_are_sent_where_they_are_asked_for_only() {
        let plain = with_connect("https://api.example.com").expect("headers");
        let same = with_options(plain.clone(), &Options::default());
        assert_eq!(same, plain);
        let options = Options {
            hsts: true,
            report_to: Some("https://reports.example.com/csp".to_owned()),
        };
        let more = with_options(plain, &options);
        let hsts = value_of(&more, "Strict-Transport-Security");
        assert_eq!(hsts, Some("max-age=31536000"));
        let endpoints = value_of(&more, "Reporting-Endpoints");
        assert_eq!(endpoints, Some("csp=\"https://reports.example.com/csp\""));
        let policy = value_of(&more, POLICY).expect("a policy");
        let ending = "; report-to csp; report-uri https://reports.example.com/csp";
        assert!(policy.ends_with(ending), "{policy}");
    }

    #[test]
    fn an_address_for_reports_cannot_change_the_headers() {
        assert!(report_address("https://reports.example.com/csp?team=1").is_ok());
        for bad in [
            "",
            "https://",
            "http://reports.example.com",
            "https://a.example.com; script-src *",
            "https://a.example.com\",evil=\"https://b.example.com",
            "https://a.example.com\r\nX: 1",
        ] {
            assert!(report_address(bad).is_err(), "{bad}");
        }
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
