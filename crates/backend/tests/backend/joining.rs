//! Joining and leaving: what each may see, and races.

use std::thread;

use aws_sdk_dynamodb::types::AttributeValue;
use cruddur_contract::frame::ServerFrame;
use cruddur_contract::message::{SendAnswer, SystemKind};
use cruddur_contract::{ErrorCode, GroupId, GroupRow, MessageRow, PersonId, Predecessor};
use serde_json::json;
use uuid::Uuid;

use crate::support::{Reply, Someone, aws, raw, until};

fn add(caller: &Someone, group: &GroupId, who: &[&Someone]) -> Reply {
    let handles: Vec<&str> = who.iter().map(|one| one.handle()).collect();
    let path = format!("/api/message_groups/{group}/members");
    caller.post(&path, &json!({"handles": handles}))
}

fn remove(caller: &Someone, group: &GroupId, who: &Someone) -> Reply {
    caller.delete(&format!(
        "/api/message_groups/{group}/members/@{}",
        who.handle()
    ))
}

fn texts(rows: &[MessageRow]) -> Vec<&str> {
    rows.iter().map(|row| row.message.as_str()).collect()
}

fn is_chained(rows: &[MessageRow]) {
    for pair in rows.windows(2) {
        let before = Predecessor::Message(pair[0].uuid.clone());
        assert_eq!(pair[1].previous_message_uuid, before);
    }
}

#[test]
fn who_joins_sees_what_comes_after_from_their_joining_on() {
    let [ann, bob, carol, dave] = ["ann", "bob", "carol", "dave"].map(Someone::new);
    let group = ann.start_group(&[&bob, &carol]).uuid;
    let secret = ann.write_in(&group, "secret").message_uuid.expect("an id");
    let mut socket = dave.connect();
    let row: GroupRow = add(&bob, &group, &[&dave]).json();
    assert_eq!(row.member_count, Some(4));
    ann.write_in(&group, "welcome");
    let rows = dave.messages(&group);
    assert_eq!(texts(&rows), ["", "welcome"]);
    assert_eq!(rows[0].previous_message_uuid, Predecessor::First);
    let joined = rows[0].system.as_ref().expect("a system row");
    assert_eq!(joined.kind, SystemKind::Joined);
    assert_eq!(joined.user_uuids, vec![dave.person.uuid.clone()]);
    is_chained(&rows);
    is_chained(&ann.messages(&group));
    // No page leads to what was before.
    for side in ["before", "after"] {
        let path = format!("/api/messages/{group}?{side}={secret}");
        dave.get(&path).is_refused(404, ErrorCode::MessageNotFound);
    }
    let first = &rows[0].uuid;
    let reply = dave.get(&format!("/api/messages/{group}?before={first}"));
    assert_eq!(
        (reply.link("prev"), reply.json::<Vec<MessageRow>>()),
        (None, vec![])
    );
    let last = &rows[1].uuid;
    let reply = dave.get(&format!("/api/messages/{group}?limit=1&before={last}"));
    assert_eq!(
        (reply.link("prev"), texts(&reply.json::<Vec<MessageRow>>())),
        (None, vec![""])
    );
    let at = format!("/api/message_groups/{group}/read");
    let read = dave.post(&at, &json!({"message_uuid": secret}));
    read.is_refused(404, ErrorCode::MessageNotFound);
    let listed = until("in the list", || {
        dave.group(&group).filter(|row| row.message == "welcome")
    });
    assert_eq!(listed.unread_count, Some(2), "the joining and the welcome");
    let frames = socket.next_until(|frame| {
        matches!(frame, ServerFrame::MessageInserted(live) if live.row.message == "welcome")
    });
    for frame in frames {
        if let ServerFrame::MessageInserted(live) = frame {
            assert!(
                rows.contains(&live.row),
                "as a GET gives it to who joined: {live:?}"
            );
        }
    }
}

#[test]
fn who_left_or_was_removed_sees_nothing_any_more() {
    let [ann, bob, carol] = ["ann", "bob", "carol"].map(Someone::new);
    let group = ann.start_group(&[&bob, &carol]).uuid;
    ann.write_in(&group, "hello");
    assert_eq!(remove(&bob, &group, &bob).text, "{}");
    assert_eq!(remove(&ann, &group, &carol).text, "{}");
    assert_eq!(
        remove(&ann, &group, &carol).text,
        "{}",
        "the answer may have been lost"
    );
    let mut sockets = [bob.connect(), carol.connect()];
    ann.write_in(&group, "among us");
    for (gone, socket) in [&bob, &carol].into_iter().zip(&mut sockets) {
        assert_eq!(gone.groups(), []);
        let page = gone.get(&format!("/api/messages/{group}"));
        page.is_refused(404, ErrorCode::MessageGroupNotFound);
        until("the frames are out", || {
            ann.group(&group).filter(|row| row.message == "among us")
        });
        let seen = socket.drained();
        assert!(!seen.iter().any(|frame| matches!(
            frame,
            ServerFrame::MessageInserted(live) if live.row.message == "among us"
        )));
        assert_eq!(gone.groups(), [], "a late row does not bring it back");
    }
    let rows = ann.messages(&group);
    let told: Vec<(SystemKind, Vec<PersonId>, Option<PersonId>)> = rows
        .iter()
        .filter_map(|row| Some((row.system.clone()?, row.user_uuid.clone())))
        .map(|(event, by)| (event.kind, event.user_uuids, by))
        .collect();
    let (ann, bob, carol) = (&ann.person.uuid, &bob.person.uuid, &carol.person.uuid);
    assert_eq!(
        told[1],
        (SystemKind::Left, vec![bob.clone()], Some(bob.clone()))
    );
    assert_eq!(
        told[2],
        (SystemKind::Removed, vec![carol.clone()], Some(ann.clone()))
    );
    assert_eq!(told.len(), 3);
}

#[test]
fn who_joins_again_has_the_conversation_from_then_on() {
    let [ann, bob, carol] = ["ann", "bob", "carol"].map(Someone::new);
    let group = ann.start_group(&[&bob, &carol]).uuid;
    ann.write_in(&group, "before");
    remove(&ann, &group, &carol);
    ann.write_in(&group, "without her");
    let mark = format!("GRP#{}", carol.person.uuid);
    let left = raw::get(&mark, group.as_str()).expect("a mark");
    assert!(left.contains_key("left_ordinal") && !left.contains_key("last_message_at"));
    add(&bob, &group, &[&carol]);
    ann.write_in(&group, "again");
    let row = until("in the list", || {
        carol.group(&group).filter(|row| row.message == "again")
    });
    assert_eq!(row.unread_count, Some(2));
    assert_eq!(texts(&carol.messages(&group)), ["", "again"]);
}

#[test]
fn a_row_of_who_left_stays_away_and_of_who_joined_comes_also_after_a_crash() {
    let [ann, bob, carol] = ["ann", "bob", "carol"].map(Someone::new);
    let group = ann.start_group(&[&bob, &carol]).uuid;
    let late = ann.write_in(&group, "late").message_uuid.expect("an id");
    let from = cruddur_contract::Timestamp::EPOCH;
    let table = aws::table();
    let late = aws::run(table.message(&group, from, &late))
        .expect("read")
        .expect("a message");
    until("the list follows", || {
        carol.group(&group).filter(|row| row.message == "late")
    });
    let record = || raw::get(&format!("GROUP#{group}"), "META").expect("a record");
    let before = record();
    remove(&ann, &group, &carol);
    // The stream read the members before she left, and writes her row, which was behind, only now.
    let list = format!("GRP#{}", carol.person.uuid);
    let one = AttributeValue::N("1".to_owned());
    raw::update(
        &list,
        group.as_str(),
        "SET last_ordinal = :one",
        &[(":one", one)],
    );
    let now = record();
    raw::put(before);
    let moved = aws::run(aws::table().move_rows(&late)).expect("moved");
    raw::put(now);
    assert_eq!(moved.len(), 2);
    let row = raw::get(&list, group.as_str());
    assert!(!row.expect("a mark").contains_key("last_message_at"));
    assert_eq!(carol.groups(), []);
    // The function that removed her ended before it marked her row: the list knows better.
    raw::delete(&list, group.as_str());
    assert_eq!(carol.groups(), []);
}

#[test]
fn nobody_is_added_twice_or_beyond_thirty_two() {
    let people: Vec<Someone> = (0..34).map(|_| Someone::new("p")).collect();
    let (ann, others) = people.split_first().expect("people");
    let first: Vec<&Someone> = others[..30].iter().collect();
    let row = ann.start_group(&first);
    assert_eq!(row.member_count, Some(31));
    for one in &first {
        assert!(one.group(&row.uuid).is_some(), "in every list at once");
    }
    let group = row.uuid;
    // Who is a member stays one, without a row.
    let before = ann.messages(&group).len();
    let same: GroupRow = add(ann, &group, &first[..2]).json();
    assert_eq!(same.member_count, Some(31));
    assert_eq!(ann.messages(&group).len(), before);
    // Two at once for the one place that is left.
    let (by_one, by_other) = thread::scope(|scope| {
        let one = scope.spawn(|| add(&others[0], &group, &[&others[30]]));
        let other = scope.spawn(|| add(&others[1], &group, &[&others[31]]));
        (
            one.join().expect("an answer"),
            other.join().expect("an answer"),
        )
    });
    let (good, full) = if by_one.status == 200 {
        (by_one, by_other)
    } else {
        (by_other, by_one)
    };
    assert_eq!(good.json::<GroupRow>().member_count, Some(32));
    full.is_refused(422, ErrorCode::GroupFull);
    add(ann, &group, &[&others[32]]).is_refused(422, ErrorCode::GroupFull);
    let row: GroupRow = ann.get(&format!("/api/message_groups/{group}")).json();
    assert_eq!(row.members.map(|members| members.len()), Some(32));
    is_chained(&ann.messages(&group));
}

#[test]
fn two_who_add_the_same_person_at_once_add_them_once() {
    let [ann, bob, carol, dave] = ["ann", "bob", "carol", "dave"].map(Someone::new);
    let group = ann.start_group(&[&bob, &carol]).uuid;
    let rows: Vec<GroupRow> = thread::scope(|scope| {
        let adding =
            [&ann, &bob, &carol].map(|one| scope.spawn(|| add(one, &group, &[&dave]).json()));
        adding.map(|one| one.join().expect("an answer")).to_vec()
    });
    assert!(rows.iter().all(|row| row.member_count == Some(4)));
    let joined = |row: &&MessageRow| {
        row.system
            .as_ref()
            .is_some_and(|event| event.kind == SystemKind::Joined)
    };
    assert_eq!(ann.messages(&group).iter().filter(joined).count(), 1);
}

#[test]
fn leaving_against_sending_ends_in_one_order_for_all() {
    let [ann, bob, carol] = ["ann", "bob", "carol"].map(Someone::new);
    for _ in 0..4 {
        let group = ann.start_group(&[&bob, &carol]).uuid;
        let (sent, left) = thread::scope(|scope| {
            let body = json!({"message_group_uuid": group, "message": "still here"});
            let bob = &bob;
            let sent = scope.spawn(move || bob.post("/api/messages", &body));
            let left = scope.spawn(|| remove(bob, &group, bob));
            (
                sent.join().expect("an answer"),
                left.join().expect("an answer"),
            )
        });
        assert_eq!(left.status, 200);
        let rows = ann.messages(&group);
        is_chained(&rows);
        let written = rows.iter().position(|row| row.message == "still here");
        let gone = rows.iter().position(|row| {
            row.system
                .as_ref()
                .is_some_and(|event| event.kind == SystemKind::Left)
        });
        match sent.status {
            200 => assert!(written < gone, "{written:?}, {gone:?}"),
            _ => sent.is_refused(404, ErrorCode::MessageGroupNotFound),
        }
        assert_eq!(written.is_some(), sent.status == 200);
        assert!(bob.group(&group).is_none());
    }
}

#[test]
fn two_creators_of_the_same_pair_and_a_first_message_meet_in_one_conversation() {
    for _ in 0..4 {
        let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
        let pair = |one: &Someone, other: &Someone| -> GroupRow {
            one.post("/api/message_groups", &json!({"handles": [other.handle()]}))
                .json()
        };
        let (hers, his, sent): (GroupRow, GroupRow, SendAnswer) = thread::scope(|scope| {
            let hers = scope.spawn(|| pair(&ann, &bob));
            let his = scope.spawn(|| pair(&bob, &ann));
            let sent = scope.spawn(|| ann.write_to(&bob, "hello"));
            (
                hers.join().expect("a group"),
                his.join().expect("a group"),
                sent.join().expect("sent"),
            )
        });
        assert_eq!(hers.uuid, his.uuid);
        assert_eq!(hers.uuid, sent.message_group_uuid);
        let row = until("in the list", || {
            bob.group(&hers.uuid).filter(|row| row.message == "hello")
        });
        assert_eq!(row.unread_count, Some(1));
        assert_eq!((ann.groups().len(), bob.groups().len()), (1, 1));
    }
}

#[test]
fn an_empty_conversation_of_two_bothers_only_who_opened_it() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let row: GroupRow = ann
        .post("/api/message_groups", &json!({"handles": [bob.handle()]}))
        .json();
    assert_eq!(
        (row.message.as_str(), row.last_message_uuid.clone()),
        ("", None)
    );
    assert_eq!(ann.groups(), vec![row.clone()]);
    assert_eq!(bob.groups(), []);
    assert_eq!(bob.messages(&row.uuid), []);
    let id = Uuid::new_v4();
    let body = json!({"handle": ann.handle(), "message": "hello", "client_message_id": id});
    let sent: SendAnswer = bob.post("/api/messages", &body).json();
    assert_eq!(sent.message_group_uuid, row.uuid);
    assert_eq!(sent.previous_message_uuid, Predecessor::First);
}
