//! Responses.

use cruddur_contract::health::Health;
use lambda_http::http::StatusCode;
use lambda_http::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use lambda_http::http::response::Builder;
use lambda_http::{Body, Response};
use serde::Serialize;

use super::error::ApiError;

/// A JSON response that caches must not store.
pub fn builder(status: StatusCode) -> Builder {
    Response::builder()
        .status(status)
        .header(CACHE_CONTROL, "no-store")
        .header(CONTENT_TYPE, "application/json")
}

/// 200 with this as JSON.
pub fn json(value: &impl Serialize) -> Result<Response<Body>, ApiError> {
    json_with_link(value, "")
}

/// 200 with this as JSON and, unless empty, a `Link` header.
pub fn json_with_link(value: &impl Serialize, link: &str) -> Result<Response<Body>, ApiError> {
    let text = serde_json::to_string(value).map_err(|_| ApiError::Internal)?;
    let mut response = builder(StatusCode::OK);
    if !link.is_empty() {
        response = response.header("link", link);
    }
    response
        .body(Body::Text(text))
        .map_err(|_| ApiError::Internal)
}

pub fn health() -> Result<Response<Body>, ApiError> {
    json(&Health::GOOD)
}

/// 200 `{}`.
pub fn empty_object() -> Response<Body> {
    plain(StatusCode::OK, "{}")
}

/// 204, for preflight requests that the gateway passes on.
pub fn no_content() -> Response<Body> {
    plain(StatusCode::NO_CONTENT, "")
}

fn plain(status: StatusCode, text: &str) -> Response<Body> {
    builder(status)
        .body(Body::Text(text.to_owned()))
        .unwrap_or_default()
}
