//! Which connections a person has.

use cruddur_backend::clock::now_micros;
use cruddur_contract::frame::ServerFrame;

use crate::support::{Someone, aws, until};

/// Leaves so many records of connections that have expired; their ids sort before those of the gateway.
fn leave_expired(one: &Someone, count: usize) {
    let table = aws::table();
    aws::run(async {
        for number in 0..count {
            let id = format!("+expired-{number:03}");
            let session = one.session(-1);
            let stored = table.store_connection(&id, &session, now_micros());
            stored.await.expect("stored");
        }
    });
}

#[test]
fn a_hundred_expired_connections_hide_no_live_one_from_frames_and_signing_out() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    leave_expired(&bob, 110);
    let mut socket = bob.connect();
    ann.write_to(&bob, "hello");
    socket.next_until(|frame| matches!(frame, ServerFrame::MessageInserted(_)));
    bob.delete("/api/live/connections");
    let frames = socket.until_closed();
    assert_eq!(frames.last(), Some(&ServerFrame::SignedOut));
}

#[test]
fn a_person_has_twenty_connections_at_most_and_the_oldest_is_closed() {
    let ann = Someone::new("ann");
    let table = aws::table();
    // Nothing listens behind the oldest, so that only its record shows.
    let long_ago = now_micros() - 60_000_000;
    aws::run(table.store_connection("the-oldest", &ann.session(900), long_ago)).expect("stored");
    let mut first = ann.connect();
    let rest: Vec<_> = (0..19).map(|_| ann.connect()).collect();
    let open = || aws::run(table.connections_of(&ann.person.uuid, now_micros())).expect("read");
    let ids: Vec<String> = open().into_iter().map(|one| one.connection_id).collect();
    assert_eq!(ids.len(), 20);
    assert!(!ids.contains(&"the-oldest".to_owned()));
    assert_eq!(first.drained(), [], "it is one of the twenty");
    drop(rest);
    until("closed connections are forgotten", || {
        (open().len() == 1).then_some(())
    });
}

#[test]
fn of_110_connections_all_get_frames() {
    // Records of before the bound, or of a race at connecting.
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let mut sockets: Vec<_> = (0..20).map(|_| bob.connect()).collect();
    let table = aws::table();
    aws::run(async {
        for number in 0..90 {
            let id = format!("+opening-{number:03}");
            let session = bob.session(900);
            let stored = table.store_connection(&id, &session, now_micros());
            stored.await.expect("stored");
        }
    });
    let open = aws::run(table.connections_of(&bob.person.uuid, now_micros())).expect("read");
    assert_eq!(open.len(), 110);
    ann.write_to(&bob, "hello");
    for socket in &mut sockets {
        socket.next_until(|frame| matches!(frame, ServerFrame::MessageInserted(_)));
    }
}
