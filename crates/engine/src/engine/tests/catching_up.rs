use serde_json::json;

use super::world::{World, group, insert, message, messages};
use crate::effect::TimerKey;
use crate::event::{Event, Intent};
use crate::view::{ConnectionStatus, DeliveryState};

fn reconnect(world: &mut World) {
    let socket = world.last_socket();
    world.handle(Event::SocketClosed(socket, 1006));
    assert_eq!(world.engine.connection(), ConnectionStatus::Reconnecting);
    world.handle(Event::Timer(TimerKey::Reconnect));
    world.answer(
        "POST /api/live/ticket",
        200,
        &json!({"ticket": "t2", "expires_in": 60}),
    );
    let socket = world.last_socket();
    world.handle(Event::SocketOpened(socket));
}

const NEWEST: &str = "GET /api/messages/g1?limit=50";

fn in_conversation() -> World {
    let mut world = World::connected();
    world.open("g1");
    world.answer(NEWEST, 200, &messages(0..3));
    world
}

fn gaps(world: &World) -> Vec<String> {
    let rows = world.engine.messages().into_iter();
    rows.filter(|row| row.gap_before)
        .map(|row| row.text)
        .collect()
}

#[test]
fn what_was_missed_while_an_older_page_was_lost_is_read_once_that_has_failed() {
    let mut world = World::connected();
    world.open("g1");
    let older = r#"</api/messages/g1?before=m10>; rel="prev""#;
    world.answer_linked(NEWEST, 200, &messages(10..13), Some(older));
    world.want(Intent::LoadOlder);
    reconnect(&mut world);
    assert!(
        !world.waiting().iter().any(|request| request == NEWEST),
        "one page at a time"
    );
    world.lose("GET /api/messages/g1?limit=50&before=m10");
    world.answer_linked(NEWEST, 200, &messages(10..14), Some(older));
    assert_eq!(world.texts().last().map(String::as_str), Some("text 13"));
}

#[test]
fn after_a_connection_the_newest_page_is_shown_and_the_gap_before_it_filled_page_by_page() {
    let mut world = in_conversation();
    reconnect(&mut world);
    let older = r#"</api/messages/g1?before=m150>; rel="prev""#;
    world.answer_linked(NEWEST, 200, &messages(150..200), Some(older));
    assert_eq!(gaps(&world), ["text 150"]);
    // A live message may not move the place to go on from.
    world.frame(&insert("g1", message(200)));
    world.answer(
        "GET /api/messages/g1?limit=50&after=m2",
        200,
        &messages(3..53),
    );
    world.answer(
        "GET /api/messages/g1?limit=50&after=m52",
        200,
        &messages(53..103),
    );
    assert_eq!(gaps(&world), ["text 150"]);
    world.answer(
        "GET /api/messages/g1?limit=50&after=m102",
        200,
        &messages(103..153),
    );
    assert_eq!(gaps(&world), Vec::<String>::new());
    let expected: Vec<_> = (0..201).map(|n| format!("text {n}")).collect();
    assert_eq!(world.texts(), expected);
    assert!(!world.waiting().iter().any(|w| w.contains("/messages/")));
}

#[test]
fn an_edit_that_was_missed_is_seen_after_a_connection() {
    let mut world = in_conversation();
    reconnect(&mut world);
    let mut page = messages(0..3);
    page[1]["message"] = json!("edited");
    page[1]["version"] = json!(2);
    world.answer(NEWEST, 200, &page);
    assert_eq!(world.texts(), ["text 0", "edited", "text 2"]);
}

#[test]
fn a_frame_that_proves_a_gap_has_it_filled() {
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
fn a_refused_cursor_falls_back_to_the_newest_page_and_the_other_end_of_the_gap() {
    for (status, code) in [
        (404, "message_not_found"),
        (400, "bad_request"),
        (422, "bad_request"),
    ] {
        let mut world = in_conversation();
        world.want(Intent::Send("refused".into()));
        world.answer("POST /api/messages", 422, &json!(["message_blank"]));
        world.answer(NEWEST, 200, &messages(0..3));
        world.frame(&insert("g1", message(5)));
        let after = "GET /api/messages/g1?limit=50&after=m2";
        world.answer(after, status, &json!([code]));
        world.answer(NEWEST, 200, &messages(5..6));
        assert_eq!(gaps(&world), ["text 5"]);
        world.answer(
            "GET /api/messages/g1?limit=50&before=m5",
            200,
            &messages(3..5),
        );
        assert_eq!(gaps(&world), Vec::<String>::new());
        assert_eq!(world.texts().len(), 7, "the failed message stays");
        assert!(matches!(world.last_state(), DeliveryState::NotSent(_)));
        assert_eq!(world.waiting(), Vec::<String>::new());
    }
}

#[test]
fn a_gap_that_the_server_cannot_fill_is_asked_for_less_and_less_often() {
    let mut world = in_conversation();
    world.frame(&insert("g1", message(5)));
    let mut asked = 0;
    let mut longest = 0;
    for _ in 0..40 {
        while world.waiting().iter().any(|w| w.contains("/messages/g1")) {
            let asks = |text: &str| world.waiting().iter().any(|w| w.contains(text));
            let (status, page) = match (asks("after="), asks("before=")) {
                (true, _) => (200, json!([])),
                (_, true) => (404, json!(["message_not_found"])),
                _ => (200, messages(0..3)),
            };
            world.answer("GET /api/messages/g1", status, &page);
            asked += 1;
            assert!(asked < 200, "asks without end");
        }
        longest = longest.max(world.timer(&TimerKey::CatchUp).expect("a pause"));
        world.handle(Event::Timer(TimerKey::CatchUp));
        world.answer(
            "GET /api/message_groups",
            200,
            &json!([group("g1", "bayko", 5)]),
        );
    }
    assert!(longest > 20_000, "{longest}");
    assert_eq!(gaps(&world), ["text 5"], "never silence");
}

#[test]
fn an_edit_of_a_message_far_back_loads_nothing_and_opens_no_gap() {
    for first_page_came in [true, false] {
        let mut world = World::connected();
        world.open("g1");
        let older = r#"</api/messages/g1?before=m100>; rel="prev""#;
        if first_page_came {
            world.answer_linked(NEWEST, 200, &messages(100..103), Some(older));
        }
        let mut row = message(7);
        row["version"] = json!(2);
        row["message_group_uuid"] = json!("g1");
        world.frame(&json!({"type": "UPDATE", "table": "messages", "row": row}));
        if !first_page_came {
            world.answer_linked(NEWEST, 200, &messages(100..103), Some(older));
        }
        assert_eq!(world.texts().len(), 3);
        assert_eq!(world.waiting(), Vec::<String>::new());
    }
}

#[test]
fn a_gap_elsewhere_waits_until_its_conversation_is_opened() {
    let mut world = in_conversation();
    world.open("g2");
    world.answer("GET /api/messages/g2", 200, &json!([]));
    world.answer("GET /api/message_groups/g2", 200, &group("g2", "londo", 1));
    world.frame(&insert("g1", message(4)));
    assert_eq!(world.waiting(), Vec::<String>::new());
    world.open("g1");
    world.answer(
        "GET /api/messages/g1?limit=50&after=m2",
        200,
        &messages(3..5),
    );
    assert_eq!(world.texts().len(), 5);
}

#[test]
fn with_a_live_connection_the_list_is_still_read_once_a_minute() {
    let mut world = in_conversation();
    for _ in 0..3 {
        world.mono += 15_000;
        world.handle(Event::Timer(TimerKey::Poll));
        assert_eq!(world.waiting(), Vec::<String>::new());
    }
    world.mono += 15_000;
    world.handle(Event::Timer(TimerKey::Poll));
    // Acknowledged by the server, never broadcast.
    let mut row = group("g1", "bayko", 3);
    row["last_message_uuid"] = json!("m3");
    world.answer("GET /api/message_groups", 200, &json!([row]));
    world.answer(NEWEST, 200, &messages(0..4));
    assert_eq!(world.texts().len(), 4);
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
        world.handle(Event::SocketFrame(socket, text.into()));
    }
    world.frame(&json!({"message": "Forbidden", "connectionId": "c", "requestId": "r"}));
    assert_eq!(world.texts().len(), 3);
    assert_eq!(world.engine.connection(), ConnectionStatus::Connected);
}

#[test]
fn while_the_socket_is_down_the_app_polls() {
    let mut world = World::connected();
    world.handle(Event::Timer(TimerKey::Poll));
    assert_eq!(
        world.waiting(),
        Vec::<String>::new(),
        "news come by themselves"
    );
    let socket = world.last_socket();
    world.handle(Event::SocketClosed(socket, 1006));
    world.handle(Event::Timer(TimerKey::Poll));
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
fn a_gap_that_opens_while_a_page_is_in_flight_is_filled() {
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
fn a_reconnection_while_a_page_is_in_flight_catches_up_after_it() {
    let mut world = World::connected();
    world.open("g1");
    reconnect(&mut world);
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    world.answer(NEWEST, 200, &messages(0..5));
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
    world.answer(NEWEST, 200, &messages(0..4));
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
    world.handle(Event::Timer(TimerKey::CatchUp));
    world.answer(NEWEST, 200, &messages(0..3));
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
    world.answer("GET /api/message_groups/g2", 200, &group("g2", "londo", 1));
    let mut row = group("g1", "bayko", 3);
    row["last_message_uuid"] = json!("m3");
    world.frame(&json!({"type": "UPDATE", "table": "message_groups", "row": row}));
    assert_eq!(world.waiting(), Vec::<String>::new());
    world.open("g1");
    world.answer(NEWEST, 200, &messages(0..4));
    assert_eq!(world.texts().len(), 4);
}

fn pong(version: &str) -> serde_json::Value {
    json!({"type": "PONG", "server_time": 1, "list_version": version})
}

#[test]
fn a_pong_that_names_another_version_shows_a_lost_frame_and_one_that_names_the_same_saves_a_reading()
 {
    const LIST: &str = "GET /api/message_groups?limit=20";
    let list = json!([group("g1", "bayko", 5)]);
    let mut world = World::connected();
    let reads = |world: &World| world.waiting().iter().filter(|it| *it == LIST).count();
    world.frame(&pong("a"));
    world.answer(LIST, 200, &list);
    for _ in 0..10 {
        world.mono += 30_000;
        world.frame(&pong("a"));
        world.handle(Event::Timer(TimerKey::Poll));
    }
    assert_eq!(reads(&world), 0, "nothing has changed");
    world.frame(&insert("g1", message(6)));
    world.frame(&pong("b"));
    assert_eq!(reads(&world), 0, "a frame told of it");
    world.mono += 60_000;
    world.handle(Event::Timer(TimerKey::Poll));
    world.answer(LIST, 200, &list);
    world.frame(&pong("c"));
    assert_eq!(reads(&world), 1, "a frame was lost");
    world.answer(LIST, 200, &json!([group("g1", "bayko", 9)]));
    world.mono += 60_000;
    world.frame(&pong("c"));
    world.handle(Event::Timer(TimerKey::Poll));
    assert_eq!(reads(&world), 0, "once");
}
