//! Signed calls to services that the back end itself does not use.

use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use serde_json::Value;

use super::api::agent;
use super::stack::stack;

/// Content type of the query APIs.
pub const FORM: &str = "application/x-www-form-urlencoded";
/// Content type of the JSON APIs.
pub const JSON: &str = "application/json";

/// Calls a service and returns the body; panics unless it succeeds.
pub fn signed(service: &str, method: &str, url: &str, content_type: &str, body: &str) -> String {
    send(
        service,
        method,
        url,
        &[("content-type", content_type)],
        body,
    )
}

/// Calls an operation of a service of the JSON protocol.
pub fn operation(service: &str, target: &str, body: &Value) -> Value {
    let headers = [
        ("content-type", "application/x-amz-json-1.1"),
        ("x-amz-target", target),
    ];
    let url = format!("{}/", stack().endpoint);
    let text = send(service, "POST", &url, &headers, &body.to_string());
    serde_json::from_str(&text).expect("JSON")
}

fn send(service: &str, method: &str, url: &str, headers: &[(&str, &str)], body: &str) -> String {
    let identity = Credentials::new("test", "test", None, None, "tests").into();
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region("us-east-1")
        .name(service)
        .time(SystemTime::now())
        .settings(SigningSettings::default())
        .build()
        .expect("parameters")
        .into();
    let signable = SignableRequest::new(
        method,
        url,
        headers.iter().copied(),
        SignableBody::Bytes(body.as_bytes()),
    );
    let (instructions, _) = sign(signable.expect("signable"), &params)
        .expect("signed")
        .into_parts();
    let mut request = ureq::http::Request::builder().method(method).uri(url);
    for (name, value) in headers.iter().copied().chain(instructions.headers()) {
        request = request.header(name, value);
    }
    let request = request.body(body.to_owned()).expect("a request");
    let mut answer = agent().run(request).expect("an answer");
    let text = answer.body_mut().read_to_string().expect("text");
    assert!(
        answer.status().is_success(),
        "{service} {method} {url}: {text}"
    );
    text
}
