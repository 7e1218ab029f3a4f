//! What a screen reader is told on every page.

use serde_json::{Value, json};

use super::world::{World, group, in_conversation, insert, message, messages};
use crate::effect::TimerKey;
use crate::event::{Event, Intent};
use crate::view::{PageAnnouncement, RowKey};

fn from(sender: &str) -> PageAnnouncement {
    PageAnnouncement::MessageFrom(sender.into())
}

fn not_sent() -> PageAnnouncement {
    PageAnnouncement::NotSent("bayko".into())
}

fn said(world: &mut World) -> Vec<PageAnnouncement> {
    world.engine.take_page_announcements()
}

fn unread(mut row: Value, unread: u64) -> Value {
    row["unread_count"] = json!(unread);
    row
}

fn list_is_read_again(world: &mut World, rows: &Value) {
    world.want(Intent::ReloadGroups);
    world.answer("GET /api/message_groups", 200, rows);
}

#[test]
fn a_message_in_a_conversation_that_is_not_open_is_announced_once() {
    let mut world = in_conversation();
    for _ in 0..2 {
        world.frame(&insert("g2", message(7)));
    }
    world.answer(
        "GET /api/message_groups",
        200,
        &json!([group("g2", "Bayko", 7)]),
    );
    assert_eq!(said(&mut world), [from("Bayko")]);
    // A frame that was overtaken by a later message, and the list's own.
    world.frame(&insert("g2", message(6)));
    let row = unread(group("g2", "Bayko", 9), 2);
    world.frame(&json!({"type": "UPDATE", "table": "message_groups", "row": row}));
    world.frame(&insert("g2", message(9)));
    assert_eq!(said(&mut world), [from("Bayko")]);
}

#[test]
fn what_is_open_and_ones_own_is_not_announced_on_every_page() {
    let mut world = in_conversation();
    world.frame(&insert("g1", message(3)));
    let mut own = message(8);
    own["handle"] = json!("AndrewBrown");
    world.frame(&insert("g2", own));
    world.answer(
        "GET /api/message_groups",
        200,
        &json!([group("g2", "Bayko", 8)]),
    );
    world.open("g2");
    world.answer("GET /api/messages/g2", 200, &messages(0..9));
    list_is_read_again(&mut world, &json!([group("g1", "bayko", 3)]));
    assert_eq!(said(&mut world), []);
}

#[test]
fn news_that_only_the_list_tells_are_announced_and_history_is_not() {
    let mut world = World::connected();
    assert_eq!(said(&mut world), [], "the first list");
    world.open("g1");
    // It has one more than the list, whose frame was lost: it was read.
    world.answer("GET /api/messages/g1", 200, &messages(0..7));
    world.want(Intent::Open(None));
    let rows = json!([
        group("g2", "Londo", 9),
        group("g1", "bayko", 6),
        group("g3", "Vir", 1)
    ]);
    list_is_read_again(&mut world, &rows);
    assert_eq!(
        said(&mut world),
        [from("Londo")],
        "not what stands below all that was known"
    );
    let rows = json!([
        unread(group("g1", "bayko", 12), 0),
        unread(group("g2", "Londo", 11), 1),
    ]);
    list_is_read_again(&mut world, &rows);
    assert_eq!(
        said(&mut world),
        [from("Londo")],
        "one's own from another device"
    );
    list_is_read_again(&mut world, &rows);
    assert_eq!(said(&mut world), []);
}

#[test]
fn a_send_that_failed_is_announced_once_and_again_when_it_fails_again() {
    let mut world = in_conversation();
    world.want(Intent::Send("refused".into()));
    assert_eq!(said(&mut world), []);
    world.answer("POST /api/messages", 422, &json!(["message_blank"]));
    assert_eq!(said(&mut world), [not_sent()]);
    world.handle(Event::Woken);
    world.handle(Event::Timer(TimerKey::Poll));
    assert_eq!(said(&mut world), [], "once");
    let RowKey(key) = world.last().key;
    world.want(Intent::Retry(RowKey(key)));
    world.answer("POST /api/messages", 422, &json!(["message_blank"]));
    assert_eq!(said(&mut world), [not_sent()]);
}

#[test]
fn what_failed_before_the_page_was_loaded_is_history() {
    let mut world = in_conversation();
    world.want(Intent::Send("refused".into()));
    world.answer("POST /api/messages", 422, &json!(["message_blank"]));
    let mut world = world.back();
    world.open("g1");
    assert_eq!(world.last().text, "refused");
    assert_eq!(said(&mut world), []);
}
