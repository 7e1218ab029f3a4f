//! A server that speaks the seed part of the contract alone.

use serde_json::{Value, json};

use super::world::World;
use crate::effect::TimerKey;
use crate::event::{Event, Intent};
use crate::view::{ConnectionStatus, DeliveryState, Load, Older, Trouble};

/// A seed server's row: naive time, nothing more than five fields.
fn row(id: &str, handle: &str, text: &str, second: u32) -> Value {
    json!({"uuid": id, "display_name": handle, "handle": handle, "message": text,
        "created_at": format!("2023-03-24T08:09:{second:02}.5")})
}

fn seed_group() -> Value {
    json!([{"uuid": "g1", "display_name": "Bayko", "handle": "bayko", "message": "hi",
        "created_at": "2023-03-24T08:09:01"}])
}

fn in_conversation() -> World {
    let mut world = World::signed_in(false);
    world.answer("GET /api/message_groups", 200, &seed_group());
    world.open("g1");
    world.answer(
        "GET /api/messages/g1",
        200,
        &json!([row("a", "bayko", "hi", 1)]),
    );
    world
}

#[test]
fn it_lists_reads_and_polls_without_paging() {
    let mut world = in_conversation();
    assert_eq!(world.engine.connection(), ConnectionStatus::Connected);
    assert_eq!(
        world.engine.conversation().expect("open").older,
        Older::Beginning
    );
    assert_eq!(world.engine.groups_view().older, Older::Beginning);
    world.handle(Event::Timer(TimerKey::Poll));
    world.answer("GET /api/message_groups", 200, &seed_group());
    let page = json!([row("a", "bayko", "hi", 1), row("b", "bayko", "there", 2)]);
    let request = world.answer("GET /api/messages/g1", 200, &page);
    assert!(
        request.url.ends_with("/api/messages/g1?limit=50"),
        "no cursor: {}",
        request.url
    );
    assert_eq!(world.texts(), ["hi", "there"]);
    world.handle(Event::Timer(TimerKey::Poll));
    world.lose("GET /api/message_groups");
    assert_eq!(world.engine.connection(), ConnectionStatus::Reconnecting);
}

#[test]
fn a_sent_message_is_one_row_although_the_answer_names_the_sender() {
    let mut world = in_conversation();
    world.want(Intent::Send("yo".into()));
    let key = world.last().key;
    let mut answer = row("the-sender", "andrewbrown", "yo", 3);
    answer["message_group_uuid"] = json!("g1");
    world.answer("POST /api/messages", 200, &answer);
    assert_eq!(world.last_state(), DeliveryState::Sent);
    let page = json!([row("a", "bayko", "hi", 1), row("c", "andrewbrown", "yo", 3)]);
    world.answer("GET /api/messages/g1", 200, &page);
    assert_eq!(world.texts(), ["hi", "yo"]);
    assert_eq!(world.last().key, key, "the row keeps its name");
    assert_eq!(world.engine.waiting(), 0);
}

#[test]
fn the_same_text_twice_is_two_rows() {
    let mut world = in_conversation();
    for second in [3, 4] {
        world.want(Intent::Send("yo".into()));
        let mut answer = row("the-sender", "andrewbrown", "yo", second);
        answer["message_group_uuid"] = json!("g1");
        world.answer("POST /api/messages", 200, &answer);
    }
    let page = json!([
        row("a", "bayko", "hi", 1),
        row("c", "andrewbrown", "yo", 3),
        row("d", "andrewbrown", "yo", 4)
    ]);
    world.answer("GET /api/messages/g1", 200, &page);
    assert_eq!(world.texts(), ["hi", "yo", "yo"]);
    let keys: std::collections::BTreeSet<_> =
        world.engine.messages().into_iter().map(|m| m.key).collect();
    assert_eq!(keys.len(), 3);
}

#[test]
fn a_send_of_unknown_outcome_is_never_repeated_by_itself_and_reconciled_when_it_had_arrived() {
    let mut world = in_conversation();
    world.want(Intent::Send("yo".into()));
    world.lose("POST /api/messages");
    assert_eq!(world.last_state(), DeliveryState::NotSent(Trouble::Network));
    let page = json!([row("a", "bayko", "hi", 1), row("c", "andrewbrown", "yo", 3)]);
    world.answer("GET /api/messages/g1", 200, &page);
    assert_eq!(world.texts(), ["hi", "yo"]);
    assert_eq!(world.last_state(), DeliveryState::Sent);
}

#[test]
fn a_conversation_with_nothing_to_send_is_not_read_because_of_a_message_that_was_not_sent() {
    let mut world = in_conversation();
    world.want(Intent::Send("yo".into()));
    world.answer("POST /api/messages", 422, &json!(["message_blank"]));
    let mut world = world.back();
    world.answer("GET /api/message_groups", 200, &seed_group());
    assert_eq!(world.waiting(), Vec::<String>::new());
    world.open("g1");
    assert!(matches!(
        world.last_state(),
        DeliveryState::NotSent(Trouble::Refused(_))
    ));
}

#[test]
fn html_500_is_a_fault_of_the_server_and_empty_braces_are_nobody() {
    let mut world = in_conversation();
    world.want(Intent::Send("yo".into()));
    world.answer("POST /api/messages", 500, &json!("<html>500</html>"));
    assert_eq!(world.last_state(), DeliveryState::NotSent(Trouble::Server));
    use crate::view::ConversationKey;
    world.want(Intent::Open(Some(ConversationKey::New("nobody".into()))));
    world.answer("GET /api/users/@nobody/short", 200, &json!({}));
    assert_eq!(
        world.engine.conversation().expect("open").load,
        Load::Failed(Trouble::NotFound)
    );
}

#[test]
fn the_first_message_to_a_person_answers_only_the_conversation() {
    use crate::view::ConversationKey;
    let mut world = in_conversation();
    world.want(Intent::Open(Some(ConversationKey::New("londo".into()))));
    let person = json!({"uuid": "p", "handle": "londo", "display_name": "Londo"});
    world.answer("GET /api/users/@londo/short", 200, &person);
    world.want(Intent::Send("hello".into()));
    let key = world.last().key;
    world.answer(
        "POST /api/messages",
        200,
        &json!({"message_group_uuid": "g2"}),
    );
    assert_eq!(world.texts(), ["hello"]);
    world.answer(
        "GET /api/messages/g2",
        200,
        &json!([row("x", "andrewbrown", "hello", 9)]),
    );
    assert_eq!(world.texts(), ["hello"]);
    assert_eq!(
        (world.last().key, world.last_state()),
        (key, DeliveryState::Sent)
    );
}
