//! What another version of the app stored. Version 1 stored lists of texts whose position says what they are;
//! its records stand here literally, as it wrote them.

use serde_json::json;

use super::world::{World, body, group, in_conversation, messages, tokens};
use crate::effect::TimerKey;
use crate::event::{Event, Intent};
use crate::view::{ConversationKey, DeliveryState, Trouble};

const FIRST: &str = "0a0a0a0a-0000-4000-8000-000000000001";
const SECOND: &str = "0a0a0a0a-0000-4000-8000-000000000002";
const REFUSED: &str = "0a0a0a0a-0000-4000-8000-000000000003";
const TO_A_PERSON: &str = "0a0a0a0a-0000-4000-8000-000000000004";
const ARRIVED: &str = "0a0a0a0a-0000-4000-8000-000000000005";

/// Andrew starts this version where another one stored these values below his prefix.
fn start_with(stored: &[(&str, &str)]) -> World {
    let mut world = World::signed_in(true);
    for (key, value) in stored {
        world
            .stored
            .insert(format!("1/s/{key}"), (*value).to_owned());
    }
    world.back()
}

fn stored(world: &World, part: &str) -> Vec<String> {
    let keys = world.stored.keys().filter(|key| key.contains(part));
    keys.cloned().collect()
}

#[test]
fn an_outbox_of_version_1_is_sent_in_its_order() {
    let first = format!(r#"["{FIRST}","g1","","one","1800000100000000","7","","",""]"#);
    let second =
        format!(r#"["{SECOND}","g1","","two","1800000200000000","8","1800000000000000","",""]"#);
    let mut world = start_with(&[
        (&format!("out/{SECOND}"), &second),
        (&format!("out/{FIRST}"), &first),
    ]);
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    assert_eq!(world.texts()[3..], ["one", "two"]);
    for (id, text, n) in [(FIRST, "one", 3), (SECOND, "two", 4)] {
        let (request_id, request) = world.take("POST /api/messages");
        let sent = body(&request);
        assert_eq!(
            (&sent["message"], &sent["client_message_id"]),
            (&json!(text), &json!(id))
        );
        world.requests.push((request_id, request));
        let answer = json!({"message_group_uuid": "g1", "message_uuid": format!("m{n}"),
            "display_name": "A", "handle": "andrewbrown", "message": text, "client_message_id": id,
            "created_at": super::world::time(n), "version": 1,
            "previous_message_uuid": format!("m{}", n - 1)});
        world.answer("POST /api/messages", 200, &answer);
    }
    assert_eq!(stored(&world, "/out/"), Vec::<String>::new());
}

#[test]
fn a_refused_an_arrived_and_a_first_message_of_version_1_stand_where_they_stood() {
    let refused =
        format!(r#"["{REFUSED}","g1","","bad","1800000100000000","7","","!message_blank",""]"#);
    let arrived =
        format!(r#"["{ARRIVED}","g1","","there","1800000150000000","8","","","1800000160000000"]"#);
    let person = format!(r#"["{TO_A_PERSON}","","londo","hi","1800000200000000","9","","",""]"#);
    let mut world = start_with(&[
        (&format!("out/{REFUSED}"), &refused),
        (&format!("out/{ARRIVED}"), &arrived),
        (&format!("out/{TO_A_PERSON}"), &person),
    ]);
    world.open("g1");
    let rows = world.engine.messages();
    assert_eq!(rows.len(), 2);
    assert!(matches!(
        &rows[0].state,
        DeliveryState::NotSent(Trouble::Refused(_))
    ));
    assert_eq!(rows[1].state, DeliveryState::Sent);
    let (_, request) = world.take("POST /api/messages");
    assert_eq!(body(&request)["handle"], "londo");
    world.want(Intent::Discard(rows[0].key.clone()));
    assert!(!world.stored.contains_key(&format!("1/s/out/{REFUSED}")));
}

#[test]
fn a_journal_of_version_1_is_applied() {
    let record = format!(
        r#"[\"{FIRST}\",\"g1\",\"\",\"in the journal\",\"1800000100000000\",\"7\",\"\",\"\",\"\"]"#
    );
    let mut world = World::signed_in(true);
    world
        .stored
        .insert("1/s/draft/group g1".into(), "typed".into());
    world.journal = Some(format!(
        r#"["1/s/","out/{FIRST}","{record}","draft/group g1",""]"#
    ));
    let mut world = world.back();
    world.open("g1");
    assert_eq!(world.last().text, "in the journal");
    assert_eq!(world.engine.draft(), "");
    let (_, request) = world.take("POST /api/messages");
    assert_eq!(body(&request)["client_message_id"], FIRST);
    assert_eq!(world.journal.as_deref(), Some(""));
}

#[test]
fn a_journal_of_version_1_does_not_empty_a_draft_that_says_when_it_was_typed() {
    let mut world = in_conversation();
    world.want(Intent::Draft("typed since".into()));
    world.handle(Event::Timer(TimerKey::Save));
    world.journal = Some(r#"["1/s/","draft/group g1",""]"#.into());
    let mut world = world.back();
    world.open("g1");
    assert_eq!(world.engine.draft(), "typed since");
}

#[test]
fn a_draft_of_version_1_is_in_the_composer() {
    for text in ["half a sen", "7", "[1]", "{}", r#"{"version":"2"}"#] {
        let mut world = start_with(&[("draft/group g1", text), ("draft/new londo", "to you")]);
        world.open("g1");
        assert_eq!(world.engine.draft(), text);
        world.want(Intent::Open(Some(ConversationKey::New("londo".into()))));
        assert_eq!(world.engine.draft(), "to you");
    }
}

#[test]
fn the_cache_of_version_1_is_shown_until_the_server_answers() {
    let list = json!([group("g1", "bayko", 5)]).to_string();
    let page = messages(0..3).to_string();
    let mut world = World::signed_in(true);
    world.stored.insert("1/s/groups".into(), list);
    world.stored.insert("1/s/page/g1".into(), page);
    let mut world = world.restart();
    world.start(true);
    world.open("g1");
    assert_eq!(world.texts(), ["text 0", "text 1", "text 2"]);
    assert!(world.engine.groups_view().saved);
    world.answer_cognito("InitiateAuth", 200, &tokens());
    world.answer("GET /api/messages/g1", 200, &messages(0..4));
    assert_eq!(world.texts().len(), 4);
}

#[test]
fn what_a_later_version_stored_is_left_alone() {
    let later = r#"{"version":3,"body":{"anything":[1]}}"#;
    let values = [
        (format!("out/{FIRST}"), later),
        ("draft/group g1".to_owned(), later),
        ("something/new".to_owned(), later),
        ("page/g1".to_owned(), later),
        ("groups".to_owned(), later),
    ];
    let values: Vec<(&str, &str)> = values
        .iter()
        .map(|(key, value)| (key.as_str(), *value))
        .collect();
    let mut world = start_with(&values);
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    assert_eq!(world.texts().len(), 3);
    assert_eq!(world.engine.draft(), "");
    assert!(
        !world
            .waiting()
            .iter()
            .any(|name| name.starts_with("POST /api/messages"))
    );
    for part in ["/out/", "/draft/", "/something/new"] {
        let keys = stored(&world, part);
        assert_eq!(keys.len(), 1, "{part}");
        assert_eq!(world.stored[&keys[0]], later, "{part}");
    }
}

#[test]
fn a_journal_of_a_later_version_does_no_harm() {
    let mut world = in_conversation();
    world.journal = Some(r#"{"version":3,"value":{"prefix":"1/s/","changes":7}}"#.into());
    let mut world = world.back();
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    assert_eq!(world.texts().len(), 3);
    world.want(Intent::Send("still works".into()));
    assert_eq!(
        body(&world.take("POST /api/messages").1)["message"],
        "still works"
    );
}
