//! HTTP: the API, the control endpoint, and the handshake of the live connection.

use std::convert::Infallible;
use std::rc::Rc;

use cruddur_fake_server::{Mode, Request, Response, cors};
use http::{HeaderMap, Method};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::spawn_local;

use crate::state::{Shared, now};
use crate::{callers, control, live};

/// Where commands are posted.
pub const CONTROL: &str = "/control";
/// Where live connections are opened.
pub const LIVE: &str = "/live";

/// Answers every connection, each in a task of its own.
pub async fn accept(listener: TcpListener, state: Shared) {
    loop {
        // A connection that is gone before it is accepted is no error.
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        let state = Rc::clone(&state);
        spawn_local(async move {
            let service = service_fn(|request| answer(request, Rc::clone(&state)));
            let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            // A client that closed its connection is no error.
            let _ = connection.with_upgrades().await;
        });
    }
}

async fn answer(
    request: hyper::Request<Incoming>,
    state: Shared,
) -> Result<http::Response<Full<Bytes>>, Infallible> {
    let response = match request.uri().path() {
        LIVE => live::open(request, &state),
        CONTROL => control::answer(&with_body(request).await, &state),
        _ => api(&with_body(request).await, &state).await,
    };
    Ok(response.map(Full::from))
}

/// The request with its whole body; broken UTF-8 is replaced.
async fn with_body(request: hyper::Request<Incoming>) -> Request {
    let (parts, body) = request.into_parts();
    // A body that breaks off is a broken body, which the routes refuse.
    let bytes = body.collect().await.map(|body| body.to_bytes());
    let text = String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned();
    Request::from_parts(parts, text)
}

async fn api(request: &Request, state: &Shared) -> Response {
    let headers = cors_headers(request, state);
    let mut response = if request.method() == Method::OPTIONS {
        Response::default()
    } else {
        rest(request, state).await
    };
    response.headers_mut().extend(headers);
    response
}

fn cors_headers(request: &Request, state: &Shared) -> HeaderMap {
    let state = state.borrow();
    cors::headers(state.server.mode, request, state.frontend.as_deref())
}

async fn rest(request: &Request, state: &Shared) -> Response {
    let call = format!("{} {}", request.method(), request.uri().path());
    state.borrow_mut().calls.push(call);
    let caller = callers::handle_of(request, state).await;
    let mut state = state.borrow_mut();
    let answered = state.server.rest(request, caller.as_deref(), now());
    let (stored, changed) = (answered.stored, answered.changed);
    if let (Some(message), Mode::Full) = (stored.or(changed), state.server.mode) {
        state.announce(message, stored.is_some());
        state.announce_group(message.group);
    }
    if let Some((group, handle)) = &answered.left {
        state.announce_gone(*group, handle);
    }
    if let Some(read) = &answered.read {
        state.announce_read(read);
    }
    answered.response
}
