//! Paging: what a request asks for, and links to the pages beside.

use cruddur_contract::paths::query;
use cruddur_contract::{ErrorCode, link};
use lambda_http::{Request, RequestExt};

use super::refusal::Refusal;

/// The most rows a page has.
const MOST: usize = 100;

/// A query parameter's (first) value.
pub fn parameter(request: &Request, name: &str) -> Option<String> {
    request
        .query_string_parameters_ref()?
        .first(name)
        .map(str::to_owned)
}

/// How many rows are wanted.
///
/// # Errors
/// 422 for anything but a number from 1 to 100.
pub fn limit(request: &Request, default: usize) -> Result<usize, Refusal> {
    let Some(text) = parameter(request, query::LIMIT) else {
        return Ok(default);
    };
    match text.parse() {
        Ok(limit @ 1..=MOST) => Ok(limit),
        _ => Err(Refusal::Invalid(ErrorCode::BadRequest)),
    }
}

/// The `Link` header of these relations, each with the side of a cursor that its page is on. Targets are a query alone, relative to the address asked, so
/// that they hold below whatever base path the API stands (RFC 3986, 5.2.2).
pub fn links(limit: usize, pages: &[(&str, &str, Option<String>)]) -> String {
    let one = |(rel, side, cursor): &(&str, &str, Option<String>)| {
        let cursor = cursor.as_ref()?;
        let target = format!("?{side}={cursor}&{}={limit}", query::LIMIT);
        Some(link::link(&target, rel))
    };
    let all: Vec<String> = pages.iter().filter_map(one).collect();
    all.join(", ")
}
