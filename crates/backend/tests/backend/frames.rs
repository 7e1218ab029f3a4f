//! Frames to live connections.

use cruddur_contract::frame::ServerFrame;
use cruddur_contract::{GroupRow, MessageRow};

use crate::support::socket::Socket;
use crate::support::{Someone, aws, until};

/// The next message and the row that follows it.
fn news(socket: &mut Socket) -> (MessageRow, GroupRow) {
    let ServerFrame::MessageInserted(live) = socket.next() else {
        panic!("the message comes first");
    };
    let ServerFrame::GroupUpdated(row) = socket.next() else {
        panic!("the row comes after it");
    };
    assert_eq!(row.uuid, live.message_group_uuid);
    (live.row, row)
}

#[test]
fn every_connection_of_every_member_gets_the_frames_and_no_other_does() {
    let (ann, bob, eve) = (
        Someone::new("ann"),
        Someone::new("bob"),
        Someone::new("eve"),
    );
    let mut of_ann = [ann.connect(), ann.connect()];
    let mut of_bob = [bob.connect(), bob.connect()];
    let mut of_eve = eve.connect();
    let sent = ann.write_to(&bob, "hello");
    for socket in &mut of_ann {
        let (message, row) = news(socket);
        assert_eq!(Some(&message.uuid), sent.message_uuid.as_ref());
        assert_eq!(
            Some(row),
            ann.group(&sent.message_group_uuid),
            "as a GET gives it to ann"
        );
    }
    for socket in &mut of_bob {
        let (message, row) = news(socket);
        assert_eq!(vec![message], bob.messages(&sent.message_group_uuid));
        assert_eq!(row.unread_count, Some(1));
        assert_eq!(
            Some(row),
            bob.group(&sent.message_group_uuid),
            "as a GET gives it to bob"
        );
    }
    assert_eq!(of_eve.drained(), []);
}

#[test]
fn applied_frames_equal_a_fresh_fetch() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let group = ann.write_to(&bob, "0").message_group_uuid;
    let before = bob.messages(&group);
    let mut socket = bob.connect();
    for number in 1..=12 {
        let sender = if number % 4 == 0 { &bob } else { &ann };
        sender.write_in(&group, &number.to_string());
    }
    let mut messages = before;
    let mut row = None;
    // The row may tell of a message before that comes: bob's own is moved by his sending.
    while row
        .as_ref()
        .is_none_or(|row: &GroupRow| row.message != "12")
        || messages.iter().all(|message| message.message != "12")
    {
        match socket.next() {
            ServerFrame::MessageInserted(live) => messages.push(live.row),
            ServerFrame::GroupUpdated(update) => row = Some(update),
            other => panic!("unexpected: {other:?}"),
        }
    }
    messages.sort_by_key(|message| message.created_at);
    messages.dedup_by_key(|message| message.uuid.clone());
    assert_eq!(messages, bob.messages(&group));
    assert_eq!(row, bob.group(&group));
}

#[test]
fn a_dead_connection_is_deleted_and_delays_no_other() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let now = cruddur_backend::clock::now_micros();
    let table = aws::table();
    let long_ago = now - 60_000_000;
    aws::run(table.store_connection("dead-and-gone=", &bob.session(900), long_ago))
        .expect("recorded");
    let mut socket = bob.connect();
    ann.write_to(&bob, "hello");
    assert_eq!(news(&mut socket).0.message, "hello");
    until("the dead connection is removed", || {
        let open = aws::run(table.connections_of(&bob.person.uuid, now)).expect("read");
        (open.len() == 1).then_some(())
    });
}

#[test]
fn a_connection_that_the_gateway_does_not_know_yet_is_not_deleted() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let now = cruddur_backend::clock::now_micros();
    let table = aws::table();
    aws::run(table.store_connection("on-its-way=", &bob.session(900), now)).expect("recorded");
    let mut socket = bob.connect();
    for text in ["hello", "again"] {
        ann.write_to(&bob, text);
        assert_eq!(news(&mut socket).0.message, text);
    }
    let open = aws::run(table.connections_of(&bob.person.uuid, now)).expect("read");
    assert_eq!(open.len(), 2);
}
