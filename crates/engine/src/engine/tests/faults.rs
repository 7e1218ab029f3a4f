//! Faults that belong to no one part.

use serde_json::json;

use super::world::{
    Storage, World, body, in_conversation, insert, message, messages, time, tokens,
};
use crate::effect::{Effect, TimerKey};
use crate::event::{Event, Input, Intent, Now};
use crate::view::{ConnectionStatus, DeliveryState};

#[test]
fn a_gap_of_five_thousand_messages_is_filled() {
    let mut world = in_conversation();
    world.frame(&insert("g1", message(5_003)));
    assert!(world.last().gap_before);
    let mut from = 3;
    while from < 5_003 {
        let after = format!("GET /api/messages/g1?limit=50&after=m{}", from - 1);
        world.answer(&after, 200, &messages(from..from + 50));
        from += 50;
    }
    let rows = world.engine.messages();
    assert_eq!(rows.len(), 5_004);
    assert!(!rows.iter().any(|row| row.gap_before));
    assert_eq!(world.waiting(), Vec::<String>::new());
}

#[test]
fn a_device_clock_a_day_wrong_or_jumping_changes_no_order_and_ends_no_session() {
    let mut world = in_conversation();
    for wall in [
        0,
        1_800_000_000_000 - 86_400_000,
        1_800_000_000_000 + 86_400_000,
        i64::MAX,
    ] {
        let now = Now {
            mono: world.mono,
            wall,
        };
        let event = Event::Intent(Intent::Send(format!("at {wall}")));
        world.engine.handle(Input {
            now,
            random: wall as u128 + 7,
            event,
        });
    }
    world.frame(&insert("g1", message(3)));
    let texts = world.texts();
    assert_eq!(texts[..4], ["text 0", "text 1", "text 2", "text 3"]);
    let written = [
        "at 0",
        "at 1799913600000",
        "at 1800086400000",
        "at 9223372036854775807",
    ];
    assert_eq!(
        texts[4..],
        written,
        "what is not sent stands last, as written"
    );
    assert!(!world.engine.notices().expired);
}

const DAY: i64 = 86_400_000;
/// How wrong the device's clock is while each message is written: it jumps forth and back.
const ERRORS: [i64; 5] = [0, 30 * DAY, -DAY, DAY, -30 * DAY];

/// Writes a message with each of these errors, and gives their texts.
fn write_with_a_jumping_clock(world: &mut World) -> Vec<String> {
    let texts = ERRORS.map(|error| format!("written with an error of {error} ms"));
    for (error, text) in ERRORS.into_iter().zip(&texts) {
        world.clock_error = error;
        world.want(Intent::Send(text.clone()));
    }
    world.clock_error = 0;
    texts.to_vec()
}

/// The texts in the order in which they are sent; each is accepted.
fn sent(world: &mut World) -> Vec<String> {
    let mut sent = Vec::new();
    for n in 3..3 + ERRORS.len() as i64 {
        let (id, request) = world.take("POST /api/messages");
        let asked = body(&request);
        sent.push(asked["message"].as_str().expect("a text").to_owned());
        world.requests.push((id, request));
        let answer = json!({"message_group_uuid": "g1", "message_uuid": format!("m{n}"),
            "display_name": "Andrew Brown", "handle": "andrewbrown", "message": asked["message"],
            "created_at": time(n), "client_message_id": asked["client_message_id"],
            "previous_message_uuid": format!("m{}", n - 1), "version": 1});
        world.answer("POST /api/messages", 200, &answer);
    }
    sent
}

#[test]
fn messages_are_shown_and_sent_in_the_order_written_however_the_device_clock_jumps() {
    let mut world = in_conversation();
    let written = write_with_a_jumping_clock(&mut world);
    assert_eq!(world.texts()[3..], written);
    assert_eq!(sent(&mut world), written);
    assert_eq!(world.texts()[3..], written);
}

#[test]
fn messages_keep_the_order_written_over_a_reload_however_the_device_clock_jumped() {
    let mut world = in_conversation();
    let written = write_with_a_jumping_clock(&mut world);
    let mut world = world.back();
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    assert_eq!(world.texts()[3..], written);
    assert_eq!(sent(&mut world), written);
}

#[test]
fn messages_written_before_the_store_has_answered_keep_their_order_however_the_device_clock_jumped()
{
    for reloads in [false, true] {
        let mut world = in_conversation().restart();
        world.storage = Storage::Waits;
        world.start(true);
        world.answer_cognito("InitiateAuth", 200, &tokens());
        world.open("g1");
        let written = write_with_a_jumping_clock(&mut world);
        if reloads {
            // Only the journal has them.
            world.unanswered.clear();
            world = world.restart();
            world.start(true);
            world.answer_cognito("InitiateAuth", 200, &tokens());
            world.open("g1");
        }
        world.storage = Storage::Works;
        world.storage_answers();
        world.answer("GET /api/messages/g1", 200, &messages(0..3));
        assert_eq!(world.texts()[3..], written, "reloads: {reloads}");
        assert_eq!(sent(&mut world), written, "reloads: {reloads}");
    }
}

#[test]
fn hostile_frames_of_every_kind_change_nothing() {
    let mut world = in_conversation();
    let socket = world.last_socket();
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let deep_row = format!(r#"{{"type":"INSERT","table":"messages","row":{deep}}}"#);
    let long = format!(r#"{{"type":"{}"}}"#, "x".repeat(1_000_000));
    let whole = insert("g1", message(3)).to_string();
    for cut in 0..whole.len() {
        world.handle(Event::SocketFrame(socket, whole[..cut].to_owned()));
    }
    for text in [deep, deep_row, long, "\u{feff}{}".into(), "1e999".into()] {
        world.handle(Event::SocketFrame(socket, text));
    }
    assert_eq!(world.texts().len(), 3);
    assert_eq!(world.engine.connection(), ConnectionStatus::Connected);
    world.handle(Event::SocketFrame(socket, whole));
    assert_eq!(world.texts().len(), 4, "the next good one counts");
}

#[test]
fn of_a_page_only_the_elements_that_cannot_be_read_are_left_out() {
    let mut world = World::connected();
    world.open("g1");
    let good = [message(0), message(9)].map(|row| row.to_string());
    let bad = [
        r#"{"uuid":"m1","message":"\ud800"}"#,
        r#"{"uuid":"m2","message":null}"#,
        r#"{"uuid":"m3","created_at":1.5}"#,
        r#"{"uuid":"m4","uuid":"m5"}"#,
        "7",
        "[]",
        "\"\\u0000\"",
    ];
    let body = format!("[{},{},{}]", good[0], bad.join(","), good[1]);
    let (id, _) = world.take("GET /api/messages/g1");
    let answer = crate::http::HttpAnswer {
        status: 200,
        body,
        ..Default::default()
    };
    world.handle(Event::Answered {
        id,
        outcome: crate::http::HttpOutcome::Answer(answer),
    });
    assert_eq!(world.texts(), ["text 0", "text 9"]);
    assert!(!world.last().gap_before, "no gap that nothing can fill");
    assert_eq!(world.waiting(), Vec::<String>::new());
}

#[test]
fn messages_of_one_time_over_a_page_border_are_neither_lost_nor_doubled() {
    let mut world = World::connected();
    world.open("g1");
    let mut page = messages(0..6);
    for n in 2..5 {
        page[n]["created_at"] = json!(time(2));
    }
    let rows = |from: usize, to: usize| json!(page.as_array().expect("rows")[from..to]);
    let older = r#"</api/messages/g1?before=m3>; rel="prev""#;
    world.answer_linked(
        "GET /api/messages/g1?limit=50",
        200,
        &rows(3, 6),
        Some(older),
    );
    world.want(Intent::LoadOlder);
    world.answer("GET /api/messages/g1?limit=50&before=m3", 200, &rows(0, 3));
    let expected: Vec<_> = (0..6).map(|n| format!("text {n}")).collect();
    assert_eq!(world.texts(), expected);
}

#[test]
fn pressing_retry_twice_sends_once() {
    let mut world = in_conversation();
    world.want(Intent::Send("no".into()));
    world.answer("POST /api/messages", 422, &json!(["message_blank"]));
    let key = world.last().key;
    world.want(Intent::Retry(key.clone()));
    world.want(Intent::Retry(key));
    let sends = world.waiting();
    let sends = sends.iter().filter(|w| w.starts_with("POST /api/messages"));
    assert_eq!(sends.count(), 1);
    assert_eq!(world.last_state(), DeliveryState::Sending);
}

#[test]
fn fifty_reconnections_leave_one_socket_and_each_frame_counts_once() {
    let mut world = in_conversation();
    for _ in 0..50 {
        let socket = world.last_socket();
        world.mono += 60_000;
        world.handle(Event::Timer(TimerKey::Healthy));
        world.handle(Event::SocketClosed(socket, 1006));
        assert!(world.effects.contains(&Effect::CloseSocket(socket)));
        world.handle(Event::Timer(TimerKey::Reconnect));
        if world.waiting().iter().any(|w| w.starts_with("COGNITO")) {
            world.answer_cognito("InitiateAuth", 200, &super::world::tokens());
        }
        let ticket = json!({"ticket": "t", "expires_in": 60});
        world.answer("POST /api/live/ticket", 200, &ticket);
        let socket = world.last_socket();
        world.handle(Event::SocketOpened(socket));
    }
    assert_eq!(world.sockets.len(), 51);
    let waiting = world.waiting();
    assert!(waiting.len() <= 3, "one of each kind: {waiting:?}");
    world.frame(&insert("g1", message(3)));
    assert_eq!(world.texts().len(), 4);
}

#[test]
fn a_token_that_expires_without_a_network_ends_nothing() {
    let mut world = in_conversation();
    world.handle(Event::Online(false));
    for _ in 0..20 {
        world.mono += 60_000;
        world.handle(Event::Timer(TimerKey::RetryRefresh));
        while world.waiting().iter().any(|w| w.starts_with("COGNITO")) {
            world.lose("COGNITO InitiateAuth");
        }
    }
    assert!(!world.engine.notices().expired);
    world.handle(Event::Online(true));
    assert!(world.waiting().contains(&"COGNITO InitiateAuth".to_owned()));
}
