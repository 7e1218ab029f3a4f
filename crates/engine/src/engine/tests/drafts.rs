//! What was typed and not sent, by conversation.

use serde_json::json;

use super::world::{Storage, World, group, messages};
use crate::effect::{Effect, TimerKey};
use crate::event::{Event, Intent};
use crate::view::ConversationKey;

fn typing(group: &str, text: &str) -> World {
    let mut world = World::connected();
    world.open(group);
    world.want(Intent::Draft(text.into()));
    world
}

fn new(handle: &str) -> Option<ConversationKey> {
    Some(ConversationKey::New(handle.into()))
}

#[test]
fn each_conversation_has_its_own_draft() {
    let mut world = typing("g1", "to one");
    world.open("g2");
    assert_eq!(world.engine.draft(), "");
    world.want(Intent::Draft("to two".into()));
    world.open("g1");
    assert_eq!(world.engine.draft(), "to one");
    world.want(Intent::Open(None));
    assert_eq!(world.engine.draft(), "");
    world.open("g2");
    assert_eq!(world.engine.draft(), "to two");
}

#[test]
fn a_draft_outlives_the_page() {
    let mut world = typing("g1", "half a sen");
    assert_eq!(world.timer(&TimerKey::Save), Some(300));
    world.handle(Event::Timer(TimerKey::Save));
    let mut world = world.back();
    world.open("g1");
    assert_eq!(world.engine.draft(), "half a sen");
    world.want(Intent::Draft(String::new()));
    world.handle(Event::Timer(TimerKey::Save));
    let mut world = world.back();
    world.open("g1");
    assert_eq!(world.engine.draft(), "", "an emptied draft stays empty");
}

#[test]
fn continuous_typing_is_stored_too() {
    let mut world = typing("g1", "a");
    let timers = |world: &World| {
        let save = |effect: &&Effect| matches!(effect, Effect::Timer(TimerKey::Save, _));
        world.effects.iter().filter(save).count()
    };
    let before = timers(&world);
    world.want(Intent::Draft("ab".into()));
    world.want(Intent::Draft("abc".into()));
    world.open("g2");
    world.want(Intent::Draft("to another".into()));
    assert_eq!(
        timers(&world),
        before,
        "the wait is not begun anew with each key"
    );
    world.handle(Event::Timer(TimerKey::Save));
    assert!(world.stored.values().any(|text| text.contains(r#""abc""#)));
}

#[test]
fn what_is_typed_before_the_load_replaces_the_stored_draft() {
    let mut world = typing("g1", "old");
    world.handle(Event::Timer(TimerKey::Save));
    let mut world = world.restart();
    world.storage = Storage::Waits;
    world.start(true);
    world.open("g1");
    world.want(Intent::Draft("new".into()));
    world.handle(Event::Timer(TimerKey::Save));
    world.storage = Storage::Works;
    world.storage_answers();
    assert_eq!(world.engine.draft(), "new");
    world.handle(Event::Timer(TimerKey::Save));
    assert!(world.stored.values().any(|text| text.contains(r#""new""#)));
}

#[test]
fn a_draft_emptied_before_the_load_stays_empty() {
    let mut world = typing("g1", "old");
    world.handle(Event::Timer(TimerKey::Save));
    let mut world = world.restart();
    world.storage = Storage::Waits;
    world.start(true);
    world.open("g1");
    world.want(Intent::Draft("n".into()));
    world.want(Intent::Draft(String::new()));
    world.storage = Storage::Works;
    world.storage_answers();
    assert_eq!(world.engine.draft(), "");
}

#[test]
fn a_draft_is_deleted_in_the_transaction_that_stores_its_message() {
    let mut world = typing("g1", "hello");
    world.handle(Event::Timer(TimerKey::Save));
    world.want(Intent::Send("hello".into()));
    assert_eq!(world.engine.draft(), "");
    let last = world.effects.iter().rev().find_map(|effect| match effect {
        Effect::Store(_, changes) => Some(changes.clone()),
        _ => None,
    });
    let changes = last.expect("a change");
    assert_eq!(changes.len(), 2);
    assert!(
        changes
            .iter()
            .any(|change| change.key.contains("/draft/") && change.value.is_none())
    );
    assert!(
        changes
            .iter()
            .any(|change| change.key.contains("/out/") && change.value.is_some())
    );
}

#[test]
fn a_draft_moves_along_when_a_new_conversation_turns_out_to_be_an_old_one() {
    let mut world = World::signed_in(true);
    world.want(Intent::Open(new("bayko")));
    world.want(Intent::Draft("hi".into()));
    let groups = json!([group("g1", "bayko", 5)]);
    world.answer("GET /api/message_groups", 200, &groups);
    assert_eq!(world.engine.draft(), "hi");
    world.handle(Event::Timer(TimerKey::Save));
    assert_eq!(
        world
            .stored
            .keys()
            .filter(|key| key.contains("/draft/"))
            .count(),
        1
    );
}

#[test]
fn of_two_drafts_for_one_conversation_none_is_lost() {
    let mut world = typing("g1", "one");
    world.want(Intent::Open(new("bayko")));
    assert_eq!(world.engine.draft(), "one", "the conversation is known");
    let mut world = typing("g2", "one");
    world.answer("GET /api/message_groups/g2", 200, &group("g2", "londo", 6));
    world.want(Intent::Open(new("londo")));
    world.want(Intent::Draft("two".into()));
    let groups = json!([group("g1", "bayko", 5), group("g2", "londo", 6)]);
    world.want(Intent::ReloadGroups);
    world.answer("GET /api/message_groups", 200, &groups);
    assert_eq!(world.engine.draft(), "one\ntwo");
}

#[test]
fn nothing_of_a_draft_stays_after_signing_out() {
    let mut world = typing("g1", "secret");
    world.handle(Event::Timer(TimerKey::Save));
    world.want(Intent::SignOut);
    assert!(world.stored.is_empty());
    assert_eq!(world.engine.draft(), "");
    world.handle(Event::Timer(TimerKey::Save));
    assert!(world.stored.is_empty());
}

#[test]
fn a_draft_stays_under_the_sign_in_overlay() {
    let mut world = typing("g1", "half");
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    world.expire();
    assert_eq!(world.engine.draft(), "half");
    assert_eq!(world.texts().len(), 3);
}

#[test]
fn a_draft_sent_before_the_load_does_not_come_back() {
    let mut world = typing("g1", "hello");
    world.handle(Event::Timer(TimerKey::Save));
    let mut world = world.restart();
    world.storage = Storage::Waits;
    world.start(true);
    world.open("g1");
    world.want(Intent::Send("hello".into()));
    world.storage = Storage::Works;
    world.storage_answers();
    assert_eq!(world.engine.draft(), "");
    world.handle(Event::Timer(TimerKey::Save));
    assert!(!world.stored.keys().any(|key| key.contains("/draft/")));
}
