//! Every invalid body of a send has its code and writes nothing.

use cruddur_contract::{ErrorCode, GroupId};
use serde_json::{Value, json};

use crate::support::api::typed;
use crate::support::{Reply, Someone};

fn raw(someone: &Someone, body: &[u8], content_type: &str) -> Reply {
    let token = Some(someone.tokens.access_token.as_str());
    typed("POST", "/api/messages", token, Some(body), content_type)
}

#[test]
fn bad_bodies_are_422_with_their_codes_and_write_nothing() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let group = ann.write_to(&bob, "the only one").message_group_uuid;
    let to = bob.handle();
    for (code, bodies) in [
        (ErrorCode::MessageBlank, without_a_text(to)),
        (ErrorCode::MessageTooLong, too_long(to)),
        (ErrorCode::MessageGroupBlank, without_a_receiver()),
        (ErrorCode::ReceiverBlank, to_an_unknown_receiver()),
        (ErrorCode::ReceiverIsSender, to_oneself(ann.handle())),
        (ErrorCode::BadRequest, of_the_wrong_kind(to, &group)),
    ] {
        for body in bodies {
            let reply = ann.post("/api/messages", &body);
            assert_eq!(reply.status, 422, "{body}: {}", reply.text);
            reply.is_refused(422, code.clone());
        }
    }
    assert_eq!(ann.messages(&group).len(), 1);
}

fn without_a_text(to: &str) -> Vec<Value> {
    vec![
        json!({"handle": to}),
        json!({"handle": to, "message": null}),
        json!({"handle": to, "message": ""}),
        json!({"handle": to, "message": " \n\t\u{2003} "}),
    ]
}

fn too_long(to: &str) -> Vec<Value> {
    vec![
        json!({"handle": to, "message": "x".repeat(1025)}),
        json!({"handle": to, "message": "😀".repeat(1025)}),
    ]
}

fn without_a_receiver() -> Vec<Value> {
    vec![
        json!({"message": "x"}),
        json!({"message": "x", "message_group_uuid": ""}),
        json!({"message": "x", "message_group_uuid": null}),
    ]
}

fn to_an_unknown_receiver() -> Vec<Value> {
    vec![
        json!({"handle": "", "message": "x"}),
        json!({"handle": "nobody-at-all", "message": "x"}),
        json!({"handle": "x".repeat(5000), "message": "x"}),
    ]
}

fn to_oneself(handle: &str) -> Vec<Value> {
    vec![
        json!({"handle": handle, "message": "x"}),
        json!({"handle": handle.to_uppercase(), "message": "x"}),
    ]
}

fn of_the_wrong_kind(to: &str, group: &GroupId) -> Vec<Value> {
    vec![
        json!({"handle": to, "message": 7}),
        json!({"handle": to, "message": ["x"]}),
        json!({"handle": 7, "message": "x"}),
        json!({"message_group_uuid": {}, "message": "x"}),
        json!({"message_group_uuid": group, "handle": to, "message": "x"}),
        json!({"handle": to, "message": "x", "client_message_id": "1"}),
        json!({"handle": to, "message": "x", "client_message_id": 1}),
        json!([]),
        json!(["x", null, to]),
        json!("x"),
        json!(null),
    ]
}

#[test]
fn what_is_no_json_is_422() {
    let ann = Someone::new("ann");
    let huge = format!(
        r#"{{"message":"x","handle":"a","junk":"{}"}}"#,
        "y".repeat(70_000)
    );
    let bodies: [&[u8]; 7] = [
        b"",
        b"{",
        b"message=x",
        b"<html>",
        br#"{"message":"\ud800","handle":"a"}"#,
        br#"{"message":"x",}"#,
        huge.as_bytes(),
    ];
    for body in bodies {
        raw(&ann, body, "application/json").is_refused(422, ErrorCode::BadRequest);
    }
}

/// The gateway decodes a JSON body as text; invalid UTF-8 reaches the function only with another content
/// type.
#[test]
fn bytes_that_are_no_utf8_are_422() {
    let ann = Someone::new("ann");
    let body = b"{\"message\":\"\xff\xfe\",\"handle\":\"a\"}";
    raw(&ann, body, "application/octet-stream").is_refused(422, ErrorCode::BadRequest);
}

#[test]
fn the_longest_message_and_unusual_characters_are_stored_unchanged() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let longest = "😀".repeat(1024);
    let odd = "<b>&amp;</b> \u{0} \u{202e}rtl \u{fffd} e\u{301}\nsecond line";
    let group: GroupId = ann.write_to(&bob, &longest).message_group_uuid;
    ann.write_in(&group, &format!("  {odd} \n"));
    let texts: Vec<String> = bob
        .messages(&group)
        .into_iter()
        .map(|row| row.message)
        .collect();
    assert_eq!(texts, [longest.as_str(), odd]);
}

#[test]
fn bad_limits_and_cursors_are_422() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let sent = ann.write_to(&bob, "hello");
    let (group, id) = (sent.message_group_uuid, sent.message_uuid.expect("an id"));
    for limit in ["0", "101", "-1", "x", "", "1.5", "99999999999999999999"] {
        for path in [
            "/api/message_groups",
            &format!("/api/messages/{group}"),
            "/api/users",
        ] {
            ann.get(&format!("{path}?limit={limit}"))
                .is_refused(422, ErrorCode::BadRequest);
        }
    }
    ann.get("/api/message_groups?before=yesterday")
        .is_refused(422, ErrorCode::BadRequest);
    let both = format!("/api/messages/{group}?before={id}&after={id}");
    ann.get(&both).is_refused(422, ErrorCode::BadRequest);
}

#[test]
fn a_cursor_of_another_conversation_is_not_found() {
    let (ann, bob, eve) = (
        Someone::new("ann"),
        Someone::new("bob"),
        Someone::new("eve"),
    );
    let group = ann.write_to(&bob, "one").message_group_uuid;
    let foreign = eve.write_to(&bob, "two").message_uuid.expect("an id");
    let made_up = uuid::Uuid::new_v4().to_string();
    for id in [foreign.as_str(), &made_up, "x"] {
        let reply = ann.get(&format!("/api/messages/{group}?before={id}"));
        reply.is_refused(404, ErrorCode::MessageNotFound);
    }
}
