//! A proxy in front of the local services that lets chosen calls fail, as a network and a busy service do.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

/// A call to a service.
#[derive(Clone, Debug)]
pub struct Call {
    /// `DynamoDB_20120810.TransactWriteItems`, say; empty for the gateway's calls.
    pub target: String,
    pub body: String,
}

/// What becomes of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    None,
    /// 500, as from a service that fails.
    Fail,
}

/// Starts a proxy in front of `upstream` (`http://host:port`); returns its address in the same form. It runs until the
/// tests end.
pub fn proxy(upstream: &str, rule: impl Fn(&Call) -> Fault + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    let upstream: Arc<str> = upstream.trim_start_matches("http://").into();
    let rule = Arc::new(rule);
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let (upstream, rule) = (Arc::clone(&upstream), Arc::clone(&rule));
            // A client that gives up closes its side; that ends its thread and nothing else.
            thread::spawn(move || serve(client, &upstream, &*rule));
        }
    });
    format!("http://{address}")
}

/// Serves one call of a connection.
fn serve(
    mut client: TcpStream,
    upstream: &str,
    rule: &dyn Fn(&Call) -> Fault,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(client.try_clone()?);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head)? == 0 {
            return Ok(());
        }
    }
    let header = |name: &str| {
        let line = head.lines().find(|line| {
            line.split_once(':')
                .is_some_and(|(key, _)| key.eq_ignore_ascii_case(name))
        });
        line.and_then(|line| line.split_once(':'))
            .map(|(_, value)| value.trim().to_owned())
    };
    let length = header("content-length").and_then(|text| text.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body)?;
    let call = Call {
        target: header("x-amz-target").unwrap_or_default(),
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    match rule(&call) {
        Fault::Fail => {
            let answer = "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
            return client.write_all(answer.as_bytes());
        }
        Fault::None => {}
    }
    let mut service = TcpStream::connect(upstream)?;
    let head = head.replacen("\r\n", "\r\nConnection: close\r\n", 1);
    service.write_all(head.as_bytes())?;
    service.write_all(&body)?;
    std::io::copy(&mut service, &mut client)?;
    Ok(())
}
