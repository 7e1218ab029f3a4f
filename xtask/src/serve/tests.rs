//! The server over a real socket.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;

use super::*;

const CONFIG: &str = r#"{"cognito": {"user_pool_id": "us-east-1_Ab1", "client_id": "c"},
    "api_url": "https://api.example.com"}"#;

/// A served folder; removed at the end.
struct Served {
    folder: PathBuf,
    server: WebServer,
}

impl Served {
    fn new(name: &str) -> Self {
        Self::below("/", name)
    }

    fn below(public_url: &str, name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        let dist = folder.join("dist");
        fs::create_dir_all(&dist).expect("folder");
        let wasm = dist.join("app-0123456789abcdef_bg.wasm");
        fs::write(dist.join("index.html"), "<!doctype html>page").expect("page");
        fs::write(&wasm, "\0asm").expect("wasm");
        fs::write(wasm.with_extension("wasm.br"), "packed").expect("wasm.br");
        let config = folder.join("config.json");
        fs::write(&config, CONFIG).expect("config");
        let site = Site::new(dist, config, public_url).expect("a site");
        let server = WebServer::start_site(0, site).expect("server");
        Self { folder, server }
    }

    fn ask(&self, request_line: &str, header: &str) -> String {
        let address = ("127.0.0.1", self.server.port());
        let mut stream = TcpStream::connect(address).expect("connect");
        write!(
            stream,
            "{request_line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{header}\r\n"
        )
        .expect("ask");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("answer");
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, path: &str) -> String {
        self.ask(&format!("GET {path}"), "")
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn a_route_of_the_app_is_the_page_with_the_policy() {
    let served = Served::new("route");
    for path in [
        "/",
        "/messages/new",
        "/messages/new/john.doe",
        "/messages/new/J%C3%BCrgen?x=1.5",
    ] {
        let answer = served.get(path);
        assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
        assert!(answer.ends_with("page"), "{path}: {answer}");
        assert!(answer.contains("Cache-Control: no-cache"), "{answer}");
        assert!(
            answer.contains("Content-Security-Policy: default-src 'none';"),
            "{answer}"
        );
        assert!(
            answer.contains("connect-src 'self' https://api.example.com "),
            "{answer}"
        );
    }
}

#[test]
fn a_missing_file_is_404_and_never_the_page() {
    let served = Served::new("missing");
    for path in [
        "/app-0000_bg.wasm",
        "/x.js",
        "/../config.json",
        "/%2e%2e/config.json",
    ] {
        let answer = served.get(path);
        assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
    }
}

#[test]
fn a_hashed_file_is_compressed_when_accepted_and_immutable() {
    let served = Served::new("packed");
    let path = "GET /app-0123456789abcdef_bg.wasm";
    let answer = served.ask(path, "Accept-Encoding: gzip, br\r\n");
    assert!(
        answer.contains("Content-Type: application/wasm"),
        "{answer}"
    );
    assert!(answer.contains("Content-Encoding: br"), "{answer}");
    assert!(answer.contains("immutable"), "{answer}");
    assert!(answer.ends_with("packed"), "{answer}");
    let answer = served.ask(path, "Accept-Encoding: gzip, br;q=0\r\n");
    assert!(answer.ends_with("\0asm"), "{answer}");
}

#[test]
fn the_configuration_is_the_given_file() {
    let served = Served::new("config");
    let answer = served.get("/config.json");
    assert!(
        answer.contains("Content-Type: application/json"),
        "{answer}"
    );
    assert!(answer.contains("Cache-Control: no-cache"), "{answer}");
    assert!(answer.ends_with(CONFIG), "{answer}");
}

#[test]
fn a_site_below_a_path_is_there_and_nowhere_else() {
    let served = Served::below("/chat/", "below");
    for (path, status) in [
        ("/chat", "200"),
        ("/chat/", "200"),
        ("/chat/messages/new/john.doe", "200"),
        ("/chat/config.json", "200"),
        ("/chat/app-0123456789abcdef_bg.wasm", "200"),
        ("/chat/app.js", "404"),
        ("/chatter", "404"),
        ("/", "404"),
        ("/config.json", "404"),
        ("/messages", "404"),
    ] {
        let answer = served.get(path);
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{path}: {answer}"
        );
    }
}

#[test]
fn nothing_but_get_and_head_is_answered() {
    let served = Served::new("method");
    assert!(
        served
            .ask("POST /messages", "Content-Length: 0\r\n")
            .starts_with("HTTP/1.1 405")
    );
    let head = served.ask("HEAD /messages", "");
    assert!(
        head.starts_with("HTTP/1.1 200") && !head.contains("page"),
        "{head}"
    );
}

#[test]
fn a_request_is_answered_however_many_connections_are_open_and_idle() {
    let served = Served::new("idle");
    let address = ("127.0.0.1", served.server.port());
    let connect = || TcpStream::connect(address).expect("connect");
    let idle: Vec<TcpStream> = (0..40).map(|_| connect()).collect();
    for _ in 0..10 {
        assert!(served.get("/").ends_with("page"));
    }
    drop(idle);
}
