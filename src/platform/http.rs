//! `fetch`, one request at a time.

use std::rc::Rc;

pub use gloo_net::http::Method;
use gloo_net::http::{RequestBuilder, Response};
use wasm_bindgen::JsValue;
use web_sys::{AbortController, AbortSignal, RequestCache, RequestCredentials};

use super::timers::Timeout;

/// A request without an answer ends after this many milliseconds. Long on purpose: on a slow link
/// (20 kB/s, 400 ms) an answer may take ten seconds and still be good.
const TIME_LIMIT: u32 = 30_000;

/// A request.
#[derive(Debug)]
pub struct Request<'a> {
    pub method: Method,
    /// Absolute address.
    pub url: &'a str,
    /// Headers beside those of the browser.
    pub headers: &'a [(&'static str, String)],
    pub body: Option<&'a str>,
}

/// An answer, of whatever status.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Whole body; broken UTF-8 replaced.
    pub body: String,
    headers: gloo_net::http::Headers,
}

impl Answer {
    /// A header that the server lets this origin see.
    pub fn header(&self, name: &str) -> Option<String> {
        self.headers.get(name)
    }
}

/// Aborts one request.
#[derive(Clone, Debug)]
pub struct Abort(Option<Rc<AbortController>>);

impl Abort {
    pub fn new() -> Self {
        Self(AbortController::new().ok().map(Rc::new))
    }

    /// The signal to give to the request; `None` where the browser has no `AbortController`.
    pub fn signal(&self) -> Option<AbortSignal> {
        self.0.as_ref().map(|controller| controller.signal())
    }

    /// Aborts the request.
    pub fn abort(&self) {
        // Without a reason: gloo-net panics on one that is no Error.
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

impl Default for Abort {
    fn default() -> Self {
        Self::new()
    }
}

/// Makes a request. `None`: no network, a refused preflight, the time limit, aborted.
pub async fn fetch(request: Request<'_>, abort: &Abort) -> Option<Answer> {
    let stop = abort.clone();
    let _limit = Timeout::new(TIME_LIMIT, move || stop.abort());
    let response = send(request, abort).await?;
    let status = response.status();
    let headers = response.headers();
    let body = response.text().await.ok()?;
    Some(Answer {
        status,
        body,
        headers,
    })
}

async fn send(request: Request<'_>, abort: &Abort) -> Option<Response> {
    let signal = abort.signal();
    let builder = RequestBuilder::new(request.url)
        .method(request.method)
        .cache(RequestCache::NoStore)
        .credentials(RequestCredentials::Omit)
        .abort_signal(signal.as_ref());
    let builder = request
        .headers
        .iter()
        .fold(builder, |builder, (name, value)| {
            builder.header(name, value)
        });
    let ready = match request.body {
        Some(body) => builder.body(JsValue::from_str(body)),
        None => builder.build(),
    };
    ready.ok()?.send().await.ok()
}
