//! Who is online and who is typing, from the socket to the screen and back.

use serde_json::{Value, json};

use super::tabs::Browser;
use super::world::{World, group, insert, message, messages};
use crate::effect::{Effect, SocketId, TimerKey};
use crate::event::{Event, Intent};
use crate::view::{ConversationKey, PresenceView};

fn member(handle: &str) -> Value {
    json!({"user_uuid": format!("p-{handle}"), "handle": handle, "display_name": handle.to_uppercase()})
}

fn row(id: &str, others: &[&str], second: i64) -> Value {
    let mut row = group(id, others[0], second);
    let all = ["andrewbrown"].iter().chain(others);
    row["members"] = all.map(|handle| member(handle)).collect();
    if let [other] = others {
        row["user_uuid"] = json!(format!("p-{other}"));
    }
    row
}

fn list() -> Value {
    json!([
        row("g1", &["bayko"], 5),
        row("g2", &["bayko", "eve", "cy"], 4),
        row("g3", &["dan"], 3)
    ])
}

fn user(handle: &str, online: bool) -> Value {
    let mut user = member(handle);
    user["online"] = json!(online);
    user
}

fn state(users: &[(&str, bool)]) -> Value {
    let users: Value = users
        .iter()
        .map(|(who, online)| user(who, *online))
        .collect();
    json!({"type": "PRESENCE_STATE", "users": users})
}

fn typing(group: &str, handle: &str) -> Value {
    let mut frame = member(handle);
    frame["type"] = json!("TYPING");
    frame["message_group_uuid"] = json!(group);
    frame
}

/// Connected, with three conversations listed and this one open, which somebody looks at.
fn looking_at(open: &str) -> World {
    let mut world = World::signed_in(true);
    world.answer("GET /api/message_groups", 200, &list());
    connect(&mut world);
    world.answer("GET /api/message_groups", 200, &list());
    world.open(open);
    world.answer(&format!("GET /api/messages/{open}"), 200, &messages(0..3));
    look(&mut world, &[]);
    world
}

fn connect(world: &mut World) {
    let ticket = json!({"ticket": "t", "expires_in": 60});
    world.answer("POST /api/live/ticket", 200, &ticket);
    let id = world.last_socket();
    world.handle(Event::SocketOpened(id));
}

/// Somebody looks at these rows, and for a while.
fn look(world: &mut World, rows: &[&str]) {
    let rows = rows.iter().map(|id| (*id).into()).collect();
    world.want(Intent::Look(Some(rows)));
    world.handle(Event::Timer(TimerKey::Watch));
}

/// The frames of this action that were sent since the last call.
fn sent(world: &mut World, action: &str) -> Vec<(SocketId, Value)> {
    let mut found = Vec::new();
    world.effects.retain(|effect| {
        let Effect::SendFrame(id, text) = effect else {
            return true;
        };
        let frame: Value = serde_json::from_str(text).expect("JSON");
        let is_it = frame["action"] == action;
        if is_it {
            found.push((*id, frame));
        }
        !is_it
    });
    found
}

fn watched(world: &mut World) -> Vec<Value> {
    let frames = sent(world, "watch").into_iter();
    frames
        .map(|(_, frame)| frame["message_group_uuids"].clone())
        .collect()
}

fn view(world: &World) -> PresenceView {
    world.engine.presence_view()
}

fn here(world: &World) -> Vec<String> {
    let here = view(world).here.into_iter();
    here.map(|member| member.display_name).collect()
}

#[test]
fn what_is_on_screen_is_watched_and_only_when_it_changes() {
    let mut world = looking_at("g2");
    assert_eq!(watched(&mut world), [json!(["g2"])]);
    look(&mut world, &["g1", "g2"]);
    assert_eq!(watched(&mut world), [json!(["g1", "g2"])]);
    look(&mut world, &["g1", "g2"]);
    world.frame(&insert("g1", message(3)));
    world.handle(Event::Timer(TimerKey::Watch));
    assert_eq!(
        watched(&mut world),
        [] as [Value; 0],
        "a message changes nothing"
    );
    let mut joined = row("g2", &["bayko", "eve", "cy", "fay"], 6);
    joined["message"] = json!("joined");
    world.frame(&json!({"type": "UPDATE", "table": "message_groups", "row": joined}));
    world.handle(Event::Timer(TimerKey::Watch));
    assert_eq!(watched(&mut world).len(), 1, "somebody joined");
    world.want(Intent::Open(Some(ConversationKey::New("zed".into()))));
    world.handle(Event::Timer(TimerKey::Watch));
    assert_eq!(
        watched(&mut world),
        [] as [Value; 0],
        "both are still in the list"
    );
}

#[test]
fn a_page_that_nobody_looks_at_watches_nothing_after_a_while() {
    let mut world = looking_at("g2");
    watched(&mut world);
    world.want(Intent::Look(None));
    assert_eq!(world.timer(&TimerKey::Watch), Some(10_000));
    world.handle(Event::Timer(TimerKey::Watch));
    assert_eq!(watched(&mut world), [json!([])]);
    let socket = world.last_socket();
    world.handle(Event::SocketClosed(socket, 1006));
    world.handle(Event::Timer(TimerKey::Reconnect));
    connect(&mut world);
    world.handle(Event::Timer(TimerKey::Watch));
    assert_eq!(watched(&mut world), [] as [Value; 0], "nothing was watched");
}

#[test]
fn each_connection_is_asked_anew_and_nothing_is_known_without_one() {
    let mut world = looking_at("g2");
    world.frame(&state(&[("bayko", true), ("eve", false), ("cy", true)]));
    assert_eq!(here(&world), ["BAYKO", "CY"]);
    let first = sent(&mut world, "watch")[0].0;
    let socket = world.last_socket();
    world.handle(Event::SocketClosed(socket, 1006));
    assert_eq!(view(&world), PresenceView::default(), "unknown");
    world.handle(Event::Timer(TimerKey::Reconnect));
    connect(&mut world);
    world.handle(Event::Timer(TimerKey::Watch));
    let again = sent(&mut world, "watch");
    assert_eq!(again.len(), 1);
    assert_ne!(again[0].0, first);
    assert_eq!(here(&world), [] as [&str; 0], "unknown until the answer");
    // A socket that is replaced loses nothing of what is shown.
    world.frame(&state(&[("bayko", true)]));
    world.handle(Event::Timer(TimerKey::Rotate));
    connect(&mut world);
    assert_eq!(here(&world), ["BAYKO"]);
    world.handle(Event::Timer(TimerKey::Watch));
    assert_eq!(watched(&mut world), [json!(["g2"])]);
}

#[test]
fn a_server_that_is_polled_is_told_nothing() {
    let mut world = World::signed_in(false);
    world.answer("GET /api/message_groups", 200, &list());
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    look(&mut world, &["g1"]);
    world.want(Intent::Draft("Hello".into()));
    let frames = |effect: &Effect| matches!(effect, Effect::SendFrame(..));
    assert!(!world.effects.iter().any(frames));
    assert_eq!(view(&world), PresenceView::default());
}

#[test]
fn others_are_listed_and_oneself_is_not() {
    let mut world = looking_at("g2");
    world.frame(&state(&[
        ("andrewbrown", true),
        ("eve", true),
        ("stranger", true),
    ]));
    assert_eq!(here(&world), ["EVE"]);
    assert!(view(&world).is_online(&"p-eve".into()));
    assert!(!view(&world).is_online(&"p-bayko".into()));
}

#[test]
fn between_two_people_it_is_known_when_the_other_was_seen_last() {
    let mut world = looking_at("g1");
    let mut gone = user("bayko", false);
    gone["since"] = json!("2027-01-15T08:00:00.000000Z");
    world.frame(&json!({"type": "PRESENCE_STATE", "users": [gone]}));
    let seen = view(&world).last_seen.expect("a time");
    assert_eq!(seen.to_string(), "2027-01-15T08:00:00.000000Z");
    world.frame(&json!({"type": "PRESENCE_ENTER", "user": user("bayko", true)}));
    assert_eq!(view(&world).last_seen, None);
    world.open("g2");
    assert_eq!(view(&world).last_seen, None, "of groups it is not said");
}

#[test]
fn a_reload_of_the_other_is_not_seen() {
    let mut world = looking_at("g1");
    world.frame(&state(&[("bayko", true)]));
    world.mono += 60_000;
    world.frame(&json!({"type": "PRESENCE_LEAVE", "user": user("bayko", false)}));
    assert_eq!(here(&world), ["BAYKO"]);
    assert_eq!(world.timer(&TimerKey::Presence), Some(8_000));
    world.mono += 6_000;
    world.frame(&json!({"type": "PRESENCE_ENTER", "user": user("bayko", true)}));
    world.mono += 2_000;
    world.handle(Event::Timer(TimerKey::Presence));
    assert_eq!(here(&world), ["BAYKO"]);
    world.mono += 60_000;
    world.frame(&json!({"type": "PRESENCE_LEAVE", "user": user("bayko", false)}));
    world.mono += 8_000;
    world.handle(Event::Timer(TimerKey::Presence));
    assert_eq!(here(&world), [] as [&str; 0]);
}

#[test]
fn reports_that_contradict_each_other_are_checked_once_they_have_all_arrived() {
    let mut world = looking_at("g1");
    watched(&mut world);
    world.mono += 60_000;
    for online in [true, false] {
        let kind = if online {
            "PRESENCE_ENTER"
        } else {
            "PRESENCE_LEAVE"
        };
        world.frame(&json!({"type": kind, "user": user("bayko", online)}));
    }
    assert_eq!(world.timer(&TimerKey::WatchAgain), Some(5_000));
    world.handle(Event::Timer(TimerKey::WatchAgain));
    assert_eq!(watched(&mut world), [json!(["g1"])], "the same again");
    world.handle(Event::Timer(TimerKey::WatchAgain));
    assert_eq!(watched(&mut world), [] as [Value; 0], "once");
}

#[test]
fn typing_is_told_of_once_in_three_seconds_and_not_of_an_empty_field() {
    let mut world = looking_at("g1");
    let mut told = Vec::new();
    for (wait, text) in [
        (0, "H"),
        (1_000, "He"),
        (1_999, "Hel"),
        (1, "Hell"),
        (3_000, " "),
    ] {
        world.mono += wait;
        world.want(Intent::Draft(text.into()));
        told.push(sent(&mut world, "typing").len());
    }
    assert_eq!(told, [1, 0, 0, 1, 0]);
    world.want(Intent::Draft("H".into()));
    let frame = json!({"action": "typing", "message_group_uuid": "g1"});
    assert_eq!(sent(&mut world, "typing"), [(world.last_socket(), frame)]);
}

#[test]
fn typing_is_not_told_where_nobody_can_see_it() {
    let types = |world: &mut World| {
        world.mono += 10_000;
        world.want(Intent::Draft("Hello".into()));
        sent(world, "typing").len()
    };
    let mut world = looking_at("g1");
    assert_eq!(types(&mut world), 1, "who is there is not known yet");
    world.frame(&state(&[("bayko", false)]));
    assert_eq!(types(&mut world), 0, "the other one is offline");
    world.frame(&state(&[("bayko", true)]));
    assert_eq!(types(&mut world), 1);
    world.want(Intent::Open(Some(ConversationKey::New("zed".into()))));
    assert_eq!(types(&mut world), 0, "there is no conversation yet");
    world.open("unknown");
    assert_eq!(types(&mut world), 0, "not among one's conversations");
    world.open("g3");
    world.answer(
        "GET /api/messages/g3",
        404,
        &json!(["message_group_not_found"]),
    );
    assert_eq!(types(&mut world), 0, "it could not be loaded");
    world.open("g1");
    let socket = world.last_socket();
    world.handle(Event::SocketClosed(socket, 1006));
    assert_eq!(types(&mut world), 0, "there is no connection");
}

#[test]
fn who_types_is_shown_until_their_message_is_there_or_nothing_more_is_heard() {
    let names = |world: &World, group: &str| view(world).typing_in(&group.into()).to_vec();
    let mut world = looking_at("g2");
    for (group, who) in [
        ("g2", "eve"),
        ("g2", "bayko"),
        ("g2", "eve"),
        ("g3", "dan"),
        ("g2", "andrewbrown"),
        ("g2", "dan"),
        ("unknown", "eve"),
    ] {
        world.frame(&typing(group, who));
    }
    assert_eq!(
        names(&world, "g2"),
        ["EVE", "BAYKO"],
        "no strangers, not oneself"
    );
    assert_eq!(names(&world, "g3"), ["DAN"], "for the list");
    let mut written = message(3);
    written["user_uuid"] = json!("p-eve");
    world.frame(&insert("g2", written));
    assert_eq!(names(&world, "g2"), ["BAYKO"]);
    assert_eq!(world.timer(&TimerKey::Presence), Some(6_000));
    world.mono += 6_000;
    world.handle(Event::Timer(TimerKey::Presence));
    assert_eq!(names(&world, "g2"), [] as [&str; 0]);
    assert_eq!(names(&world, "g3"), [] as [&str; 0]);
}

#[test]
fn nothing_of_it_is_left_for_the_next_person() {
    let mut world = looking_at("g1");
    world.frame(&state(&[("bayko", true)]));
    world.frame(&typing("g1", "bayko"));
    world.want(Intent::SignOut);
    assert_eq!(view(&world), PresenceView::default());
}

/// Two tabs; the second follows. Both show conversations.
fn two_tabs() -> (Browser, usize) {
    let mut browser = Browser::new(true);
    browser.want(0, Intent::ReloadGroups);
    browser.answer(0, "GET /api/message_groups", &list());
    browser.show(0);
    browser.want(0, Intent::Look(Some(Vec::new())));
    let second = browser.open(None);
    browser.answer(second, "GET /api/message_groups", &list());
    browser.on(second, |tab| tab.open("g2"));
    browser.answer(second, "GET /api/messages/g2", &messages(0..3));
    browser.want(second, Intent::Look(Some(vec!["g3".into()])));
    browser.on(0, |tab| tab.handle(Event::Timer(TimerKey::Watch)));
    (browser, second)
}

#[test]
fn the_leader_watches_what_any_tab_shows_and_all_of_them_see_it() {
    let (mut browser, second) = two_tabs();
    let seen = &mut browser.tabs[0];
    assert_eq!(watched(seen).pop(), Some(json!(["g1", "g2", "g3"])));
    browser.seen[0] = browser.tabs[0].effects.len();
    browser.on(0, |tab| {
        tab.frame(&state(&[("eve", true), ("bayko", true)]))
    });
    browser.on(0, |tab| tab.frame(&typing("g2", "eve")));
    assert_eq!(here(&browser.tabs[second]), ["BAYKO", "EVE"]);
    assert_eq!(view(&browser.tabs[second]).typing_in(&"g2".into()), ["EVE"]);
    let third = browser.open(None);
    browser.answer(third, "GET /api/message_groups", &list());
    browser.on(third, |tab| tab.open("g2"));
    browser.want(third, Intent::Look(Some(Vec::new())));
    assert_eq!(
        here(&browser.tabs[third]),
        ["BAYKO", "EVE"],
        "told what is known"
    );
    browser.want(second, Intent::Look(None));
    browser.want(third, Intent::Look(None));
    browser.on(0, |tab| tab.handle(Event::Timer(TimerKey::Watch)));
    let seen = &mut browser.tabs[0];
    assert_eq!(watched(seen).pop(), Some(json!(["g1"])));
}

#[test]
fn a_follower_types_through_the_leader_and_both_together_not_too_often() {
    let (mut browser, second) = two_tabs();
    browser.want(second, Intent::Draft("Hello".into()));
    browser.want(0, Intent::Draft("Hello".into()));
    let tab = &mut browser.tabs[0];
    let told = sent(tab, "typing");
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].1["message_group_uuid"], "g2");
}

#[test]
fn a_tab_that_takes_over_asks_for_what_the_others_show() {
    let (mut browser, second) = two_tabs();
    let third = browser.open(None);
    browser.answer(third, "GET /api/message_groups", &list());
    browser.on(third, |tab| tab.open("g1"));
    browser.want(third, Intent::Look(Some(Vec::new())));
    browser.close_leader();
    let (leader, _) = (second - 1, third - 1);
    assert_eq!(view(&browser.tabs[leader]), PresenceView::default());
    let ticket = json!({"ticket": "t", "expires_in": 60});
    browser.answer(leader, "POST /api/live/ticket", &ticket);
    browser.on(leader, |tab| {
        tab.handle(Event::SocketOpened(tab.last_socket()))
    });
    browser.on(leader, |tab| tab.handle(Event::Timer(TimerKey::Watch)));
    let tab = &mut browser.tabs[leader];
    assert_eq!(watched(tab), [json!(["g1", "g2", "g3"])]);
}
