//! What remains after a person deleted their account.

use cruddur_contract::ErrorCode;
use cruddur_contract::frame::ServerFrame;
use cruddur_contract::profile::DELETED_NAME;
use cruddur_contract::{MessageRow, Person};
use serde_json::json;

use crate::access::{call, routes};
use crate::support::api::request;
use crate::support::person::fresh_handle;
use crate::support::socket::open;
use crate::support::{Someone, account};

fn deleted(label: &str) -> Someone {
    let someone = Someone::new(label);
    assert_eq!(someone.delete("/api/profile").status, 200);
    someone
}

#[test]
fn the_living_token_of_a_deleted_person_is_401_on_every_route() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let sent = ann.write_to(&bob, "hello");
    let reply = ann.delete("/api/profile");
    assert_eq!((reply.status, reply.text.as_str()), (200, "{}"));
    for (method, path, body) in routes(&sent, bob.handle()) {
        if (method, path.as_str()) != ("DELETE", "/api/profile") {
            let reply = call(method, &path, Some(&ann.tokens.access_token), body.as_ref());
            assert_eq!(
                (reply.status, reply.text.as_str()),
                (401, "{}"),
                "{method} {path}"
            );
        }
    }
    // The response may be lost, so the app repeats the call.
    assert_eq!(ann.delete("/api/profile").text, "{}");
    let newer = account::sign_in(&ann.email).access_token;
    assert_eq!(
        request("GET", "/api/profile", Some(&newer), None).status,
        401
    );
    assert_eq!(bob.messages(&sent.message_group_uuid).len(), 1);
}

#[test]
fn conversations_with_a_deleted_person_stay_without_their_name() {
    let (ann, bob) = (
        Someone::named(&fresh_handle("ann"), "Ann Lee"),
        Someone::new("bob"),
    );
    let group = ann.write_to(&bob, "from ann").message_group_uuid;
    bob.write_in(&group, "from bob");
    ann.delete("/api/profile");
    let messages = bob.get(&format!("/api/messages/{group}"));
    let lists = bob.get("/api/message_groups");
    for reply in [&messages, &lists] {
        assert!(!reply.text.contains("Ann Lee"), "{}", reply.text);
        assert!(!reply.text.contains(ann.handle()), "{}", reply.text);
    }
    let rows: Vec<MessageRow> = messages.json();
    let shown: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| (row.display_name.as_str(), row.message.as_str()))
        .collect();
    assert_eq!(shown, [(DELETED_NAME, "from ann"), ("bob", "from bob")]);
    let row = bob.group(&group).expect("in bob's list");
    assert_eq!(row.display_name, DELETED_NAME);
    assert_eq!(row.user_uuid, Some(ann.person.uuid));
    // The list still follows new messages.
    bob.write_in(&group, "to nobody");
    let row = crate::support::until("the list follows", || {
        bob.group(&group).filter(|row| row.message == "to nobody")
    });
    assert_eq!(row.display_name, DELETED_NAME);
}

#[test]
fn a_deleted_person_is_not_found_and_their_handle_stays_reserved() {
    let (ann, bob) = (deleted("ann"), Someone::new("bob"));
    let handle = ann.handle();
    let found: Vec<Person> = bob.get(&format!("/api/users?prefix={handle}")).json();
    assert_eq!(found, []);
    bob.get(&format!("/api/users/@{handle}/short"))
        .is_refused(404, ErrorCode::UserNotFound);
    bob.post("/api/messages", &json!({"handle": handle, "message": "x"}))
        .is_refused(422, ErrorCode::ReceiverBlank);
    let free = request("GET", &format!("/api/handles/{handle}"), None, None);
    assert_eq!(free.text, r#"{"available":false}"#);
    bob.put(
        "/api/profile",
        &json!({"display_name": "bob", "handle": handle}),
    )
    .is_refused(422, ErrorCode::HandleTaken);
    let email = format!("{}@example.com", fresh_handle("heir"));
    account::create(&email, &[("name", "Heir"), ("preferred_username", handle)]);
    let heir = account::sign_in(&email).access_token;
    request("GET", "/api/message_groups", Some(&heir), None)
        .is_refused(422, ErrorCode::HandleTaken);
}

#[test]
fn live_connections_of_a_deleted_person_are_closed_and_no_ticket_opens_one() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let group = ann.write_to(&bob, "hello").message_group_uuid;
    let ticket = ann.ticket();
    let (of_ann, mut of_bob) = (ann.connect(), bob.connect());
    ann.delete("/api/profile");
    assert!(of_ann.until_closed().contains(&ServerFrame::SignedOut));
    assert!(open(&format!("?ticket={ticket}"), None).is_err());
    let frames = of_bob.next_until(
        |frame| matches!(frame, ServerFrame::GroupUpdated(row) if row.display_name == DELETED_NAME),
    );
    let Some(ServerFrame::GroupUpdated(row)) = frames.last() else {
        panic!("a row");
    };
    assert_eq!(Some(row), bob.group(&group).as_ref());
}

#[test]
fn deleting_an_account_before_its_first_call_prevents_a_later_record() {
    let handle = fresh_handle("brief");
    let email = format!("{handle}@example.com");
    account::create(
        &email,
        &[("name", "Brief"), ("preferred_username", &handle)],
    );
    let token = account::sign_in(&email).access_token;
    let reply = request("DELETE", "/api/profile", Some(&token), None);
    assert_eq!((reply.status, reply.text.as_str()), (200, "{}"));
    let later = request("GET", "/api/message_groups", Some(&token), None);
    assert_eq!((later.status, later.text.as_str()), (401, "{}"));
}
