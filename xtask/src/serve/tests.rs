//! The server over a real socket.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;

use super::*;

/// A served folder; removed at the end.
struct Served {
    folder: PathBuf,
    server: WebServer,
}

impl Served {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        let dist = folder.join("dist");
        fs::create_dir_all(&dist).expect("folder");
        let wasm = dist.join("app-0123456789abcdef_bg.wasm");
        fs::write(dist.join("index.html"), "<!doctype html>page").expect("page");
        fs::write(&wasm, "\0asm").expect("wasm");
        fs::write(wasm.with_extension("wasm.br"), "packed").expect("wasm.br");
        let config = folder.join("config.json");
        fs::write(&config, "{}").expect("config");
        let headers = crate::headers::with_connect("https://api.example.com").expect("headers");
        let server = WebServer::start_site(0, dist, config, headers).expect("server");
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
            answer.contains("connect-src 'self' https://api.example.com;"),
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
    assert!(answer.ends_with("{}"), "{answer}");
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
