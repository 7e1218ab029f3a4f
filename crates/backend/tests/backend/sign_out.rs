//! Signing out everywhere.

use cruddur_backend::clock::now_micros;
use cruddur_contract::frame::ServerFrame;

use crate::support::{Someone, aws};

#[test]
fn every_connection_of_the_caller_gets_signed_out_and_is_closed_and_no_other_is() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let of_ann = [ann.connect(), ann.connect(), ann.connect()];
    let mut of_bob = bob.connect();
    let reply = ann.delete("/api/live/connections");
    assert_eq!((reply.status, reply.text.as_str()), (200, "{}"));
    for socket in of_ann {
        assert_eq!(socket.until_closed(), [ServerFrame::SignedOut]);
    }
    assert_eq!(of_bob.drained(), []);
    let open = |one: &Someone| {
        aws::run(aws::table().connections_of(&one.person.uuid, now_micros())).expect("read")
    };
    assert_eq!((open(&ann).len(), open(&bob).len()), (0, 1));
}

#[test]
fn signing_out_succeeds_without_connections_and_with_dead_ones() {
    let ann = Someone::new("ann");
    assert_eq!(ann.delete("/api/live/connections").text, "{}");
    // The token is refused from the next second on.
    let ann = ann.sign_in_again();
    let table = aws::table();
    let now = now_micros();
    aws::run(table.store_connection("dead-and-gone=", &ann.session(900), now)).expect("recorded");
    let socket = ann.connect();
    assert_eq!(ann.delete("/api/live/connections").status, 200);
    assert_eq!(socket.until_closed(), [ServerFrame::SignedOut]);
    assert_eq!(
        aws::run(table.connections_of(&ann.person.uuid, now)).expect("read"),
        []
    );
    // The person is still there, and may come back.
    assert_eq!(ann.sign_in_again().connect().drained(), []);
}
