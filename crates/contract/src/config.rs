//! `config.json`: connects one build to one stack. Read once at start.

use serde_json::{Map, Value};

use crate::password::PasswordPolicy;

/// The run-time configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppConfig {
    /// Name shown in the title and on the account pages.
    pub brand: String,
    pub cognito: CognitoConfig,
    /// Base of the REST API, without a trailing slash.
    pub api_url: String,
    /// Base of the live socket (`wss://…`), or `None`: the app polls.
    pub live_url: Option<String>,
    /// Seconds between polls when there is no live socket.
    pub poll_seconds: u32,
    /// Whether conversations are cached in the browser and shown at the next start before the first answer.
    pub offline_cache: bool,
}

/// The Cognito user pool and the public client the app uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CognitoConfig {
    /// For example `us-east-1_Ab1`; the region is the part before `_`.
    pub user_pool_id: String,
    /// The app client's id; a client without a secret.
    pub client_id: String,
    /// The pool's regional endpoint unless the file names another.
    pub endpoint: String,
    pub password_policy: PasswordPolicy,
    /// Whether people may sign in without a password (`USER_AUTH`): by a passkey, or by a code.
    pub passwordless: bool,
}

/// An invalid config.json: the key, and what it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("config.json: {key} should be {expected}")]
pub struct ConfigFault {
    /// The key, dotted (`cognito.client_id`), or `config.json` for the file itself.
    pub key: &'static str,
    /// The expected value, as half a sentence.
    pub expected: &'static str,
}

/// Why there is no configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The file could not be fetched, which is no fault of the set-up: it is asked for again.
    #[error("config.json could not be loaded")]
    Unreachable,
    /// The file is missing or invalid.
    #[error(transparent)]
    Invalid(#[from] ConfigFault),
}

/// Seconds between polls when the file does not set them.
pub const DEFAULT_POLL_SECONDS: u32 = 15;

impl AppConfig {
    /// Reads the server's answer to a request for the file. A page in its place is a captive portal's or a proxy's.
    pub fn from_answer(status: u16, body: &str) -> Result<Self, ConfigError> {
        match status {
            200 if body.trim_start().starts_with('<') => Err(ConfigError::Unreachable),
            200 => Ok(Self::parse(body)?),
            // RFC 9110: too slow, too early, too often.
            400..=499 if !matches!(status, 408 | 425 | 429) => {
                Err(fault("config.json", "a file beside index.html; there is none").into())
            }
            _ => Err(ConfigError::Unreachable),
        }
    }

    /// Reads the file's text. The first fault found is returned; unknown keys are ignored.
    pub fn parse(text: &str) -> Result<Self, ConfigFault> {
        let root: Value = serde_json::from_str(text)
            .map_err(|_| fault("config.json", "a JSON object; this is not JSON"))?;
        let root = root
            .as_object()
            .ok_or(fault("config.json", "a JSON object"))?;
        let brand = match root.get("brand") {
            None => "Cruddur".to_owned(),
            Some(value) => text_of(value).ok_or(fault("brand", "a name, as a text"))?,
        };
        Ok(Self {
            brand,
            cognito: CognitoConfig::read(root)?,
            api_url: url(root, "api_url", "api_url", &["https://", "http://"])?
                .ok_or(fault("api_url", "the address of the API, https://…"))?,
            live_url: url(root, "live_url", "live_url", &["wss://", "ws://"])?,
            poll_seconds: poll_seconds(root)?,
            offline_cache: flag(root, "offline_cache", "offline_cache", true)?,
        })
    }
}

impl CognitoConfig {
    fn read(root: &Map<String, Value>) -> Result<Self, ConfigFault> {
        let cognito = root.get("cognito").and_then(Value::as_object).ok_or(fault(
            "cognito",
            "an object with user_pool_id and client_id",
        ))?;
        let user_pool_id = cognito
            .get("user_pool_id")
            .and_then(text_of)
            .filter(|id| is_pool_id(id))
            .ok_or(fault(
                "cognito.user_pool_id",
                "a user pool id such as us-east-1_Ab1",
            ))?;
        let client_id = cognito
            .get("client_id")
            .and_then(text_of)
            .filter(|id| {
                id.chars()
                    .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '+')
            })
            .ok_or(fault(
                "cognito.client_id",
                "the id of the pool's app client",
            ))?;
        let endpoint = match url(
            cognito,
            "endpoint",
            "cognito.endpoint",
            &["https://", "http://"],
        )? {
            Some(endpoint) => format!("{endpoint}/"),
            None => format!(
                "https://cognito-idp.{}.amazonaws.com/",
                region(&user_pool_id)
            ),
        };
        Ok(Self {
            user_pool_id,
            client_id,
            endpoint,
            password_policy: password_policy(cognito)?,
            passwordless: flag(cognito, "passwordless", "cognito.passwordless", false)?,
        })
    }
}

fn password_policy(cognito: &Map<String, Value>) -> Result<PasswordPolicy, ConfigFault> {
    let key = "cognito.password_policy";
    match cognito.get("password_policy") {
        None | Some(Value::Null) => Ok(PasswordPolicy::default()),
        Some(value) => {
            let fields = value.as_object().ok_or(fault(key, "an object, or null"))?;
            PasswordPolicy::read(fields).map_err(|key| {
                let length = key.ends_with("min_length");
                fault(
                    key,
                    if length {
                        "a whole number from 6 to 99"
                    } else {
                        "true or false"
                    },
                )
            })
        }
    }
}

/// The AWS region of a pool id.
fn region(user_pool_id: &str) -> &str {
    user_pool_id.split('_').next().unwrap_or_default()
}

fn is_pool_id(id: &str) -> bool {
    id.split_once('_').is_some_and(|(region, name)| {
        region.contains('-')
            && region
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            && !name.is_empty()
            && name.chars().all(|c| c.is_ascii_alphanumeric())
    })
}

fn poll_seconds(root: &Map<String, Value>) -> Result<u32, ConfigFault> {
    match root.get("poll_seconds") {
        None | Some(Value::Null) => Ok(DEFAULT_POLL_SECONDS),
        Some(value) => value
            .as_u64()
            .filter(|seconds| (1..=3600).contains(seconds))
            .map(|seconds| seconds as u32)
            .ok_or(fault(
                "poll_seconds",
                "a whole number of seconds from 1 to 3600",
            )),
    }
}

/// A key that is true or false; `usual` where it is absent or null.
fn flag(
    object: &Map<String, Value>,
    key: &str,
    dotted: &'static str,
    usual: bool,
) -> Result<bool, ConfigFault> {
    match object.get(key) {
        None | Some(Value::Null) => Ok(usual),
        Some(Value::Bool(holds)) => Ok(*holds),
        Some(_) => Err(fault(dotted, "true or false")),
    }
}

/// A key that is absent, null, or an address with one of the schemes; the trailing slash is dropped.
fn url(
    object: &Map<String, Value>,
    key: &str,
    dotted: &'static str,
    schemes: &[&str],
) -> Result<Option<String>, ConfigFault> {
    let expected = if schemes[0] == "wss://" {
        "the address of the live socket, wss://…, or null"
    } else {
        "an address that begins with https://"
    };
    match object.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => text_of(value)
            .filter(|text| {
                schemes.iter().any(|scheme| {
                    text.strip_prefix(scheme).is_some_and(|rest| {
                        !rest.is_empty()
                            && !rest.starts_with('/')
                            && !rest.contains([' ', '?', '#'])
                    })
                })
            })
            .map(|text| Some(text.trim_end_matches('/').to_owned()))
            .ok_or(fault(dotted, expected)),
    }
}

fn text_of(value: &Value) -> Option<String> {
    let text = value.as_str()?.trim().to_owned();
    Some(text).filter(|text| !text.is_empty())
}

fn fault(key: &'static str, expected: &'static str) -> ConfigFault {
    ConfigFault { key, expected }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn good() -> Value {
        json!({
            "brand": "Cruddur",
            "cognito": {"user_pool_id": "us-east-1_Ab1", "client_id": "abc123", "endpoint": null,
                "passwordless": true},
            "api_url": "https://api.example.com/",
            "live_url": "wss://live.example.com/prod",
            "poll_seconds": 15,
            "offline_cache": false
        })
    }

    fn key_of(config: &Value) -> &'static str {
        AppConfig::parse(&config.to_string())
            .expect_err("a fault")
            .key
    }

    #[test]
    fn a_good_file_is_read() {
        let config = AppConfig::parse(&good().to_string()).expect("good");
        assert_eq!(
            config.cognito.endpoint,
            "https://cognito-idp.us-east-1.amazonaws.com/"
        );
        assert_eq!(config.api_url, "https://api.example.com");
        assert_eq!(
            config.live_url.as_deref(),
            Some("wss://live.example.com/prod")
        );
        assert!(!config.offline_cache);
        assert!(config.cognito.passwordless);
    }

    #[test]
    fn without_a_live_url_the_app_polls_every_15_seconds() {
        let mut file = good();
        file["live_url"] = Value::Null;
        let keys = file.as_object_mut().expect("object");
        keys.remove("poll_seconds");
        keys.remove("offline_cache");
        let config = AppConfig::parse(&file.to_string()).expect("good");
        assert!(config.offline_cache);
        assert_eq!(config.live_url, None);
        assert_eq!(config.poll_seconds, 15);
    }

    #[test]
    fn a_local_endpoint_ends_in_one_slash() {
        let mut file = good();
        file["cognito"]["endpoint"] = json!("http://127.0.0.1:4566");
        let config = AppConfig::parse(&file.to_string()).expect("good");
        assert_eq!(config.cognito.endpoint, "http://127.0.0.1:4566/");
    }

    #[test]
    fn a_file_that_cannot_be_fetched_is_no_fault_of_the_set_up() {
        let page = "\n<!doctype html><title>Sign in to this network</title>";
        for (status, body) in [
            (200, page),
            (302, ""),
            (408, ""),
            (429, "{}"),
            (500, "{}"),
            (503, page),
        ] {
            let read = AppConfig::from_answer(status, body);
            assert_eq!(read, Err(ConfigError::Unreachable), "{status} {body}");
        }
        for (status, body) in [(200, ""), (200, "{"), (403, page), (404, page), (404, "")] {
            let read = AppConfig::from_answer(status, body);
            assert!(
                matches!(&read, Err(ConfigError::Invalid(fault)) if fault.key == "config.json"),
                "{status} {body}: {read:?}"
            );
        }
        assert!(AppConfig::from_answer(200, &good().to_string()).is_ok());
    }

    #[test]
    fn every_bad_key_is_named() {
        for (path, bad) in [
            ("/brand", json!("")),
            ("/cognito", json!("pool")),
            ("/cognito/user_pool_id", json!("Ab1")),
            ("/cognito/client_id", json!(7)),
            ("/cognito/endpoint", json!("ftp://x")),
            ("/cognito/passwordless", json!(1)),
            ("/api_url", json!("api.example.com")),
            ("/api_url", Value::Null),
            ("/live_url", json!("https://live")),
            ("/poll_seconds", json!(0)),
            ("/offline_cache", json!("no")),
        ] {
            let mut file = good();
            *file.pointer_mut(path).expect(path) = bad;
            assert_eq!(
                key_of(&file),
                path.trim_start_matches('/').replace('/', "."),
                "{path}"
            );
        }
    }

    #[test]
    fn what_is_no_json_object_names_the_file() {
        for (text, expected) in [
            ("", "a JSON object; this is not JSON"),
            ("<!doctype html>", "a JSON object; this is not JSON"),
            ("{\"brand\":\"x\",}", "a JSON object; this is not JSON"),
            ("[]", "a JSON object"),
            (" null ", "a JSON object"),
            ("\"{}\"", "a JSON object"),
        ] {
            assert_eq!(
                AppConfig::parse(text),
                Err(fault("config.json", expected)),
                "{text}"
            );
        }
    }

    #[test]
    fn a_number_of_seconds_is_a_whole_one() {
        for bad in [
            "15.0",
            "1e1",
            "-0",
            "-1",
            "3601",
            "18446744073709551616",
            "\"15\"",
        ] {
            let file = good().to_string().replace(":15", &[":", bad].concat());
            assert_eq!(
                AppConfig::parse(&file).expect_err(bad).key,
                "poll_seconds",
                "{bad}"
            );
        }
    }

    #[test]
    fn the_last_of_duplicate_keys_counts_and_unknown_keys_are_ignored() {
        let file = good().to_string();
        let file = file.replacen('{', r#"{"brand":7,"later":[{"a":-1.5e3}],"#, 1);
        assert_eq!(
            AppConfig::parse(&file),
            AppConfig::parse(&good().to_string())
        );
    }
}
