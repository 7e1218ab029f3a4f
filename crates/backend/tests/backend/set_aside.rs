//! One record that keeps failing holds up nobody. The stream function runs behind a poller that delivers as AWS does
//! (`event_source`), on a table whose calls can be made to fail.

use cruddur_contract::frame::ServerFrame;
use cruddur_contract::{GroupId, Person};
use serde_json::{Value, json};

use crate::event_source::{Mapping, Record, Reply, Shard};
use crate::support::faults::{Call, Fault};
use crate::support::isolated::{Isolated, record};

/// Two people, a connection of each, and their conversation with one message.
struct Pair {
    people: [Person; 2],
    group: GroupId,
}

impl Pair {
    fn new(system: &Isolated, label: &str) -> Self {
        let people = ["ann", "bob"].map(|name| system.person(&format!("{name}{label}")));
        for person in &people {
            system.connect(&person.uuid, person.handle.as_str());
        }
        let group = system.start(&people[0], &people[1..], "one");
        Self { people, group }
    }

    /// What both lists show.
    fn shown(&self, system: &Isolated) -> [Option<String>; 2] {
        self.people
            .each_ref()
            .map(|person| system.shown(person, &self.group))
    }
}

fn is_write_of(call: &Call, group: &GroupId) -> bool {
    let operation = call.target.rsplit('.').next().unwrap_or_default();
    let writes = !["GetItem", "BatchGetItem", "Query", "SendMessage"].contains(&operation);
    writes && call.body.contains(group.as_str())
}

/// Pairs, of which each writes "two"; the records of these messages, one pair after the other.
fn pairs(system: &Isolated, count: usize) -> (Vec<Pair>, Vec<Record>) {
    let pairs: Vec<Pair> = (0..count)
        .map(|number| Pair::new(system, &number.to_string()))
        .collect();
    for pair in &pairs {
        system.write(&pair.people[1], &pair.group, "two");
    }
    let newest = |pair: &Pair| system.stored(&pair.group).pop().expect("a message");
    let records = (1..)
        .zip(&pairs)
        .map(|(number, pair)| record(number, &newest(pair)));
    let records = records.collect();
    (pairs, records)
}

/// Texts of new messages and of rows, as a connection got them.
fn texts<'a>(frames: &'a [ServerFrame]) -> Vec<(&'static str, &'a str)> {
    let text = |frame: &'a ServerFrame| match frame {
        ServerFrame::MessageInserted(live) => ("message", live.row.message.as_str()),
        ServerFrame::GroupUpdated(row) => ("row", row.message.as_str()),
        other => panic!("unexpected: {other:?}"),
    };
    frames.iter().map(text).collect()
}

fn two() -> [Option<String>; 2] {
    [Some("two".to_owned()), Some("two".to_owned())]
}

#[test]
fn a_record_that_keeps_failing_holds_up_nobody_and_its_rows_are_healed_afterwards() {
    let system = Isolated::new();
    let (pairs, records) = pairs(&system, 4);
    let poisoned = pairs[1].group.clone();
    let rule = poisoned.clone();
    system.faults(move |call| match is_write_of(call, &rule) {
        true => Fault::Fail,
        false => Fault::None,
    });
    let mut shard = Shard::new(Mapping::deployed("MSG#"), records);
    let mut invocations = 0;
    shard.drain(0, |event| {
        invocations += 1;
        system.handle(event)
    });
    assert_eq!((invocations, shard.given_up.len()), (1, 0));
    for pair in &pairs {
        let is_poisoned = pair.group == poisoned;
        for person in &pair.people {
            let frames = system.gateway.take(&person.handle);
            let expected: &[_] = match is_poisoned {
                true => &[("message", "two")],
                false => &[("message", "two"), ("row", "two")],
            };
            assert_eq!(texts(&frames), expected, "each once");
        }
        assert_eq!(pair.shown(&system) == two(), !is_poisoned);
    }
    system.faults(|_| Fault::None);
    let at = system
        .stored(&poisoned)
        .pop()
        .expect("a message")
        .created_at;
    let expected = json!({"message_group_uuid": poisoned, "created_at": at});
    assert_eq!(system.repair(), [expected], "ids only");
    assert_eq!(pairs[1].shown(&system), two());
    for person in &pairs[1].people {
        assert_eq!(
            texts(&system.gateway.take(&person.handle)),
            [("row", "two")]
        );
    }
}

#[test]
fn a_short_failure_is_retried_at_once_and_nothing_is_set_aside() {
    let system = Isolated::new();
    let (pairs, records) = pairs(&system, 1);
    let (group, left) = (pairs[0].group.clone(), std::sync::Mutex::new(4));
    system.faults(move |call| {
        let mut left = left.lock().expect("no panic");
        if !is_write_of(call, &group) || *left == 0 {
            return Fault::None;
        }
        *left -= 1;
        Fault::Fail
    });
    Shard::new(Mapping::deployed("MSG#"), records).drain(0, |event| system.handle(event));
    assert_eq!(pairs[0].shown(&system), two());
    assert_eq!(system.repair(), [] as [Value; 0]);
    for person in &pairs[0].people {
        let frames = system.gateway.take(&person.handle);
        let messages = texts(&frames)
            .into_iter()
            .filter(|(kind, _)| *kind == "message");
        assert_eq!(messages.count(), 1);
    }
}

#[test]
fn what_neither_table_nor_queue_takes_comes_again() {
    let system = Isolated::new();
    let (pairs, records) = pairs(&system, 3);
    let group = pairs[1].group.clone();
    system.faults(move |call| {
        let of_queue = call.target.ends_with("SendMessage");
        match of_queue || is_write_of(call, &group) {
            true => Fault::Fail,
            false => Fault::None,
        }
    });
    let mut shard = Shard::new(Mapping::deployed("MSG#"), records);
    let mut batches = Vec::new();
    shard.drain(0, |event| {
        batches.push(event["Records"].as_array().map_or(0, Vec::len));
        let reply = system.handle(event);
        system.faults(|_| Fault::None);
        reply
    });
    assert_eq!(batches, [3, 2], "from the failed record on");
    assert_eq!(shard.given_up, []);
    for pair in &pairs {
        assert_eq!(pair.shown(&system), two());
    }
}

#[test]
fn a_record_that_the_function_does_not_survive_is_given_up_alone() {
    let system = Isolated::new();
    let (pairs, records) = pairs(&system, 5);
    let deadly = pairs[3].group.as_str();
    let mut shard = Shard::new(Mapping::deployed("MSG#"), records);
    shard.drain(0, |event| match event.to_string().contains(deadly) {
        true => Reply::Error,
        false => system.handle(event),
    });
    let [given_up] = &shard.given_up[..] else {
        panic!("{:?}", shard.given_up);
    };
    assert_eq!((given_up.first.as_str(), given_up.size), ("4", 1));
    for pair in pairs.iter().filter(|pair| pair.group.as_str() != deadly) {
        assert_eq!(pair.shown(&system), two());
    }
}

#[test]
fn shards_in_any_interleaving_with_repeats_end_at_the_newest_messages() {
    let system = Isolated::new();
    let (pairs, _) = pairs(&system, 3);
    let mapping = Mapping {
        batch_size: 2,
        ..Mapping::deployed("MSG#")
    };
    // Every message is in two shards, in opposite orders.
    let mut all: Vec<_> = pairs
        .iter()
        .flat_map(|pair| system.stored(&pair.group))
        .collect();
    let shard = |all: &[_]| {
        let records = (1..).zip(all).map(|(number, one)| record(number, one));
        Shard::new(mapping, records.collect())
    };
    let forward = shard(&all);
    all.reverse();
    let mut shards = [forward, shard(&all)];
    // Any fixed sequence of choices; a repeat at every third.
    for (round, choice) in [0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1].into_iter().enumerate() {
        let delivered = shards[choice].poll(0, |event| system.handle(event));
        if delivered && round % 3 == 2 {
            shards[choice].rewind(2);
        }
    }
    for shard in &mut shards {
        shard.drain(0, |event| system.handle(event));
        assert_eq!(shard.given_up, []);
    }
    for pair in &pairs {
        assert_eq!(pair.shown(&system), two());
    }
}

#[test]
fn a_message_that_cannot_be_read_is_set_aside_with_its_key() {
    let system = Isolated::new();
    let (pairs, mut records) = pairs(&system, 2);
    records[0].value["dynamodb"]["NewImage"] = json!({"message": {"N": "7"}});
    Shard::new(Mapping::deployed("MSG#"), records).drain(0, |event| system.handle(event));
    assert_eq!(pairs[1].shown(&system), two());
    let repairs = system.repair();
    assert_eq!(repairs.len(), 1);
    assert_eq!(repairs[0]["message_group_uuid"], json!(pairs[0].group));
    // The table holds the message in the known form, so the repair succeeds.
    assert_eq!(pairs[0].shown(&system), two());
}

#[test]
fn a_changed_message_is_pushed_after_its_insert_as_it_is_after_the_last_change() {
    let system = Isolated::new();
    let (pairs, mut records) = pairs(&system, 1);
    let mut message = system.stored(&pairs[0].group).pop().expect("a message");
    for version in [3, 2] {
        message.version = version;
        message.message = format!("version {version}");
        let mut changed = record(records.len() + 1, &message);
        changed.value["eventName"] = json!("MODIFY");
        records.push(changed);
    }
    Shard::new(Mapping::deployed("MSG#"), records).drain(0, |event| system.handle(event));
    for person in &pairs[0].people {
        let frames = system.gateway.take(&person.handle);
        let [
            ServerFrame::MessageInserted(new),
            ServerFrame::MessageUpdated(changed),
            ServerFrame::GroupUpdated(_),
        ] = &frames[..]
        else {
            panic!("{frames:?}");
        };
        assert_eq!(new.row.uuid, changed.row.uuid);
        assert_eq!((new.row.version, changed.row.version), (Some(1), Some(3)));
        assert_eq!(changed.row.message, "version 3");
    }
}
