//! People who are renamed while their messages are on screen.

use serde_json::{Value, json};

use super::world::{World, group, insert, message};

/// Message n of Bayko, as somebody of this name.
fn written_as(name: &str, n: i64) -> Value {
    let mut row = message(n);
    row["user_uuid"] = json!("p1");
    row["display_name"] = json!(name);
    row
}

fn group_as(name: &str) -> Value {
    let mut row = group("g1", "bayko", 5);
    row["display_name"] = json!(name);
    row["user_uuid"] = json!("p1");
    row["members"] = json!([
        {"user_uuid": "p1", "handle": "bayko", "display_name": name},
        {"user_uuid": "p0", "handle": "andrewbrown", "display_name": "Andrew Brown"}]);
    row
}

fn in_conversation() -> World {
    let mut world = World::connected();
    world.open("g1");
    let page: Vec<Value> = (0..3).map(|n| written_as("Bayko", n)).collect();
    world.answer("GET /api/messages/g1", 200, &json!(page));
    world
}

fn names(world: &World) -> Vec<String> {
    let rows = world.engine.messages().into_iter();
    rows.map(|row| row.display_name).collect()
}

#[test]
fn a_person_who_is_renamed_has_the_new_name_on_earlier_messages_at_once() {
    let mut world = in_conversation();
    assert_eq!(names(&world), ["Bayko"; 3]);
    world.frame(&json!({"type": "UPDATE", "table": "message_groups", "row": group_as("Kornelia")}));
    assert_eq!(names(&world), ["Kornelia"; 3]);
}

#[test]
fn a_page_read_after_a_lost_frame_renames_earlier_messages_too() {
    let mut world = in_conversation();
    world.frame(&insert("g1", written_as("Kornelia", 4)));
    let page: Vec<Value> = (3..5).map(|n| written_as("Kornelia", n)).collect();
    world.answer("GET /api/messages/g1", 200, &json!(page));
    assert_eq!(names(&world), ["Kornelia"; 5]);
}

#[test]
fn a_late_frame_with_an_old_name_renames_nothing() {
    let mut world = in_conversation();
    world.frame(&json!({"type": "UPDATE", "table": "message_groups", "row": group_as("Kornelia")}));
    let mut late = written_as("Bayko", 1);
    late["version"] = json!(2);
    late["message"] = json!("edited");
    late["message_group_uuid"] = json!("g1");
    world.frame(&json!({"type": "UPDATE", "table": "messages", "row": late}));
    assert_eq!(names(&world), ["Kornelia"; 3]);
    assert_eq!(world.texts()[1], "edited");
}
