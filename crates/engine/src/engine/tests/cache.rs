//! What was shown last is shown at once on the next start, marked until the server has told.

use serde_json::json;

use super::world::{Storage, World, body, group, insert, message, messages, tokens};
use crate::effect::TimerKey;
use crate::event::{Event, Intent};
use crate::view::{ConversationKey, Load, Older, Trouble};

fn shown_once(world: World) -> World {
    let mut world = world;
    world.answer(
        "GET /api/message_groups",
        200,
        &json!([group("g1", "bayko", 5)]),
    );
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    world.handle(Event::Timer(TimerKey::Save));
    world
}

/// The next start, before any answer.
fn next_start() -> World {
    let mut world = shown_once(World::signed_in(true)).restart();
    world.start(true);
    world.open("g1");
    world
}

#[test]
fn the_cached_list_and_page_are_shown_and_marked_before_any_answer() {
    let mut world = next_start();
    assert_eq!(world.engine.groups_view().rows.len(), 1);
    assert!(world.engine.groups_view().saved);
    assert_eq!(world.texts(), ["text 0", "text 1", "text 2"]);
    let view = world.engine.conversation().expect("open");
    assert_eq!((view.saved, view.load), (true, Load::Ready));
    assert_eq!(view.display_name, "bayko");
    world.answer_cognito("InitiateAuth", 200, &super::world::tokens());
    world.answer(
        "GET /api/message_groups",
        200,
        &json!([group("g1", "bayko", 5)]),
    );
    assert!(!world.engine.groups_view().saved);
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    assert!(!world.engine.conversation().expect("open").saved);
    assert_eq!(
        world.engine.conversation().expect("open").older,
        Older::Beginning
    );
}

/// What the server has after it was restored from a backup.
fn restored(world: &mut World) {
    world.answer_cognito("InitiateAuth", 200, &tokens());
    let listed = json!([group("g1", "bayko", 2)]);
    world.answer("GET /api/message_groups", 200, &listed);
    world.answer("GET /api/messages/g1", 200, &messages(0..2));
}

#[test]
fn what_the_server_no_longer_has_is_gone_once_it_has_answered_also_when_it_was_the_newest() {
    let mut world = next_start();
    world.want(Intent::Send("not sent yet".into()));
    restored(&mut world);
    assert_eq!(world.texts(), ["text 0", "text 1", "not sent yet"]);
    world.handle(Event::Timer(TimerKey::Save));
    let mut world = world.restart();
    world.start(true);
    world.open("g1");
    assert_eq!(world.texts(), ["text 0", "text 1", "not sent yet"]);
}

#[test]
fn an_empty_answer_empties_a_cached_conversation_and_list() {
    let mut world = next_start();
    world.answer_cognito("InitiateAuth", 200, &tokens());
    world.answer("GET /api/message_groups", 200, &json!([]));
    world.answer("GET /api/messages/g1", 200, &json!([]));
    assert_eq!(world.texts(), Vec::<String>::new());
    assert_eq!(world.engine.groups_view().rows.len(), 0);
}

#[test]
fn an_edit_that_the_server_no_longer_has_is_taken_back() {
    let mut world = shown_once(World::signed_in(true));
    let mut edited = message(2);
    edited["message"] = json!("edited");
    edited["version"] = json!(2);
    world.want(Intent::Reload);
    world.answer("GET /api/messages/g1", 200, &json!([message(1), edited]));
    world.handle(Event::Timer(TimerKey::Save));
    let mut world = world.restart();
    world.start(true);
    world.open("g1");
    assert_eq!(world.last().text, "edited");
    world.answer_cognito("InitiateAuth", 200, &tokens());
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    assert_eq!(world.last().text, "text 2");
}

#[test]
fn the_list_shows_what_the_server_has_and_not_what_was_cached_later() {
    let mut world = shown_once(World::signed_in(true));
    let two = json!([group("g2", "londo", 9), group("g1", "bayko", 5)]);
    world.want(Intent::ReloadGroups);
    world.answer("GET /api/message_groups", 200, &two);
    world.handle(Event::Timer(TimerKey::Save));
    let mut world = world.restart();
    world.start(true);
    assert_eq!(world.engine.groups_view().rows.len(), 2);
    world.open("g1");
    restored(&mut world);
    let rows = &world.engine.groups_view().rows;
    let ids: Vec<&str> = rows.iter().map(|row| row.uuid.as_str()).collect();
    assert_eq!(ids, ["g1"]);
    assert_eq!(rows[0].created_at.to_string(), super::world::time(2));
}

#[test]
fn a_cached_page_keeps_its_row_keys_when_the_servers_page_arrives() {
    let mut world = next_start();
    let before: Vec<_> = world.engine.messages().into_iter().map(|m| m.key).collect();
    world.answer_cognito("InitiateAuth", 200, &super::world::tokens());
    let mut page = messages(1..5);
    page[0]["message"] = json!("edited");
    page[0]["version"] = json!(2);
    world.answer("GET /api/messages/g1", 200, &page);
    assert_eq!(world.texts(), ["edited", "text 2", "text 3", "text 4"]);
    assert_eq!(world.engine.messages()[0].key, before[1]);
}

#[test]
fn a_frame_before_the_first_page_stays() {
    let mut world = next_start();
    world.answer_cognito("InitiateAuth", 200, &super::world::tokens());
    let ticket = json!({"ticket": "t", "expires_in": 60});
    world.answer("POST /api/live/ticket", 200, &ticket);
    let id = world.last_socket();
    world.handle(Event::SocketOpened(id));
    world.frame(&insert("g1", message(3)));
    while world
        .waiting()
        .iter()
        .any(|w| w.starts_with("GET /api/messages/g1"))
    {
        world.answer("GET /api/messages/g1", 200, &messages(0..3));
    }
    assert_eq!(world.texts().last().map(String::as_str), Some("text 3"));
}

#[test]
fn without_the_server_the_cached_page_stays_on_screen() {
    let mut world = next_start();
    world.answer_cognito("InitiateAuth", 200, &super::world::tokens());
    world.lose("GET /api/messages/g1");
    world.lose("GET /api/message_groups");
    assert_eq!(world.texts().len(), 3);
    assert_eq!(world.engine.conversation().expect("open").load, Load::Ready);
    assert!(world.engine.conversation().expect("open").saved);
    world.want(Intent::LoadOlder);
    assert!(
        !world.waiting().iter().any(|w| w.contains("before=")),
        "not from a saved page"
    );
}

#[test]
fn a_conversation_one_was_removed_from_is_not_shown_from_the_cache() {
    let mut world = next_start();
    world.answer_cognito("InitiateAuth", 200, &super::world::tokens());
    world.answer(
        "GET /api/messages/g1",
        404,
        &json!(["message_group_not_found"]),
    );
    let load = world.engine.conversation().expect("open").load;
    assert_eq!(load, Load::Failed(Trouble::NotFound));
}

#[test]
fn a_message_waits_for_those_sent_to_a_conversation_that_only_the_cache_knew() {
    let mut world = shown_once(World::signed_in(true)).restart();
    world.storage = Storage::Waits;
    world.start(true);
    world.answer_cognito("InitiateAuth", 200, &super::world::tokens());
    world.want(Intent::Open(Some(ConversationKey::New("bayko".into()))));
    world.storage = Storage::Works;
    world.storage_answers();
    world.want(Intent::Send("one".into()));
    let newest = json!([group("g2", "londo", 9)]);
    world.answer("GET /api/message_groups", 200, &newest);
    world.want(Intent::Send("two".into()));
    let (_, request) = world.take("POST /api/messages");
    let sent = body(&request);
    assert_eq!(
        (&sent["message"], &sent["message_group_uuid"]),
        (&json!("one"), &json!("g1"))
    );
    let mut waiting = world.waiting().into_iter();
    assert!(!waiting.any(|name| name.starts_with("POST /api/messages")));
}

#[test]
fn another_cached_conversation_is_shown_when_it_is_opened() {
    let mut world = shown_once(World::signed_in(true)).restart();
    world.start(true);
    world.open("g2");
    assert_eq!(world.texts(), Vec::<String>::new());
    world.open("g1");
    assert_eq!(world.texts().len(), 3);
}

#[test]
fn nothing_is_cached_where_the_configuration_forbids_it() {
    let world = shown_once(World::without_cache().with_andrew());
    assert!(world.stored.is_empty());
    let mut world = shown_once(World::signed_in(true));
    let stored = std::mem::take(&mut world.stored);
    assert!(!stored.is_empty());
    let mut world = World::without_cache();
    world.stored = stored;
    let mut world = world.with_andrew();
    world.open("g1");
    assert_eq!(world.texts(), Vec::<String>::new());
    assert!(world.stored.is_empty(), "what was stored before is removed");
}

#[test]
fn a_damaged_cached_row_is_dropped_alone() {
    let world = shown_once(World::signed_in(true));
    let mut world = world.restart();
    for text in world.stored.values_mut() {
        *text = text.replacen("[{", "[{\"uuid\":7},{", 1);
    }
    world.stored.insert("1/s/page/g9".into(), "{".into());
    world.start(true);
    world.open("g1");
    assert_eq!(world.texts().len(), 3);
    assert_eq!(world.engine.groups_view().rows.len(), 1);
    world.open("g9");
    assert_eq!(world.texts(), Vec::<String>::new());
}

#[test]
fn a_device_clock_that_is_a_day_wrong_is_corrected_at_once_by_the_first_answer() {
    const DAY: i64 = 86_400_000;
    for error in [DAY, -DAY] {
        let mut world = shown_once(World::signed_in(true)).restart();
        world.clock_error = error;
        world.start(true);
        world.open("g1");
        assert_eq!(world.texts().len(), 3, "cached rows are shown");
        assert_eq!(world.clock_corrections, 0);
        world.answer_cognito("InitiateAuth", 200, &tokens());
        assert_eq!(world.clock_corrections, 1, "published with that turn");
        let shown = world.engine.server_time(world.server_time() + error);
        assert!(shown.abs_diff(world.server_time()) <= 1_000, "{shown}");
        world.want(Intent::Send("now".into()));
        let written = world.last().at.millis();
        assert!(written.abs_diff(world.server_time()) <= 1_000, "{written}");
        world.answer("GET /api/messages/g1", 200, &messages(0..3));
        assert_eq!(world.clock_corrections, 1, "once");
    }
}
