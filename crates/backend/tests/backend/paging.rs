//! Pages of a conversation.

use cruddur_contract::{GroupId, MessageId, MessageRow, Predecessor};

use crate::support::Someone;

const MESSAGES: usize = 23;

fn conversation() -> (Someone, Someone, GroupId) {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let group = ann.write_to(&bob, "1").message_group_uuid;
    for number in 2..=MESSAGES {
        let sender = if number % 3 == 0 { &bob } else { &ann };
        sender.write_in(&group, &number.to_string());
    }
    (ann, bob, group)
}

fn texts(rows: &[MessageRow]) -> Vec<usize> {
    rows.iter()
        .map(|row| row.message.parse().expect("a number"))
        .collect()
}

#[test]
fn the_whole_conversation_is_reached_backwards_and_forwards() {
    let (_, bob, group) = conversation();
    let mut backwards: Vec<MessageRow> = Vec::new();
    let mut next = Some(format!("/api/messages/{group}?limit=7"));
    let mut newest_page = true;
    while let Some(path) = next {
        let reply = bob.get(&path);
        let mut rows: Vec<MessageRow> = reply.json();
        assert_eq!(
            reply.link("next").is_none(),
            newest_page,
            "only the newest page has no next"
        );
        newest_page = false;
        rows.append(&mut backwards);
        backwards = rows;
        next = reply.link("prev");
    }
    assert_eq!(texts(&backwards), (1..=MESSAGES).collect::<Vec<_>>());

    let mut forwards = vec![backwards[0].clone()];
    let mut next = Some(format!(
        "/api/messages/{group}?limit=7&after={}",
        backwards[0].uuid
    ));
    while let Some(path) = next {
        let reply = bob.get(&path);
        assert!(reply.link("prev").is_some());
        forwards.extend(reply.json::<Vec<MessageRow>>());
        next = reply.link("next");
    }
    assert_eq!(forwards, backwards);
}

#[test]
fn every_message_names_the_one_before_it() {
    let (ann, bob, group) = conversation();
    let rows = ann.messages(&group);
    assert_eq!(rows[0].previous_message_uuid, Predecessor::First);
    for pair in rows.windows(2) {
        let before = Predecessor::Message(pair[0].uuid.clone());
        assert_eq!(pair[1].previous_message_uuid, before);
        assert!(pair[0].created_at < pair[1].created_at);
    }
    let senders = [&ann, &bob].map(|one| one.person.uuid.clone());
    assert!(rows.iter().all(|row| {
        row.user_uuid
            .as_ref()
            .is_some_and(|id| senders.contains(id))
    }));
    assert!(rows.iter().all(|row| row.version == Some(1)));
}

#[test]
fn pages_beyond_the_ends_of_a_conversation_are_empty() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let sent = ann.write_to(&bob, "the only one");
    let id: MessageId = sent.message_uuid.expect("an id");
    for cursor in ["before", "after"] {
        let reply = bob.get(&format!(
            "/api/messages/{}?{cursor}={id}",
            sent.message_group_uuid
        ));
        assert_eq!(reply.json::<Vec<MessageRow>>(), []);
        assert_eq!((reply.link("prev"), reply.link("next")), (None, None));
    }
}

#[test]
fn a_page_has_fifty_messages_by_default() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let group = ann.write_to(&bob, "first").message_group_uuid;
    for _ in 0..51 {
        ann.write_in(&group, "more");
    }
    let reply = bob.get(&format!("/api/messages/{group}"));
    assert_eq!(reply.json::<Vec<MessageRow>>().len(), 50);
    assert!(reply.link("prev").is_some());
}
