//! From a request to a file.

use std::fs;
use std::path::{Component, Path, PathBuf};

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::ACCEPT_ENCODING;
use hyper::{Method, Request, Response};

use super::content::{cache_control, content_type};
use crate::headers::Header;

/// The files and headers of one stack's site.
pub struct Site {
    dist: PathBuf,
    config: PathBuf,
    headers: Vec<Header>,
}

/// An answer before it is written.
struct Answer {
    status: u16,
    body: Vec<u8>,
    headers: Vec<(&'static str, String)>,
}

impl Site {
    /// `config` is sent as `/config.json`, `headers` with every answer.
    pub fn new(dist: PathBuf, config: PathBuf, headers: Vec<Header>) -> Self {
        Self {
            dist,
            config,
            headers,
        }
    }

    /// Answers one request. An error is an answer that cannot be sent: a header of the configuration is no header.
    pub fn answer<T>(&self, request: &Request<T>) -> hyper::http::Result<Response<Full<Bytes>>> {
        let packed = accepts_brotli(request);
        let answer = match *request.method() {
            Method::GET | Method::HEAD => self.file(request.uri().path(), packed),
            _ => Answer::plain(405, "Only GET is answered here."),
        };
        let mut response = Response::builder().status(answer.status);
        for (name, value) in answer.headers {
            response = response.header(name, value);
        }
        for (name, value) in &self.headers {
            response = response.header(name, value);
        }
        response.body(Full::from(answer.body))
    }

    fn file(&self, path: &str, packed: bool) -> Answer {
        if path == "/config.json" {
            return Answer::of_file(&self.config, Path::new("config.json"), false);
        }
        let Some(relative) = safe(path) else {
            return Answer::plain(404, "Not found.");
        };
        // A route of the app has no extension, or ends in a person's handle, which may hold a dot.
        // A missing file must not answer with the page: a browser would try to run HTML as wasm.
        let name = if relative.extension().is_none() || relative.starts_with("messages") {
            PathBuf::from("index.html")
        } else {
            relative
        };
        Answer::of_file(&self.dist.join(&name), &name, packed)
    }
}

impl Answer {
    fn plain(status: u16, text: &str) -> Self {
        Self {
            status,
            body: text.as_bytes().to_vec(),
            headers: vec![
                ("Content-Type", "text/plain; charset=utf-8".to_owned()),
                ("Cache-Control", "no-cache".to_owned()),
            ],
        }
    }

    /// The file, or its `.br` copy when the browser takes that.
    fn of_file(file: &Path, name: &Path, packed: bool) -> Self {
        let mut copy = file.as_os_str().to_owned();
        copy.push(".br");
        let brotli = packed.then(|| fs::read(&copy).ok()).flatten();
        let encoded = brotli.is_some();
        let Some(body) = brotli.or_else(|| fs::read(file).ok()) else {
            return Self::plain(404, "Not found.");
        };
        let mut headers = vec![
            ("Content-Type", content_type(name).to_owned()),
            ("Cache-Control", cache_control(name).to_owned()),
            ("Vary", "Accept-Encoding".to_owned()),
        ];
        if encoded {
            headers.push(("Content-Encoding", "br".to_owned()));
        }
        Self {
            status: 200,
            body,
            headers,
        }
    }
}

/// The path below `dist/`, unless it would leave it or names a compressed copy.
fn safe(path: &str) -> Option<PathBuf> {
    let relative = Path::new(path.trim_start_matches('/'));
    let inside = relative
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    (inside && !path.contains(['\\', '%', '\0']) && !path.ends_with(".br"))
        .then(|| relative.to_owned())
        .or_else(|| is_route(path).then(PathBuf::new))
}

/// A deep link such as `/messages/new/J%C3%BCrgen`: escapes are fine where no file is meant.
fn is_route(path: &str) -> bool {
    path.contains('%') && !path.contains(['.', '\\', '\0'])
}

fn accepts_brotli<T>(request: &Request<T>) -> bool {
    let accepted = request.headers().get_all(ACCEPT_ENCODING).iter();
    accepted
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|coding| {
            let mut parts = coding.split(';').map(str::trim);
            parts.next() == Some("br") && parts.all(|weight| weight != "q=0")
        })
}
