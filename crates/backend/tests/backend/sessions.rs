//! Sessions that have been ended: an access token that still lives opens nothing.

use cruddur_backend::clock::{now_micros, seconds};
use cruddur_backend::table::ProfileChange;
use serde_json::json;

use crate::access::{call, routes};
use crate::support::socket::open;
use crate::support::{Someone, aws};

/// The route that ends all sessions of the caller.
const SIGN_OUT: &str = "/api/live/connections";

#[test]
fn after_signing_out_everywhere_the_living_tokens_are_401_on_every_route() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let sent = ann.write_to(&bob, "hello");
    let (stolen, ticket) = (ann.tokens.access_token.as_str(), ann.ticket());
    ann.age();
    assert_eq!(ann.delete(SIGN_OUT).status, 200);
    for (method, path, body) in routes(&sent, bob.handle()) {
        let reply = call(method, &path, Some(stolen), body.as_ref());
        let expected = if path == SIGN_OUT { 200 } else { 401 };
        let (status, text) = (reply.status, reply.text.as_str());
        assert_eq!((status, text), (expected, "{}"), "{method} {path}");
    }
    let refused = open(&format!("?ticket={ticket}"), None);
    assert!(refused.is_err(), "a ticket of before opens nothing");
    let again = ann.sign_in_again();
    assert_eq!(
        again.messages(&sent.message_group_uuid).len(),
        1,
        "nothing was written"
    );
    assert_eq!(again.connect().drained(), []);
}

#[test]
fn who_signs_in_in_the_second_of_the_end_is_in() {
    let ann = Someone::new("ann");
    for _ in 0..3 {
        ann.sign_in_again().delete(SIGN_OUT);
        let again = ann.sign_in_again();
        assert_eq!(again.get("/api/profile").status, 200);
        assert_eq!(again.connect().drained(), []);
    }
}

#[test]
fn a_token_of_before_does_not_end_newer_sessions() {
    let ann = Someone::new("ann");
    ann.age();
    ann.delete(SIGN_OUT);
    let newer = ann.sign_in_again();
    let mut socket = newer.connect();
    newer.age();
    assert_eq!(
        ann.delete(SIGN_OUT).text,
        "{}",
        "its answer may have been lost"
    );
    assert_eq!(socket.drained(), []);
    assert_eq!(newer.get("/api/profile").status, 200);
}

#[test]
fn the_end_of_sessions_survives_changes_of_the_profile() {
    let ann = Someone::new("ann");
    let (table, id) = (aws::table(), &ann.person.uuid);
    ann.age();
    ann.delete(SIGN_OUT);
    let newer = ann.sign_in_again();
    newer.put("/api/profile", &json!({"display_name": "Anna"}));
    assert_eq!(ann.get("/api/profile").status, 401);
    // Changes of the record and of the time, all at once.
    let later = seconds(now_micros()) + 100;
    aws::run(async {
        let rename = |n: i64| ProfileChange {
            display_name: format!("Ann {n}"),
            handle: None,
            bio: None,
        };
        for n in 0..10 {
            // A window of names each.
            let now = now_micros() + n * 3_600_000_000;
            let (change, time) = (rename(n), later + n);
            let (changed, ended) = futures_util::join!(
                table.change_person(id, &change, now),
                table.refuse_sign_ins_before(id, time)
            );
            changed.expect("changed");
            ended.expect("ended");
            let record = table.person(id).await.expect("read").expect("a record");
            assert_eq!(record.refused_before, Some(time), "round {n}");
        }
    });
}
