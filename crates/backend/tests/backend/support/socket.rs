//! Live connections.

use std::net::TcpStream;
use std::time::{Duration, Instant};

use cruddur_contract::frame::ServerFrame;
use tungstenite::http::Uri;
use tungstenite::{ClientRequestBuilder, Error, HandshakeError, Message, WebSocket, client};

use super::person::Someone;
use super::stack::stack;

/// Longer than a frame takes on a busy machine.
const RETRY_FOR: Duration = Duration::from_secs(30);

/// An open connection.
pub struct Socket(WebSocket<TcpStream>);

/// Opens a connection, or returns the status of the refusal.
pub fn open(query: &str, origin: Option<&str>) -> Result<Socket, u16> {
    let uri: Uri = format!("{}{query}", stack().live_url)
        .parse()
        .expect("a URL");
    let address = uri.authority().expect("an authority").as_str().to_owned();
    let tcp = TcpStream::connect(address).expect("the gateway listens");
    tcp.set_read_timeout(Some(RETRY_FOR)).expect("a timeout");
    let mut request = ClientRequestBuilder::new(uri);
    if let Some(origin) = origin {
        request = request.with_header("Origin", origin);
    }
    match client(request, tcp) {
        Ok((socket, _)) => Ok(Socket(socket)),
        Err(HandshakeError::Failure(Error::Http(response))) => Err(response.status().as_u16()),
        Err(error) => panic!("neither accepted nor refused: {error}"),
    }
}

impl Someone {
    /// A live connection of this person.
    pub fn connect(&self) -> Socket {
        open(&format!("?ticket={}", self.ticket()), None).expect("a good ticket opens")
    }
}

impl Socket {
    /// Sends a text.
    pub fn say(&mut self, text: &str) {
        self.0
            .send(Message::text(text))
            .expect("the socket is open");
    }

    /// The next frame.
    pub fn next(&mut self) -> ServerFrame {
        let deadline = Instant::now() + RETRY_FOR;
        while Instant::now() < deadline {
            if let Message::Text(text) = self.0.read().expect("a frame in time") {
                return ServerFrame::parse(&text).expect("a frame of the contract");
            }
        }
        panic!("no frame in time");
    }

    /// Reads frames up to and including the first wanted one.
    pub fn next_until(&mut self, wanted: impl Fn(&ServerFrame) -> bool) -> Vec<ServerFrame> {
        let mut seen = Vec::new();
        loop {
            seen.push(self.next());
            if seen.last().is_some_and(&wanted) {
                return seen;
            }
        }
    }

    /// All frames the server has sent so far: the answer to a ping comes after them.
    pub fn drained(&mut self) -> Vec<ServerFrame> {
        self.say(r#"{"action":"ping"}"#);
        let mut seen = self.next_until(|frame| matches!(frame, ServerFrame::Pong { .. }));
        seen.pop();
        seen
    }

    /// Reads until the server closes the connection; returns the frames.
    pub fn until_closed(mut self) -> Vec<ServerFrame> {
        let mut seen = Vec::new();
        loop {
            match self.0.read() {
                Ok(Message::Text(text)) => {
                    seen.push(ServerFrame::parse(&text).expect("a frame of the contract"));
                }
                Ok(_) => {}
                Err(Error::ConnectionClosed | Error::AlreadyClosed | Error::Protocol(_)) => {
                    return seen;
                }
                Err(error) => panic!("neither a frame nor the end: {error}"),
            }
        }
    }

    /// Closes the connection properly.
    pub fn close(mut self) {
        self.0.close(None).expect("a close frame");
        while self.0.read().is_ok() {}
    }
}
