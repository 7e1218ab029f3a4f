//! A WebSocket: opened, heard, spoken to, closed.

use std::future::poll_fn;
use std::rc::Rc;

use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_util::future::{AbortHandle, Abortable};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use gloo_net::websocket::futures::WebSocket;
use gloo_net::websocket::{Message, WebSocketError};
use wasm_bindgen_futures::spawn_local;

/// What a socket says.
#[derive(Debug)]
pub enum SocketEvent {
    /// It is open.
    Opened,
    /// A text frame.
    Frame(String),
    /// It closed, or never opened, with this code. The last event.
    Closed(u16),
}

/// The code of a socket that broke or was refused (RFC 6455, 7.4.1).
pub const ABNORMAL: u16 = 1006;

/// An open or opening socket; dropping it closes it and silences it.
#[derive(Debug)]
pub struct Socket {
    out: UnboundedSender<String>,
    tasks: [AbortHandle; 2],
}

impl Socket {
    /// Opens a socket. `None`: the address is none, or the policy of the page forbids it.
    pub fn open(url: &str, hear: impl Fn(SocketEvent) + 'static) -> Option<Self> {
        let (sink, stream) = WebSocket::open(url).ok()?.split();
        let (out, outgoing) = unbounded();
        let hear: Rc<dyn Fn(SocketEvent)> = Rc::new(hear);
        let writer = task(write(sink, outgoing, Rc::clone(&hear)));
        let reader = task(read(stream, hear));
        Some(Self {
            out,
            tasks: [writer, reader],
        })
    }

    /// Sends a text frame, once the socket is open.
    pub fn send(&self, text: String) {
        // Fails only when the writer has ended, which the reader reports as closed.
        let _ = self.out.unbounded_send(text);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // The tasks own the halves of the socket; with both gone it closes.
        for task in &self.tasks {
            task.abort();
        }
    }
}

fn task(future: impl Future<Output = ()> + 'static) -> AbortHandle {
    let (handle, registration) = AbortHandle::new_pair();
    spawn_local(async move {
        let _ = Abortable::new(future, registration).await;
    });
    handle
}

async fn write(
    mut sink: SplitSink<WebSocket, Message>,
    mut outgoing: UnboundedReceiver<String>,
    hear: Rc<dyn Fn(SocketEvent)>,
) {
    // Ready means open; an error means closed, which the reader reports.
    if poll_fn(|context| sink.poll_ready_unpin(context))
        .await
        .is_err()
    {
        return;
    }
    hear(SocketEvent::Opened);
    while let Some(text) = outgoing.next().await {
        if sink.send(Message::Text(text)).await.is_err() {
            return;
        }
    }
}

async fn read(mut stream: SplitStream<WebSocket>, hear: Rc<dyn Fn(SocketEvent)>) {
    let code = loop {
        match stream.next().await {
            Some(Ok(Message::Text(text))) => hear(SocketEvent::Frame(text)),
            // Binary frames are not part of the contract.
            Some(Ok(Message::Bytes(_))) => {}
            Some(Err(WebSocketError::ConnectionClose(close))) => break close.code,
            _ => break ABNORMAL,
        }
    };
    hear(SocketEvent::Closed(code));
}
