//! Who may open a live connection.

use cruddur_backend::clock::now_micros;
use cruddur_contract::frame::ServerFrame;

use crate::support::socket::open;
use crate::support::{Someone, aws, until};

#[test]
fn a_ticket_opens_one_connection_and_a_ping_is_answered() {
    let ann = Someone::new("ann");
    let query = format!("?ticket={}", ann.ticket());
    let mut socket = open(&query, Some("http://127.0.0.1:8090")).expect("a fresh ticket opens");
    socket.say(r#"{"action":"ping"}"#);
    let ServerFrame::Pong { server_time, .. } = socket.next() else {
        panic!("not a pong");
    };
    assert!((server_time - now_micros() / 1000).abs() < 60_000);
    assert!(
        open(&query, None).is_err(),
        "a ticket is for one connection"
    );
}

#[test]
fn bad_tickets_are_refused() {
    let bad = [
        "",
        "?ticket=",
        "?ticket=garbage",
        "?token=x",
        "?ticket=%00",
        "?ticket=a&ticket=b",
    ];
    for query in bad {
        assert!(open(query, None).is_err(), "{query}");
    }
}

#[test]
fn an_expired_ticket_is_refused_while_it_is_still_stored() {
    let ann = Someone::new("ann");
    let ticket = uuid::Uuid::new_v4().to_string();
    let long_ago = now_micros() - 61 * 1_000_000;
    aws::run(aws::table().store_ticket(&ticket, ann.session(900), long_ago)).expect("stored");
    assert!(open(&format!("?ticket={ticket}"), None).is_err());
}

#[test]
fn a_page_of_a_foreign_origin_is_refused() {
    let ann = Someone::new("ann");
    for origin in [
        "https://evil.example",
        "null",
        "http://127.0.0.1:8090.evil.example",
        "",
    ] {
        let query = format!("?ticket={}", ann.ticket());
        assert!(open(&query, Some(origin)).is_err(), "{origin}");
    }
}

#[test]
fn a_connection_ends_with_the_access_token_it_came_by() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let ticket = uuid::Uuid::new_v4().to_string();
    aws::run(aws::table().store_ticket(&ticket, bob.session(4), now_micros())).expect("stored");
    let mut socket = open(&format!("?ticket={ticket}"), None).expect("a fresh ticket opens");
    let group = ann
        .write_to(&bob, "while the token is good")
        .message_group_uuid;
    socket.next_until(|frame| matches!(frame, ServerFrame::MessageInserted(_)));
    until("the token has ended", || {
        let left = aws::run(aws::table().connections_of(&bob.person.uuid, now_micros()));
        left.expect("read").is_empty().then_some(())
    });
    ann.write_in(&group, "too late");
    until("the row has moved", || {
        bob.group(&group).filter(|row| row.message == "too late")
    });
    // The row moves before frames are pushed: give a frame the time in which others arrive.
    let mut of_ann = ann.connect();
    ann.write_in(&group, "later still");
    of_ann.next_until(
        |frame| matches!(frame, ServerFrame::GroupUpdated(row) if row.message == "later still"),
    );
    socket.say(r#"{"action":"ping"}"#);
    for frame in socket.until_closed() {
        assert!(
            matches!(&frame, ServerFrame::GroupUpdated(row) if row.message == "while the token is good"),
            "{frame:?}"
        );
    }
}

#[test]
fn a_connection_record_ends_with_the_token_or_the_gateways_time_limit() {
    let ann = Someone::new("ann");
    let _socket = ann.connect();
    let table = aws::table();
    let lasts = || {
        let open = aws::run(table.connections_of(&ann.person.uuid, now_micros())).expect("read");
        let mut lasts: Vec<i64> = open
            .iter()
            .map(|one| one.expires_at - one.opened_at)
            .collect();
        lasts.sort_unstable();
        lasts
    };
    assert!(matches!(lasts()[..], [600..=900]), "{:?}", lasts());
    aws::run(table.store_connection("a-day", &ann.session(86_400), now_micros())).expect("stored");
    assert_eq!(lasts()[1], 7_800);
}

#[test]
fn other_frames_are_ignored_quietly() {
    let ann = Someone::new("ann");
    let mut socket = ann.connect();
    for frame in [
        "",
        "hello",
        "[]",
        "{}",
        r#"{"action":"dance"}"#,
        r#"{"action":7}"#,
        "{\"a\":",
    ] {
        if !frame.is_empty() {
            socket.say(frame);
        }
    }
    assert_eq!(socket.drained(), []);
}

#[test]
fn a_closed_connection_is_deleted() {
    let ann = Someone::new("ann");
    let table = aws::table();
    let open = || aws::run(table.connections_of(&ann.person.uuid, now_micros())).expect("read");
    let (first, second) = (ann.connect(), ann.connect());
    assert_eq!(open().len(), 2);
    first.close();
    until("the closed connection is forgotten", || {
        (open().len() == 1).then_some(())
    });
    drop(second);
    until("the broken connection is forgotten", || {
        open().is_empty().then_some(())
    });
}
