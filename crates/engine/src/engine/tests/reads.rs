//! What is read and unread: on screen, towards the server, and by any order of frames.

use cruddur_contract::Person;
use cruddur_contract::frame::ServerFrame;
use cruddur_fake_server::{Account, FakeServer, MessageIndex, Method, Mode, Pool, request};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::tabs::Browser;
use super::world::{Storage, World, body, insert, message, messages, time};
use crate::effect::TimerKey;
use crate::event::{Event, Intent};
use crate::view::{RowKey, SeenView};

const READ: &str = "POST /api/message_groups/g1/read";
const UNREAD: &str = "POST /api/message_groups/g1/unread";

fn row(second: i64, unread: u64, version: u64) -> Value {
    let member = |handle: &str| json!({"user_uuid": format!("p-{handle}"), "handle": handle, "display_name": handle});
    json!({"uuid": "g1", "display_name": "bayko", "handle": "bayko", "message": "last",
        "created_at": time(second), "members": [member("andrewbrown"), member("bayko")],
        "last_message_uuid": format!("m{second}"), "unread_count": unread, "read_version": version})
}

fn moved(row: &Value) -> Value {
    json!({"type": "UPDATE", "table": "message_groups", "row": row})
}

fn mine(n: i64) -> Value {
    let mut row = message(n);
    row["handle"] = json!("andrewbrown");
    row["user_uuid"] = json!("p-andrewbrown");
    row
}

fn receipt(message: &str, second: i64) -> Value {
    json!({"type": "UPDATE", "table": "reads", "row": {"message_group_uuid": "g1",
        "user_uuid": "p-bayko", "last_read_message_uuid": message, "read_at": time(second)}})
}

/// Connected; of the messages m0 to m5 of g1 the last so many are unread. It is not open.
fn listed(unread: u64) -> World {
    let mut world = World::connected();
    world.frame(&moved(&row(5, unread, 1)));
    world
}

fn open(world: &mut World) {
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &messages(0..6));
}

fn unread(world: &World) -> Option<u64> {
    let rows = &world.engine.groups_view().rows;
    rows.iter()
        .find(|row| row.uuid == "g1".into())?
        .unread_count
}

fn key(n: i64) -> RowKey {
    RowKey(format!("/m{n}"))
}

fn line(world: &World) -> Option<RowKey> {
    world.engine.conversation()?.first_unread
}

fn asks(world: &World, beginning: &str) -> usize {
    let waiting = world.waiting();
    waiting
        .iter()
        .filter(|call| call.starts_with(beginning))
        .count()
}

#[test]
fn what_was_on_screen_is_read_at_once_and_told_to_the_server_in_one_request_at_a_time() {
    let mut world = listed(4);
    open(&mut world);
    assert_eq!(unread(&world), Some(4), "opened is not read");
    world.want(Intent::Seen(key(3)));
    assert_eq!(unread(&world), Some(2));
    world.want(Intent::Seen(key(4)));
    world.want(Intent::Seen(key(5)));
    world.want(Intent::Seen(key(2)));
    assert_eq!((unread(&world), asks(&world, READ)), (Some(0), 1));
    let first = world.answer(READ, 200, &json!({"unread_count": 2, "read_version": 2}));
    assert_eq!(body(&first)["message_uuid"], "m3");
    let second = world.answer(READ, 200, &json!({"unread_count": 0, "read_version": 3}));
    assert_eq!(body(&second)["message_uuid"], "m5");
    assert_eq!(asks(&world, READ), 0);
    world.frame(&moved(&row(5, 2, 2)));
    assert_eq!(unread(&world), Some(0), "the row of the first");
    world.frame(&moved(&row(5, 0, 3)));
    world.want(Intent::Seen(key(5)));
    assert_eq!((unread(&world), asks(&world, READ)), (Some(0), 0));
}

#[test]
fn a_read_that_fails_is_tried_again_and_a_refused_one_is_not() {
    let mut world = listed(1);
    open(&mut world);
    world.want(Intent::Seen(key(5)));
    world.answer(READ, 500, &json!({}));
    assert_eq!((unread(&world), asks(&world, READ)), (Some(0), 0));
    world.handle(Event::Timer(TimerKey::ResendReads));
    world.answer(READ, 404, &json!(["message_not_found"]));
    assert_eq!((unread(&world), asks(&world, READ)), (Some(1), 0));
}

#[test]
fn a_server_without_counts_is_asked_nothing_about_reading() {
    let mut world = super::world::in_conversation();
    world.want(Intent::Seen(key(2)));
    world.want(Intent::MarkUnread);
    assert_eq!(asks(&world, "POST /api/message_groups"), 0);
    assert_eq!(asks(&world, "GET /api/message_groups/g1"), 0);
    assert_eq!((unread(&world), line(&world)), (None, None));
}

#[test]
fn the_line_stands_at_the_first_unread_message_while_the_conversation_is_open() {
    let mut world = listed(2);
    open(&mut world);
    assert_eq!(line(&world), Some(key(4)));
    let position = world.engine.conversation().and_then(|it| it.position);
    assert_eq!(position.map(|it| it.row), Some(key(4)), "it opens there");
    world.want(Intent::Seen(key(5)));
    world.frame(&insert("g1", message(6)));
    assert_eq!(line(&world), Some(key(4)), "it stays");
    world.want(Intent::Seen(key(6)));
    world.open("g2");
    world.open("g1");
    assert_eq!(line(&world), None, "all is read");
}

#[test]
fn the_line_goes_when_the_person_writes_and_comes_anew_after_an_absence() {
    let mut world = listed(2);
    open(&mut world);
    world.want(Intent::Seen(key(5)));
    world.want(Intent::Send("answer".into()));
    assert_eq!(line(&world), None);
    world.frame(&insert("g1", message(6)));
    world.want(Intent::Returned);
    assert_eq!(line(&world), Some(key(6)));
}

#[test]
fn the_first_unread_message_is_looked_for_in_older_pages() {
    let mut world = listed(5);
    world.open("g1");
    let link = Some("</api/messages/g1?before=m3>; rel=\"prev\"");
    world.answer_linked("GET /api/messages/g1", 200, &messages(3..6), link);
    assert_eq!(line(&world), None);
    world.answer(
        "GET /api/messages/g1?limit=50&before=m3",
        200,
        &messages(0..3),
    );
    assert_eq!(line(&world), Some(key(1)));
}

#[test]
fn what_is_marked_as_unread_stays_so_while_the_conversation_is_open() {
    let mut world = listed(1);
    open(&mut world);
    world.want(Intent::Seen(key(5)));
    world.answer(READ, 200, &json!({"unread_count": 0, "read_version": 2}));
    world.want(Intent::MarkUnread);
    assert_eq!((unread(&world), line(&world)), (Some(1), Some(key(5))));
    world.want(Intent::Seen(key(5)));
    world.answer(UNREAD, 200, &json!({"unread_count": 1, "read_version": 3}));
    world.frame(&moved(&row(5, 1, 3)));
    world.frame(&moved(&row(5, 0, 2)));
    world.want(Intent::Seen(key(5)));
    assert_eq!((unread(&world), asks(&world, READ)), (Some(1), 0));
    world.open("g2");
    world.open("g1");
    world.want(Intent::Seen(key(5)));
    assert_eq!((unread(&world), asks(&world, READ)), (Some(0), 1));
}

#[test]
fn a_mark_as_unread_follows_the_read_in_flight() {
    let mut world = listed(3);
    open(&mut world);
    world.want(Intent::Seen(key(5)));
    world.want(Intent::MarkUnread);
    assert_eq!((unread(&world), asks(&world, UNREAD)), (Some(1), 0));
    world.answer(READ, 200, &json!({"unread_count": 0, "read_version": 2}));
    assert_eq!(asks(&world, UNREAD), 1);
    world.frame(&moved(&row(5, 0, 2)));
    assert_eq!(unread(&world), Some(1));
}

fn stored_marks(world: &World) -> usize {
    let keys = world.stored.keys();
    keys.filter(|key| key.contains("/mark/")).count()
}

#[test]
fn a_mark_as_unread_outlives_a_page_that_ends_before_the_server_has_it() {
    let mut world = listed(1);
    open(&mut world);
    world.want(Intent::Seen(key(5)));
    world.answer(READ, 200, &json!({"unread_count": 0, "read_version": 2}));
    world.storage = Storage::Waits;
    world.want(Intent::MarkUnread);
    world.storage = Storage::Works;
    let mut world = world.back();
    world.answer("GET /api/message_groups", 200, &json!([row(5, 0, 2)]));
    assert_eq!((unread(&world), asks(&world, UNREAD)), (Some(1), 1));
    world.answer(UNREAD, 200, &json!({"unread_count": 1, "read_version": 3}));
    world.handle(Event::Timer(TimerKey::Save));
    assert_eq!(stored_marks(&world), 0);
}

#[test]
fn what_was_read_without_a_network_is_told_to_the_server_by_the_next_page() {
    let mut world = listed(3);
    open(&mut world);
    world.want(Intent::Seen(key(5)));
    world.lose(READ);
    world.handle(Event::Timer(TimerKey::Save));
    assert_eq!(stored_marks(&world), 1);
    let mut world = world.back();
    world.answer("GET /api/message_groups", 200, &json!([row(5, 3, 1)]));
    assert_eq!(unread(&world), Some(0));
    let told = world.answer(READ, 200, &json!({"unread_count": 0, "read_version": 2}));
    assert_eq!(body(&told)["message_uuid"], "m5");
    world.handle(Event::Timer(TimerKey::Save));
    assert_eq!(stored_marks(&world), 0);
}

#[test]
fn what_the_server_is_told_at_once_is_not_stored() {
    let mut world = listed(1);
    open(&mut world);
    world.want(Intent::Seen(key(5)));
    world.answer(READ, 200, &json!({"unread_count": 0, "read_version": 2}));
    world.handle(Event::Timer(TimerKey::Save));
    assert_eq!(stored_marks(&world), 0);
}

#[test]
fn the_last_own_message_that_others_have_read_is_seen() {
    let mut world = listed(0);
    world.open("g1");
    let mut page = messages(0..6);
    page[2] = mine(2);
    page[4] = mine(4);
    world.answer("GET /api/messages/g1", 200, &page);
    let seen = |world: &World| world.engine.conversation().and_then(|it| it.seen);
    let by_one = |n| Some(SeenView { row: key(n), by: 1 });
    assert_eq!(seen(&world), None);
    world.frame(&receipt("m3", 10));
    assert_eq!(seen(&world), by_one(2));
    world.frame(&receipt("m5", 11));
    world.frame(&receipt("m3", 10));
    assert_eq!(seen(&world), by_one(4), "an older frame changes nothing");
    world.frame(&insert("g1", mine(6)));
    let mut answer = message(7);
    answer["user_uuid"] = json!("p-bayko");
    world.frame(&insert("g1", answer));
    assert_eq!(seen(&world), by_one(6), "who answers has read");
}

#[test]
fn how_far_the_others_have_read_is_asked_for_once_a_visit() {
    let mut world = listed(0);
    open(&mut world);
    let mut told = row(5, 0, 1);
    told["members"][1]["last_read_message_uuid"] = json!("m5");
    told["members"][1]["read_at"] = json!(time(9));
    world.answer("GET /api/message_groups/g1", 200, &told);
    world.frame(&insert("g1", mine(6)));
    assert_eq!(asks(&world, "GET /api/message_groups/g1"), 0);
    world.open("g2");
    world.open("g1");
    assert_eq!(asks(&world, "GET /api/message_groups/g1"), 1);
}

#[test]
fn tabs_show_the_same_count_and_the_leader_alone_tells_the_server() {
    let mut browser = Browser::new(true);
    browser.open(None);
    for tab in 0..2 {
        browser.on(tab, |tab| tab.open("g1"));
        browser.answer(tab, "GET /api/messages/g1", &messages(0..6));
    }
    browser.on(0, |tab| tab.frame(&moved(&row(5, 4, 1))));
    let counts = |browser: &Browser| [0, 1].map(|tab| unread(&browser.tabs[tab]));
    assert_eq!(counts(&browser), [Some(4), Some(4)]);
    browser.want(1, Intent::Seen(key(5)));
    assert_eq!(counts(&browser), [Some(0), Some(0)]);
    assert_eq!(asks(&browser.tabs[1], READ), 0);
    browser.answer(0, READ, &json!({"unread_count": 0, "read_version": 2}));
    browser.want(0, Intent::MarkUnread);
    assert_eq!(counts(&browser), [Some(1), Some(1)]);
    browser.answer(0, UNREAD, &json!({"unread_count": 1, "read_version": 3}));
    browser.on(0, |tab| tab.frame(&moved(&row(5, 1, 3))));
    assert_eq!(counts(&browser), [Some(1), Some(1)]);
}

/// What happens on the server.
#[derive(Clone, Debug)]
enum Happening {
    Theirs,
    Mine,
    Edit(usize),
    Delete(usize),
    /// The person reads on another device.
    Read(usize),
    Unread,
    /// The other person reads.
    OtherReads(usize),
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        4 => Just(Happening::Theirs),
        2 => Just(Happening::Mine),
        1 => (0..20_usize).prop_map(Happening::Edit),
        1 => (0..20_usize).prop_map(Happening::Delete),
        2 => (0..20_usize).prop_map(Happening::Read),
        2 => Just(Happening::Unread),
        2 => (0..20_usize).prop_map(Happening::OtherReads),
    ]
}

const ME: &str = "andrewbrown";
const NOW: i64 = 1_700_000_000_000;

fn server() -> FakeServer {
    let person = |handle: &str| Person {
        uuid: format!("p-{handle}").as_str().into(),
        handle: handle.to_owned(),
        display_name: handle.to_uppercase(),
    };
    let people = vec![person(ME), person("bayko")];
    let mut server = FakeServer::new(Mode::Full, people.clone(), Pool::new(Account::default()));
    let at = server.add_group("g1".into(), people);
    for (n, from) in ["bayko", ME, "bayko"].into_iter().enumerate() {
        server.store(at, from, &format!("text {n}"), None, NOW);
    }
    server
}

/// Lets it happen; the frames that go to the person's connections.
fn happen(server: &mut FakeServer, what: &Happening, now: i64) -> Vec<ServerFrame> {
    let message = |message| MessageIndex { group: 0, message };
    let len = server.groups[0].len();
    let mut frames = Vec::new();
    match what {
        Happening::Theirs | Happening::Mine => {
            let from = if matches!(what, Happening::Mine) {
                ME
            } else {
                "bayko"
            };
            let n = server.store(0, from, "text", None, now);
            frames.extend(server.message_frame(message(n), true, ME));
        }
        Happening::Edit(n) => {
            server.set_text(message(n % len), &format!("edited {now}"), now);
            frames.extend(server.message_frame(message(n % len), false, ME));
        }
        Happening::Delete(n) => {
            server.set_deleted(message(n % len), now);
            frames.extend(server.message_frame(message(n % len), false, ME));
        }
        Happening::Read(n) => {
            server.groups[0].read_to(ME, n % len, now);
        }
        Happening::Unread => {
            server.groups[0].mark_unread(ME);
        }
        Happening::OtherReads(n) => {
            server.groups[0].read_to("bayko", n % len, now);
            let reader = server.person("bayko").cloned().expect("known");
            let read = cruddur_fake_server::Read { group: 0, reader };
            frames.extend(server.read_frame(&read));
        }
    }
    frames.extend(server.group_frame(0, ME));
    frames
}

/// A page that has the conversation open, as it is now.
fn fresh(server: &mut FakeServer) -> World {
    let mut get = |path: &str| -> Value {
        let request = request::<&str, &str>(Method::GET, path, &[], None);
        let response = server.rest(&request, Some(ME), NOW).response;
        serde_json::from_str(response.body()).expect("json")
    };
    let (list, page) = (get("/api/message_groups"), get("/api/messages/g1"));
    let row = get("/api/message_groups/g1");
    let mut world = World::connected();
    world.handle(Event::Timer(TimerKey::CatchUp));
    world.answer("GET /api/message_groups?", 200, &list);
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &page);
    world.answer("GET /api/message_groups/g1", 200, &row);
    world
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn frames_in_any_order_and_repetition_equal_a_fresh_fetch(
        happenings in proptest::collection::vec((happening(), 0..100_u8, proptest::option::of(0..100_u8)), 1..24),
    ) {
        let mut server = server();
        let mut world = fresh(&mut server);
        let mut frames = Vec::new();
        for (n, (what, place, again)) in happenings.iter().enumerate() {
            for frame in happen(&mut server, what, NOW + 1_000 * (n as i64 + 1)) {
                let text = frame.to_text().expect("text");
                // Each frame of a happening is late by itself.
                let late = (*place as usize * (frames.len() + 7)) % 101;
                frames.push((late, text.clone()));
                frames.extend(again.map(|again| (again as usize, text)));
            }
        }
        frames.sort_by_key(|(place, _)| *place);
        for (_, text) in &frames {
            world.frame(&serde_json::from_str(text).expect("json"));
        }
        let expected = fresh(&mut server);
        prop_assert_eq!(unread(&world), unread(&expected));
        let (len, from) = (server.groups[0].len(), server.groups[0].read_state(ME));
        prop_assert_eq!(unread(&world), Some(from.0 as u64), "of {} messages", len);
        let seen = |world: &World| world.engine.conversation().and_then(|it| it.seen);
        prop_assert_eq!(seen(&world), seen(&expected));
    }
}
