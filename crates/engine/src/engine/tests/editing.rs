//! Editing and deleting own messages.

use serde_json::{Value, json};

use super::world::{Storage, World, body, group, insert, message, messages, time};
use crate::edits::UNDO_FOR;
use crate::effect::{Effect, TimerKey};
use crate::event::{Event, Intent};
use crate::view::{DeliveryState, EditState, MessageView, RowKey, Trouble};

const PATH: &str = "/api/messages/g1/m3";
const PUT: &str = "PUT /api/messages/g1/m3";
const DELETE: &str = "DELETE /api/messages/g1/m3";

/// Message 3, by Andrew.
fn own(text: &str, version: u64) -> Value {
    let mut row = message(3);
    row["handle"] = json!("andrewbrown");
    row["display_name"] = json!("Andrew Brown");
    row["client_message_id"] = json!("c3");
    row["message"] = json!(text);
    row["version"] = json!(version);
    if version > 1 {
        row["edited_at"] = json!(time(100 + version as i64));
    }
    row
}

fn deleted(version: u64) -> Value {
    let mut row = own("", version);
    row["deleted_at"] = json!(time(200));
    row
}

fn update(row: Value) -> Value {
    let mut frame = insert("g1", row);
    frame["type"] = json!("UPDATE");
    frame
}

/// Connected, with three messages of Bayko's and one of Andrew's on screen.
fn world() -> World {
    let mut world = World::connected();
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &page(own("mine", 1)));
    world
}

fn page(last: Value) -> Value {
    let mut page = messages(0..3);
    page.as_array_mut().expect("a list").push(last);
    page
}

fn key() -> RowKey {
    RowKey("c3".into())
}

fn edit(world: &mut World, text: &str, version: u64) {
    world.want(Intent::Edit {
        key: key(),
        text: text.into(),
        version,
    });
}

/// The moment in which a deletion can be undone is over.
fn due(world: &mut World) {
    assert_eq!(
        world.timer(&TimerKey::DeleteDue("m3".into())),
        Some(UNDO_FOR)
    );
    world.handle(Event::Timer(TimerKey::DeleteDue("m3".into())));
}

fn again(world: &mut World) {
    world.handle(Event::Timer(TimerKey::ResendEdit("m3".into())));
}

fn conflict(row: &Value) -> Value {
    json!({"codes": ["version_conflict"], "row": row})
}

fn shown(world: &World) -> (String, EditState) {
    let MessageView { text, edit, .. } = world.last();
    (text, edit)
}

fn saving(text: &str) -> (String, EditState) {
    (text.to_owned(), EditState::Saving)
}

fn settled(text: &str) -> (String, EditState) {
    (text.to_owned(), EditState::None)
}

fn stored(world: &World) -> Option<&String> {
    world.stored.get("1/s/edit/m3")
}

#[test]
fn an_edit_shows_at_once_in_its_place_and_is_done_with_the_answer() {
    let mut world = world();
    edit(&mut world, "better", 1);
    assert_eq!(shown(&world), saving("better"));
    assert!(world.last().edited_at.is_some());
    assert!(stored(&world).is_some(), "stored before it is tried");
    let request = world.answer(PUT, 200, &own("better", 2));
    assert_eq!(body(&request), json!({"message": "better", "version": 1}));
    assert_eq!(shown(&world), settled("better"));
    assert_eq!((world.last().version, world.last().key), (Some(2), key()));
    assert_eq!(world.texts(), ["text 0", "text 1", "text 2", "better"]);
    assert_eq!(stored(&world), None);
}

#[test]
fn nothing_is_tried_before_it_is_stored() {
    let mut world = world();
    world.storage = Storage::Waits;
    edit(&mut world, "better", 1);
    assert_eq!(shown(&world), saving("better"));
    assert_eq!(world.waiting(), [""; 0]);
    assert!(
        world
            .journal
            .as_deref()
            .is_some_and(|it| it.contains("better"))
    );
    world.storage_answers();
    assert_eq!(world.waiting(), [PUT]);
}

#[test]
fn an_edit_waits_without_a_network_and_outlives_the_page() {
    let mut world = world();
    world.handle(Event::Online(false));
    edit(&mut world, "better", 1);
    world.lose(PUT);
    let mut world = world.back();
    world.answer(
        "GET /api/message_groups",
        200,
        &json!([group("g1", "bayko", 5)]),
    );
    let request = world.answer(PUT, 200, &own("better", 2));
    assert_eq!(body(&request), json!({"message": "better", "version": 1}));
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &page(own("better", 2)));
    assert_eq!(shown(&world), settled("better"));
    assert_eq!(stored(&world), None);
}

#[test]
fn an_edit_whose_answer_was_lost_is_not_taken_for_anothers() {
    let mut world = world();
    edit(&mut world, "better", 1);
    world.lose(PUT);
    again(&mut world);
    world.answer(PUT, 409, &conflict(&own("better", 2)));
    assert_eq!(shown(&world), settled("better"));
    // The same when the person has edited once more meanwhile.
    edit(&mut world, "good", 2);
    world.lose(PUT);
    edit(&mut world, "best", 2);
    let first = world.answer(PUT, 409, &conflict(&own("good", 3)));
    assert_eq!(body(&first), json!({"message": "best", "version": 2}));
    let second = world.answer(PUT, 200, &own("best", 4));
    assert_eq!(body(&second), json!({"message": "best", "version": 3}));
    assert_eq!(shown(&world), settled("best"));
}

#[test]
fn a_server_that_fails_is_asked_again_with_back_off() {
    let mut world = world();
    edit(&mut world, "better", 1);
    for status in [500, 503, 429] {
        world.answer(PUT, status, &json!([]));
        assert!(world.timer(&TimerKey::ResendEdit("m3".into())).is_some());
        assert_eq!(shown(&world), saving("better"));
        assert_eq!(world.waiting(), [""; 0], "{status}");
        again(&mut world);
    }
    world.answer(PUT, 200, &own("better", 2));
    assert_eq!(shown(&world), settled("better"));
}

#[test]
fn edits_of_one_message_go_one_after_the_other() {
    let mut world = world();
    edit(&mut world, "two", 1);
    edit(&mut world, "three", 1);
    edit(&mut world, "four", 1);
    assert_eq!(world.waiting(), [PUT], "one in flight");
    assert_eq!(shown(&world), saving("four"));
    let first = world.answer(PUT, 200, &own("two", 2));
    assert_eq!(shown(&world), saving("four"));
    let last = world.answer(PUT, 200, &own("four", 3));
    assert_eq!(body(&first), json!({"message": "two", "version": 1}));
    assert_eq!(body(&last), json!({"message": "four", "version": 2}));
    assert_eq!(shown(&world), settled("four"));
}

#[test]
fn a_frame_that_comes_before_the_answer_or_instead_of_it_ends_an_edit() {
    let mut world = world();
    edit(&mut world, "better", 1);
    world.frame(&update(own("better", 2)));
    assert_eq!(shown(&world), settled("better"));
    assert_eq!(stored(&world), None);
    world.answer(PUT, 200, &own("better", 2));
    assert_eq!(shown(&world), settled("better"));
}

#[test]
fn of_two_texts_the_person_chooses() {
    for keep in [true, false] {
        let mut world = world();
        edit(&mut world, "mine too", 1);
        world.answer(PUT, 409, &conflict(&own("theirs", 5)));
        let mine = "mine too".to_owned();
        assert_eq!(
            shown(&world),
            ("theirs".into(), EditState::Conflict { mine: mine.clone() })
        );
        assert_eq!(world.waiting(), [""; 0]);
        // Both texts are kept over a reload.
        let mut world = world.back();
        world.answer(
            "GET /api/message_groups",
            200,
            &json!([group("g1", "bayko", 5)]),
        );
        world.open("g1");
        world.answer("GET /api/messages/g1", 200, &page(own("theirs", 5)));
        assert_eq!(
            shown(&world),
            ("theirs".into(), EditState::Conflict { mine })
        );
        if keep {
            world.want(Intent::KeepEdit(key()));
            assert_eq!(shown(&world), saving("mine too"));
            let request = world.answer(PUT, 200, &own("mine too", 6));
            assert_eq!(body(&request), json!({"message": "mine too", "version": 5}));
            assert_eq!(shown(&world), settled("mine too"));
        } else {
            world.want(Intent::DropEdit(key()));
            assert!(!world.waiting().contains(&PUT.to_owned()));
            assert_eq!(shown(&world), settled("theirs"));
        }
        assert_eq!(stored(&world), None);
    }
}

#[test]
fn a_message_deleted_elsewhere_keeps_the_text_of_its_edit_for_the_person() {
    let mut world = world();
    edit(&mut world, "better", 1);
    world.answer(PUT, 409, &conflict(&deleted(2)));
    assert!(world.last().deleted);
    let mine = "better".to_owned();
    assert_eq!(shown(&world), (String::new(), EditState::Conflict { mine }));
    world.want(Intent::DropEdit(key()));
    assert_eq!(shown(&world), settled(""));
}

#[test]
fn a_refused_edit_or_deletion_shows_the_servers_text_again_and_why() {
    let refused = |code: &str| {
        let code = cruddur_contract::ErrorCode::from(code);
        Trouble::Refused(vec![code])
    };
    let not_saved = |mine: Option<&str>, trouble: &Trouble| EditState::NotSaved {
        mine: mine.map(str::to_owned),
        trouble: trouble.clone(),
    };
    for (status, code, trouble) in [
        (403, "not_author", refused("not_author")),
        (404, "message_not_found", Trouble::NotFound),
        (422, "message_blank", refused("message_blank")),
    ] {
        let mut world = world();
        edit(&mut world, "better", 1);
        world.answer(PUT, status, &json!([code]));
        assert_eq!(
            shown(&world),
            ("mine".into(), not_saved(Some("better"), &trouble))
        );
        assert_eq!(world.last().edited_at, None);
        world.want(Intent::DropEdit(key()));
        assert_eq!(shown(&world), settled("mine"));
        world.want(Intent::Delete(key()));
        due(&mut world);
        world.answer(DELETE, status, &json!([code]));
        assert_eq!(shown(&world), ("mine".into(), not_saved(None, &trouble)));
        assert!(!world.last().deleted);
    }
}

#[test]
fn a_deletion_shows_at_once_and_is_asked_for_when_it_cannot_be_undone_any_more() {
    let mut world = world();
    world.want(Intent::Delete(key()));
    assert_eq!(shown(&world), (String::new(), EditState::Undoable));
    assert!(world.last().deleted);
    assert!(stored(&world).is_some());
    assert_eq!(world.waiting(), [""; 0]);
    due(&mut world);
    assert_eq!(shown(&world), saving(""));
    let request = world.answer(DELETE, 200, &deleted(2));
    assert_eq!(request.body, None);
    assert_eq!(shown(&world), settled(""));
    assert!(world.last().deleted);
    assert_eq!(world.texts(), ["text 0", "text 1", "text 2", ""]);
    assert_eq!(stored(&world), None);
}

#[test]
fn a_deletion_that_is_undone_leaves_no_trace() {
    let mut world = world();
    world.want(Intent::Delete(key()));
    world.want(Intent::UndoDelete(key()));
    assert_eq!(shown(&world), settled("mine"));
    assert!(!world.last().deleted);
    assert_eq!(stored(&world), None);
    let timer = TimerKey::DeleteDue("m3".into());
    assert!(world.effects.contains(&Effect::CancelTimer(timer.clone())));
    world.handle(Event::Timer(timer));
    assert_eq!(
        world.waiting(),
        [""; 0],
        "nor does a timer that runs out all the same"
    );
    world.want(Intent::Delete(key()));
    due(&mut world);
    world.want(Intent::UndoDelete(key()));
    assert_eq!(shown(&world), saving(""), "too late");
}

#[test]
fn a_deletion_can_be_undone_after_a_reload_too() {
    let mut world = world();
    world.want(Intent::Delete(key()));
    let mut world = world.back();
    world.answer(
        "GET /api/message_groups",
        200,
        &json!([group("g1", "bayko", 5)]),
    );
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &page(own("mine", 1)));
    assert_eq!(shown(&world), (String::new(), EditState::Undoable));
    assert!(!world.waiting().contains(&DELETE.to_owned()));
    due(&mut world);
    world.answer(DELETE, 200, &deleted(2));
    assert_eq!(shown(&world), settled(""));
}

#[test]
fn a_deletion_takes_the_place_of_an_edit_and_its_undoing_brings_that_back() {
    let mut world = world();
    edit(&mut world, "better", 1);
    world.want(Intent::Delete(key()));
    world.want(Intent::UndoDelete(key()));
    assert_eq!(shown(&world), saving("better"));
    world.answer(PUT, 200, &own("better", 2));
    assert_eq!(shown(&world), settled("better"));
    edit(&mut world, "best", 2);
    world.want(Intent::Delete(key()));
    world.answer(PUT, 200, &own("best", 3));
    assert_eq!(shown(&world), (String::new(), EditState::Undoable));
    due(&mut world);
    world.answer(DELETE, 200, &deleted(4));
    assert_eq!(shown(&world), settled(""));
}

#[test]
fn an_unknown_messages_update_is_no_error() {
    let mut world = world();
    let mut unknown = own("unknown", 2);
    unknown["uuid"] = json!("m77");
    unknown["created_at"] = json!(time(-50));
    unknown["client_message_id"] = json!("c77");
    world.frame(&update(unknown));
    assert_eq!(world.texts(), ["text 0", "text 1", "text 2", "mine"]);
    world.frame(&update(own("edited elsewhere", 2)));
    assert_eq!(shown(&world), settled("edited elsewhere"));
}

#[test]
fn saving_an_unchanged_text_is_no_edit_and_pins_nothing() {
    let mut world = world();
    edit(&mut world, "mine", 1);
    assert_eq!((world.waiting(), stored(&world)), (vec![], None));
    world.frame(&update(own("edited elsewhere", 2)));
    assert_eq!(shown(&world), settled("edited elsewhere"));
    // An edit that goes back to what the server has, before it was tried.
    let mut world = world_with_slow_storage();
    edit(&mut world, "better", 1);
    edit(&mut world, "mine", 1);
    assert_eq!(shown(&world), settled("mine"));
    world.storage_answers();
    assert_eq!((world.waiting(), stored(&world)), (vec![], None));
}

fn world_with_slow_storage() -> World {
    let mut world = world();
    world.storage = Storage::Waits;
    world
}

#[test]
fn nobody_elses_message_can_be_edited_or_deleted() {
    let mut world = world();
    for n in 0..4 {
        let key = world.engine.messages()[n].key.clone();
        let editable = world.engine.messages()[n].version;
        assert_eq!(editable, (n == 3).then_some(1));
        if n < 3 {
            let text = "x".to_owned();
            world.want(Intent::Edit {
                key: key.clone(),
                text,
                version: 1,
            });
            world.want(Intent::Delete(key));
        }
    }
    assert_eq!(world.waiting(), [""; 0]);
    assert_eq!(world.texts(), ["text 0", "text 1", "text 2", "mine"]);
}

#[test]
fn where_rows_have_no_version_nothing_can_be_edited() {
    let mut world = World::signed_in(false);
    let mut listed = group("g1", "bayko", 5);
    listed.as_object_mut().expect("a row").remove("members");
    world.answer("GET /api/message_groups", 200, &json!([listed]));
    world.open("g1");
    let seed = json!({"uuid": "m3", "display_name": "Andrew Brown", "handle": "andrewbrown",
        "message": "mine", "created_at": time(3)});
    world.answer("GET /api/messages/g1", 200, &json!([seed]));
    assert_eq!(world.last().version, None);
    let key = world.last().key;
    world.want(Intent::Edit {
        key: key.clone(),
        text: "x".into(),
        version: 1,
    });
    world.want(Intent::Delete(key));
    world.want(Intent::Send("unsent".into()));
    assert_eq!(world.last().version, None);
    assert_eq!(shown(&world).0, "unsent");
    assert_eq!(world.engine.messages()[0].text, "mine");
    assert!(!world.waiting().iter().any(|it| it.contains(PATH)));
}

#[test]
fn the_preview_follows_an_edit_and_a_deletion_of_the_last_message() {
    let preview = |world: &World| world.engine.groups_view().rows[0].message.clone();
    let mut world = world();
    let mut last = own("last", 1);
    last["uuid"] = json!("m6");
    last["created_at"] = json!(time(6));
    last["client_message_id"] = json!("c6");
    let with = |text: &str, version: u64| {
        let mut row = last.clone();
        row["message"] = json!(text);
        row["version"] = json!(version);
        update(row)
    };
    world.frame(&insert("g1", last.clone()));
    assert_eq!(preview(&world), "last");
    world.frame(&with("third", 3));
    world.frame(&with("second", 2));
    assert_eq!(preview(&world), "third", "in any order");
    world.frame(&update(own("earlier one", 2)));
    assert_eq!(preview(&world), "third", "of an earlier message");
    world.frame(&with("", 4));
    assert_eq!(preview(&world), "");
}

#[test]
fn the_preview_of_a_conversation_that_was_never_opened_follows_in_any_order() {
    let mut world = World::connected();
    let at = |text: &str, version: u64| {
        let mut row = own(text, version);
        row["created_at"] = json!(time(5));
        update(row)
    };
    world.frame(&at("third", 3));
    world.frame(&at("second", 2));
    assert_eq!(world.engine.groups_view().rows[0].message, "third");
}

#[test]
fn signing_out_asks_while_an_edit_waits() {
    let mut world = world();
    edit(&mut world, "better", 1);
    world.want(Intent::SignOut);
    assert_eq!(world.engine.notices().leaving, 1);
    world.answer(PUT, 200, &own("better", 2));
    assert!(world.forgot_session(), "there is nothing left to ask");
}

#[test]
fn after_signing_out_no_edit_is_left() {
    let mut world = world();
    world.want(Intent::Delete(key()));
    world.want(Intent::SignOut);
    world.want(Intent::SignOutAnswer(true));
    assert_eq!(stored(&world), None);
    world.handle(Event::Timer(TimerKey::DeleteDue("m3".into())));
    assert!(!world.waiting().contains(&DELETE.to_owned()));
}

#[test]
fn an_edit_waits_for_a_new_session() {
    let mut world = world();
    world.expire();
    edit(&mut world, "better", 1);
    assert_eq!(shown(&world), saving("better"));
    assert!(!world.waiting().contains(&PUT.to_owned()));
    world.sign_in_until_proof();
    world.answer_cognito("RespondToAuthChallenge", 200, &super::world::tokens());
    world.answer(PUT, 200, &own("better", 2));
}

/// The message that was sent last, as the server stores and answers it.
fn accepted(sent: &Value, text: &str) -> Value {
    json!({"message_group_uuid": "g1", "uuid": "m4", "message_uuid": "m4",
        "display_name": "Andrew Brown", "handle": "andrewbrown", "message": text,
        "created_at": time(4), "client_message_id": sent["client_message_id"],
        "previous_message_uuid": "m3", "version": 1})
}

fn edit_last(world: &mut World, text: &str) {
    let MessageView { key, version, .. } = world.last();
    world.want(Intent::Edit {
        key,
        text: text.into(),
        version: version.expect("editable"),
    });
}

#[test]
fn an_edit_of_a_message_that_waits_changes_what_is_sent() {
    let mut world = world();
    world.want(Intent::Send("one".into()));
    world.want(Intent::Send("tow".into()));
    edit_last(&mut world, "two");
    assert_eq!(world.last().text, "two");
    let sent = body(&world.take("POST /api/messages").1);
    assert_eq!(sent["message"], "one");
    world.frame(&insert("g1", {
        let mut row = message(4);
        row["handle"] = json!("andrewbrown");
        row["message"] = json!("one");
        row["client_message_id"] = sent["client_message_id"].clone();
        row
    }));
    let sent = body(&world.take("POST /api/messages").1);
    assert_eq!(sent["message"], "two");
    assert!(world.stored.values().any(|it| it.contains("\"two\"")));
    assert!(!world.stored.values().any(|it| it.contains("\"tow\"")));
}

#[test]
fn an_edit_of_a_message_in_flight_follows_it() {
    let mut world = world();
    world.want(Intent::Send("hlelo".into()));
    edit_last(&mut world, "hello");
    assert_eq!(world.last().text, "hello");
    let (id, request) = world.take("POST /api/messages");
    let sent = body(&request);
    assert_eq!(sent["message"], "hlelo");
    world.requests.push((id, request));
    world.answer("POST /api/messages", 200, &accepted(&sent, "hlelo"));
    assert_eq!(shown(&world), saving("hello"));
    assert_eq!(world.last().state, DeliveryState::Sent);
    let request = world.answer("PUT /api/messages/g1/m4", 200, &{
        let mut row = accepted(&sent, "hello");
        row["version"] = json!(2);
        row
    });
    assert_eq!(body(&request), json!({"message": "hello", "version": 1}));
    assert_eq!(shown(&world), settled("hello"));
}

#[test]
fn an_edit_of_a_message_whose_first_attempt_was_stored_follows_the_second_answer() {
    let mut world = world();
    world.want(Intent::Send("hlelo".into()));
    world.lose("POST /api/messages");
    edit_last(&mut world, "hello");
    world.want(Intent::Retry(world.last().key));
    let (id, request) = world.take("POST /api/messages");
    let sent = body(&request);
    assert_eq!(sent["message"], "hello");
    world.requests.push((id, request));
    world.answer("POST /api/messages", 200, &accepted(&sent, "hlelo"));
    assert_eq!(shown(&world), saving("hello"));
    assert!(
        world
            .waiting()
            .contains(&"PUT /api/messages/g1/m4".to_owned())
    );
}

#[test]
fn a_send_that_is_answered_late_does_not_take_an_edit_back() {
    let mut world = world();
    world.want(Intent::Send("hello".into()));
    let (id, request) = world.take("POST /api/messages");
    let sent = body(&request);
    let mut edited = accepted(&sent, "edited elsewhere");
    edited["version"] = json!(2);
    edited["edited_at"] = json!(time(50));
    world.frame(&update(edited.clone()));
    assert_eq!(shown(&world), settled("edited elsewhere"));
    world.requests.push((id, request));
    world.answer("POST /api/messages", 200, &edited);
    assert_eq!(shown(&world), settled("edited elsewhere"));
    assert!(world.last().edited_at.is_some());
}
