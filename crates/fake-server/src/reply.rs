//! Requests and responses.

use cruddur_contract::{ErrorCode, Person};
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use serde::Serialize;
use serde_json::json;

use crate::{Mode, seed};

pub type Request = http::Request<String>;
pub type Response = http::Response<String>;

/// A request of its parts. What HTTP cannot carry, such as a line break in a header, is left out.
pub fn request<N: AsRef<str>, V: AsRef<str>>(
    method: Method,
    url: &str,
    headers: &[(N, V)],
    body: Option<&str>,
) -> Request {
    let mut request = Request::new(body.unwrap_or_default().to_owned());
    *request.method_mut() = method;
    *request.uri_mut() = url.parse().unwrap_or_default();
    for (name, value) in headers {
        let name: Option<HeaderName> = name.as_ref().parse().ok();
        let value: Option<HeaderValue> = value.as_ref().parse().ok();
        if let (Some(name), Some(value)) = (name, value) {
            request.headers_mut().insert(name, value);
        }
    }
    request
}

/// A header of a response.
pub fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response.headers().get(name)?.to_str().ok()
}

/// A response, and what the request changed.
pub struct Answered {
    pub response: Response,
    /// The message that it stored.
    pub stored: Option<MessageIndex>,
    /// The message that it edited or deleted.
    pub changed: Option<MessageIndex>,
    /// Who is no member of that conversation any more: the handle.
    pub left: Option<(usize, String)>,
    /// Whose read marker it moved.
    pub read: Option<Read>,
}

/// A member of a conversation, by its index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    pub group: usize,
    pub reader: Person,
}

/// A message by its conversation's index and its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessageIndex {
    pub group: usize,
    pub message: usize,
}

impl From<Response> for Answered {
    fn from(response: Response) -> Self {
        Self {
            response,
            stored: None,
            changed: None,
            left: None,
            read: None,
        }
    }
}

/// Why a route answers no.
pub(crate) enum Refusal {
    Unauthorized,
    NoRoute,
    Code(u16, ErrorCode),
    /// A fault that a test switched on: the same in each mode.
    Injected(u16),
}

impl Refusal {
    pub fn response(self, mode: Mode) -> Response {
        match (self, mode) {
            (Self::Unauthorized, _) => json(401, &json!({})),
            (Self::NoRoute, Mode::Seed) => html(404, seed::HTML_404),
            (Self::Code(..), Mode::Seed) => html(500, seed::HTML_500),
            (Self::NoRoute, Mode::Full) => json::<[ErrorCode]>(404, &[]),
            (Self::Code(status, code), Mode::Full) => json(status, &[code]),
            (Self::Injected(status), _) => json(status, &[ErrorCode::BadRequest]),
        }
    }
}

pub(crate) fn json<T: Serialize + ?Sized>(status: u16, body: &T) -> Response {
    json_text(status, serde_json::to_string(body).unwrap_or_default())
}

/// A JSON array of elements that are JSON already.
pub(crate) fn list(elements: &[String]) -> Response {
    json_text(200, format!("[{}]", elements.join(",")))
}

pub(crate) fn html(status: u16, body: &str) -> Response {
    response(status, "text/html; charset=utf-8", body.to_owned())
}

fn json_text(status: u16, body: String) -> Response {
    response(status, "application/json", body)
}

fn response(status: u16, content_type: &'static str, body: String) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
    let content_type = HeaderValue::from_static(content_type);
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, content_type);
    response
}

/// Adds a header whose value is ASCII.
pub(crate) fn with_header(
    mut response: Response,
    name: header::HeaderName,
    value: &str,
) -> Response {
    if let Ok(value) = value.parse() {
        response.headers_mut().insert(name, value);
    }
    response
}
