//! Plain HTTP to the REST routes.

use std::sync::OnceLock;
use std::time::Duration;

use cruddur_contract::{ErrorCode, error_code, link};
use serde::de::DeserializeOwned;
use ureq::Agent;
use ureq::http::{HeaderMap, Response};

use super::stack::stack;

/// The client of all tests.
pub fn agent() -> &'static Agent {
    static AGENT: OnceLock<Agent> = OnceLock::new();
    AGENT.get_or_init(|| {
        Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .timeout_global(Some(Duration::from_secs(60)))
            .build()
            .into()
    })
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The path asked, without its query.
    path: String,
    /// Status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub text: String,
}

impl Reply {
    /// Reads the body as this type; panics unless the status is 200.
    pub fn json<T: DeserializeOwned>(&self) -> T {
        assert_eq!(self.status, 200, "{}", self.text);
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// Panics unless refused with exactly this status and code.
    pub fn is_refused(&self, status: u16, code: ErrorCode) {
        assert_eq!(
            (self.status, error_code::codes(&self.text)),
            (status, vec![code])
        );
    }

    /// The path and query of a `Link` target, if there is one. Targets are a query alone, resolved against
    /// the requested address (RFC 3986, 5.2.2).
    pub fn link(&self, rel: &str) -> Option<String> {
        let header = self.headers.get("link")?.to_str().expect("text");
        let target = link::target(header, rel)?;
        assert!(target.starts_with('?'), "{target}");
        Some(format!("{}{target}", self.path))
    }
}

/// A request with any method, token and body.
pub fn request(method: &str, path: &str, token: Option<&str>, body: Option<&[u8]>) -> Reply {
    typed(method, path, token, body, "application/json")
}

/// A request with a content type.
pub fn typed(
    method: &str,
    path: &str,
    token: Option<&str>,
    body: Option<&[u8]>,
    content_type: &str,
) -> Reply {
    let mut builder = ureq::http::Request::builder()
        .method(method)
        .uri(format!("{}{path}", stack().api_url))
        .header("origin", "http://127.0.0.1:8090");
    if let Some(token) = token {
        builder = builder.header("authorization", format!("Bearer {token}"));
    }
    let sent = match body {
        Some(body) => {
            let request = builder
                .header("content-type", content_type)
                .body(body.to_vec());
            agent().run(request.expect("a request"))
        }
        None => agent().run(builder.body(()).expect("a request")),
    };
    let path = path.split('?').next().unwrap_or_default();
    read(
        path,
        sent.unwrap_or_else(|error| panic!("{method} {path}: {error}")),
    )
}

fn read(path: &str, mut response: Response<ureq::Body>) -> Reply {
    Reply {
        path: path.to_owned(),
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        text: response.body_mut().read_to_string().expect("a text body"),
    }
}
