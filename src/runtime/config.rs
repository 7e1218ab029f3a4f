//! The configuration of this page.

use cruddur_contract::config::{AppConfig, ConfigError};

use crate::platform::http::{self, Abort, Request};
use crate::platform::page;

/// Reads config.json from beside index.html.
pub async fn load_config() -> Result<AppConfig, ConfigError> {
    let request = Request {
        method: http::Method::GET,
        url: &format!("{}/config.json", page::base_path()),
        headers: &[],
        body: None,
    };
    match http::fetch(request, &Abort::new()).await {
        Some(answer) => AppConfig::from_answer(answer.status, &answer.body),
        None => Err(ConfigError::Unreachable),
    }
}
