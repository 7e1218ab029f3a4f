//! Starting groups, looking after them, and conversations that close and open again.

use serde_json::{Value, json};

use super::world::{World, body, insert, message, messages, time};
use crate::event::{Event, GroupIntent, Intent};
use crate::view::{ClosedView, ConversationView, DeliveryState, GroupTask, TaskState, Trouble};

/// A group of Andrew, who started it, and these, whose last message is of that second.
fn group(uuid: &str, second: i64, others: &[&str]) -> Value {
    let member =
        |id: &&str| json!({"user_uuid": id, "handle": id, "display_name": id.to_uppercase()});
    let members: Vec<Value> = ["andrewbrown"].iter().chain(others).map(member).collect();
    json!({"uuid": uuid, "display_name": "Room", "handle": others.first().unwrap_or(&""),
        "message": "last", "created_at": time(second), "title": "Room",
        "member_count": members.len(), "members": members, "created_by": "andrewbrown"})
}

/// Connected, with the group `g` on screen and in the list.
fn in_group() -> World {
    let mut world = World::connected();
    world.frame(&update(group("g", 9, &["bayko", "cara"])));
    world.open("g");
    world.answer("GET /api/messages/g", 200, &messages(7..10));
    world
}

fn update(row: Value) -> Value {
    json!({"type": "UPDATE", "table": "message_groups", "row": row})
}

fn removed(group: &str) -> Value {
    json!({"type": "DELETE", "table": "message_groups", "row": {"uuid": group}})
}

fn gone() -> Value {
    json!(["message_group_not_found"])
}

const ROW: &str = "GET /api/message_groups/g";

fn about(n: i64, kind: &str, people: &[&str]) -> Value {
    let mut row = message(n);
    row["message"] = json!("");
    row["system"] = json!({"kind": kind, "user_uuids": people, "title": null});
    insert("g", row)
}

fn view(world: &World) -> ConversationView {
    world.engine.conversation().expect("open")
}

fn members(world: &World) -> Vec<String> {
    let group = view(world).group.expect("a group");
    group.members.into_iter().map(|one| one.handle).collect()
}

fn listed(world: &World) -> Vec<String> {
    let rows = &world.engine.groups_view().rows;
    rows.iter().map(|row| row.uuid.0.clone()).collect()
}

fn start(handles: &[&str], title: &str) -> Intent {
    Intent::Group(GroupIntent::Start {
        handles: handles.iter().map(|it| (*it).to_owned()).collect(),
        title: title.to_owned(),
    })
}

fn task(world: &World, group: Option<&str>, task: &GroupTask) -> Option<TaskState> {
    let group = group.map(Into::into);
    world
        .engine
        .tasks_view()
        .state(group.as_ref(), task)
        .cloned()
}

#[test]
fn a_group_is_started_and_opened_and_nothing_of_it_stays_stored() {
    let mut world = World::connected();
    world.want(start(&["bayko", "cara"], " Room "));
    assert_eq!(task(&world, None, &GroupTask::Start), Some(TaskState::Busy));
    world.want(start(&["bayko", "cara"], "Room"));
    let stored = |world: &World| world.stored.keys().any(|key| key.contains("/group/"));
    assert!(stored(&world));
    let request = world.answer(
        "POST /api/message_groups",
        200,
        &group("g", 9, &["bayko", "cara"]),
    );
    let sent = body(&request);
    assert_eq!(
        (&sent["title"], &sent["handles"]),
        (&json!("Room"), &json!(["bayko", "cara"]))
    );
    assert_eq!(listed(&world), ["g", "g1"]);
    assert_eq!(task(&world, None, &GroupTask::Start), None);
    assert!(!stored(&world));
    assert_eq!(view(&world).display_name, "Room");
    assert!(
        !world.waiting().iter().any(|it| it.starts_with("POST")),
        "once"
    );
}

#[test]
fn a_start_whose_answer_was_lost_is_the_same_group_when_tried_again_and_after_a_reload() {
    let mut world = World::connected();
    world.want(start(&["bayko", "cara"], ""));
    let id = |world: &mut World| {
        body(&world.take("POST /api/message_groups").1)["client_group_id"].clone()
    };
    let (request, first) = world.take("POST /api/message_groups");
    let first = body(&first)["client_group_id"].clone();
    world.handle(Event::Answered {
        id: request,
        outcome: crate::http::HttpOutcome::NoAnswer,
    });
    let failed = Some(TaskState::Failed(Trouble::Network));
    assert_eq!(task(&world, None, &GroupTask::Start), failed);
    world.want(start(&["bayko", "cara"], ""));
    assert_eq!(id(&mut world), first);
    let mut world = world.back();
    assert_eq!(id(&mut world), first, "the page was reloaded");
    let mut world = world.back();
    world.want(start(&["bayko", "vir"], ""));
    assert_eq!(
        task(&world, None, &GroupTask::Start),
        Some(TaskState::Busy),
        "one at a time"
    );
    world.lose("POST /api/message_groups");
    world.want(start(&["bayko", "vir"], ""));
    assert_ne!(id(&mut world), first, "another group");
}

#[test]
fn a_start_goes_on_by_itself_when_the_network_is_back_and_a_refused_one_does_not() {
    let mut world = World::connected();
    world.want(start(&["bayko", "cara"], ""));
    world.lose("POST /api/message_groups");
    world.handle(Event::Online(false));
    world.handle(Event::Online(true));
    world.answer("POST /api/message_groups", 422, &json!(["group_full"]));
    let full = Trouble::Refused(vec![cruddur_contract::ErrorCode::GroupFull]);
    assert_eq!(
        task(&world, None, &GroupTask::Start),
        Some(TaskState::Failed(full))
    );
    world.handle(Event::Online(false));
    world.handle(Event::Online(true));
    assert!(
        !world
            .waiting()
            .iter()
            .any(|it| it == "POST /api/message_groups")
    );
    world.want(Intent::Group(GroupIntent::Dismiss));
    assert_eq!(task(&world, None, &GroupTask::Start), None);
    assert!(!world.stored.keys().any(|key| key.contains("/group/")));
}

#[test]
fn each_action_shows_that_it_is_busy_done_or_why_not() {
    let mut world = in_group();
    let add = |who: &str| Intent::Group(GroupIntent::Add(vec![who.to_owned()]));
    world.want(add("vir"));
    assert_eq!(
        task(&world, Some("g"), &GroupTask::Add),
        Some(TaskState::Busy)
    );
    world.answer(
        "POST /api/message_groups/g/members",
        200,
        &group("g", 11, &["bayko", "cara", "vir"]),
    );
    assert_eq!(task(&world, Some("g"), &GroupTask::Add), None);
    assert_eq!(members(&world), ["andrewbrown", "bayko", "cara", "vir"]);
    world.want(add("nobody"));
    world.answer(
        "POST /api/message_groups/g/members",
        422,
        &json!(["user_reciever_handle_blank"]),
    );
    assert!(matches!(
        task(&world, Some("g"), &GroupTask::Add),
        Some(TaskState::Failed(_))
    ));
    world.want(Intent::Group(GroupIntent::Title("New".into())));
    let mut titled = group("g", 12, &["bayko", "cara", "vir"]);
    titled["title"] = json!("New");
    titled["display_name"] = json!("New");
    world.answer("PUT /api/message_groups/g", 200, &titled);
    assert_eq!(view(&world).display_name, "New");
    let remove = GroupTask::Remove("cara".into());
    world.want(Intent::Group(GroupIntent::Remove("cara".into())));
    world.answer(
        "DELETE /api/message_groups/g/members/@cara",
        404,
        &json!(["user_not_found"]),
    );
    let nobody = Trouble::Refused(vec![cruddur_contract::ErrorCode::UserNotFound]);
    assert_eq!(
        task(&world, Some("g"), &remove),
        Some(TaskState::Failed(nobody))
    );
    world.want(Intent::Group(GroupIntent::Remove("cara".into())));
    world.answer(
        "DELETE /api/message_groups/g/members/@cara",
        200,
        &json!({}),
    );
    world.answer(ROW, 200, &group("g", 13, &["bayko", "vir"]));
    assert_eq!(task(&world, Some("g"), &remove), None);
    assert_eq!(members(&world), ["andrewbrown", "bayko", "vir"]);
    assert!(view(&world).group.expect("a group").is_creator);
}

#[test]
fn a_removed_person_sees_at_once_that_it_is_closed_and_what_they_had_typed() {
    let mut world = in_group();
    world.want(Intent::Draft("half a sentence".into()));
    world.frame(&removed("g"));
    let closed = ClosedView {
        left: false,
        unsent: vec!["half a sentence".into()],
    };
    assert_eq!(view(&world).closed, Some(closed.clone()));
    assert_eq!(view(&world).display_name, "Room");
    assert_eq!(listed(&world), ["g", "g1"], "until the server has said so");
    world.answer(ROW, 404, &gone());
    assert_eq!(view(&world).closed, Some(closed));
    assert_eq!(listed(&world), ["g1"]);
    world.want(Intent::Send("too late".into()));
    assert!(
        !world
            .waiting()
            .iter()
            .any(|it| it.starts_with("POST /api/messages"))
    );
    world.handle(Event::Timer(crate::effect::TimerKey::Save));
    assert!(
        world.stored.keys().any(|key| key.contains("draft")),
        "not told yet"
    );
    world.want(Intent::Open(None));
    world.handle(Event::Timer(crate::effect::TimerKey::Save));
    let left: Vec<&String> = world
        .stored
        .keys()
        .filter(|key| key.contains("/g") && !key.contains("groups"))
        .collect();
    assert!(
        left.iter()
            .all(|key| !key.ends_with("/g") && !key.ends_with(" g")),
        "{left:?}"
    );
}

#[test]
fn a_message_that_waits_ends_as_not_sent_with_the_reason_and_goes_when_the_person_has_seen_it() {
    let mut world = in_group();
    world.want(Intent::Send("first".into()));
    world.want(Intent::Send("second".into()));
    world.frame(&removed("g"));
    world.answer(ROW, 404, &gone());
    world.answer("POST /api/messages", 404, &gone());
    let states: Vec<_> = world
        .engine
        .messages()
        .into_iter()
        .map(|it| it.state)
        .collect();
    assert!(
        states[3..]
            .iter()
            .all(|it| matches!(it, DeliveryState::NotSent(_))),
        "{states:?}"
    );
    assert_eq!(
        view(&world).closed.expect("closed").unsent,
        ["first", "second"]
    );
    assert_eq!(world.engine.waiting(), 0);
    world.want(Intent::Open(None));
    assert!(!world.stored.keys().any(|key| key.contains("/out/")));
    world.open("g");
    assert_eq!(
        view(&world).closed.expect("closed").unsent,
        Vec::<String>::new()
    );
}

#[test]
fn a_conversation_closed_elsewhere_goes_at_once_unless_something_of_the_person_is_in_it() {
    let mut world = in_group();
    world.want(Intent::Open(None));
    world.frame(&removed("g"));
    world.answer(ROW, 404, &gone());
    assert_eq!(listed(&world), ["g1"]);
    let mut world = in_group();
    world.want(Intent::Draft("half".into()));
    world.want(Intent::Open(None));
    world.frame(&removed("g"));
    world.answer(ROW, 404, &gone());
    assert_eq!(listed(&world), ["g", "g1"], "the person has to be told");
    world.open("g");
    assert_eq!(view(&world).closed.expect("closed").unsent, ["half"]);
    world.want(Intent::Open(None));
    assert_eq!(listed(&world), ["g1"]);
}

#[test]
fn a_late_frame_neither_closes_nor_opens_a_conversation() {
    let mut world = in_group();
    world.frame(&removed("g"));
    world.answer(ROW, 200, &group("g", 12, &["bayko"]));
    assert_eq!(
        view(&world).closed,
        None,
        "it was of before the person was added again"
    );
    world.answer("GET /api/messages/g", 200, &messages(11..13));
    assert_eq!(world.texts(), ["text 11", "text 12"], "read anew");
    world.frame(&removed("g"));
    world.answer(ROW, 404, &gone());
    world.frame(&update(group("g", 12, &["bayko"])));
    world.frame(&insert("g", message(13)));
    assert!(view(&world).closed.is_some());
    world.answer(ROW, 404, &gone());
    assert!(view(&world).closed.is_some() && listed(&world) == ["g1"]);
    world.answer(ROW, 200, &group("g", 14, &["bayko"]));
    assert_eq!(
        (view(&world).closed, listed(&world)[0].as_str()),
        (None, "g")
    );
}

#[test]
fn a_conversation_that_the_server_does_not_know_any_more_is_closed_without_a_frame() {
    let mut world = in_group();
    world.want(Intent::Send("hello".into()));
    world.answer("POST /api/messages", 404, &gone());
    world.answer(ROW, 404, &gone());
    assert_eq!(view(&world).closed.expect("closed").unsent, ["hello"]);
    // Not on screen: the list lacks it.
    let mut world = in_group();
    world.want(Intent::Open(None));
    world.want(Intent::ReloadGroups);
    world.answer(
        "GET /api/message_groups?",
        200,
        &json!([super::world::group("g1", "bayko", 5)]),
    );
    world.answer(ROW, 404, &gone());
    assert_eq!(listed(&world), ["g", "g1"].map(String::from)[1..]);
}

#[test]
fn who_leaves_reads_that_they_left() {
    let mut world = in_group();
    world.want(Intent::Group(GroupIntent::Leave));
    world.answer(
        "DELETE /api/message_groups/g/members/@andrewbrown",
        200,
        &json!({}),
    );
    world.frame(&removed("g"));
    world.answer(ROW, 404, &gone());
    world.answer(ROW, 404, &gone());
    assert_eq!(
        view(&world).closed,
        Some(ClosedView {
            left: true,
            unsent: Vec::new()
        })
    );
}

#[test]
fn a_row_of_the_group_that_does_not_follow_is_asked_for() {
    let mut world = in_group();
    world.frame(&about(10, "removed", &["cara"]));
    world.frame(&update(group("g", 10, &["bayko"])));
    world.handle(Event::Timer(crate::effect::TimerKey::GroupRows));
    assert!(!world.waiting().iter().any(|it| it == ROW), "it followed");
    world.frame(&about(11, "joined", &["vir"]));
    // A late one does not take the new members for the old.
    world.frame(&update(group("g", 9, &["bayko", "cara"])));
    assert_eq!(members(&world), ["andrewbrown", "bayko"]);
    world.handle(Event::Timer(crate::effect::TimerKey::GroupRows));
    world.answer(ROW, 200, &group("g", 11, &["bayko", "vir"]));
    assert_eq!(members(&world), ["andrewbrown", "bayko", "vir"]);
}

#[test]
fn the_members_of_a_conversation_further_down_than_the_list_are_asked_for() {
    let mut world = World::connected();
    world.open("g");
    world.answer(ROW, 200, &group("g", 1, &["bayko"]));
    assert_eq!(members(&world), ["andrewbrown", "bayko"]);
    assert_eq!(listed(&world), ["g1"]);
}

#[test]
fn a_row_about_somebody_whose_name_becomes_known_is_shown_anew() {
    let mut world = in_group();
    world.frame(&about(10, "joined", &["vir"]));
    world.engine.take_rows();
    world.frame(&update(group("g", 10, &["bayko", "cara", "vir"])));
    let rows = world.engine.take_rows().rows;
    let system = rows
        .last()
        .and_then(|row| row.system.clone())
        .expect("a row about the group");
    assert_eq!(system.names, ["VIR"]);
}

#[test]
fn who_is_added_again_sees_nothing_of_before() {
    let mut world = in_group();
    let mut first = message(20);
    first["previous_message_uuid"] = json!(null);
    world.frame(&insert("g", first));
    assert_eq!(world.texts(), ["text 20"]);
}
