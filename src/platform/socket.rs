//! A WebSocket: opens, receives, sends, closes.

use std::future::poll_fn;
use std::task::Poll;

use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_util::future::{AbortHandle, Abortable, join};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use gloo_net::websocket::futures::WebSocket;
use gloo_net::websocket::{Message, State, WebSocketError};
use wasm_bindgen_futures::spawn_local;

/// What happened to a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SocketEvent {
    /// The handshake succeeded.
    Opened,
    /// A text frame.
    Frame(String),
    /// It closed, or never opened, with this code. The last event.
    Closed(u16),
}

/// The code of a socket that broke or was refused (RFC 6455, 7.4.1).
pub const ABNORMAL: u16 = 1006;

/// An open or opening socket; dropping it closes it, without another event.
#[derive(Debug)]
pub struct Socket {
    out: UnboundedSender<String>,
    task: AbortHandle,
}

impl Socket {
    /// Opens a socket. `None`: the address is invalid, or the page's policy forbids it.
    pub fn open(url: &str, on_event: impl Fn(SocketEvent) + 'static) -> Option<Self> {
        let socket = WebSocket::open(url).ok()?;
        let (out, outgoing) = unbounded();
        let (task, registration) = AbortHandle::new_pair();
        spawn_local(async move {
            // The future owns the socket: dropping it closes the socket.
            let _ = Abortable::new(run(socket, outgoing, on_event), registration).await;
        });
        Some(Self { out, task })
    }

    /// Sends a text frame, once the socket is open.
    pub fn send(&self, text: String) {
        // Fails only when the socket has closed, which `run` reports.
        let _ = self.out.unbounded_send(text);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn run(
    mut socket: WebSocket,
    outgoing: UnboundedReceiver<String>,
    on_event: impl Fn(SocketEvent),
) {
    if let Err(code) = handshake(&mut socket).await {
        return on_event(SocketEvent::Closed(code));
    }
    on_event(SocketEvent::Opened);
    let (sink, stream) = socket.split();
    join(write(sink, outgoing), read(stream, on_event)).await;
}

/// Waits until the socket is open; the code when it closes before. Before `split`: a `SplitSink` is ready
/// from the start, whatever the socket's state (futures-util 0.3).
async fn handshake(socket: &mut WebSocket) -> Result<(), u16> {
    poll_fn(|context| {
        let ready = socket.poll_ready_unpin(context).is_ready();
        if ready && matches!(socket.state(), State::Open) {
            return Poll::Ready(Ok(()));
        }
        // A refused handshake wakes the stream and not the sink.
        socket
            .poll_next_unpin(context)
            .map(|event| Err(close_code(event.and_then(Result::err))))
    })
    .await
}

async fn write(mut sink: SplitSink<WebSocket, Message>, mut outgoing: UnboundedReceiver<String>) {
    while let Some(text) = outgoing.next().await {
        // An error means closed, which `read` reports.
        if sink.send(Message::Text(text)).await.is_err() {
            return;
        }
    }
}

async fn read(mut stream: SplitStream<WebSocket>, on_event: impl Fn(SocketEvent)) {
    let code = loop {
        match stream.next().await {
            Some(Ok(Message::Text(text))) => on_event(SocketEvent::Frame(text)),
            // Binary frames are not part of the contract.
            Some(Ok(Message::Bytes(_))) => {}
            end => break close_code(end.and_then(Result::err)),
        }
    };
    on_event(SocketEvent::Closed(code));
}

fn close_code(error: Option<WebSocketError>) -> u16 {
    match error {
        Some(WebSocketError::ConnectionClose(close)) => close.code,
        _ => ABNORMAL,
    }
}
