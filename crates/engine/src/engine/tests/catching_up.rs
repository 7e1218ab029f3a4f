use serde_json::json;

use super::world::{World, group, insert, message, messages};
use crate::effect::TimerKey;
use crate::event::Event;
use crate::view::ConnectionStatus;

fn reconnect(world: &mut World) {
    let socket = world.last_socket();
    world.tell(Event::SocketClosed(socket, 1006));
    assert_eq!(world.engine.connection(), ConnectionStatus::Reconnecting);
    world.tell(Event::Timer(TimerKey::Reconnect));
    world.answer(
        "POST /api/live/ticket",
        200,
        &json!({"ticket": "t2", "expires_in": 60}),
    );
    let socket = world.last_socket();
    world.tell(Event::SocketOpened(socket));
}

#[test]
fn after_a_connection_everything_missed_is_read_page_by_page() {
    let mut world = World::connected();
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    reconnect(&mut world);
    assert_eq!(world.engine.connection(), ConnectionStatus::Connected);
    // A live message may not move the place to catch up from.
    world.frame(&insert("g1", message(120)));
    let link = r#"</api/messages/g1?after=m52>; rel="next""#;
    world.answer_linked(
        "GET /api/messages/g1?limit=50&after=m2",
        200,
        &messages(3..53),
        Some(link),
    );
    world.answer_linked(
        "GET /api/messages/g1?limit=50&after=m52",
        200,
        &messages(53..103),
        Some(link),
    );
    world.answer(
        "GET /api/messages/g1?limit=50&after=m102",
        200,
        &messages(103..121),
    );
    let expected: Vec<_> = (0..121).map(|n| format!("text {n}")).collect();
    assert_eq!(world.texts(), expected);
}

#[test]
fn a_frame_that_proves_a_hole_has_it_filled() {
    let mut world = World::connected();
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    world.frame(&insert("g1", message(5)));
    world.answer(
        "GET /api/messages/g1?limit=50&after=m2",
        200,
        &messages(3..6),
    );
    assert_eq!(world.texts().len(), 6);
    world.frame(&insert("g1", message(6)));
    assert_eq!(world.waiting(), Vec::<String>::new(), "no hole, no request");
}

#[test]
fn a_refused_cursor_falls_back_to_the_newest_page() {
    let mut world = World::connected();
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    reconnect(&mut world);
    world.answer(
        "GET /api/messages/g1?limit=50&after=m2",
        404,
        &json!(["message_not_found"]),
    );
    assert!(
        world
            .waiting()
            .contains(&"GET /api/messages/g1?limit=50".to_owned()),
        "{:?}",
        world.waiting()
    );
    world.answer("GET /api/messages/g1?limit=50", 200, &messages(1..5));
    assert_eq!(world.texts().len(), 5);
}

#[test]
fn a_message_to_a_conversation_not_listed_has_the_list_read() {
    let mut world = World::connected();
    world.frame(&insert("g7", message(0)));
    world.answer(
        "GET /api/message_groups",
        200,
        &json!([group("g7", "vir", 9)]),
    );
    let shown: Vec<_> = world
        .engine
        .groups_view()
        .rows
        .iter()
        .map(|row| row.uuid.as_str().to_owned())
        .collect();
    assert_eq!(shown, ["g7", "g1"]);
}

#[test]
fn broken_and_unknown_frames_change_nothing() {
    let mut world = World::connected();
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    let socket = world.last_socket();
    for text in [
        "",
        "{",
        "[]",
        "null",
        "{\"type\":\"INSERT\",\"table\":\"messages\"}",
        "\u{0}",
    ] {
        world.tell(Event::SocketFrame(socket, text.into()));
    }
    world.frame(&json!({"message": "Forbidden", "connectionId": "c", "requestId": "r"}));
    assert_eq!(world.texts().len(), 3);
    assert_eq!(world.engine.connection(), ConnectionStatus::Connected);
}

#[test]
fn while_the_socket_is_down_the_app_polls() {
    let mut world = World::connected();
    world.tell(Event::Timer(TimerKey::Poll));
    assert_eq!(
        world.waiting(),
        Vec::<String>::new(),
        "news come by themselves"
    );
    let socket = world.last_socket();
    world.tell(Event::SocketClosed(socket, 1006));
    world.tell(Event::Timer(TimerKey::Poll));
    assert_eq!(world.waiting(), ["GET /api/message_groups?limit=20"]);
    assert_eq!(world.timer(&TimerKey::Poll), Some(15_000));
}

#[test]
fn a_message_that_comes_while_the_conversation_is_loaded_is_not_lost() {
    let mut world = World::connected();
    world.open("g1");
    world.frame(&insert("g1", message(3)));
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    assert_eq!(world.texts().len(), 4);
    assert_eq!(world.waiting(), Vec::<String>::new());
}

#[test]
fn a_hole_that_shows_while_a_page_is_on_its_way_is_filled() {
    let mut world = World::connected();
    world.open("g1");
    world.frame(&insert("g1", message(5)));
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    world.answer(
        "GET /api/messages/g1?limit=50&after=m2",
        200,
        &messages(3..6),
    );
    assert_eq!(world.texts().len(), 6);
}

#[test]
fn a_reconnection_while_a_page_is_on_its_way_catches_up_after_it() {
    let mut world = World::connected();
    world.open("g1");
    reconnect(&mut world);
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    world.answer(
        "GET /api/messages/g1?limit=50&after=m2",
        200,
        &messages(3..5),
    );
    assert_eq!(world.texts().len(), 5);
}

#[test]
fn a_lost_last_frame_is_noticed_by_the_list_of_conversations() {
    let mut world = World::connected();
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    let mut row = group("g1", "bayko", 3);
    row["last_message_uuid"] = json!("m3");
    world.frame(&json!({"type": "UPDATE", "table": "message_groups", "row": row}));
    world.answer(
        "GET /api/messages/g1?limit=50&after=m2",
        200,
        &messages(3..4),
    );
    assert_eq!(world.texts().len(), 4);
    world.frame(&json!({"type": "UPDATE", "table": "message_groups", "row": row}));
    assert_eq!(world.waiting(), Vec::<String>::new());
}

#[test]
fn a_catch_up_that_failed_is_tried_again_by_itself() {
    let mut world = World::connected();
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    world.frame(&insert("g1", message(5)));
    world.lose("GET /api/messages/g1");
    assert!(world.timer(&TimerKey::CatchUp).is_some());
    world.tell(Event::Timer(TimerKey::CatchUp));
    world.answer(
        "GET /api/messages/g1?limit=50&after=m2",
        200,
        &messages(3..6),
    );
    assert_eq!(world.texts().len(), 6);
}

#[test]
fn a_lost_frame_of_a_conversation_not_on_screen_is_read_when_it_is_opened() {
    let mut world = World::connected();
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    world.open("g2");
    world.answer("GET /api/messages/g2", 200, &json!([]));
    let mut row = group("g1", "bayko", 3);
    row["last_message_uuid"] = json!("m3");
    world.frame(&json!({"type": "UPDATE", "table": "message_groups", "row": row}));
    assert_eq!(world.waiting(), Vec::<String>::new());
    world.open("g1");
    world.answer(
        "GET /api/messages/g1?limit=50&after=m2",
        200,
        &messages(3..4),
    );
    assert_eq!(world.texts().len(), 4);
}
