//! The live connection: its frames, and the ticket that opens it.

use cruddur_contract::frame::ServerFrame;
use cruddur_engine::event::Event;
use cruddur_engine::view::ConnectionStatus;

use crate::harness::Harness;
use crate::rest::answers;
use crate::{looks_like_an_object, text};

/// A frame. An unreadable one, or one of an unknown type, changes nothing; none removes a row.
pub fn frame(bytes: &[u8]) {
    let text = text(bytes);
    let mut harness = Harness::connected();
    let socket = harness.socket.expect("connected");
    let (rows, groups) = (
        harness.engine.messages(),
        harness.engine.groups_view().clone(),
    );
    harness.handle(Event::SocketFrame(socket, text.clone()));
    match ServerFrame::parse(&text) {
        Err(_) | Ok(ServerFrame::Unknown | ServerFrame::Pong { .. }) => {
            assert_eq!(harness.engine.messages(), rows, "the rows");
            assert_eq!(*harness.engine.groups_view(), groups, "the list");
        }
        Ok(_) => {
            let now = harness.engine.messages();
            for row in rows {
                assert!(
                    now.iter().any(|known| known.key == row.key),
                    "a row is gone"
                );
            }
        }
    }
    assert_eq!(harness.engine.connection(), ConnectionStatus::Connected);
    // Merging it twice changes nothing.
    let once = harness.texts();
    harness.handle(Event::SocketFrame(socket, text));
    assert_eq!(harness.texts(), once, "twice the same frame");
    harness.recover();
}

/// The answer to the request for a ticket. Without a ticket no socket is opened, and it is requested again.
pub fn ticket(bytes: &[u8]) {
    let body = text(bytes);
    let mut harness = Harness::started();
    harness.run_with(answers(200, "POST", "/api/live/ticket", &body), 20_000);
    if !looks_like_an_object(&body) {
        assert_ne!(harness.engine.connection(), ConnectionStatus::Connected);
    }
    harness.recover();
}
