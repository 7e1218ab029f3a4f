//! Which origins may read an answer.

use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, HeaderName, ORIGIN,
};
use http::{HeaderMap, HeaderValue, Method};

use crate::{Mode, Request};

const HEADERS: HeaderValue = HeaderValue::from_static("authorization, content-type");

/// The headers of an answer; `frontend` is the one origin that a seed server lets read.
pub fn headers(mode: Mode, request: &Request, frontend: Option<&str>) -> HeaderMap {
    let headers = match mode {
        Mode::Seed => seed(request, frontend),
        Mode::Full => vec![
            (ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
            (ACCESS_CONTROL_ALLOW_HEADERS, HEADERS),
            (
                ACCESS_CONTROL_ALLOW_METHODS,
                HeaderValue::from_static("OPTIONS, GET, POST, PUT, DELETE"),
            ),
            (
                ACCESS_CONTROL_EXPOSE_HEADERS,
                HeaderValue::from_static("Link"),
            ),
        ],
    };
    headers.into_iter().collect()
}

/// As flask-cors was set up: reading for the one front end, writing for anybody.
fn seed(request: &Request, frontend: Option<&str>) -> Vec<(HeaderName, HeaderValue)> {
    let Some(origin) = request.headers().get(ORIGIN) else {
        return Vec::new();
    };
    let asked = request.headers().get(ACCESS_CONTROL_REQUEST_METHOD);
    let asked = asked.map_or(request.method().as_str().as_bytes(), HeaderValue::as_bytes);
    let is_frontend = frontend.is_some_and(|frontend| frontend.as_bytes() == origin.as_bytes());
    if !is_frontend && asked != b"POST" {
        return Vec::new();
    }
    let mut headers = vec![
        (ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone()),
        (
            ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("Authorization"),
        ),
    ];
    if request.method() == Method::OPTIONS {
        headers.push((ACCESS_CONTROL_ALLOW_HEADERS, HEADERS));
        headers.push((
            ACCESS_CONTROL_ALLOW_METHODS,
            HeaderValue::from_static("OPTIONS, GET, HEAD, POST"),
        ));
    }
    headers
}
