//! The configuration of this page.

use cruddur_contract::config::{AppConfig, ConfigFault};

use crate::platform::http::{self, Abort, Request};
use crate::platform::page;

/// Reads config.json from beside index.html.
pub async fn load_config() -> Result<AppConfig, ConfigFault> {
    let missing = ConfigFault {
        key: "config.json",
        expected: "a file beside index.html; it could not be loaded",
    };
    let request = Request {
        method: http::Method::GET,
        url: &format!("{}/config.json", page::base_path()),
        headers: &[],
        body: None,
    };
    let answer = http::fetch(request, &Abort::new())
        .await
        .ok_or(missing.clone())?;
    if answer.status != 200 {
        return Err(missing);
    }
    AppConfig::parse(&answer.body)
}
