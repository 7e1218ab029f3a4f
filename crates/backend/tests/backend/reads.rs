//! Read markers, and their receipts.

use cruddur_contract::frame::ServerFrame;
use cruddur_contract::group::UnreadAnswer;
use cruddur_contract::message::SendAnswer;
use cruddur_contract::receipt::ReadReceipt;
use cruddur_contract::{ErrorCode, GroupId, GroupRow, MessageId};
use serde_json::json;

use crate::support::socket::Socket;
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

/// The next receipt, and what came before it.
fn receipt(socket: &mut Socket) -> (ReadReceipt, Vec<ServerFrame>) {
    let mut frames = socket.next_until(|frame| matches!(frame, ServerFrame::ReadUpdated(_)));
    match frames.pop() {
        Some(ServerFrame::ReadUpdated(receipt)) => (receipt, frames),
        other => panic!("{other:?}"),
    }
}

fn last_row(frames: &[ServerFrame]) -> Option<&GroupRow> {
    frames.iter().rev().find_map(|frame| match frame {
        ServerFrame::GroupUpdated(row) => Some(row),
        _ => None,
    })
}

fn read_by(reader: &Someone, group: &GroupId, who: &Someone) -> Option<MessageId> {
    let row: GroupRow = reader.get(&format!("/api/message_groups/{group}")).json();
    let members = row.members.expect("members");
    let of = members
        .into_iter()
        .find(|one| one.user_uuid == who.person.uuid);
    of.expect("a member").last_read_message_uuid
}

#[test]
fn who_reads_on_is_told_to_the_others_and_the_row_to_the_readers_own_devices() {
    let (ann, bob, group, [_, two, three]) = three();
    let (mut of_ann, mut of_bob) = (ann.connect(), bob.connect());
    assert_eq!(read(&bob, &group, &two), 1);
    let (told, _) = receipt(&mut of_ann);
    assert_eq!(
        (told.user_uuid, told.message_group_uuid),
        (bob.person.uuid.clone(), group.clone())
    );
    assert_eq!(Some(told.last_read_message_uuid), two.message_uuid);
    let own = of_bob.next_until(
        |frame| matches!(frame, ServerFrame::GroupUpdated(row) if row.unread_count == Some(1)),
    );
    assert_eq!(last_row(&own), bob.group(&group).as_ref());
    // What has no news for others is told to nobody else: a repeated read, and a mark as unread.
    read(&bob, &group, &two);
    read(&bob, &group, &three);
    assert_eq!(
        Some(receipt(&mut of_ann).0.last_read_message_uuid),
        three.message_uuid
    );
    assert_eq!(unread(&bob, &group), 1);
    of_bob.next_until(|frame| {
        matches!(frame, ServerFrame::GroupUpdated(row)
            if row.unread_count == Some(1) && row.last_read_message_uuid == two.message_uuid)
    });
    read(&bob, &group, &three);
    of_bob.next_until(
        |frame| matches!(frame, ServerFrame::GroupUpdated(row) if row.unread_count == Some(0)),
    );
    let others = of_ann.drained();
    assert!(others.is_empty(), "{others:?}");
    assert_eq!(read_by(&ann, &group, &bob), three.message_uuid);
    assert_eq!(
        read_by(&ann, &group, &ann),
        None,
        "writing leaves no receipt"
    );
    let listed = ann
        .group(&group)
        .and_then(|row| row.members)
        .expect("members");
    assert!(
        listed
            .iter()
            .all(|one| one.last_read_message_uuid.is_none())
    );
}

#[test]
fn a_later_member_is_told_of_nothing_before_and_a_former_one_of_nothing_at_all() {
    let [ann, bob, carol, dave] = ["ann", "bob", "carol", "dave"].map(Someone::new);
    let group = ann.start_group(&[&bob, &carol]).uuid;
    let secret = ann.write_in(&group, "secret");
    let members = format!("/api/message_groups/{group}/members");
    ann.post(&members, &json!({"handles": [dave.handle()]}))
        .json::<GroupRow>();
    let left = ann.delete(&format!("{members}/@{}", carol.handle()));
    assert_eq!(left.status, 200);
    let welcome = ann.write_in(&group, "welcome");
    listed(&dave, &group, "welcome");
    let (mut of_ann, mut of_carol, mut of_dave) = (ann.connect(), carol.connect(), dave.connect());
    read(&bob, &group, &secret);
    assert_eq!(
        Some(receipt(&mut of_ann).0.last_read_message_uuid),
        secret.message_uuid
    );
    assert_eq!(read_by(&ann, &group, &bob), secret.message_uuid);
    assert_eq!(read_by(&dave, &group, &bob), None);
    read(&bob, &group, &welcome);
    let (told, before) = receipt(&mut of_dave);
    assert_eq!(Some(told.last_read_message_uuid), welcome.message_uuid);
    assert_eq!(before, []);
    assert_eq!(of_carol.drained(), []);
    let path = format!("/api/message_groups/{group}/read");
    let body = json!({"message_uuid": welcome.message_uuid});
    carol
        .post(&path, &body)
        .is_refused(404, ErrorCode::MessageGroupNotFound);
}

#[test]
fn each_change_of_the_marker_is_counted() {
    let (ann, bob, group, [one, two, _]) = three();
    let version = || bob.group(&group).and_then(|row| row.read_version);
    assert_eq!(version(), Some(0));
    read(&bob, &group, &two);
    assert_eq!(version(), Some(1));
    read(&bob, &group, &one);
    assert_eq!(version(), Some(1), "not moved");
    unread(&bob, &group);
    assert_eq!(version(), Some(1), "the last message is unread already");
    bob.write_in(&group, "mine");
    listed(&bob, &group, "mine");
    let answer: UnreadAnswer = bob
        .post(&format!("/api/message_groups/{group}/unread"), &json!({}))
        .json();
    assert_eq!(
        (answer.unread_count, Some(answer.read_version)),
        (1, version())
    );
    assert!(version() > Some(2));
    ann.write_in(&group, "four");
    let before = version();
    listed(&bob, &group, "four");
    assert_eq!(
        version(),
        before,
        "another's message is no change of the marker"
    );
}
