//! A message that fails again and again: it does not hold up the others for ever, and the person is never helpless.

use serde_json::{Value, json};

use super::tabs::Browser;
use super::world::{World, body, in_conversation, messages, time, tokens};
use crate::effect::TimerKey;
use crate::event::{Event, Intent};
use crate::http::{HttpAnswer, HttpOutcome};
use crate::view::{ConversationKey, DeliveryState, RowKey, Trouble};

const POST: &str = "POST /api/messages";

fn resend() -> TimerKey {
    TimerKey::Resend(ConversationKey::Group("g1".into()))
}

fn posts(world: &World) -> usize {
    let waiting = world.waiting();
    waiting.iter().filter(|it| it.starts_with(POST)).count()
}

/// What is asked for now: the text and the client id.
fn asked(world: &mut World) -> (String, Value) {
    let (id, request) = world.take(POST);
    let sent = body(&request);
    world.requests.push((id, request));
    let text = sent["message"].as_str().expect("a text").to_owned();
    (text, sent["client_message_id"].clone())
}

fn accept(world: &mut World, n: i64) -> String {
    let (text, client_id) = asked(world);
    let answer = json!({"message_group_uuid": "g1", "message_uuid": format!("m{n}"),
        "display_name": "Andrew Brown", "handle": "andrewbrown", "message": text,
        "created_at": time(n), "client_message_id": client_id,
        "previous_message_uuid": format!("m{}", n - 1), "version": 1});
    world.answer(POST, 200, &answer);
    text
}

/// The server answers so to this message until it is tried no more. Returns how long that took.
fn fail_on(world: &mut World, text: &str, status: u16) -> u64 {
    let began = world.mono;
    while posts(world) == 1 && asked(world).0 == text {
        world.answer(POST, status, &json!("a fault"));
        if posts(world) == 0 {
            world.mono += 10_000;
            world.handle(Event::Timer(resend()));
        }
    }
    world.mono - began
}

/// In a conversation where the first of two messages stepped aside.
fn with_one_aside() -> (World, RowKey) {
    let mut world = in_conversation();
    world.want(Intent::Send("poison".into()));
    world.want(Intent::Send("next".into()));
    let key = world.engine.messages()[3].key.clone();
    fail_on(&mut world, "poison", 500);
    accept(&mut world, 3);
    (world, key)
}

fn state_of(world: &World, key: &RowKey) -> DeliveryState {
    let rows = world.engine.messages().into_iter();
    let row = rows.into_iter().find(|row| row.key == *key);
    row.expect("a row").state
}

const ASIDE: DeliveryState = DeliveryState::NotSent(Trouble::Server);

#[test]
fn a_message_that_the_server_fails_on_steps_aside_after_a_minute_and_the_rest_goes_in_order() {
    for status in [500, 502, 504, 408] {
        let mut world = in_conversation();
        for text in ["poison", "one", "two"] {
            world.want(Intent::Send(text.into()));
        }
        let key = world.engine.messages()[3].key.clone();
        let took = fail_on(&mut world, "poison", status);
        assert!((60_000..=70_000).contains(&took), "{took} ms");
        assert_eq!(state_of(&world, &key), ASIDE, "{status}");
        assert_eq!(accept(&mut world, 3), "one");
        assert_eq!(accept(&mut world, 4), "two");
        assert_eq!(world.engine.waiting(), 0);
        assert_eq!(posts(&world), 0, "it is not tried by a timer");
    }
}

#[test]
fn a_message_without_any_answer_keeps_its_place_and_can_be_taken_out() {
    let mut world = in_conversation();
    world.want(Intent::Send("first".into()));
    world.want(Intent::Send("second".into()));
    for _ in 0..20 {
        assert_eq!(asked(&mut world).0, "first");
        world.lose(POST);
        world.mono += 30_000;
        world.handle(Event::Timer(resend()));
    }
    let rows = world.engine.messages();
    assert!(rows[3].waits && rows[4].waits);
    assert_eq!(rows[3].state, DeliveryState::Sending);
    // Even while an attempt is being made: nobody can say how that ends.
    world.want(Intent::Discard(rows[3].key.clone()));
    assert_eq!(world.texts().len(), 4);
    world.lose(POST);
    assert_eq!(accept(&mut world, 3), "second");
    assert!(!world.stored.keys().any(|key| key.contains("/out/")));
}

#[test]
fn a_message_in_its_first_attempt_does_not_wait_and_one_behind_it_can_be_taken_out() {
    let mut world = in_conversation();
    world.want(Intent::Send("first".into()));
    world.want(Intent::Send("second".into()));
    let rows = world.engine.messages();
    assert!(!rows[3].waits && !rows[4].waits);
    world.want(Intent::Discard(rows[3].key.clone()));
    assert_eq!(world.texts().len(), 5);
    world.want(Intent::Discard(rows[4].key.clone()));
    assert_eq!(world.texts().len(), 4);
    accept(&mut world, 3);
    assert_eq!(posts(&world), 0);
}

#[test]
fn what_stepped_aside_stays_so_over_a_reload_and_is_tried_when_the_app_connects_behind_the_rest() {
    let (world, key) = with_one_aside();
    let mut world = world.back();
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    assert_eq!(state_of(&world, &key), ASIDE);
    world.want(Intent::Send("new".into()));
    world.want(Intent::Send("newer".into()));
    let ticket = json!({"ticket": "t", "expires_in": 60});
    world.answer("POST /api/live/ticket", 200, &ticket);
    let socket = world.last_socket();
    world.handle(Event::SocketOpened(socket));
    assert_eq!(accept(&mut world, 4), "new");
    assert_eq!(accept(&mut world, 5), "newer");
    assert_eq!(asked(&mut world), ("poison".to_owned(), json!(key.0)));
    assert_eq!(state_of(&world, &key), ASIDE, "the screen does not flicker");
    world.answer(POST, 500, &json!("a fault"));
    assert_eq!(posts(&world), 0, "one attempt");
    world.handle(Event::Woken);
    assert_eq!(accept(&mut world, 6), "poison");
    assert_eq!(state_of(&world, &key), DeliveryState::Sent);
    let poisons = world.texts().iter().filter(|it| *it == "poison").count();
    assert_eq!(poisons, 1);
}

#[test]
fn what_stepped_aside_can_be_retried_under_the_same_id_and_steps_aside_at_once_when_it_fails_again()
{
    let (mut world, key) = with_one_aside();
    world.want(Intent::Retry(key.clone()));
    assert_eq!(state_of(&world, &key), DeliveryState::Sending);
    world.want(Intent::Send("later".into()));
    assert_eq!(asked(&mut world), ("poison".to_owned(), json!(key.0)));
    world.answer(POST, 500, &json!("a fault"));
    assert_eq!(state_of(&world, &key), ASIDE);
    assert_eq!(accept(&mut world, 4), "later");
    world.want(Intent::Discard(key));
    assert!(!world.texts().contains(&"poison".to_owned()));
    assert!(!world.stored.keys().any(|key| key.contains("/out/")));
}

#[test]
fn nobody_waits_longer_than_five_minutes_because_the_server_asks_for_it() {
    let mut world = in_conversation();
    world.want(Intent::Send("one".into()));
    let key = world.last().key;
    let throttle = |world: &mut World, status| {
        let (id, _) = world.take(POST);
        let answer = HttpAnswer {
            status,
            retry_after: Some(86_400),
            ..HttpAnswer::default()
        };
        let outcome = HttpOutcome::Answer(answer);
        world.handle(Event::Answered { id, outcome });
    };
    for status in [429, 503] {
        throttle(&mut world, status);
        let wait = world.timer(&resend()).expect("a timer");
        assert!((300_000..=330_000).contains(&wait), "{wait} ms");
        assert_eq!(posts(&world), 0);
        world.handle(Event::Woken);
        assert_eq!(posts(&world), 1, "somebody looks at the page");
    }
    throttle(&mut world, 429);
    world.want(Intent::Retry(key));
    assert_eq!(posts(&world), 1, "somebody presses Retry");
}

#[test]
fn a_message_that_waits_can_be_tried_and_taken_out_from_any_tab_and_focus_in_any_tab_tries_it() {
    let mut browser = Browser::new(true);
    browser.show(0);
    let second = browser.open(None);
    browser.show(second);
    browser.want(0, Intent::Send("one".into()));
    browser.on(0, |tab| tab.lose(POST));
    let row = browser.tabs[second].last();
    assert!(row.waits, "{row:?}");
    assert_eq!(browser.posts(0), 0);
    browser.want(second, Intent::Retry(row.key.clone()));
    assert_eq!(browser.posts(0), 1);
    browser.on(0, |tab| tab.lose(POST));
    browser.on(second, |tab| tab.handle(Event::Woken));
    assert_eq!(browser.posts(0), 1);
    browser.on(0, |tab| tab.lose(POST));
    browser.want(second, Intent::Discard(row.key));
    assert_eq!(browser.tabs[0].texts().len(), 3);
    assert_eq!(browser.tabs[second].texts().len(), 3);
}

#[test]
fn a_message_deleted_in_the_leading_tab_while_it_waits_is_gone_in_all() {
    let mut browser = Browser::new(true);
    browser.show(0);
    let second = browser.open(None);
    browser.show(second);
    browser.want(0, Intent::Send("one".into()));
    browser.on(0, |tab| tab.lose(POST));
    let row = browser.tabs[0].last();
    assert_eq!(browser.tabs[second].texts().len(), 4);
    browser.want(0, Intent::Discard(row.key));
    assert_eq!(browser.tabs[0].texts().len(), 3);
    assert_eq!(browser.tabs[second].texts().len(), 3);
}

#[test]
fn what_stepped_aside_is_shown_so_in_every_tab_and_by_the_next_leader() {
    let mut browser = Browser::new(true);
    browser.show(0);
    let second = browser.open(None);
    browser.show(second);
    browser.want(second, Intent::Send("poison".into()));
    browser.on(0, |tab| fail_on(tab, "poison", 504));
    assert_eq!(browser.tabs[0].last_state(), ASIDE);
    assert_eq!(browser.tabs[second].last_state(), ASIDE);
    browser.close_leader();
    assert_eq!(browser.tabs[0].last_state(), ASIDE);
}

#[test]
fn a_message_deleted_while_it_waits_for_a_token_is_not_sent() {
    let mut world = in_conversation();
    world.mono += 3_600_000;
    world.want(Intent::Send("never".into()));
    assert_eq!(posts(&world), 0);
    assert!(world.last().waits);
    world.want(Intent::Discard(world.last().key));
    world.answer_cognito("InitiateAuth", 200, &tokens());
    assert_eq!(posts(&world), 0);
    world.want(Intent::Send("but this".into()));
    assert_eq!(asked(&mut world).0, "but this");
}

#[test]
fn a_failure_that_passes_within_a_minute_changes_nothing_in_the_order() {
    let mut world = in_conversation();
    world.want(Intent::Send("one".into()));
    world.want(Intent::Send("two".into()));
    for _ in 0..5 {
        world.answer(POST, 500, &json!("a fault"));
        world.mono += 10_000;
        world.handle(Event::Timer(resend()));
    }
    assert_eq!(accept(&mut world, 3), "one");
    assert_eq!(accept(&mut world, 4), "two");
}
