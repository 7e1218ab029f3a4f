//! Live connections.

use std::rc::Rc;

use cruddur_contract::paths::query;
use cruddur_fake_server::{Opens, Response};
use futures_util::{SinkExt, StreamExt};
use hyper::body::Incoming;
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::server::create_response_with_body;
use tokio_tungstenite::tungstenite::{Message, protocol::Role};

use crate::state::{Shared, Socket};

/// Answers the handshake: 403 without an unused ticket.
pub fn open(mut request: hyper::Request<Incoming>, state: &Shared) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let ticket = pairs.find(|(name, _)| name == query::TICKET);
    let opens = ticket.and_then(|(_, ticket)| state.borrow_mut().server.redeem(&ticket));
    let Some(Opens { handle, .. }) = opens else {
        return refused(http::StatusCode::FORBIDDEN);
    };
    let Ok(response) = create_response_with_body(&request, String::new) else {
        return refused(http::StatusCode::BAD_REQUEST);
    };
    let upgrade = hyper::upgrade::on(&mut request);
    let state = Rc::clone(state);
    tokio::task::spawn_local(async move {
        // A client that left before the handshake's answer is no error.
        if let Ok(upgraded) = upgrade.await {
            run(upgraded, handle, state).await;
        }
    });
    response
}

fn refused(status: http::StatusCode) -> Response {
    let mut response = Response::default();
    *response.status_mut() = status;
    response
}

/// Serves one connection until either side closes it.
async fn run(upgraded: Upgraded, handle: String, state: Shared) {
    let stream = TokioIo::new(upgraded);
    let mut socket = WebSocketStream::from_raw_socket(stream, Role::Server, None).await;
    let (frames, mut outgoing) = mpsc::unbounded_channel();
    let id = state.borrow_mut().add_socket(Socket {
        handle,
        frames,
        watched: Vec::new(),
    });
    while pass(&mut socket, &mut outgoing, (&state, id))
        .await
        .is_some()
    {}
    state.borrow_mut().remove_socket(id);
}

/// Passes one frame in either direction; `None` at the end of the connection.
async fn pass(
    socket: &mut WebSocketStream<TokioIo<Upgraded>>,
    outgoing: &mut UnboundedReceiver<String>,
    (state, id): (&Shared, u64),
) -> Option<()> {
    let text = tokio::select! {
        frame = outgoing.recv() => frame?,
        message = socket.next() => match message?.ok()? {
            Message::Text(text) => {
                state.borrow_mut().hear(id, &text);
                return Some(());
            }
            Message::Close(_) => return None,
            _ => return Some(()),
        },
    };
    socket.send(Message::text(text)).await.ok()
}
