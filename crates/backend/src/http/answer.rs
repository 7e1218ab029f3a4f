//! Answers that are no refusal.

use cruddur_contract::health::Health;
use lambda_http::http::StatusCode;
use lambda_http::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use lambda_http::http::response::Builder;
use lambda_http::{Body, Response};
use serde::Serialize;

use super::refusal::Refusal;

/// An answer begun: nothing of this API may be kept by caches.
pub fn begin(status: StatusCode) -> Builder {
    Response::builder()
        .status(status)
        .header(CACHE_CONTROL, "no-store")
        .header(CONTENT_TYPE, "application/json")
}

/// 200 with this as JSON.
pub fn json(value: &impl Serialize) -> Result<Response<Body>, Refusal> {
    linked(value, "")
}

/// 200 with this as JSON and, unless empty, a `Link` header.
pub fn linked(value: &impl Serialize, link: &str) -> Result<Response<Body>, Refusal> {
    let text = serde_json::to_string(value).map_err(|_| Refusal::Failed)?;
    let mut answer = begin(StatusCode::OK);
    if !link.is_empty() {
        answer = answer.header("link", link);
    }
    answer.body(Body::Text(text)).map_err(|_| Refusal::Failed)
}

/// The health check's answer.
pub fn health() -> Result<Response<Body>, Refusal> {
    json(&Health::GOOD)
}

/// What is done and has nothing to say.
pub fn done() -> Response<Body> {
    plain(StatusCode::OK, "{}")
}

/// 204, for preflight requests that the gateway did not answer itself.
pub fn empty() -> Response<Body> {
    plain(StatusCode::NO_CONTENT, "")
}

fn plain(status: StatusCode, text: &str) -> Response<Body> {
    begin(status)
        .body(Body::Text(text.to_owned()))
        .unwrap_or_default()
}
