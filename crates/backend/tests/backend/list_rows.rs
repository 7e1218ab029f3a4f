//! Rows of lists heal: whatever became of one, the next message makes it right.

use std::time::{Duration, Instant};

use aws_sdk_dynamodb::types::AttributeValue;
use cruddur_contract::frame::ServerFrame;
use cruddur_contract::{GroupId, GroupRow};

use crate::support::{Someone, raw, until};

fn list_of(someone: &Someone) -> String {
    format!("GRP#{}", someone.person.uuid)
}

fn shown(someone: &Someone, group: &GroupId, text: &str) -> GroupRow {
    until("the list shows the last message", || {
        someone.group(group).filter(|row| row.message == text)
    })
}

#[test]
fn a_deleted_row_is_there_again_with_the_next_message_and_nobody_waits_for_it() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let group = ann.write_to(&bob, "one").message_group_uuid;
    shown(&bob, &group, "one");
    raw::delete(&list_of(&bob), group.as_str());
    assert_eq!(bob.groups(), []);
    let mut socket = ann.connect();
    let started = Instant::now();
    ann.write_in(&group, "two");
    socket.next_until(|frame| matches!(frame, ServerFrame::GroupUpdated(_)));
    // Moving by the index took 2 to 3 s for everybody, each time.
    assert!(started.elapsed() < Duration::from_secs(2));
    assert_eq!(shown(&bob, &group, "two").unread_count, Some(2));
}

#[test]
fn a_row_that_is_behind_is_right_with_the_next_message() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let group = ann.write_to(&bob, "one").message_group_uuid;
    let old = "2001-01-01T00:00:00.000000Z".to_owned();
    raw::update(
        &list_of(&bob),
        group.as_str(),
        "SET last_message_at = :at, last_ordinal = :zero REMOVE message_group_uuid, last_message_uuid",
        &[
            (":at", AttributeValue::S(old)),
            (":zero", AttributeValue::N("0".to_owned())),
        ],
    );
    let sent = ann.write_in(&group, "two");
    let row = shown(&bob, &group, "two");
    assert_eq!(row.last_message_uuid, sent.message_uuid);
    assert_eq!(Some(row.created_at), sent.created_at);
}

#[test]
fn the_senders_list_follows_at_once() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let group = ann.write_to(&bob, "one").message_group_uuid;
    for number in 0..5 {
        let text = format!("number {number}");
        let sender = if number % 2 == 0 { &bob } else { &ann };
        sender.write_in(&group, &text);
        let row = sender.group(&group).expect("a row");
        assert_eq!((row.message, row.unread_count), (text, Some(0)));
    }
}

#[test]
fn a_row_is_small_whatever_was_written_and_previews_whole_characters() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let text = "👩\u{200D}🚀".repeat(300);
    let group = ann.write_to(&bob, &text).message_group_uuid;
    let row = bob.group(&group).expect("a row");
    assert_eq!(row.message, "👩\u{200D}🚀".repeat(40));
    let item = raw::get(&list_of(&bob), group.as_str()).expect("an item");
    assert!(!item.contains_key("members") && !item.contains_key("user_display_name"));
    assert_eq!(bob.messages(&group)[0].message, text);
}

#[test]
fn the_rows_of_a_conversation_in_all_lists_are_one_query_of_the_index() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let group = ann.write_to(&bob, "one").message_group_uuid;
    ann.write_in(&group, "two");
    shown(&bob, &group, "two");
    until("the index follows", || {
        (raw::rows_in_index(group.as_str()) == 2).then_some(())
    });
}
