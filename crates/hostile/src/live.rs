//! The line: frames, and the ticket that opens it.

use cruddur_contract::frame::ServerFrame;
use cruddur_engine::event::Event;
use cruddur_engine::view::ConnectionStatus;

use crate::rest::answers;
use crate::stage::Stage;
use crate::{looks_like_an_object, text};

/// A frame of the socket. One that cannot be read, or of no known kind, changes nothing; none takes a row
/// away.
pub fn frame(bytes: &[u8]) {
    let text = text(bytes);
    let mut stage = Stage::connected();
    let socket = stage.socket.expect("connected");
    let (rows, groups) = (stage.engine.messages(), stage.engine.groups_view().clone());
    stage.tell(Event::SocketFrame(socket, text.clone()));
    match ServerFrame::parse(&text) {
        Err(_) | Ok(ServerFrame::Unknown | ServerFrame::Pong { .. }) => {
            assert_eq!(stage.engine.messages(), rows, "the rows");
            assert_eq!(*stage.engine.groups_view(), groups, "the list");
        }
        Ok(_) => {
            let now = stage.engine.messages();
            for row in rows {
                assert!(
                    now.iter().any(|known| known.key == row.key),
                    "a row is gone"
                );
            }
        }
    }
    assert_eq!(stage.engine.connection(), ConnectionStatus::Connected);
    // The same once more is the same.
    let once = stage.texts();
    stage.tell(Event::SocketFrame(socket, text));
    assert_eq!(stage.texts(), once, "twice the same frame");
    stage.recover();
}

/// The answer to the question for a ticket. Without one no socket is opened, and it is asked for again.
pub fn ticket(bytes: &[u8]) {
    let body = text(bytes);
    let mut stage = Stage::started();
    stage.endure(answers(200, "POST", "/api/live/ticket", &body), 20_000);
    if !looks_like_an_object(&body) {
        assert_ne!(stage.engine.connection(), ConnectionStatus::Connected);
    }
    stage.recover();
}
