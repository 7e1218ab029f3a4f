//! Names that a server stores as they were typed do not turn sentences around, and nobody is without a name.

use serde_json::{Value, json};

use super::world::{World, insert, message};
use crate::effect::TimerKey;
use crate::event::{Event, Intent};
use crate::view::ConversationKey;

/// "Bob" behind a direction override, and a line break.
const TURNED: &str = "\u{202e}Bob\n\u{2069} Lee";
/// The Hangul filler: a letter that shows nothing.
const INVISIBLE: &str = "\u{3164}";

fn named(mut row: Value, name: &str) -> Value {
    row["display_name"] = json!(name);
    row
}

#[test]
fn names_of_pages_and_frames_are_shown_clean() {
    let mut world = World::connected();
    world.open("g1");
    let page = json!([named(message(0), TURNED), named(message(1), INVISIBLE)]);
    world.answer("GET /api/messages/g1", 200, &page);
    world.frame(&insert("g1", named(message(2), TURNED)));
    let names: Vec<String> = world
        .engine
        .messages()
        .into_iter()
        .map(|message| message.display_name)
        .collect();
    assert_eq!(names, ["Bob Lee", "bayko", "Bob Lee"]);
    let announced = world.engine.take_announcements();
    assert!(announced.iter().all(|item| item.sender == "Bob Lee"));
}

#[test]
fn names_of_the_list_and_its_frames_are_shown_clean() {
    let mut world = World::signed_in(true);
    let row = |name: &str| {
        json!({"uuid": "g1", "display_name": name, "handle": "bayko", "message": "last",
            "created_at": "2026-11-20T08:09:10Z",
            "members": [{"user_uuid": "b", "handle": "bayko", "display_name": name}]})
    };
    world.answer("GET /api/message_groups", 200, &json!([row(TURNED)]));
    let shown = |world: &World| {
        let row = world.engine.groups_view().rows[0].clone();
        let member = row.members.as_ref().expect("members")[0]
            .display_name
            .clone();
        (row.display_name.clone(), member)
    };
    assert_eq!(shown(&world), ("Bob Lee".into(), "Bob Lee".into()));
    let mut world = World::connected();
    world.frame(&json!({"type": "UPDATE", "table": "message_groups", "row": row(INVISIBLE)}));
    assert_eq!(shown(&world), ("bayko".into(), "bayko".into()));
}

#[test]
fn names_of_people_found_and_looked_up_are_shown_clean() {
    let person = |name: &str| json!({"uuid": "p", "handle": "vir", "display_name": name});
    let mut world = World::connected();
    world.want(Intent::SearchPeople("vir".into()));
    world.handle(Event::Timer(TimerKey::Search));
    let found = json!([person(TURNED)]);
    world.answer("GET /api/users?prefix=vir", 200, &found);
    let people = world.engine.people_view().people.clone().expect("people");
    assert_eq!(people[0].display_name, "Bob Lee");
    world.want(Intent::Open(Some(ConversationKey::New("vir".into()))));
    world.answer("GET /api/users/@vir/short", 200, &person(INVISIBLE));
    let open = world.engine.conversation().expect("open");
    assert_eq!(open.display_name, "vir");
}

/// "Аnn" with a Cyrillic А.
const MIXED: &str = "\u{410}nn";

#[test]
fn a_name_of_mixed_scripts_stands_with_its_handle_wherever_people_are_told_apart() {
    let mut world = World::signed_in(true);
    let member = |handle: &str, name: &str| json!({"user_uuid": handle, "handle": handle, "display_name": name});
    let rows = json!([
        {"uuid": "g1", "display_name": MIXED, "handle": "ann-2", "message": "last", "created_at": "2026-11-20T08:09:10Z",
            "members": [member("andrewbrown", "Andrew"), member("ann-2", MIXED)]},
        {"uuid": "g2", "display_name": format!("{MIXED}, Bob"), "handle": "ann-2", "message": "last",
            "created_at": "2026-11-20T08:09:09Z",
            "members": [member("andrewbrown", "Andrew"), member("ann-2", MIXED), member("bob", "Bob")]},
    ]);
    world.answer("GET /api/message_groups", 200, &rows);
    let list: Vec<String> = world
        .engine
        .groups_view()
        .rows
        .iter()
        .map(|row| row.display_name.clone())
        .collect();
    assert_eq!(list, ["\u{410}nn @ann-2", "\u{410}nn @ann-2, Bob"]);
    world.open("g1");
    let mut row = named(message(0), MIXED);
    row["handle"] = json!("ann-2");
    world.answer("GET /api/messages/g1", 200, &json!([row]));
    assert_eq!(world.engine.messages()[0].display_name, "\u{410}nn @ann-2");
    let header = world
        .engine
        .conversation()
        .expect("open")
        .display_name
        .clone();
    assert_eq!(header, "\u{410}nn @ann-2");
}
