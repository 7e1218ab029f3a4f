//! The local web server: what the CDN does in production (SPA fallback, cache rules, security
//! headers, precompressed files), on loopback, with one stack's config.json.

mod answer;
mod content;
mod page_rule;

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::rc::Rc;
use std::thread;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::sync::oneshot;
use tokio::task::{LocalSet, spawn_local};

use crate::failure::{Failure, Outcome, failure};
use crate::paths;
use crate::stop;
pub use answer::Site;

/// A server that runs until this is dropped.
pub struct WebServer {
    port: u16,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl WebServer {
    /// Serves `dist/` on `127.0.0.1:port` (and `[::1]` is left alone: browsers fall back from
    /// `localhost` to IPv4 at once).
    pub fn start(port: u16, config: &Path) -> Outcome<Self> {
        Self::start_site(port, Site::new(paths::dist(), config.to_owned(), "/")?)
    }

    fn start_site(port: u16, site: Site) -> Outcome<Self> {
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let listener = TcpListener::bind(address).map_err(|error| port_failure(port, &error))?;
        listener.set_nonblocking(true).map_err(not_started)?;
        let port = listener.local_addr().map_err(not_started)?.port();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()
            .map_err(not_started)?;
        let (stop, stopped) = oneshot::channel();
        let thread = thread::spawn(move || {
            let site = Rc::new(site);
            let answering = LocalSet::new();
            answering.spawn_local(accept(listener, site));
            // Also when the sender is gone.
            let _ = answering.block_on(&runtime, stopped);
        });
        Ok(Self {
            port,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for WebServer {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn not_started(error: std::io::Error) -> Failure {
    failure(format!("The web server did not start: {error}."))
}

/// Answers whoever connects, each connection on its own: none waits for another, idle or not.
async fn accept(listener: TcpListener, site: Rc<Site>) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else {
        return;
    };
    loop {
        // A connection that is gone before it was taken is no error.
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        let site = Rc::clone(&site);
        spawn_local(async move {
            let answer = service_fn(|request| std::future::ready(site.answer(&request)));
            let connection = http1::Builder::new()
                .title_case_headers(true)
                .serve_connection(TokioIo::new(stream), answer);
            // A browser that left meanwhile is no error.
            let _ = connection.await;
        });
    }
}

/// `cargo xtask serve`: until Ctrl-C.
pub fn until_stopped(port: u16, site: Site) -> Outcome {
    let says = site.describe();
    let server = WebServer::start_site(port, site)?;
    println!("http://localhost:{}{says}; Ctrl-C stops it.", server.port());
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

#[cfg(test)]
mod tests;
