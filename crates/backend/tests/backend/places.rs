//! Places of messages: many senders at once, and what a crash between two steps leaves behind.

use std::time::Instant;

use aws_sdk_dynamodb::types::AttributeValue;
use cruddur_backend::clock::now_micros;
use cruddur_backend::table::{NewMessage, Sent, Target};
use cruddur_contract::{ClientMessageId, GroupId, MessageId, MessageRow, Predecessor};
use uuid::Uuid;

use crate::support::{Someone, aws, raw};

const SECOND: i64 = 1_000_000;

fn send_at(
    sender: &Someone,
    group: &GroupId,
    text: &str,
    client: Option<&ClientMessageId>,
    at: i64,
) -> Result<Sent, cruddur_backend::table::SendError> {
    let message = NewMessage {
        text: text.to_owned(),
        target: Target::Group(group.clone()),
        client_message_id: client.cloned(),
    };
    aws::run(async { aws::table().send(&sender.person, &message, || at).await })
}

fn previous(row: &MessageRow) -> Option<&MessageId> {
    match &row.previous_message_uuid {
        Predecessor::Message(id) => Some(id),
        _ => None,
    }
}

/// Takes a place in which nothing is ever written.
fn make_hole(group: &GroupId, at: i64) {
    raw::update(
        &format!("GROUP#{group}"),
        "META",
        "SET last_micros = :at, last_tail = :tail, last_ordinal = last_ordinal + :one",
        &[
            (":at", AttributeValue::N(at.to_string())),
            (":tail", AttributeValue::N("7".to_owned())),
            (":one", AttributeValue::N("1".to_owned())),
        ],
    );
}

#[test]
fn a_hundred_senders_at_once_are_accepted_in_one_conversation_as_in_many() {
    let people: Vec<Someone> = (0..10).map(|_| Someone::new("ann")).collect();
    // A conversation for each pair of neighbours, and one in which everybody writes.
    let separate: Vec<GroupId> = (0..10)
        .map(|at| {
            people[at]
                .write_to(&people[(at + 1) % 10], "hello")
                .message_group_uuid
        })
        .collect();
    let others: Vec<&Someone> = people[1..].iter().collect();
    let one = people[0].start_group(&others).uuid;
    let crowd = |group: &(dyn Fn(usize) -> GroupId + Sync)| {
        let started = Instant::now();
        std::thread::scope(|scope| {
            for number in 0..100 {
                let sender = &people[number % 10];
                scope.spawn(move || sender.write_in(&group(number), &format!("number {number}")));
            }
        });
        started.elapsed()
    };
    let many = crowd(&|number| separate[number % 10].clone());
    let together = crowd(&|_| one.clone());
    assert!(together < many * 10, "{together:?}, {many:?}");
    let path = format!("/api/messages/{one}?limit=100");
    let rows: Vec<MessageRow> = people[0].get(&path).json();
    let texts = rows
        .iter()
        .filter(|row| row.message.starts_with("number"))
        .count();
    assert_eq!(texts, 100);
    for pair in rows.windows(2) {
        assert_eq!(previous(&pair[1]), Some(&pair[0].uuid));
        assert!(pair[0].created_at < pair[1].created_at);
    }
}

#[test]
fn a_place_that_was_never_filled_heals_for_readers() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let group = ann.write_to(&bob, "one").message_group_uuid;
    let now = now_micros();
    // Soon after: the missing message may still come, so that the gap stays visible.
    make_hole(&group, now);
    send_at(&bob, &group, "two", None, now + SECOND).expect("stored");
    let rows = ann.messages(&group);
    assert_eq!(rows.len(), 2);
    assert_ne!(previous(&rows[1]), Some(&rows[0].uuid));
    assert_ne!(previous(&rows[1]), None);
    // Later it cannot come any more.
    let table = aws::table();
    let page = |now| {
        let newest = cruddur_backend::table::Cursor::Newest;
        let from = rows[0].created_at;
        let page = table.messages(&group, from, &newest, 10, now);
        aws::run(page).expect("read").expect("a page").messages
    };
    let later = page(now + 62 * SECOND);
    assert_eq!(later[1].previous_message_uuid.as_ref(), Some(&rows[0].uuid));
    let soon = page(now + 60 * SECOND);
    assert_eq!(soon[1].previous_message_uuid.as_ref(), previous(&rows[1]));
}

#[test]
fn a_conversation_that_begins_with_a_place_never_filled_begins_with_its_first_message() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let sent = ann.write_to(&bob, "lost");
    let group = sent.message_group_uuid;
    let at = sent.created_at.expect("a time");
    raw::delete(&format!("MSG#{group}"), &at.to_string());
    send_at(&bob, &group, "two", None, at.micros() + SECOND).expect("stored");
    let newest = cruddur_backend::table::Cursor::Newest;
    let table = aws::table();
    let page = table.messages(&group, at, &newest, 10, at.micros() + 62 * SECOND);
    let rows = aws::run(page).expect("read").expect("a page").messages;
    assert_eq!((rows.len(), &rows[0].previous_message_uuid), (1, &None));
}

#[test]
fn messages_keep_their_order_when_clocks_differ() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let group = ann.write_to(&bob, "one").message_group_uuid;
    let now = now_micros();
    for (text, ahead) in [
        ("two", 5 * SECOND),
        ("three", 0),
        ("four", -SECOND),
        ("five", 0),
    ] {
        send_at(&ann, &group, text, None, now + ahead).expect("stored");
    }
    let rows = bob.messages(&group);
    let texts: Vec<&str> = rows.iter().map(|row| row.message.as_str()).collect();
    assert_eq!(texts, ["one", "two", "three", "four", "five"]);
    assert_eq!(rows[2].created_at.micros(), now + 5 * SECOND + 1);
    for pair in rows.windows(2) {
        assert_eq!(previous(&pair[1]), Some(&pair[0].uuid));
    }
}

/// A message whose idempotency record is written and which itself is not: the sender's function ended in between.
fn lost(ann: &Someone, group: &GroupId, client: &ClientMessageId, at: i64) -> Sent {
    let sent = send_at(ann, group, "lost", Some(client), at).expect("stored");
    let place = sent.message.created_at.to_string();
    raw::delete(&format!("MSG#{group}"), &place);
    sent
}

#[test]
fn a_retry_fills_the_place_of_an_attempt_that_ended_before_its_message_was_written() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let group = ann.write_to(&bob, "one").message_group_uuid;
    let client = ClientMessageId::from(Uuid::new_v4().to_string());
    let now = now_micros();
    let first = lost(&ann, &group, &client, now);
    send_at(&bob, &group, "after it", None, now + SECOND).expect("stored");
    let again = send_at(&ann, &group, "lost", Some(&client), now + 9 * SECOND).expect("stored");
    assert_eq!(again, first);
    let rows = bob.messages(&group);
    let texts: Vec<&str> = rows.iter().map(|row| row.message.as_str()).collect();
    assert_eq!(texts, ["one", "lost", "after it"]);
    assert_eq!(previous(&rows[2]), Some(&rows[1].uuid));
}

#[test]
fn a_retry_after_the_deadline_takes_a_new_place_and_writes_once() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let group = ann.write_to(&bob, "one").message_group_uuid;
    let client = ClientMessageId::from(Uuid::new_v4().to_string());
    let now = now_micros();
    let first = lost(&ann, &group, &client, now);
    // The first attempt may still be writing: it is too late to join it, and too early to give it up.
    for age in [10, 29] {
        let refused = send_at(&ann, &group, "lost", Some(&client), now + age * SECOND);
        assert!(refused.is_err(), "{age} s: {refused:?}");
    }
    let late = now + 31 * SECOND;
    let again = send_at(&ann, &group, "lost", Some(&client), late).expect("stored");
    assert_ne!(again.message.message_uuid, first.message.message_uuid);
    assert_eq!(again.message.created_at.micros(), late);
    let repeated = send_at(&ann, &group, "lost", Some(&client), late + SECOND).expect("stored");
    assert_eq!(repeated, again);
    assert_eq!(bob.messages(&group).len(), 2);
}

#[test]
fn a_plain_retry_takes_no_second_place() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let group = ann.write_to(&bob, "one").message_group_uuid;
    let client = ClientMessageId::from(Uuid::new_v4().to_string());
    let now = now_micros();
    let first = send_at(&ann, &group, "two", Some(&client), now).expect("stored");
    let again = send_at(&ann, &group, "two", Some(&client), now + SECOND).expect("stored");
    assert_eq!(again, first);
    let meta = aws::run(async { aws::table().conversation(&group).await });
    assert_eq!(meta.expect("read").expect("a record").last_ordinal, 2);
}

#[test]
fn who_is_no_member_gets_no_place() {
    let (ann, bob, eve) = (
        Someone::new("ann"),
        Someone::new("bob"),
        Someone::new("eve"),
    );
    let group = ann.write_to(&bob, "one").message_group_uuid;
    let refused = send_at(&eve, &group, "mine", None, now_micros());
    assert_eq!(refused, Err(cruddur_backend::table::SendError::NoSuchGroup));
    let nowhere = GroupId::from(Uuid::new_v4().to_string());
    let refused = send_at(&eve, &nowhere, "mine", None, now_micros());
    assert_eq!(refused, Err(cruddur_backend::table::SendError::NoSuchGroup));
    let meta = aws::run(async { aws::table().conversation(&group).await });
    assert_eq!(meta.expect("read").expect("a record").last_ordinal, 1);
    assert_eq!(raw::get(&format!("GROUP#{nowhere}"), "META"), None);
}
