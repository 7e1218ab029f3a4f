//! Which rows of a conversation are published: those that changed, and no more.

use serde_json::json;

use super::world::{World, group, in_conversation, insert, message, messages};
use crate::event::Intent;

/// How many rows stand as they stood, before and after so many others.
fn published(world: &mut World) -> (usize, usize, usize) {
    let change = world.engine.take_rows();
    let (before, after) = (change.before, change.after);
    (before, change.place(|_| 0).len(), after)
}

fn hundred() -> World {
    let mut world = World::connected();
    world.open("g1");
    let link = r#"</api/messages/g1?before=m100>; rel="prev""#;
    world.answer_linked("GET /api/messages/g1", 200, &messages(100..200), Some(link));
    assert_eq!(published(&mut world), (0, 100, 0));
    world
}

#[test]
fn of_many_rows_only_a_new_one_and_the_one_before_it_are_published() {
    let mut world = hundred();
    world.frame(&insert("g1", message(200)));
    assert_eq!(published(&mut world), (99, 2, 0));
    assert_eq!(published(&mut world), (100, 1, 0), "one to be sure of");
}

#[test]
fn an_edit_is_published_with_its_neighbours_and_an_older_page_with_the_row_that_was_the_oldest() {
    let mut world = hundred();
    let mut edited = message(150);
    edited["version"] = json!(2);
    world.frame(&insert("g1", edited));
    assert_eq!(published(&mut world), (49, 3, 48));
    world.want(Intent::LoadOlder);
    world.answer("GET /api/messages/g1", 200, &messages(50..100));
    assert_eq!(published(&mut world), (0, 52, 98));
}

#[test]
fn a_gap_that_opens_and_closes_is_published() {
    let mut world = hundred();
    world.frame(&insert("g1", message(203)));
    assert_eq!(published(&mut world), (99, 2, 0));
    world.answer("GET /api/messages/g1", 200, &messages(199..204));
    assert_eq!(published(&mut world), (98, 6, 0));
}

#[test]
fn an_unsent_message_is_last_until_it_has_its_row() {
    let mut world = in_conversation();
    assert_eq!(published(&mut world), (0, 3, 0));
    world.want(Intent::Send("hello".into()));
    assert_eq!(published(&mut world), (2, 2, 0));
    world.frame(&insert("g1", message(3)));
    assert_eq!(published(&mut world), (2, 3, 0));
    let id = world.last().key.0;
    let mut row = message(4);
    row["handle"] = json!("andrewbrown");
    row["client_message_id"] = json!(id);
    world.frame(&insert("g1", row));
    assert_eq!(published(&mut world), (3, 2, 0));
}

#[test]
fn another_conversation_is_published_whole_and_so_is_the_one_come_back_to() {
    let mut world = hundred();
    world.frame(
        &json!({"type": "UPDATE", "table": "message_groups", "row": group("g2", "londo", 9)}),
    );
    world.open("g2");
    world.answer("GET /api/messages/g2", 200, &messages(0..2));
    assert_eq!(published(&mut world), (0, 2, 0));
    world.frame(&insert("g1", message(200)));
    world.open("g1");
    assert_eq!(published(&mut world), (0, 101, 0));
}

#[test]
fn a_message_of_another_in_the_open_conversation_is_announced_once() {
    let mut world = in_conversation();
    assert_eq!(
        world.engine.take_announcements(),
        [],
        "there when the reader came"
    );
    world.frame(&insert("g1", message(3)));
    let new = world.engine.take_announcements();
    let texts: Vec<&str> = new.iter().map(|new| new.text.as_str()).collect();
    assert_eq!(texts, ["text 3"]);
    assert_eq!(world.engine.take_announcements(), []);
}
