//! Authorisation: every route as a member, as someone else, without a token and with an invalid token.

use cruddur_contract::ErrorCode;
use cruddur_contract::message::SendAnswer;
use serde_json::{Value, json};

use crate::support::api::request;
use crate::support::person::fresh_handle;
use crate::support::{Reply, Someone, account};

/// Every route that needs a token: method, path, body. `sent`: a message of the caller's.
pub fn routes(sent: &SendAnswer, other: &str) -> Vec<(&'static str, String, Option<Value>)> {
    let group = &sent.message_group_uuid;
    let message = sent.message_uuid.as_ref().expect("an id");
    vec![
        ("GET", "/api/message_groups".into(), None),
        (
            "POST",
            "/api/message_groups".into(),
            Some(json!({"handles": [other]})),
        ),
        ("GET", format!("/api/message_groups/{group}"), None),
        ("POST", format!("/api/message_groups/{group}/unread"), None),
        ("GET", format!("/api/messages/{group}"), None),
        (
            "POST",
            "/api/messages".into(),
            Some(json!({"message_group_uuid": group, "message": "x"})),
        ),
        (
            "POST",
            "/api/messages".into(),
            Some(json!({"handle": other, "message": "x"})),
        ),
        (
            "PUT",
            format!("/api/messages/{group}/{message}"),
            Some(json!({"message": "x", "version": 1})),
        ),
        ("DELETE", format!("/api/messages/{group}/{message}"), None),
        ("GET", format!("/api/users/@{other}/short"), None),
        ("GET", "/api/users?prefix=a".into(), None),
        ("POST", "/api/live/ticket".into(), Some(json!({}))),
        ("GET", "/api/profile".into(), None),
        (
            "PUT",
            "/api/profile".into(),
            Some(json!({"display_name": "ann"})),
        ),
        // These end the caller's sessions, and the account.
        ("DELETE", "/api/live/connections".into(), None),
        ("DELETE", "/api/profile".into(), None),
    ]
}

/// Calls a route.
pub fn call(method: &str, path: &str, token: Option<&str>, body: Option<&Value>) -> Reply {
    let text = body.map(Value::to_string);
    request(method, path, token, text.as_deref().map(str::as_bytes))
}

#[test]
fn a_member_may_use_every_route() {
    let (mut ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let sent = ann.write_to(&bob, "hello");
    for (method, path, body) in routes(&sent, bob.handle()) {
        let reply = call(method, &path, Some(&ann.tokens.access_token), body.as_ref());
        if path == "/api/live/connections" {
            ann = ann.sign_in_again();
        }
        assert_eq!(reply.status, 200, "{method} {path}: {}", reply.text);
        assert_eq!(
            reply.headers["cache-control"], "no-store",
            "{method} {path}"
        );
        assert_eq!(
            reply.headers["content-type"], "application/json",
            "{method} {path}"
        );
    }
}

#[test]
fn without_a_good_token_every_route_is_401() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let sent = ann.write_to(&bob, "hello");
    let good = &ann.tokens.access_token;
    let (head, tail) = good.rsplit_once('.').expect("a JWT");
    let flipped = if tail.starts_with('A') { "B" } else { "A" };
    let tampered = format!("{head}.{flipped}{}", &tail[1..]);
    let foreign = account::sign_in_with(&account::other_client(900), &ann.email).access_token;
    let bad: [(&str, Option<&str>); 6] = [
        ("none", None),
        ("garbage", Some("garbage")),
        ("three parts of garbage", Some("a.b.c")),
        ("tampered", Some(&tampered)),
        ("an id token", Some(&ann.tokens.id_token)),
        ("a token of another client", Some(&foreign)),
    ];
    for (what, token) in bad {
        for (method, path, body) in routes(&sent, bob.handle()) {
            let reply = call(method, &path, token, body.as_ref());
            assert_eq!(reply.status, 401, "{what}: {method} {path}: {}", reply.text);
        }
    }
    let messages = bob.messages(&sent.message_group_uuid);
    assert_eq!(messages.len(), 1, "nothing was written");
    assert_eq!(messages[0].version, Some(1), "nor changed");
}

#[test]
fn someone_elses_conversation_is_answered_like_a_missing_one() {
    let (ann, bob, eve) = (
        Someone::new("ann"),
        Someone::new("bob"),
        Someone::new("eve"),
    );
    let group = ann.write_to(&bob, "for bob").message_group_uuid;
    let nowhere = "00000000-0000-4000-8000-000000000000";
    let page = |group: &str| eve.get(&format!("/api/messages/{group}"));
    let write = |group: &str| {
        eve.post(
            "/api/messages",
            &json!({"message_group_uuid": group, "message": "x"}),
        )
    };
    for ask in [&page as &dyn Fn(&str) -> Reply, &write] {
        let (theirs, none, odd) = (ask(group.as_str()), ask(nowhere), ask("not-a-uuid"));
        theirs.is_refused(404, ErrorCode::MessageGroupNotFound);
        assert_eq!((theirs.status, &theirs.text), (none.status, &none.text));
        assert_eq!((theirs.status, &theirs.text), (odd.status, &odd.text));
    }
    assert_eq!(eve.groups(), []);
    assert_eq!(ann.messages(&group).len(), 1);
}

#[test]
fn checking_a_handle_needs_no_token() {
    let ann = Someone::new("ann");
    let ask = |handle: &str| {
        let path = format!("/api/handles/{handle}");
        request("GET", &path, None, None)
    };
    let answer = |handle: &str| (ask(handle).status, ask(handle).text);
    let taken = (200, r#"{"available":false}"#.to_owned());
    assert_eq!(answer(ann.handle()), taken);
    assert_eq!(answer(&ann.handle().to_uppercase()), taken);
    let free = (200, r#"{"available":true}"#.to_owned());
    assert_eq!(answer(&fresh_handle("free")), free);
    for odd in [
        "%40ann",
        "a%20b",
        "%C3%A4",
        "a%23b",
        "a..b",
        &"x".repeat(31),
    ] {
        ask(odd).is_refused(422, ErrorCode::HandleInvalid);
    }
}

#[test]
fn the_health_check_needs_no_token() {
    let reply = request("GET", "/api/health-check", None, None);
    assert_eq!(
        (reply.status, reply.text.as_str()),
        (200, r#"{"success":true,"ver":1}"#)
    );
}

#[test]
fn unknown_paths_are_404_and_wrong_methods_405() {
    let ann = Someone::new("ann");
    let token = Some(ann.tokens.access_token.as_str());
    request("GET", "/api/nothing", token, None).is_refused(404, ErrorCode::BadRequest);
    request("GET", "/elsewhere", token, None).is_refused(404, ErrorCode::BadRequest);
    let wrong = request("DELETE", "/api/message_groups", token, None);
    wrong.is_refused(405, ErrorCode::BadRequest);
    assert_eq!(wrong.headers["allow"], "GET, POST");
    request("GET", "/api/live/ticket", token, None).is_refused(405, ErrorCode::BadRequest);
}

#[test]
fn the_pools_sub_is_never_shown() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let sent = ann.write_to(&bob, "hello");
    let claims = cruddur_contract::cognito::IdClaims::of_token(&ann.tokens.id_token);
    let sub = claims.expect("claims").sub;
    for (method, path, body) in routes(&sent, ann.handle()) {
        if body.is_none() {
            let reply = call(method, &path, Some(&bob.tokens.access_token), None);
            assert!(!reply.text.contains(&sub), "{path}");
        }
    }
}

#[test]
fn a_page_of_an_allowed_origin_may_read_answers_and_a_foreign_one_may_not() {
    let ann = Someone::new("ann");
    let reply = ann.get("/api/message_groups");
    let allowed = reply.headers.get("access-control-allow-origin");
    assert_eq!(allowed.expect("CORS"), "http://127.0.0.1:8090");
    let exposed = reply.headers["access-control-expose-headers"]
        .to_str()
        .expect("text");
    for name in ["link", "retry-after", "date"] {
        assert!(exposed.to_lowercase().contains(name), "{exposed}");
    }
}
