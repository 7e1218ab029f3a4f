//! Paging: query parameters and `Link` headers.

use cruddur_contract::paths::query;
use cruddur_contract::{ErrorCode, link};
use lambda_http::{Request, RequestExt};

use super::error::ApiError;

/// The most rows of a page.
const MAX_LIMIT: usize = 100;

/// A query parameter's (first) value.
pub fn parameter(request: &Request, name: &str) -> Option<String> {
    request
        .query_string_parameters_ref()?
        .first(name)
        .map(str::to_owned)
}

/// The requested page size.
///
/// # Errors
/// 422 for anything but a number from 1 to 100.
pub fn limit(request: &Request, default: usize) -> Result<usize, ApiError> {
    let Some(text) = parameter(request, query::LIMIT) else {
        return Ok(default);
    };
    match text.parse() {
        Ok(limit @ 1..=MAX_LIMIT) => Ok(limit),
        _ => Err(ApiError::Invalid(ErrorCode::BadRequest)),
    }
}

/// The `Link` header with these relations: `(rel, before or after, cursor)`, without those that have no
/// cursor. Targets are a query alone, relative to the requested address, so that they work under any base
/// path (RFC 3986, 5.2.2).
pub fn links(limit: usize, pages: &[(&str, &str, Option<String>)]) -> String {
    let one = |(rel, side, cursor): &(&str, &str, Option<String>)| {
        let cursor = cursor.as_ref()?;
        let target = format!("?{side}={cursor}&{}={limit}", query::LIMIT);
        Some(link::link(&target, rel))
    };
    let all: Vec<String> = pages.iter().filter_map(one).collect();
    all.join(", ")
}
