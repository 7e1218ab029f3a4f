//! Editing and deleting one's own messages.

use cruddur_backend::{clock, ids};
use cruddur_contract::edit::VersionConflict;
use cruddur_contract::message::SendAnswer;
use cruddur_contract::{ErrorCode, GroupId, MessageId, MessageRow, Timestamp};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::api::request;
use crate::support::{Reply, Someone, until};

/// A message of one person to another, and its path.
struct Written {
    group: GroupId,
    id: MessageId,
    path: String,
}

fn write(from: &Someone, to: &Someone, text: &str) -> Written {
    let sent = from.write_to(to, text);
    let (group, id) = (sent.message_group_uuid, sent.message_uuid.expect("an id"));
    let path = format!("/api/messages/{group}/{id}");
    Written { group, id, path }
}

fn edit(text: &str, version: u64) -> Value {
    json!({"message": text, "version": version})
}

fn only_row(reader: &Someone, group: &GroupId) -> MessageRow {
    let mut rows = reader.messages(group);
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

fn conflict(reply: &Reply) -> MessageRow {
    assert_eq!(reply.status, 409, "{}", reply.text);
    VersionConflict::parse(&reply.text).expect("a conflict").row
}

#[test]
fn an_edit_changes_the_text_and_keeps_the_place() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let written = write(&ann, &bob, "frist");
    ann.write_in(&written.group, "second");
    let before = bob.messages(&written.group);
    let edited: MessageRow = ann.put(&written.path, &edit("  first ", 1)).json();
    assert_eq!(
        (edited.message.as_str(), edited.version),
        ("first", Some(2))
    );
    assert!(edited.edited_at > Some(edited.created_at));
    let unchanged = MessageRow {
        message: before[0].message.clone(),
        version: Some(1),
        edited_at: None,
        ..edited.clone()
    };
    assert_eq!(unchanged, before[0]);
    assert_eq!(bob.messages(&written.group), [edited, before[1].clone()]);
}

#[test]
fn a_deletion_empties_the_text_and_answers_the_same_when_repeated() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let written = write(&ann, &bob, "no");
    let first = ann.delete(&written.path);
    let deleted: MessageRow = first.json();
    assert_eq!((deleted.message.as_str(), deleted.version), ("", Some(2)));
    assert!(deleted.deleted_at > Some(deleted.created_at));
    let again = ann.delete(&written.path);
    assert_eq!((again.status, again.text), (200, first.text));
    assert_eq!(only_row(&bob, &written.group), deleted);
}

#[test]
fn a_stale_version_is_a_conflict_with_the_row_as_it_is() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let written = write(&ann, &bob, "one");
    let second: MessageRow = ann.put(&written.path, &edit("two", 1)).json();
    for version in [0, 1, 3, u64::MAX] {
        let refused = ann.put(&written.path, &edit("three", version));
        assert_eq!(conflict(&refused), second, "{version}");
    }
    assert_eq!(only_row(&bob, &written.group), second);
}

#[test]
fn a_deleted_message_cannot_be_edited() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let written = write(&ann, &bob, "one");
    let deleted: MessageRow = ann.delete(&written.path).json();
    for version in [1, 2] {
        let refused = ann.put(&written.path, &edit("back again", version));
        assert_eq!(conflict(&refused), deleted);
    }
    assert_eq!(only_row(&bob, &written.group), deleted);
}

#[test]
fn only_the_author_may_change_a_message() {
    let (ann, bob, eve) = (
        Someone::new("ann"),
        Someone::new("bob"),
        Someone::new("eve"),
    );
    let written = write(&ann, &bob, "mine");
    let nowhere = format!("/api/messages/{}/{}", Uuid::new_v4(), written.id);
    for (who, status, code) in [
        (&bob, 403, ErrorCode::NotAuthor),
        (&eve, 404, ErrorCode::MessageGroupNotFound),
    ] {
        who.put(&written.path, &edit("yours", 1))
            .is_refused(status, code.clone());
        who.delete(&written.path).is_refused(status, code);
    }
    let (theirs, none) = (eve.delete(&written.path), eve.delete(&nowhere));
    assert_eq!((theirs.status, theirs.text), (none.status, none.text));
    // A body that is no edit tells a stranger nothing either.
    eve.put(&written.path, &json!(7))
        .is_refused(404, ErrorCode::MessageGroupNotFound);
    let body = edit("x", 1).to_string();
    for token in [None, Some("garbage")] {
        let put = request("PUT", &written.path, token, Some(body.as_bytes()));
        let delete = request("DELETE", &written.path, token, None);
        assert_eq!((put.status, delete.status), (401, 401));
    }
    let row = only_row(&ann, &written.group);
    assert_eq!((row.message.as_str(), row.version), ("mine", Some(1)));
}

#[test]
fn a_message_that_is_not_there_is_404() {
    let (ann, bob, carol) = (
        Someone::new("ann"),
        Someone::new("bob"),
        Someone::new("carol"),
    );
    let written = write(&ann, &bob, "here");
    let elsewhere = write(&ann, &carol, "elsewhere");
    let now = Timestamp::from_micros(clock::now_micros()).expect("a time");
    for id in [
        elsewhere.id.0,
        Uuid::new_v4().to_string(),
        ids::message(now, ids::tail()).0,
        "x".to_owned(),
    ] {
        let path = format!("/api/messages/{}/{id}", written.group);
        ann.put(&path, &edit("x", 1))
            .is_refused(404, ErrorCode::MessageNotFound);
        ann.delete(&path)
            .is_refused(404, ErrorCode::MessageNotFound);
    }
}

#[test]
fn the_text_of_an_edit_is_checked_as_that_of_a_message() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let written = write(&ann, &bob, "good");
    for (body, code) in [
        (edit(" \n\u{200B}", 1), ErrorCode::MessageBlank),
        (json!({"version": 1}), ErrorCode::MessageBlank),
        (edit(&"x".repeat(1025), 1), ErrorCode::MessageTooLong),
        (json!({"message": "x"}), ErrorCode::BadRequest),
        (
            json!({"message": "x", "version": "1"}),
            ErrorCode::BadRequest,
        ),
        (
            json!({"message": "x", "version": -1}),
            ErrorCode::BadRequest,
        ),
        (json!(["x", 1]), ErrorCode::BadRequest),
    ] {
        ann.put(&written.path, &body).is_refused(422, code);
    }
    let longest = "😀".repeat(1024);
    let row: MessageRow = ann.put(&written.path, &edit(&longest, 1)).json();
    assert_eq!(row.message, longest);
}

/// Makes these calls at the same time.
fn at_once(calls: &[&(dyn Fn() -> Reply + Sync)]) -> Vec<Reply> {
    std::thread::scope(|scope| {
        let running: Vec<_> = calls.iter().map(|call| scope.spawn(call)).collect();
        let replies = running
            .into_iter()
            .map(|one| one.join().expect("an answer"));
        replies.collect()
    })
}

#[test]
fn of_two_edits_at_once_one_is_told_of_the_other() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    for _ in 0..5 {
        let written = write(&ann, &bob, "x");
        let (left, right) = (edit("left", 1), edit("right", 1));
        let replies = at_once(&[&|| ann.put(&written.path, &left), &|| {
            ann.put(&written.path, &right)
        }]);
        let (won, lost) = match (replies[0].status, replies[1].status) {
            (200, _) => (&replies[0], &replies[1]),
            _ => (&replies[1], &replies[0]),
        };
        let won: MessageRow = won.json();
        assert_eq!(won.version, Some(2));
        assert_eq!(conflict(lost), won);
        let rows = bob.messages(&written.group);
        assert_eq!(rows.last(), Some(&won));
    }
}

#[test]
fn an_edit_against_a_deletion_ends_deleted() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    for _ in 0..5 {
        let written = write(&ann, &bob, "x");
        let body = edit("edited", 1);
        let replies = at_once(&[&|| ann.put(&written.path, &body), &|| {
            ann.delete(&written.path)
        }]);
        let deleted: MessageRow = replies[1].json();
        assert!(deleted.deleted_at.is_some());
        match replies[0].status {
            200 => assert_eq!(deleted.version, Some(3), "the edit came first"),
            _ => assert_eq!(conflict(&replies[0]), deleted, "the deletion came first"),
        }
        let rows = bob.messages(&written.group);
        assert_eq!(rows.last(), Some(&deleted));
    }
}

#[test]
fn a_send_that_is_repeated_answers_with_the_row_as_it_was_edited() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let send =
        json!({"handle": bob.handle(), "message": "one", "client_message_id": Uuid::new_v4()});
    let sent: SendAnswer = ann.post("/api/messages", &send).json();
    let (group, id) = (sent.message_group_uuid, sent.message_uuid.expect("an id"));
    let path = format!("/api/messages/{group}/{id}");
    let edited: MessageRow = ann.put(&path, &edit("two", 1)).json();
    let again: SendAnswer = ann.post("/api/messages", &send).json();
    assert_eq!(again.message.as_deref(), Some("two"));
    assert_eq!(
        (again.version, again.edited_at),
        (Some(2), edited.edited_at)
    );
    let deleted: MessageRow = ann.delete(&path).json();
    let again: SendAnswer = ann.post("/api/messages", &send).json();
    assert_eq!(again.message.as_deref(), Some(""));
    assert_eq!(again.deleted_at, deleted.deleted_at);
    assert_eq!(bob.messages(&group).len(), 1);
}

#[test]
fn rows_about_the_group_and_messages_of_before_rejoining_are_not_to_be_changed() {
    let [ann, bob, carol] = ["ann", "bob", "carol"].map(Someone::new);
    let group = ann.start_group(&[&bob, &carol]).uuid;
    let told = ann.messages(&group).remove(0);
    assert!(told.system.is_some());
    let path = |id: &MessageId| format!("/api/messages/{group}/{id}");
    ann.put(&path(&told.uuid), &edit("x", 1))
        .is_refused(403, ErrorCode::NotAuthor);
    ann.delete(&path(&told.uuid))
        .is_refused(403, ErrorCode::NotAuthor);
    let mine = bob.write_in(&group, "mine").message_uuid.expect("an id");
    let members = format!("/api/message_groups/{group}/members");
    let left = bob.delete(&format!("{members}/@{}", bob.handle()));
    assert_eq!(left.status, 200, "{}", left.text);
    bob.delete(&path(&mine))
        .is_refused(404, ErrorCode::MessageGroupNotFound);
    let back = ann.post(&members, &json!({"handles": [bob.handle()]}));
    assert_eq!(back.status, 200, "{}", back.text);
    bob.delete(&path(&mine))
        .is_refused(404, ErrorCode::MessageNotFound);
    assert!(ann.messages(&group).iter().any(|row| row.message == "mine"));
}

#[test]
fn the_preview_of_the_last_message_follows_its_changes_and_no_other_ones() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let first = write(&ann, &bob, "first");
    let group = &first.group;
    let last = ann.write_in(group, "last").message_uuid.expect("an id");
    let path = format!("/api/messages/{group}/{last}");
    let preview = |one: &Someone| one.group(group).expect("a row").message;
    let shows = |one: &Someone, text: &str| (preview(one) == text).then_some(());
    until("the row of the last message", || shows(&bob, "last"));
    assert_eq!(ann.put(&first.path, &edit("edited", 1)).status, 200);
    assert_eq!(ann.put(&path, &edit("lasting", 1)).status, 200);
    for one in [&ann, &bob] {
        until("the edited preview", || shows(one, "lasting"));
    }
    assert_eq!(ann.delete(&path).status, 200);
    for one in [&ann, &bob] {
        until("the preview without a text", || shows(one, ""));
    }
}
