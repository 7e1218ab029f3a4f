//! From a request to a file.

use std::fs;
use std::path::{Component, Path, PathBuf};

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::ACCEPT_ENCODING;
use hyper::{Method, Request, Response};

use super::content::{cache_control, content_type};
use super::page_rule::PageRule;
use crate::failure::{Outcome, failure};
use crate::headers::{self, Header};

/// The files and headers of one stack's site.
pub struct Site {
    dist: PathBuf,
    config: PathBuf,
    headers: Vec<Header>,
    /// The path that it is served below, without a slash at its end.
    base: String,
    pages: PageRule,
}

/// An answer before it is written.
struct Answer {
    status: u16,
    body: Vec<u8>,
    headers: Vec<(&'static str, String)>,
}

impl Site {
    /// The build in `dist`, made for `public_url`. `config` is sent as its config.json, and names the servers
    /// that the headers allow.
    pub fn new(dist: PathBuf, config: PathBuf, public_url: &str) -> Outcome<Self> {
        if !dist.join("index.html").is_file() {
            return Err(failure(format!(
                "{} has no build: run `cargo xtask build` first.",
                dist.display()
            )));
        }
        let headers = headers::for_config(&config)?;
        Ok(Self {
            dist,
            config,
            headers,
            base: public_url.trim_end_matches('/').to_owned(),
            pages: PageRule::of_the_cdn()?,
        })
    }

    /// What it is, behind its host: the path, and the files.
    pub fn describe(&self) -> String {
        let (base, dist, config) = (&self.base, self.dist.display(), self.config.display());
        format!("{base}/ has {dist} with {config}")
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
        let path = match path.strip_prefix(&self.base) {
            Some("") => "/",
            Some(path) if path.starts_with('/') => path,
            _ => return Answer::plain(404, "Not found."),
        };
        if path == "/config.json" {
            return Answer::of_file(&self.config, Path::new("config.json"), false);
        }
        let name = if self.pages.is_page(path) {
            Some(PathBuf::from("index.html"))
        } else {
            file_name(path)
        };
        match name {
            Some(name) => Answer::of_file(&self.dist.join(&name), &name, packed),
            None => Answer::plain(404, "Not found."),
        }
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
fn file_name(path: &str) -> Option<PathBuf> {
    let relative = Path::new(path.trim_start_matches('/'));
    let inside = relative
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    (inside && !path.contains(['\\', '%', '\0']) && !path.ends_with(".br"))
        .then(|| relative.to_owned())
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
