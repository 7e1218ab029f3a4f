//! Nothing written is lost: on the device before it is tried, taken up again after the page is gone.

use serde_json::{Value, json};

use super::world::{Storage, World, body, group, in_conversation, message, messages, time};
use crate::effect::{Effect, TimerKey};
use crate::event::{Event, Intent};
use crate::view::{ConversationKey, DeliveryState, Load, RowKey, Trouble};

fn posts(world: &World) -> usize {
    let waiting = world.waiting();
    waiting
        .iter()
        .filter(|w| w.starts_with("POST /api/messages"))
        .count()
}

/// Takes the waiting send and answers it as message `n` of g1. Returns what was sent.
fn accept(world: &mut World, n: i64) -> Value {
    let (id, request) = world.take("POST /api/messages");
    let sent = body(&request);
    world.requests.push((id, request));
    let answer = json!({"message_group_uuid": "g1", "message_uuid": format!("m{n}"),
        "display_name": "Andrew Brown", "handle": "andrewbrown", "message": sent["message"],
        "created_at": time(n), "client_message_id": sent["client_message_id"],
        "previous_message_uuid": format!("m{}", n - 1), "version": 1});
    world.answer("POST /api/messages", 200, &answer);
    sent
}

fn stored(world: &World, what: &str) -> Vec<String> {
    let names = world.stored.keys();
    names.filter(|name| name.contains(what)).cloned().collect()
}

#[test]
fn a_message_is_stored_before_it_is_sent() {
    let mut world = in_conversation();
    world.storage = Storage::Waits;
    world.want(Intent::Send("hello".into()));
    assert_eq!(world.last_state(), DeliveryState::Sending);
    assert_eq!(posts(&world), 0);
    world.storage = Storage::Works;
    world.storage_answers();
    assert_eq!(posts(&world), 1);
    let all: String = world.stored.values().cloned().collect();
    assert!(all.contains("hello"), "{all}");
}

#[test]
fn the_outbox_outlives_the_page_in_order_and_with_its_row_keys() {
    let mut world = in_conversation();
    world.handle(Event::Online(false));
    for n in 0..20 {
        world.want(Intent::Send(format!("unsent {n}")));
    }
    world.lose("POST /api/messages");
    let rows: Vec<RowKey> = world.engine.messages()[3..]
        .iter()
        .map(|row| row.key.clone())
        .collect();
    let mut world = world.back();
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    let again = world.engine.messages();
    let keys: Vec<RowKey> = again[3..].iter().map(|row| row.key.clone()).collect();
    assert_eq!(keys, rows);
    for (n, row) in rows.iter().enumerate() {
        assert_eq!(posts(&world), 1, "one at a time");
        let sent = accept(&mut world, 3 + n as i64);
        assert_eq!(sent["message"], format!("unsent {n}"));
        assert_eq!(sent["client_message_id"], row.0);
    }
    let shown: Vec<RowKey> = world.engine.messages()[3..]
        .iter()
        .map(|row| row.key.clone())
        .collect();
    assert_eq!(shown, rows);
    assert_eq!(stored(&world, "/out/"), Vec::<String>::new());
}

#[test]
fn a_send_in_flight_at_a_crash_is_repeated_with_the_same_id() {
    let mut world = in_conversation();
    world.want(Intent::Send("once".into()));
    let (_, first) = world.take("POST /api/messages");
    let mut world = world.back();
    let (_, second) = world.take("POST /api/messages");
    assert_eq!(body(&second), body(&first));
}

#[test]
fn an_answer_lost_in_a_crash_is_found_in_the_list_and_nothing_is_sent_again() {
    let mut world = in_conversation();
    world.want(Intent::Send("once".into()));
    let key = world.last().key;
    let mut world = world.back();
    world.open("g1");
    let mut row = message(3);
    row["handle"] = json!("andrewbrown");
    row["client_message_id"] = json!(key.0);
    let mut page = messages(0..3);
    page.as_array_mut().expect("rows").push(row);
    world.answer("GET /api/messages/g1", 200, &page);
    assert_eq!(world.engine.messages().len(), 4);
    assert_eq!(world.last().key, key);
    assert_eq!(stored(&world, "/out/"), Vec::<String>::new());
}

#[test]
fn a_message_written_before_the_load_comes_after_the_stored_ones() {
    let mut world = in_conversation();
    world.want(Intent::Send("old".into()));
    let mut world = world.restart();
    world.storage = Storage::Waits;
    world.start(true);
    world.answer_cognito("InitiateAuth", 200, &super::world::tokens());
    world.open("g1");
    world.want(Intent::Send("new".into()));
    assert_eq!(posts(&world), 0);
    world.storage = Storage::Works;
    world.storage_answers();
    assert_eq!(accept(&mut world, 3)["message"], "old");
    assert_eq!(accept(&mut world, 4)["message"], "new");
}

#[test]
fn without_storage_a_notice_is_shown_once_and_messages_are_sent() {
    let mut world = World::new(true);
    world.storage = Storage::Fails;
    world.session = World::signed_in(true).session;
    world.start(true);
    assert!(world.engine.notices().keeps_nothing);
    world.answer_cognito("InitiateAuth", 200, &super::world::tokens());
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    world.want(Intent::Send("all the same".into()));
    assert_eq!(accept(&mut world, 3)["message"], "all the same");
    assert_eq!(world.last_state(), DeliveryState::Sent);
}

#[test]
fn with_a_full_store_a_notice_is_shown_and_the_message_is_sent_from_memory() {
    let mut world = in_conversation();
    assert!(!world.engine.notices().keeps_nothing);
    world.storage = Storage::Fails;
    world.want(Intent::Send("from memory".into()));
    assert!(world.engine.notices().keeps_nothing);
    assert_eq!(accept(&mut world, 3)["message"], "from memory");
}

#[test]
fn a_broken_record_is_dropped_alone() {
    let mut world = in_conversation();
    world.handle(Event::Online(false));
    world.want(Intent::Send("whole".into()));
    for (name, text) in [
        ("1/s/out/a", "{"),
        ("1/s/out/b", "{}"),
        ("1/s/unknown", "?"),
    ] {
        world.stored.insert(name.into(), text.into());
    }
    let mut world = world.back();
    assert_eq!(accept(&mut world, 3)["message"], "whole");
    assert_eq!(stored(&world, "/out/"), Vec::<String>::new());
}

#[test]
fn a_refused_message_stays_not_sent_over_a_reload_and_does_not_hold_the_rest() {
    let mut world = in_conversation();
    world.want(Intent::Send("bad".into()));
    world.want(Intent::Send("good".into()));
    world.answer("POST /api/messages", 422, &json!(["message_blank"]));
    let mut world = world.back();
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    let bad = world.engine.messages()[3].clone();
    assert!(
        matches!(&bad.state, DeliveryState::NotSent(Trouble::Refused(codes)) if codes.len() == 1)
    );
    assert_eq!(accept(&mut world, 3)["message"], "good");
    world.want(Intent::Discard(bad.key));
    assert_eq!(stored(&world, "/out/"), Vec::<String>::new());
    let world = world.back();
    assert_eq!(posts(&world), 0, "a deleted message stays deleted");
}

#[test]
fn signing_out_deletes_everything_stored() {
    let mut world = in_conversation();
    world.handle(Event::Online(false));
    world.want(Intent::Send("secret".into()));
    assert!(!world.stored.is_empty());
    world.want(Intent::SignOut);
    world.want(Intent::SignOutAnswer(true));
    assert!(world.stored.is_empty());
    assert_eq!(world.session, None);
    world.handle(Event::Timer(TimerKey::Save));
    assert!(world.stored.is_empty());
}

/// A server without client ids.
mod seed {
    use super::*;

    fn row(id: &str, text: &str, second: i64) -> Value {
        json!({"uuid": id, "display_name": "x", "handle": "andrewbrown", "message": text,
            "created_at": time(second)})
    }

    fn listed() -> Value {
        json!([{"uuid": "g1", "display_name": "Bayko", "handle": "bayko", "message": "hi",
            "created_at": time(1)}])
    }

    /// The conversation with an old "yo" of one's own.
    fn in_seed() -> World {
        let mut world = World::signed_in(false);
        open(&mut world, json!([row("a", "yo", 1)]));
        world
    }

    fn open(world: &mut World, rows: Value) {
        world.answer("GET /api/message_groups", 200, &listed());
        world.open("g1");
        world.answer("GET /api/messages/g1", 200, &rows);
    }

    #[test]
    fn a_send_of_unknown_outcome_is_shown_as_not_sent_after_a_reload_and_never_repeated_by_itself()
    {
        let mut world = in_seed();
        world.want(Intent::Send("yo".into()));
        assert_eq!(posts(&world), 1);
        let mut world = world.back();
        open(&mut world, json!([row("a", "yo", 1)]));
        assert_eq!(
            world.texts(),
            ["yo", "yo"],
            "an old text is not taken for the new one"
        );
        assert_eq!(world.last_state(), DeliveryState::NotSent(Trouble::Network));
        world.handle(Event::Woken);
        world.handle(Event::Timer(TimerKey::Poll));
        assert_eq!(posts(&world), 0);
    }

    #[test]
    fn a_message_that_arrived_before_the_reload_is_reconciled_by_its_text() {
        let mut world = in_seed();
        world.want(Intent::Send("yo".into()));
        let mut world = world.back();
        open(&mut world, json!([row("a", "yo", 1), row("b", "yo", 9)]));
        assert_eq!(world.texts(), ["yo", "yo"]);
        assert_eq!(world.last_state(), DeliveryState::Sent);
        assert_eq!(stored(&world, "/out/"), Vec::<String>::new());
    }

    #[test]
    fn a_message_never_tried_is_sent_after_the_reload() {
        let mut world = in_seed();
        world.handle(Event::Online(false));
        world.want(Intent::Send("one".into()));
        world.want(Intent::Send("two".into()));
        assert_eq!(posts(&world), 0, "offline nothing is risked");
        let mut world = world.back();
        assert_eq!(posts(&world), 0, "not before the list is known");
        world.answer("GET /api/messages/g1", 200, &json!([row("a", "yo", 1)]));
        let (_, request) = world.take("POST /api/messages");
        assert_eq!(body(&request)["message"], "one");
    }

    #[test]
    fn a_retry_goes_out_only_after_the_list_was_read_without_it() {
        let mut world = in_seed();
        world.want(Intent::Send("new".into()));
        world.lose("POST /api/messages");
        world.lose("GET /api/messages/g1");
        let key = world.last().key;
        world.want(Intent::Retry(key.clone()));
        assert_eq!(world.last_state(), DeliveryState::Sending);
        assert_eq!(posts(&world), 0);
        world.answer("GET /api/messages/g1", 200, &json!([row("a", "yo", 1)]));
        assert_eq!(posts(&world), 1, "it had not arrived");
        world.lose("POST /api/messages");
        world.lose("GET /api/messages/g1");
        world.want(Intent::Retry(key));
        let rows = json!([row("a", "yo", 1), row("b", "new", 9)]);
        world.answer("GET /api/messages/g1", 200, &rows);
        assert_eq!(posts(&world), 0, "it had arrived");
        assert_eq!(world.texts(), ["yo", "new"]);
        assert_eq!(world.last_state(), DeliveryState::Sent);
    }

    #[test]
    fn a_retry_does_not_trust_a_list_asked_for_before_it() {
        let mut world = in_seed();
        world.want(Intent::Send("new".into()));
        world.lose("POST /api/messages");
        let key = world.last().key;
        world.want(Intent::Retry(key));
        world.answer("GET /api/messages/g1", 200, &json!([row("a", "yo", 1)]));
        assert_eq!(posts(&world), 0);
        world.answer("GET /api/messages/g1", 200, &json!([row("a", "yo", 1)]));
        assert_eq!(posts(&world), 1);
    }

    #[test]
    fn a_retry_that_cannot_read_the_list_is_not_sent_again() {
        let mut world = in_seed();
        world.want(Intent::Send("new".into()));
        world.lose("POST /api/messages");
        world.lose("GET /api/messages/g1");
        world.want(Intent::Retry(world.last().key));
        world.lose("GET /api/messages/g1");
        assert_eq!(world.last_state(), DeliveryState::NotSent(Trouble::Network));
    }

    #[test]
    fn a_first_message_of_unknown_outcome_is_found_in_the_conversation_it_made() {
        let mut world = in_seed();
        world.want(Intent::Open(Some(ConversationKey::New("londo".into()))));
        let person = json!({"uuid": "p", "handle": "londo", "display_name": "Londo"});
        world.answer("GET /api/users/@londo/short", 200, &person);
        world.want(Intent::Send("greetings".into()));
        world.lose("POST /api/messages");
        assert_eq!(world.last_state(), DeliveryState::NotSent(Trouble::Network));
        world.want(Intent::Retry(world.last().key));
        assert_eq!(posts(&world), 0);
        let mut groups = listed();
        groups
            .as_array_mut()
            .expect("rows")
            .push(group("g2", "londo", 9));
        groups[1].as_object_mut().expect("a row").remove("members");
        world.answer("GET /api/message_groups", 200, &groups);
        let there = Effect::Navigate {
            path: "/messages/g2".into(),
            replace: true,
        };
        assert!(world.effects.contains(&there));
        let rows = json!([row("x", "greetings", 9)]);
        world.answer("GET /api/messages/g2", 200, &rows);
        assert_eq!(world.texts(), ["greetings"]);
        assert_eq!(world.last_state(), DeliveryState::Sent);
        assert_eq!(posts(&world), 0);
        assert_eq!(world.engine.conversation().expect("open").load, Load::Ready);
    }

    /// Found by the simulation: the row had the server's id until the second list came.
    #[test]
    fn a_first_message_keeps_its_row_key_though_another_is_retried_while_the_list_is_read() {
        let mut world = in_seed();
        world.want(Intent::Open(Some(ConversationKey::New("londo".into()))));
        for text in ["greetings", "again"] {
            world.want(Intent::Send(text.into()));
            world.lose("POST /api/messages");
        }
        let keys: Vec<RowKey> = world.engine.messages().into_iter().map(|m| m.key).collect();
        for key in &keys {
            world.want(Intent::Retry(key.clone()));
        }
        let mut groups = listed();
        let mut row_of_list = group("g2", "londo", 9);
        row_of_list
            .as_object_mut()
            .expect("a row")
            .remove("members");
        groups.as_array_mut().expect("rows").push(row_of_list);
        world.answer("GET /api/message_groups", 200, &groups);
        let rows = json!([row("x", "greetings", 9)]);
        world.answer("GET /api/messages/g2", 200, &rows);
        world.answer("GET /api/messages/g2", 200, &rows);
        assert_eq!(world.texts(), ["greetings", "again"]);
        assert_eq!(world.engine.messages()[0].key, keys[0]);
    }

    #[test]
    fn a_first_message_is_not_tried_again_by_a_list_asked_for_before() {
        let mut world = in_seed();
        world.want(Intent::Open(Some(ConversationKey::New("londo".into()))));
        world.want(Intent::Send("greetings".into()));
        world.lose("POST /api/messages");
        world.want(Intent::ReloadGroups);
        world.want(Intent::Retry(world.last().key));
        world.answer("GET /api/message_groups", 200, &listed());
        assert_eq!(posts(&world), 0);
        world.answer("GET /api/message_groups", 200, &listed());
        assert_eq!(posts(&world), 1);
    }

    #[test]
    fn a_throttled_message_backs_off_and_is_sent_by_itself() {
        let mut world = in_seed();
        world.want(Intent::Send("new".into()));
        world.answer("POST /api/messages", 429, &json!(["too_many_requests"]));
        assert_eq!(world.last_state(), DeliveryState::Sending);
        world.handle(Event::Timer(TimerKey::Resend(ConversationKey::Group(
            "g1".into(),
        ))));
        assert_eq!(posts(&world), 1);
    }
}
