//! Rows about the group itself: who joined, left, named it.

use cruddur_contract::message::SystemKind;
use serde_json::{Value, json};

use super::world::{World, group, in_conversation, insert, message};
use crate::view::SystemView;

fn about(n: i64, by: &str, system: Value) -> Value {
    let mut row = message(n);
    row["user_uuid"] = json!(by);
    row["message"] = json!("");
    row["version"] = json!(1);
    row["system"] = system;
    row
}

/// The open conversation is a group of three: Bayko, Cara and the person.
fn in_group() -> World {
    let mut world = in_conversation();
    let mut row = group("g1", "bayko", 5);
    let member =
        |id: &str, name: &str| json!({"user_uuid": id, "handle": id, "display_name": name});
    row["members"] = json!([member("b", "Bayko"), member("c", "Cara")]);
    world.frame(&json!({"type": "UPDATE", "table": "message_groups", "row": row}));
    world
}

#[test]
fn a_row_about_the_group_names_whom_it_is_about_and_cannot_be_edited() {
    let mut world = in_group();
    let joined = json!({"kind": "joined", "user_uuids": ["c", "unknown"], "title": null});
    world.frame(&insert("g1", about(7, "b", joined)));
    let row = world.last();
    let expected = SystemView {
        kind: SystemKind::Joined,
        names: vec!["Cara".into()],
        unnamed: 1,
        title: None,
    };
    assert_eq!((row.system, row.version), (Some(expected), None));
}

#[test]
fn a_group_tells_how_many_people_are_in_it_and_a_conversation_of_two_does_not() {
    let people = |world: &World| world.engine.conversation().expect("open").people;
    let mut world = in_group();
    assert_eq!(
        people(&world),
        None,
        "nobody created the conversation of two"
    );
    let mut row = group("g1", "bayko", 5);
    row["members"] = json!([{"user_uuid": "b", "handle": "b", "display_name": "Bayko"}]);
    row["created_by"] = json!("b");
    let told = |row: &Value| json!({"type": "UPDATE", "table": "message_groups", "row": row});
    world.frame(&told(&row));
    assert_eq!(people(&world), Some(1));
    row["member_count"] = json!(12);
    world.frame(&told(&row));
    assert_eq!(people(&world), Some(12));
}

#[test]
fn who_did_something_alone_is_not_named_twice() {
    let mut world = in_group();
    let left = json!({"kind": "left", "user_uuids": ["b"], "title": null});
    world.frame(&insert("g1", about(7, "b", left)));
    let system = world.last().system.expect("a row about the group");
    assert_eq!((system.names.len(), system.unnamed), (0, 0));
}

#[test]
fn a_row_about_the_group_is_no_message_to_be_announced() {
    let mut world = in_group();
    let titled = || json!({"kind": "titled", "user_uuids": [], "title": "The room"});
    world.engine.take_announcements();
    world.engine.take_page_announcements();
    world.frame(&insert("g1", about(7, "b", titled())));
    world.frame(&insert("g2", about(8, "b", titled())));
    assert_eq!(world.engine.take_announcements(), []);
    assert_eq!(world.engine.take_page_announcements(), []);
}
