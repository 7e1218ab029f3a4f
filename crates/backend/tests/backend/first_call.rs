//! A person's record is written by their first call, from the pool's attributes.

use cruddur_contract::ErrorCode;
use serde_json::json;

use crate::support::account;
use crate::support::api::request;
use crate::support::person::fresh_handle;
use crate::support::{Reply, Someone};

fn groups_of(email: &str) -> Reply {
    let tokens = account::sign_in(email);
    request(
        "GET",
        "/api/message_groups",
        Some(&tokens.access_token),
        None,
    )
}

#[test]
fn name_and_handle_come_from_the_pool() {
    let handle = fresh_handle("Ann.Lee");
    let ann = Someone::named(&handle, "Ann  Lee\u{7}");
    assert_eq!(ann.person.handle, handle);
    assert_eq!(ann.person.display_name, "Ann Lee");
    let body = json!({"handle": Someone::new("bob").handle(), "message": "x",
        "display_name": "Mallory", "user_uuid": "somebody", "created_at": "1999-01-01T00:00:00Z"});
    let sent: serde_json::Value = ann.post("/api/messages", &body).json();
    assert_eq!(sent["display_name"], "Ann Lee");
    assert_eq!(sent["user_uuid"], ann.person.uuid.as_str());
    assert!(
        !sent["created_at"]
            .as_str()
            .expect("a time")
            .starts_with("1999")
    );
}

#[test]
fn without_a_name_the_handle_is_shown() {
    let handle = fresh_handle("nameless");
    let email = format!("{handle}@example.com");
    account::create(&email, &[("preferred_username", &handle)]);
    let tokens = account::sign_in(&email);
    let path = format!("/api/users/@{handle}/short");
    let person: cruddur_contract::Person =
        request("GET", &path, Some(&tokens.access_token), None).json();
    assert_eq!(person.display_name, handle);
}

#[test]
fn a_taken_handle_is_refused_until_another_is_chosen() {
    let first = Someone::new("ann");
    let email = format!("{}@example.com", fresh_handle("second"));
    let shouted = first.handle().to_uppercase();
    account::create(&email, &[("name", "Ann"), ("preferred_username", &shouted)]);
    groups_of(&email).is_refused(422, ErrorCode::HandleTaken);
    groups_of(&email).is_refused(422, ErrorCode::HandleTaken);
    let free = fresh_handle("free");
    account::change(&email, "preferred_username", &free);
    assert_eq!(groups_of(&email).status, 200);
    let found = first.get(&format!("/api/users/@{free}/short"));
    assert_eq!(found.status, 200);
}

#[test]
fn a_missing_or_malformed_handle_is_refused() {
    let email = format!("{}@example.com", fresh_handle("odd"));
    account::create(&email, &[("name", "Odd")]);
    groups_of(&email).is_refused(422, ErrorCode::HandleInvalid);
    for handle in ["a b", "ä", "a/b", "a#b", "..", &"x".repeat(31)] {
        account::change(&email, "preferred_username", handle);
        groups_of(&email).is_refused(422, ErrorCode::HandleInvalid);
    }
}

#[test]
fn who_was_disabled_before_the_first_call_gets_no_record() {
    let handle = fresh_handle("disabled");
    let email = format!("{handle}@example.com");
    account::create(&email, &[("preferred_username", &handle)]);
    let token = account::sign_in(&email).access_token;
    account::disable(&email);
    let reply = request("GET", "/api/message_groups", Some(&token), None);
    assert_eq!((reply.status, reply.text.as_str()), (401, "{}"));
    let found = Someone::new("bob").get(&format!("/api/users/@{handle}/short"));
    assert_eq!(found.status, 404);
}

#[test]
fn two_concurrent_first_calls_make_one_record() {
    let handle = fresh_handle("twice");
    let email = format!("{handle}@example.com");
    account::create(
        &email,
        &[("name", "Twice"), ("preferred_username", &handle)],
    );
    let token = account::sign_in(&email).access_token;
    let path = format!("/api/users/@{handle}/short");
    let replies: Vec<Reply> = std::thread::scope(|scope| {
        let ask = || request("GET", &path, Some(&token), None);
        let asked: Vec<_> = (0..4).map(|_| scope.spawn(ask)).collect();
        asked
            .into_iter()
            .map(|one| one.join().expect("an answer"))
            .collect()
    });
    for reply in replies {
        assert_eq!(reply.json::<cruddur_contract::Person>().handle, handle);
    }
}
