use serde_json::json;

use super::world::{World, group, message, messages};
use crate::effect::Effect;
use crate::event::Intent;
use crate::view::{ConversationKey, Load, Older, Trouble};

fn load(world: &World) -> Load {
    world.engine.conversation().expect("open").load
}

#[test]
fn older_pages_are_read_one_at_a_time_to_the_beginning() {
    let mut world = World::connected();
    world.open("g1");
    let link = r#"</api/messages/g1?before=m100>; rel="prev""#;
    world.answer_linked(
        "GET /api/messages/g1?limit=50",
        200,
        &messages(100..150),
        Some(link),
    );
    assert_eq!(
        world.engine.conversation().expect("open").older,
        Older::More
    );
    world.want(Intent::LoadOlder);
    world.want(Intent::LoadOlder);
    assert_eq!(
        world.waiting(),
        ["GET /api/messages/g1?limit=50&before=m100"]
    );
    world.lose("GET /api/messages/g1");
    assert_eq!(
        world.engine.conversation().expect("open").older,
        Older::Failed(Trouble::Network)
    );
    world.want(Intent::LoadOlder);
    world.answer("GET /api/messages/g1", 200, &messages(0..100));
    assert_eq!(
        world.engine.conversation().expect("open").older,
        Older::Beginning
    );
    assert_eq!(world.texts().len(), 150);
    world.want(Intent::LoadOlder);
    assert_eq!(world.waiting(), Vec::<String>::new());
}

#[test]
fn older_messages_asked_for_while_another_page_is_in_flight_are_loaded_after_it() {
    let mut world = World::connected();
    world.open("g1");
    let link = r#"</api/messages/g1?before=m100>; rel="prev""#;
    let newest = "GET /api/messages/g1?limit=50";
    world.answer_linked(newest, 200, &messages(100..150), Some(link));
    world.want(Intent::Reload);
    world.want(Intent::LoadOlder);
    assert_eq!(
        world.engine.conversation().expect("open").older,
        Older::Loading
    );
    assert_eq!(world.waiting(), [newest]);
    world.answer_linked(newest, 200, &messages(101..151), Some(link));
    assert_eq!(
        world.waiting(),
        ["GET /api/messages/g1?limit=50&before=m100"]
    );
    world.answer("GET /api/messages/g1", 200, &messages(50..100));
    assert_eq!(world.texts().len(), 101);
}

#[test]
fn an_outage_is_never_taken_for_an_empty_conversation() {
    let mut world = World::signed_in(true);
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &json!("<html>portal</html>"));
    assert_eq!(load(&world), Load::Failed(Trouble::Server));
    world.answer("GET /api/message_groups", 500, &json!("<html>"));
    assert_eq!(
        world.engine.groups_view().load,
        Load::Failed(Trouble::Server)
    );
    world.want(Intent::Reload);
    assert_eq!(load(&world), Load::Waiting);
    world.answer(
        "GET /api/messages/g1",
        404,
        &json!(["message_group_not_found"]),
    );
    assert_eq!(load(&world), Load::Failed(Trouble::NotFound));
}

#[test]
fn a_poison_element_is_dropped_alone() {
    let mut world = World::connected();
    world.open("g1");
    let page = json!([message(0), {"uuid": 7}, null, message(1)]);
    world.answer("GET /api/messages/g1", 200, &page);
    assert_eq!(world.texts(), ["text 0", "text 1"]);
}

#[test]
fn the_answer_for_a_conversation_left_is_not_shown_in_the_next() {
    let mut world = World::connected();
    world.open("g1");
    let (slow, request) = world.take("GET /api/messages/g1");
    world.open("g2");
    world.answer("GET /api/messages/g2", 200, &messages(0..1));
    world.requests.push((slow, request));
    world.answer("GET /api/messages/g1", 200, &messages(5..9));
    assert_eq!(world.texts(), ["text 0"]);
}

#[test]
fn a_conversation_come_back_to_is_there_at_once() {
    let mut world = World::connected();
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    world.want(Intent::Open(None));
    assert_eq!(world.engine.conversation(), None);
    world.open("g1");
    assert_eq!(world.texts().len(), 3);
    assert_eq!(
        world.waiting(),
        Vec::<String>::new(),
        "the live connection left no gap"
    );
}

#[test]
fn a_new_conversation_with_somebody_known_opens_the_one_there_is() {
    let mut world = World::connected();
    world.want(Intent::Open(Some(ConversationKey::New("BAYKO".into()))));
    let there = Effect::Navigate {
        path: "/messages/g1".into(),
        replace: true,
    };
    assert!(world.effects.contains(&there));
}

#[test]
fn the_conversation_looked_for_may_be_on_an_older_page_of_the_list() {
    let mut world = World::signed_in(true);
    world.want(Intent::Open(Some(ConversationKey::New("londo".into()))));
    let link = r#"</api/message_groups?before=x&limit=20>; rel="next""#;
    world.answer_linked(
        "GET /api/message_groups?limit",
        200,
        &json!([group("g1", "bayko", 5)]),
        Some(link),
    );
    world.answer(
        "GET /api/message_groups?before=x",
        200,
        &json!([group("g9", "londo", 1)]),
    );
    let there = Effect::Navigate {
        path: "/messages/g9".into(),
        replace: true,
    };
    assert!(world.effects.contains(&there));
}

#[test]
fn older_pages_of_the_list_are_read_only_when_somebody_is_looked_for_or_they_are_asked_for() {
    let mut world = World::signed_in(true);
    world.open("g1");
    let link = r#"</api/message_groups?before=x&limit=20>; rel="next""#;
    let page = json!([group("g1", "bayko", 5)]);
    world.answer_linked("GET /api/message_groups?limit", 200, &page, Some(link));
    world.answer("GET /api/messages/g1", 200, &messages(0..1));
    let lists = |world: &World| {
        let waiting = world.waiting();
        waiting
            .iter()
            .filter(|name| name.contains("groups"))
            .count()
    };
    assert_eq!(lists(&world), 0);
    world.want(Intent::Open(Some(ConversationKey::New("bayko".into()))));
    assert_eq!(lists(&world), 0, "found on the first page");
    world.want(Intent::LoadOlderGroups);
    assert_eq!(lists(&world), 1);
}

#[test]
fn an_unknown_handle_and_ones_own_are_distinguished() {
    let mut world = World::connected();
    world.want(Intent::Open(Some(ConversationKey::New("nobody".into()))));
    world.answer(
        "GET /api/users/@nobody/short",
        404,
        &json!(["user_not_found"]),
    );
    assert_eq!(load(&world), Load::Failed(Trouble::NotFound));
    world.want(Intent::Open(Some(ConversationKey::New(
        "AndrewBrown".into(),
    ))));
    assert!(matches!(load(&world), Load::Failed(Trouble::Refused(_))));
    assert_eq!(world.waiting(), Vec::<String>::new());
}

#[test]
fn a_person_is_looked_up_again_when_the_new_conversation_is_reloaded() {
    let mut world = World::connected();
    world.want(Intent::Open(Some(ConversationKey::New("londo".into()))));
    for name in ["Londo", "Londo Mollari"] {
        let person = json!({"uuid": "p", "handle": "londo", "display_name": name});
        world.answer("GET /api/users/@londo/short", 200, &person);
        let shown = world.engine.conversation().expect("open");
        assert_eq!(shown.display_name, name);
        world.want(Intent::Reload);
    }
}

#[test]
fn a_conversation_that_is_not_listed_has_the_name_of_whoever_else_wrote_in_it() {
    let mut world = World::connected();
    world.open("g9");
    let mut page = messages(0..2);
    page[0]["handle"] = json!("andrewbrown");
    page[0]["display_name"] = json!("Andrew Brown");
    world.answer("GET /api/messages/g9", 200, &page);
    let shown = world.engine.conversation().expect("open");
    assert_eq!(
        (shown.display_name.as_str(), shown.handle.as_str()),
        ("Bayko", "bayko")
    );
}

#[test]
fn the_search_waits_for_a_pause_and_only_the_last_question_counts() {
    use crate::effect::TimerKey;
    use crate::event::Event;
    let mut world = World::connected();
    world.want(Intent::SearchPeople("@b".into()));
    world.handle(Event::Timer(TimerKey::Search));
    let (id, request) = world.take("GET /api/users?prefix=b&");
    world.want(Intent::SearchPeople("ba".into()));
    world.requests.push((id, request));
    world.answer(
        "GET /api/users?prefix=b&",
        200,
        &json!([{"uuid": "p", "handle": "x", "display_name": "X"}]),
    );
    assert_eq!(
        world.engine.people_view().people,
        None,
        "an answer to an older question"
    );
    world.handle(Event::Timer(TimerKey::Search));
    world.answer("GET /api/users?prefix=ba&", 200, &json!([]));
    assert_eq!(world.engine.people_view().people.as_deref(), Some(&[][..]));
    world.handle(Event::Timer(TimerKey::Search));
    assert_eq!(world.waiting(), Vec::<String>::new(), "it is answered");
    world.want(Intent::SearchPeople("  ".into()));
    assert_eq!(world.engine.people_view(), &Default::default());
    world.handle(Event::Timer(TimerKey::Search));
    assert_eq!(world.waiting(), Vec::<String>::new(), "nothing is asked");
}
