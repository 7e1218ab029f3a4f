//! What was written outlives the page even where the device has not answered: the journal.

use serde_json::json;

use super::world::{Storage, World, body, in_conversation, messages, tokens};
use crate::effect::{Effect, TimerKey};
use crate::event::{Event, Intent};
use crate::view::{ConversationKey, DeliveryState};

/// Sends what waits in g1, and returns its text and client id.
fn sent(world: &mut World) -> (String, String) {
    let (_, request) = world.take("POST /api/messages");
    let sent = body(&request);
    let word = |name: &str| sent[name].as_str().expect("a text").to_owned();
    (word("message"), word("client_message_id"))
}

/// The device has answered nothing, and the page is gone. It comes back on a device that works.
fn reloaded(mut world: World) -> World {
    world.storage = Storage::Works;
    world.unanswered.clear();
    let mut world = world.back();
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    world
}

fn posts(world: &World) -> usize {
    let waiting = world.waiting();
    waiting
        .iter()
        .filter(|w| w.starts_with("POST /api/messages"))
        .count()
}

#[test]
fn a_message_outlives_a_page_that_ends_before_it_is_stored() {
    let mut world = in_conversation();
    world.storage = Storage::Waits;
    world.want(Intent::Send("first".into()));
    let key = world.last().key;
    world.want(Intent::Send("second".into()));
    let mut world = reloaded(world);
    let rows = world.engine.messages();
    assert_eq!((rows.len(), &rows[3].key), (5, &key));
    assert_eq!(sent(&mut world), ("first".to_owned(), key.0));
    // Once only, and now on the device.
    assert_eq!(posts(&world), 0);
    let all: String = world.stored.values().cloned().collect();
    assert!(all.contains("first") && all.contains("second"), "{all}");
    assert_eq!(world.journal.as_deref(), Some(""));
}

#[test]
fn a_sent_draft_does_not_come_back() {
    let mut world = in_conversation();
    world.want(Intent::Draft("typed".into()));
    world.handle(crate::event::Event::Timer(crate::effect::TimerKey::Save));
    assert!(world.stored.keys().any(|key| key.contains("draft")));
    world.storage = Storage::Waits;
    world.want(Intent::Send("typed".into()));
    let world = reloaded(world);
    assert_eq!(world.engine.draft(), "");
    assert_eq!(world.last().text, "typed");
    assert!(!world.stored.keys().any(|key| key.contains("draft")));
}

#[test]
fn a_draft_stored_before_the_last_keys_does_not_come_back_once_it_is_sent() {
    let mut world = in_conversation();
    world.storage = Storage::Waits;
    world.want(Intent::Draft("half a".into()));
    world.handle(crate::event::Event::Timer(crate::effect::TimerKey::Save));
    world.want(Intent::Draft("half a thought".into()));
    world.want(Intent::Send("half a thought".into()));
    let world = reloaded(world);
    assert_eq!(world.engine.draft(), "");
    assert_eq!(world.last().text, "half a thought");
    assert!(!world.stored.keys().any(|key| key.contains("draft")));
}

#[test]
fn a_draft_outlives_a_page_that_ends_before_it_is_stored() {
    let mut world = in_conversation();
    world.storage = Storage::Waits;
    world.want(Intent::Draft("half a thou".into()));
    world.handle(crate::event::Event::Timer(crate::effect::TimerKey::Save));
    let world = reloaded(world);
    assert_eq!(world.engine.draft(), "half a thou");
}

/// In a conversation, signed in, with a store that has not answered yet.
fn before_the_load() -> World {
    let mut world = in_conversation().restart();
    world.storage = Storage::Waits;
    world.start(true);
    world.answer_cognito("InitiateAuth", 200, &tokens());
    world.open("g1");
    world
}

#[test]
fn a_draft_typed_before_the_load_outlives_the_page() {
    let mut world = before_the_load();
    world.want(Intent::Draft("half a thou".into()));
    world.handle(Event::Timer(TimerKey::Save));
    let world = reloaded(world);
    assert_eq!(world.engine.draft(), "half a thou");
}

#[test]
fn a_draft_sent_before_the_load_does_not_come_back() {
    let mut world = before_the_load();
    world.want(Intent::Draft("typed".into()));
    world.handle(Event::Timer(TimerKey::Save));
    world.want(Intent::Send("typed".into()));
    let world = reloaded(world);
    assert_eq!(world.engine.draft(), "");
    assert_eq!(world.last().text, "typed");
}

#[test]
fn a_message_written_before_the_load_comes_after_the_stored_ones_in_the_journal_too() {
    let mut world = in_conversation();
    world.want(Intent::Send("stored".into()));
    let mut world = world.restart();
    world.storage = Storage::Waits;
    world.start(true);
    world.answer_cognito("InitiateAuth", 200, &tokens());
    world.open("g1");
    world.want(Intent::Send("noted".into()));
    let world = reloaded(world);
    assert_eq!(world.texts()[3..], ["stored", "noted"]);
    // And stays there.
    let world = reloaded(world);
    assert_eq!(world.texts()[3..], ["stored", "noted"]);
}

#[test]
fn messages_written_before_the_load_stay_in_the_order_written() {
    let mut world = before_the_load();
    let texts: Vec<String> = (0..10).map(|n| format!("message {n}")).collect();
    for text in &texts {
        world.want(Intent::Send(text.clone()));
    }
    let world = reloaded(world);
    assert_eq!(world.texts()[3..], texts);
}

#[test]
fn what_is_stored_is_not_in_the_journal() {
    let mut world = in_conversation();
    world.want(Intent::Send("hello".into()));
    assert_eq!(world.journal.as_deref(), Some(""));
}

#[test]
fn what_the_server_has_is_not_in_the_journal() {
    let mut world = World::connected();
    world.storage = Storage::Waits;
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    world.handle(Event::Timer(TimerKey::Save));
    let stores = |key: &str| {
        world.unanswered.iter().any(|effect| match effect {
            Effect::Store(_, changes) => changes.iter().any(|change| change.key.ends_with(key)),
            _ => false,
        })
    };
    assert!(stores("/page/g1") && stores("/groups"));
    assert_eq!(world.journal, None);
}

#[test]
fn a_journal_is_applied_though_nothing_can_be_stored() {
    let mut world = in_conversation();
    world.storage = Storage::Waits;
    world.want(Intent::Send("hello".into()));
    world.unanswered.clear();
    world.storage = Storage::Fails;
    let mut world = world.back();
    world.open("g1");
    assert_eq!(sent(&mut world).0, "hello");
}

#[test]
fn the_journal_of_another_person_is_not_applied() {
    let mut world = in_conversation();
    world.storage = Storage::Waits;
    world.want(Intent::Send("secret".into()));
    let journal = world.journal.clone().expect("a journal");
    assert!(journal.contains("secret"));
    world.unanswered.clear();
    world.storage = Storage::Works;
    let stored = json!({"refresh_token": "r", "sub": "someone else", "handle": "bayko",
        "display_name": "Bayko", "email": "bayko@example.com"});
    world.session = Some(stored.to_string());
    let mut world = world.restart();
    world.start(true);
    world.open("g1");
    assert_eq!(world.texts(), Vec::<String>::new());
    assert_eq!(world.journal.as_deref(), Some(""));
    assert!(!world.stored.values().any(|text| text.contains("secret")));
}

#[test]
fn a_journal_waits_until_somebody_is_here_and_goes_with_the_session() {
    let mut world = in_conversation();
    world.storage = Storage::Waits;
    world.want(Intent::Send("hello".into()));
    world.unanswered.clear();
    world.storage = Storage::Works;
    let session = world.session.take();
    let mut world = world.restart();
    world.start(true);
    assert!(
        world
            .journal
            .as_deref()
            .is_some_and(|journal| journal.contains("hello"))
    );
    world.session = session;
    let mut world = world.back();
    world.open("g1");
    assert_eq!(world.last().text, "hello");
    world.want(Intent::SignOut);
    world.want(Intent::SignOutAnswer(true));
    assert_eq!(world.journal, None);
}

#[test]
fn a_damaged_journal_does_no_harm() {
    for broken in [
        "",
        "null",
        "[]",
        "[1]",
        "[\"1/s/\"]",
        "[\"1/s/\",\"out/x\"]",
        "[\"1/s/\",\"out/x\",\"[]\"]",
        "[\"1/s/\",\"groups\",\"[]\"]",
        "[\"1/s/\",\"\",\"\"]",
    ] {
        let mut world = in_conversation();
        world.want(Intent::Send("stored".into()));
        world.journal = Some(broken.to_owned());
        let mut world = world.back();
        world.open("g1");
        assert_eq!(world.last().text, "stored", "{broken}");
        assert_eq!(world.last_state(), DeliveryState::Sending);
        assert_eq!(sent(&mut world).0, "stored", "{broken}");
    }
}

#[test]
fn a_message_to_a_person_outlives_the_page_too() {
    let mut world = in_conversation();
    world.storage = Storage::Waits;
    let key = ConversationKey::New("londo".into());
    world.want(Intent::Open(Some(key.clone())));
    world.want(Intent::Send("first words".into()));
    world.unanswered.clear();
    world.storage = Storage::Works;
    let mut world = world.back();
    world.want(Intent::Open(Some(key)));
    assert_eq!(world.last().text, "first words");
    assert_eq!(sent(&mut world).0, "first words");
}
