use serde_json::{Value, json};

use super::world::{World, body, group, in_conversation, insert, message, time};
use crate::effect::{Effect, TimerKey};
use crate::event::{Event, Intent};
use crate::http::HttpRequest;
use crate::view::{ConversationKey, DeliveryState, RowKey, Trouble};

/// The full server's answer to that request, as message n.
fn accepted(request: &HttpRequest, n: i64) -> Value {
    let sent = body(request);
    json!({"message_group_uuid": "g1", "uuid": format!("m{n}"), "message_uuid": format!("m{n}"),
        "display_name": "Andrew Brown", "handle": "andrewbrown", "message": sent["message"],
        "created_at": time(n), "client_message_id": sent["client_message_id"],
        "previous_message_uuid": format!("m{}", n - 1), "version": 1})
}

fn echo(request: &HttpRequest, n: i64) -> Value {
    let mut row = message(n);
    let sent = body(request);
    row["handle"] = json!("andrewbrown");
    row["message"] = sent["message"].clone();
    row["client_message_id"] = sent["client_message_id"].clone();
    insert("g1", row)
}

fn key(request: &HttpRequest) -> RowKey {
    RowKey(
        body(request)["client_message_id"]
            .as_str()
            .expect("an id")
            .to_owned(),
    )
}

#[test]
fn a_message_appears_at_once_and_becomes_sent_under_the_same_row_key() {
    let mut world = in_conversation();
    world.want(Intent::Send("hello".into()));
    assert_eq!(world.last_state(), DeliveryState::Sending);
    let before = world.last().key;
    let (id, request) = world.take("POST /api/messages");
    world.requests.push((id, request.clone()));
    world.answer("POST /api/messages", 200, &accepted(&request, 3));
    assert_eq!(world.last_state(), DeliveryState::Sent);
    assert_eq!(world.last().key, before);
    assert_eq!(world.texts(), ["text 0", "text 1", "text 2", "hello"]);
}

#[test]
fn an_echo_before_the_answer_after_it_twice_and_through_a_page_is_one_row() {
    let mut world = in_conversation();
    world.want(Intent::Send("hello".into()));
    let (id, request) = world.take("POST /api/messages");
    for _ in 0..2 {
        world.frame(&echo(&request, 3));
        assert_eq!(world.texts().len(), 4);
        assert_eq!(world.last_state(), DeliveryState::Sent);
        assert_eq!(world.last().key, key(&request));
    }
    world.requests.push((id, request.clone()));
    world.answer("POST /api/messages", 200, &accepted(&request, 3));
    world.frame(&echo(&request, 3));
    world.handle(Event::Woken);
    assert_eq!(world.texts().len(), 4);
    assert_eq!(world.last().key, key(&request));
}

#[test]
fn messages_go_in_order_one_at_a_time() {
    let mut world = in_conversation();
    for text in ["one", "two", "three"] {
        world.want(Intent::Send(text.into()));
    }
    let mut sent = Vec::new();
    for n in 3..6 {
        assert_eq!(
            world
                .waiting()
                .iter()
                .filter(|w| w.starts_with("POST /api/messages"))
                .count(),
            1
        );
        let (id, request) = world.take("POST /api/messages");
        sent.push(body(&request)["message"].as_str().expect("text").to_owned());
        world.requests.push((id, request.clone()));
        world.answer("POST /api/messages", 200, &accepted(&request, n));
    }
    assert_eq!(sent, ["one", "two", "three"]);
    assert_eq!(world.engine.waiting(), 0);
}

#[test]
fn a_network_failure_holds_the_queue_and_retries_with_the_same_id() {
    let mut world = in_conversation();
    world.want(Intent::Send("one".into()));
    world.want(Intent::Send("two".into()));
    let (id, first) = world.take("POST /api/messages");
    world.requests.push((id, first.clone()));
    world.lose("POST /api/messages");
    assert_eq!(
        world.waiting(),
        Vec::<String>::new(),
        "the second waits for the first"
    );
    assert_eq!(world.engine.waiting(), 2);
    assert!(
        world
            .engine
            .messages()
            .iter()
            .rev()
            .take(2)
            .all(|m| m.state == DeliveryState::Sending)
    );
    world.handle(Event::Timer(TimerKey::Resend(ConversationKey::Group(
        "g1".into(),
    ))));
    let (id, again) = world.take("POST /api/messages");
    assert_eq!(body(&again), body(&first));
    world.requests.push((id, again.clone()));
    world.answer("POST /api/messages", 503, &json!("busy"));
    let wait = world
        .timer(&TimerKey::Resend(ConversationKey::Group("g1".into())))
        .expect("a timer");
    assert!(wait <= 30_000);
}

#[test]
fn the_server_can_ask_for_a_longer_wait() {
    let mut world = in_conversation();
    world.want(Intent::Send("one".into()));
    let (id, _) = world.take("POST /api/messages");
    let answer = |status| crate::http::HttpAnswer {
        status,
        body: r#"["too_many_requests"]"#.into(),
        retry_after: Some(40),
        ..Default::default()
    };
    world.handle(Event::Answered {
        id,
        outcome: crate::http::HttpOutcome::Answer(answer(429)),
    });
    assert!(world.timer(&TimerKey::Resend(ConversationKey::Group("g1".into()))) >= Some(40_000));
    world.effects.clear();
    world.handle(Event::Timer(TimerKey::Resend(ConversationKey::Group(
        "g1".into(),
    ))));
    let (id, _) = world.take("POST /api/messages");
    world.handle(Event::Answered {
        id,
        outcome: crate::http::HttpOutcome::Answer(answer(503)),
    });
    assert!(world.timer(&TimerKey::Resend(ConversationKey::Group("g1".into()))) >= Some(40_000));
}

#[test]
fn a_refused_message_does_not_hold_up_the_rest() {
    let mut world = in_conversation();
    world.want(Intent::Send("bad".into()));
    world.want(Intent::Send("good".into()));
    world.answer("POST /api/messages", 422, &json!(["message_blank"]));
    let states: Vec<_> = world
        .engine
        .messages()
        .into_iter()
        .rev()
        .take(2)
        .map(|m| m.state)
        .collect();
    assert!(
        matches!(states[1], DeliveryState::NotSent(Trouble::Refused(_))),
        "{states:?}"
    );
    assert_eq!(states[0], DeliveryState::Sending);
    let (_, request) = world.take("POST /api/messages");
    assert_eq!(body(&request)["message"], "good");
}

#[test]
fn a_refused_message_can_be_retried_or_deleted() {
    let mut world = in_conversation();
    world.want(Intent::Send("bad".into()));
    world.answer(
        "POST /api/messages",
        404,
        &json!(["message_group_not_found"]),
    );
    let key = world.last().key;
    world.want(Intent::Retry(key.clone()));
    assert_eq!(world.last_state(), DeliveryState::Sending);
    world.want(Intent::Discard(key.clone()));
    assert_eq!(
        world.texts().len(),
        4,
        "only a message that was not sent can be dropped"
    );
    world.answer(
        "POST /api/messages",
        404,
        &json!(["message_group_not_found"]),
    );
    world.want(Intent::Discard(key));
    assert_eq!(world.texts().len(), 3);
}

#[test]
fn the_first_message_to_a_person_becomes_the_conversation_without_changing_its_row() {
    let mut world = World::connected();
    world.want(Intent::Open(Some(ConversationKey::New("@Londo".into()))));
    let person = json!({"uuid": "p", "handle": "londo", "display_name": "Londo Mollari"});
    world.answer("GET /api/users/@londo/short", 200, &person);
    world.want(Intent::Send("greetings".into()));
    world.want(Intent::Send("and more".into()));
    let keys: Vec<_> = world.engine.messages().into_iter().map(|m| m.key).collect();
    let (id, request) = world.take("POST /api/messages");
    assert_eq!(body(&request)["handle"], "londo");
    world.requests.push((id, request.clone()));
    let mut answer = accepted(&request, 9);
    answer["message_group_uuid"] = json!("g2");
    answer["previous_message_uuid"] = Value::Null;
    world.answer("POST /api/messages", 200, &answer);
    let there = Effect::Navigate {
        path: "/messages/g2".into(),
        replace: true,
    };
    assert!(world.effects.contains(&there));
    let (_, second) = world.take("POST /api/messages");
    assert_eq!(body(&second)["message_group_uuid"], "g2");
    world.open("g2");
    let after: Vec<_> = world.engine.messages().into_iter().map(|m| m.key).collect();
    assert_eq!(after, keys);
    world.answer(
        "GET /api/message_groups",
        200,
        &json!([group("g2", "londo", 9)]),
    );
    assert_eq!(world.engine.conversation().expect("open").handle, "londo");
}
