//! A batch of stream records, grouped by conversation and person.

use std::collections::BTreeSet;

use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use cruddur_contract::{GroupId, PersonId, Timestamp};

use super::Repair;
use super::reads::Read;
use crate::table::{
    MESSAGE_PREFIX, NAME_CHANGE, ONLY_OWN, PERSON_PREFIX, RECEIPT_PREFIX, StoredMessage,
};

/// The contents of a batch.
#[derive(Debug, Default)]
pub struct Batch {
    /// In the order of their first records.
    pub conversations: Vec<Conversation>,
    /// People whose name changed, each once.
    pub people: Vec<PersonId>,
    /// Who has read, each once for each conversation.
    pub reads: Vec<Read>,
    /// Messages that are not of the known form.
    pub unreadable: Vec<SetAside>,
}

/// Work for the queue of repairs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// Sequence number of the first record: where a retry must begin if the queue does not take it.
    pub first_record: String,
    pub repair: Repair,
}

/// The messages of one conversation in a batch.
#[derive(Debug, Default)]
pub struct Conversation {
    /// Sequence number of the first record: where a retry must begin.
    pub first_record: String,
    /// The new messages, oldest first, each once.
    pub messages: Vec<StoredMessage>,
    /// Edited and deleted messages, oldest first, each once as it is after its last change.
    pub changed: Vec<StoredMessage>,
}

/// A record of a message.
#[derive(Debug)]
enum Record {
    New(StoredMessage),
    Changed(StoredMessage),
}

impl Conversation {
    pub fn newest(&self) -> Option<&StoredMessage> {
        let all = self.messages.iter().chain(&self.changed);
        all.max_by_key(|message| (message.created_at, message.version))
    }

    /// Who left the group, or was removed from it, as these messages say; they may have joined again since.
    pub fn left(&self) -> BTreeSet<&PersonId> {
        self.messages.iter().flat_map(StoredMessage::left).collect()
    }

    pub fn group(&self) -> Option<&GroupId> {
        let mut all = self.messages.iter().chain(&self.changed);
        all.next().map(|message| &message.of_group)
    }

    /// The rows of this message are to be repaired.
    pub fn set_aside(&self, newest: &StoredMessage) -> SetAside {
        SetAside {
            first_record: self.first_record.clone(),
            repair: Repair {
                message_group_uuid: newest.of_group.clone(),
                created_at: newest.created_at,
            },
        }
    }
}

/// Reads the batch. Records that are neither a message, a receipt nor a changed name are skipped; the event
/// source's filter should have dropped them. A message that cannot be read is set aside: a retry would not help, and
/// failing would block the shard.
pub fn read(event: Event) -> Batch {
    let mut batch = Batch::default();
    for record in event.records {
        if let Some(read) = receipt(&record) {
            batch.add_read(read);
            continue;
        }
        match renamed_person(&record) {
            Some(person) if batch.people.contains(&person) => {}
            Some(person) => batch.people.push(person),
            None => match message(record) {
                Some(Ok((sequence, record))) => batch.add(sequence, record),
                Some(Err(unreadable)) => batch.unreadable.push(unreadable),
                None => {}
            },
        }
    }
    for conversation in &mut batch.conversations {
        let new = &mut conversation.messages;
        new.sort_by_key(|message| message.created_at);
        new.dedup_by_key(|message| message.created_at);
        let changed = &mut conversation.changed;
        changed.sort_by_key(|message| (message.created_at, std::cmp::Reverse(message.version)));
        changed.dedup_by_key(|message| message.created_at);
    }
    batch
}

impl Batch {
    fn add_read(&mut self, read: Read) {
        let same = |known: &&mut Read| known.group == read.group && known.reader == read.reader;
        match self.reads.iter_mut().find(same) {
            Some(known) => known.only_own &= read.only_own,
            None => self.reads.push(read),
        }
    }

    fn add(&mut self, sequence: String, record: Record) {
        let (Record::New(message) | Record::Changed(message)) = &record;
        let group = Some(&message.of_group);
        let known = self
            .conversations
            .iter()
            .position(|one| one.group() == group);
        let index = known.unwrap_or_else(|| {
            self.conversations.push(Conversation {
                first_record: sequence,
                ..Conversation::default()
            });
            self.conversations.len() - 1
        });
        let conversation = &mut self.conversations[index];
        match record {
            Record::New(message) => conversation.messages.push(message),
            Record::Changed(message) => conversation.changed.push(message),
        }
    }
}

/// One of the record's two keys.
fn key(record: &EventRecord, name: &str) -> Option<String> {
    let value = record.change.keys.get(name)?;
    serde_dynamo::from_attribute_value(value.clone()).ok()
}

/// A receipt that was written. How far it reaches is read later, as it may have moved again.
fn receipt(record: &EventRecord) -> Option<Read> {
    let pk = key(record, "pk").filter(|_| record.event_name != "REMOVE")?;
    Some(Read {
        group: pk.strip_prefix(RECEIPT_PREFIX)?.into(),
        reader: key(record, "sk")?.into(),
        only_own: record.change.new_image.contains_key(ONLY_OWN),
    })
}

/// Whose name changed. It is read later, as it may have changed again.
fn renamed_person(record: &EventRecord) -> Option<PersonId> {
    let is_change = record.event_name != "REMOVE" && key(record, "sk")? == NAME_CHANGE;
    let pk = key(record, "pk").filter(|_| is_change)?;
    Some(pk.strip_prefix(PERSON_PREFIX)?.into())
}

/// A new or changed message and its sequence number, or its key when it is not of the known form.
fn message(record: EventRecord) -> Option<Result<(String, Record), SetAside>> {
    let pk = key(&record, "pk")?;
    let group = pk.strip_prefix(MESSAGE_PREFIX)?;
    let of_kind = match record.event_name.as_str() {
        "INSERT" => Record::New,
        "MODIFY" => Record::Changed,
        _ => return None,
    };
    let sk = key(&record, "sk").unwrap_or_default();
    let sequence = record.change.sequence_number.unwrap_or_default();
    match serde_dynamo::from_item(record.change.new_image) {
        Ok(message) => Some(Ok((sequence, of_kind(message)))),
        Err(error) => {
            tracing::error!(%sequence, %error, "a message record cannot be read");
            let created_at = Timestamp::parse(&sk).ok()?;
            Some(Err(SetAside {
                first_record: sequence,
                repair: Repair {
                    message_group_uuid: group.into(),
                    created_at,
                },
            }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn event(records: &[(&str, &str, &str)]) -> Event {
        let record = |(name, pk, sk): &(&str, &str, &str)| -> Value {
            json!({"eventID": "1", "eventName": name, "awsRegion": "x",
                "dynamodb": {"Keys": {"pk": {"S": pk}, "sk": {"S": sk}}, "SizeBytes": 1,
                    "ApproximateCreationDateTime": 1.7e9}})
        };
        let records: Vec<Value> = records.iter().map(record).collect();
        serde_json::from_value(json!({ "Records": records })).expect("an event")
    }

    #[test]
    fn receipts_of_a_person_in_a_conversation_are_told_once() {
        let batch = read(event(&[
            ("INSERT", "READ#g", "a"),
            ("MODIFY", "READ#g", "a"),
            ("MODIFY", "READ#h", "a"),
            ("REMOVE", "READ#i", "a"),
        ]));
        let groups: Vec<&str> = batch.reads.iter().map(|one| one.group.as_str()).collect();
        assert_eq!(groups, ["g", "h"]);
        assert!(batch.conversations.is_empty() && batch.people.is_empty());
    }

    #[test]
    fn a_changed_name_is_reported_once_and_other_records_of_people_are_not() {
        let batch = read(event(&[
            ("INSERT", "USER#a", "NAME"),
            ("MODIFY", "USER#b", "NAME"),
            ("MODIFY", "USER#a", "NAME"),
            ("MODIFY", "USER#c", "PROFILE"),
            ("REMOVE", "USER#d", "NAME"),
            ("MODIFY", "USER#e", "CONN#1"),
            ("MODIFY", "HANDLE#f", "NAME"),
        ]));
        assert_eq!(batch.people, ["a", "b"].map(PersonId::from));
        assert!(batch.conversations.is_empty());
    }
}
