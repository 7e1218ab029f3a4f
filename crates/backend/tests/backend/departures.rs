//! What a person's connections are told when the person left a group or was removed from it.

use std::time::{Duration, Instant};

use cruddur_backend::clock::now_micros;
use cruddur_backend::table::{Cursor, StoredMessage, Watched};
use cruddur_contract::frame::ServerFrame;
use cruddur_contract::message::SystemKind;
use cruddur_contract::{ErrorCode, GroupId, Person, PersonId, Timestamp};
use serde_json::{Value, json};

use crate::event_source::Record;
use crate::support::aws::run;
use crate::support::faults::Fault;
use crate::support::isolated::{Isolated, record};
use crate::support::{Someone, until};

fn is_of(frame: &ServerFrame, group: &GroupId) -> bool {
    match frame {
        ServerFrame::MessageInserted(live) | ServerFrame::MessageUpdated(live) => {
            live.message_group_uuid == *group
        }
        ServerFrame::GroupUpdated(row) => row.uuid == *group,
        ServerFrame::GroupRemoved(uuid) => uuid == group,
        ServerFrame::Typing(typist) => typist.message_group_uuid == *group,
        ServerFrame::PresenceEnter(_) | ServerFrame::PresenceLeave(_) => true,
        _ => false,
    }
}

#[test]
fn who_is_removed_is_told_on_all_connections_and_hears_nothing_more_until_added_again() {
    let [ann, bob, carol] = ["ann", "bob", "carol"].map(Someone::new);
    let group = ann.start_group(&[&bob, &carol]).uuid;
    ann.write_in(&group, "hello");
    let mut sockets = [carol.connect(), carol.connect()];
    let watch = json!({"action": "watch", "message_group_uuids": [group]}).to_string();
    sockets[0].say(&watch);
    sockets[0].next_until(|frame| matches!(frame, ServerFrame::PresenceState(_)));
    let member = format!("/api/message_groups/{group}/members/@{}", carol.handle());
    let removed = ServerFrame::GroupRemoved(group.clone());
    let asked = Instant::now();
    assert_eq!(ann.delete(&member).status, 200);
    for socket in &mut sockets {
        socket.next_until(|frame| *frame == removed);
    }
    // A second as a rule; the machine of the tests may be busy.
    assert!(asked.elapsed() < Duration::from_secs(10));
    // Messages, and bob's coming, typing and leaving.
    let mut bobs = bob.connect();
    bobs.say(&json!({"action": "typing", "message_group_uuid": group}).to_string());
    bobs.drained();
    bobs.close();
    ann.write_in(&group, "among us");
    until("the frames are out", || {
        ann.group(&group).filter(|row| row.message == "among us")
    });
    for socket in &mut sockets {
        let heard = socket.drained();
        assert!(!heard.iter().any(|frame| is_of(frame, &group)), "{heard:?}");
    }
    let page = carol.get(&format!("/api/messages/{group}"));
    page.is_refused(404, ErrorCode::MessageGroupNotFound);
    let body = json!({"message_group_uuid": group, "message": "still here?"});
    let sent = carol.post("/api/messages", &body);
    sent.is_refused(404, ErrorCode::MessageGroupNotFound);
    let again = json!({"handles": [carol.handle()]});
    bob.post(&format!("/api/message_groups/{group}/members"), &again);
    for socket in &mut sockets {
        let heard = socket.next_until(
            |frame| matches!(frame, ServerFrame::GroupUpdated(row) if row.uuid == group),
        );
        let first = heard.iter().find_map(|frame| match frame {
            ServerFrame::MessageInserted(live) => Some(&live.row),
            _ => None,
        });
        let kind = first.and_then(|row| row.system.as_ref()).map(|it| it.kind);
        assert_eq!(kind, Some(SystemKind::Joined), "{heard:?}");
    }
}

/// The stream's records of a conversation, system rows among them.
fn records(system: &Isolated, group: &GroupId) -> Vec<Record> {
    let table = system.table();
    let page = table.messages(group, Timestamp::EPOCH, &Cursor::Newest, 100, now_micros());
    let messages: Vec<StoredMessage> = run(page).expect("read").expect("a page").messages;
    let all = messages.iter().enumerate();
    all.map(|(n, message)| record(n + 1, message)).collect()
}

fn batch(records: &[Record]) -> Value {
    let values: Vec<&Value> = records.iter().map(|one| &one.value).collect();
    json!({ "Records": values })
}

struct Group {
    system: Isolated,
    people: [Person; 3],
    group: GroupId,
}

impl Group {
    fn new() -> Self {
        let system = Isolated::new();
        let people = ["ann", "bob", "carol"].map(|name| system.person(name));
        let group = system.start(&people[0], &people[1..], "hello");
        Self {
            system,
            people,
            group,
        }
    }

    fn remove_carol(&self) {
        let [ann, _, carol] = &self.people;
        let table = self.system.table();
        let removed = table.remove_member(ann, &self.group, &carol.uuid, now_micros);
        run(removed).expect("removed");
    }

    fn add_carol(&self) {
        let [ann, _, carol] = &self.people;
        let table = self.system.table();
        let people = [carol.uuid.clone()];
        run(table.add_members(ann, &self.group, &people, now_micros)).expect("added");
    }
}

#[test]
fn who_joined_again_before_the_stream_came_to_it_is_not_told_to_have_left() {
    let room = Group::new();
    let carol = &room.people[2];
    room.system.connect(&carol.uuid, "c");
    room.remove_carol();
    let left = batch(&records(&room.system, &room.group));
    room.system.handle(&left);
    let removed = ServerFrame::GroupRemoved(room.group.clone());
    let heard = room.system.gateway.take("c");
    assert_eq!(heard, vec![removed.clone()], "and nothing else");
    room.add_carol();
    // Lambda delivers the batch once more.
    room.system.handle(&left);
    assert!(!room.system.gateway.take("c").contains(&removed));
}

#[test]
fn who_left_is_told_also_while_the_rows_of_the_others_cannot_be_written() {
    let room = Group::new();
    let carol = &room.people[2];
    room.system.connect(&carol.uuid, "c");
    room.remove_carol();
    let records = records(&room.system, &room.group);
    let list = format!("GRP#{}", room.people[1].uuid);
    room.system.faults(move |call| {
        match call.target.ends_with("UpdateItem") && call.body.contains(&list) {
            true => Fault::Fail,
            false => Fault::None,
        }
    });
    room.system.handle(&batch(&records));
    let removed = ServerFrame::GroupRemoved(room.group.clone());
    assert_eq!(room.system.gateway.take("c"), [removed]);
}

#[test]
fn the_watches_of_who_left_end_and_those_of_other_conversations_stay() {
    let room = Group::new();
    let [ann, bob, carol] = &room.people;
    let other = room
        .system
        .start(carol, std::slice::from_ref(ann), "another one");
    room.system.connect(&carol.uuid, "c");
    let watched: Watched = [
        (room.group.clone(), vec![ann.uuid.clone(), bob.uuid.clone()]),
        (other.clone(), vec![ann.uuid.clone()]),
    ]
    .into();
    let table = room.system.table();
    run(async {
        let connection = table.connection("c").await.expect("read").expect("open");
        table.watch(&connection, &watched).await.expect("written");
    });
    room.remove_carol();
    room.system
        .handle(&batch(&records(&room.system, &room.group)));
    let watchers = |person: &PersonId| -> Vec<GroupId> {
        let table = room.system.table();
        let found = run(table.watchers(person, None, now_micros())).expect("read");
        found.into_iter().map(|one| one.of_group).collect()
    };
    assert_eq!(watchers(&ann.uuid), [other]);
    assert_eq!(watchers(&bob.uuid), []);
}
