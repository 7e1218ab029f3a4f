//! The local web server: what the CDN does in production (SPA fallback, cache rules, security
//! headers, precompressed files), on loopback, with one stack's config.json.

mod answer;
mod content;

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::failure::{Outcome, failure};
use crate::headers::{self, Header};
use crate::paths;
use crate::stop;
use answer::Site;

/// Requests answered at the same time; a page load asks for a handful of files at once.
const WORKERS: usize = 4;

/// A server that runs until this is dropped.
pub struct WebServer {
    server: Arc<tiny_http::Server>,
    workers: Vec<thread::JoinHandle<()>>,
}

impl WebServer {
    /// Serves `dist/` on `127.0.0.1:port` (and `[::1]` is left alone: browsers fall back from
    /// `localhost` to IPv4 at once).
    pub fn start(port: u16, config: &Path) -> Outcome<Self> {
        let headers = headers::for_config(config)?;
        Self::start_site(port, paths::dist(), config.to_owned(), headers)
    }

    fn start_site(
        port: u16,
        dist: PathBuf,
        config: PathBuf,
        headers: Vec<Header>,
    ) -> Outcome<Self> {
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let listener = TcpListener::bind(address).map_err(|error| port_failure(port, &error))?;
        let server = tiny_http::Server::from_listener(listener, None)
            .map_err(|error| failure(format!("The web server did not start: {error}.")))?;
        let server = Arc::new(server);
        let site = Arc::new(Site::new(dist, config, headers));
        let workers = (0..WORKERS)
            .map(|_| {
                let (server, site) = (Arc::clone(&server), Arc::clone(&site));
                thread::spawn(move || work(&server, &site))
            })
            .collect();
        Ok(Self { server, workers })
    }

    /// The port it listens on.
    pub fn port(&self) -> Option<u16> {
        self.server
            .server_addr()
            .to_ip()
            .map(|address| address.port())
    }
}

impl Drop for WebServer {
    fn drop(&mut self) {
        for _ in &self.workers {
            self.server.unblock();
        }
        for worker in self.workers.drain(..) {
            let _ = worker.join();
        }
    }
}

/// `cargo xtask serve`: until Ctrl-C.
pub fn until_stopped(port: u16, config: &Path) -> Outcome {
    if !paths::dist().join("index.html").is_file() {
        return Err(failure(
            "dist/ has no build: run `cargo xtask build` first.",
        ));
    }
    let server = WebServer::start(port, config)?;
    println!(
        "dist/ is at http://localhost:{} with {}; Ctrl-C stops it.",
        server.port().unwrap_or(port),
        config.display()
    );
    while !stop::asked() {
        thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}

/// An early sentence when the port is taken, before minutes of building.
pub fn check_port(port: u16) -> Outcome {
    TcpListener::bind(("127.0.0.1", port))
        .map(drop)
        .map_err(|error| port_failure(port, &error))
}

/// A sentence for a port that is not free.
pub fn port_failure(port: u16, error: &std::io::Error) -> crate::failure::Failure {
    failure(format!(
        "Port {port} is taken ({error}): stop what listens there (`ss -ltnp 'sport = :{port}'` \
         shows it), then run the command again."
    ))
}

/// Answers until the server is unblocked for the end.
fn work(server: &tiny_http::Server, site: &Site) {
    while let Ok(request) = server.recv() {
        site.answer(request);
    }
}

#[cfg(test)]
mod tests;
