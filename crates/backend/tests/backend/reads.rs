//! Read markers.

use cruddur_contract::group::UnreadAnswer;
use cruddur_contract::message::SendAnswer;
use cruddur_contract::{ErrorCode, GroupId, GroupRow};
use serde_json::json;

use crate::support::{Someone, aws, raw, until};

fn read(someone: &Someone, group: &GroupId, message: &SendAnswer) -> u64 {
    let path = format!("/api/message_groups/{group}/read");
    let body = json!({"message_uuid": message.message_uuid});
    someone
        .post(&path, &body)
        .json::<UnreadAnswer>()
        .unread_count
}

fn unread(someone: &Someone, group: &GroupId) -> u64 {
    let path = format!("/api/message_groups/{group}/unread");
    someone
        .post(&path, &json!({}))
        .json::<UnreadAnswer>()
        .unread_count
}

fn listed(someone: &Someone, group: &GroupId, text: &str) -> GroupRow {
    until("the list follows", || {
        someone.group(group).filter(|row| row.message == text)
    })
}

/// A conversation in which the first has written three messages.
fn three() -> (Someone, Someone, GroupId, [SendAnswer; 3]) {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let first = ann.write_to(&bob, "one");
    let group = first.message_group_uuid.clone();
    let sent = [
        first,
        ann.write_in(&group, "two"),
        ann.write_in(&group, "three"),
    ];
    listed(&bob, &group, "three");
    (ann, bob, group, sent)
}

#[test]
fn reading_moves_the_marker_forward_and_never_back() {
    let (_ann, bob, group, [one, two, three]) = three();
    assert_eq!(read(&bob, &group, &two), 1);
    assert_eq!(read(&bob, &group, &one), 1, "an older frame or tab");
    let row = bob.group(&group).expect("a row");
    assert_eq!(
        (row.unread_count, &row.last_read_message_uuid),
        (Some(1), &two.message_uuid)
    );
    assert_eq!(read(&bob, &group, &three), 0);
    assert_eq!(read(&bob, &group, &three), 0, "repeated");
    assert_eq!(bob.group(&group).and_then(|row| row.unread_count), Some(0));
}

#[test]
fn what_comes_after_the_marker_is_unread() {
    let (ann, bob, group, [.., three]) = three();
    read(&bob, &group, &three);
    ann.write_in(&group, "four");
    assert_eq!(listed(&bob, &group, "four").unread_count, Some(1));
    assert_eq!(
        listed(&ann, &group, "four").unread_count,
        Some(0),
        "her own"
    );
}

#[test]
fn the_last_message_of_another_person_is_marked_unread_again() {
    let (ann, bob, group, [_, two, three]) = three();
    assert_eq!(unread(&bob, &group), 3, "there is nothing to mark");
    read(&bob, &group, &three);
    assert_eq!(unread(&bob, &group), 1);
    assert_eq!(unread(&bob, &group), 1, "repeated");
    let row = bob.group(&group).expect("a row");
    assert_eq!(
        (row.unread_count, &row.last_read_message_uuid),
        (Some(1), &two.message_uuid)
    );
    assert_eq!(unread(&ann, &group), 0, "nobody else has written");
    assert_eq!(read(&bob, &group, &three), 0);
}

#[test]
fn own_messages_after_the_marked_one_are_not_unread() {
    let (ann, bob, group, [.., three]) = three();
    bob.write_in(&group, "mine");
    bob.write_in(&group, "mine too");
    assert_eq!(unread(&bob, &group), 1);
    ann.write_in(&group, "four");
    assert_eq!(listed(&bob, &group, "four").unread_count, Some(2));
    assert_eq!(read(&bob, &group, &three), 1, "the one after his own");
    bob.write_in(&group, "five");
    assert_eq!(
        listed(&bob, &group, "five").unread_count,
        Some(0),
        "who answers has read"
    );
}

#[test]
fn what_was_marked_as_unread_stays_so_when_the_stream_tells_late_of_an_own_message() {
    let (_ann, bob, group, _) = three();
    let mine = bob.write_in(&group, "mine");
    listed(&bob, &group, "mine");
    assert_eq!(unread(&bob, &group), 1);
    let at = mine.created_at.expect("a time");
    let stored = aws::run(aws::table().message_at(&group, at));
    let stored = stored.expect("read").expect("stored");
    aws::run(aws::table().move_rows(&stored)).expect("moved");
    assert_eq!(listed(&bob, &group, "mine").unread_count, Some(1));
}

#[test]
fn a_marker_is_set_also_where_the_row_was_lost() {
    let (_ann, bob, group, [_, two, _]) = three();
    raw::delete(&format!("GRP#{}", bob.person.uuid), group.as_str());
    assert_eq!(read(&bob, &group, &two), 1);
    let row = bob.group(&group).expect("written again");
    assert_eq!((row.message.as_str(), row.unread_count), ("three", Some(1)));
}

#[test]
fn only_messages_of_the_conversation_can_be_read() {
    let (ann, bob, group, [one, ..]) = three();
    let carol = Someone::new("carol");
    let other = ann.write_to(&carol, "elsewhere");
    let path = format!("/api/message_groups/{group}/read");
    for id in [other.message_uuid.map(|id| id.0), Some("x".to_owned())] {
        let reply = bob.post(&path, &json!({"message_uuid": id}));
        reply.is_refused(404, ErrorCode::MessageNotFound);
    }
    bob.post(&path, &json!({}))
        .is_refused(422, ErrorCode::BadRequest);
    let reply = carol.post(&path, &json!({"message_uuid": one.message_uuid}));
    reply.is_refused(404, ErrorCode::MessageGroupNotFound);
}
