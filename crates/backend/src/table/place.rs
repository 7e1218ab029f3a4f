//! A message's place in its conversation: its time, its number and the message before it.
//!
//! One update of the conversation's record gives a place. DynamoDB applies the updates of an item one after the other,
//! so any number of senders get theirs without a transaction, a retry or a wait (docs/backend.md, "Storing a message").

use aws_sdk_dynamodb::types::ReturnValue;
use cruddur_contract::{GroupId, MessageId, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use super::Table;
use super::conversation::Meta;
use super::error::TableError;
use super::item::{number, record, text};
use super::key::Key;
use super::update::{Update, Updated};
use crate::ids;

/// A place. The idempotency record of a send has this form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Not named `message_group_uuid`: the index must hold list rows only.
    pub of_group: GroupId,
    pub created_at: Timestamp,
    pub message_uuid: MessageId,
    /// From 1.
    pub ordinal: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_message_uuid: Option<MessageId>,
    /// The clock when it was given, in microseconds. `created_at` may be later, after a message in the future.
    pub placed_at: i64,
}

/// What changes with a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing else: it is for a person's message.
    None,
    /// These people, who are no members yet, join; the conversation has so many members at most.
    Join {
        people: Vec<PersonId>,
        most: usize,
    },
    /// This member goes.
    Leave(PersonId),
    Title(Option<String>),
}

/// The outcome of asking for a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placed {
    Done(Place),
    /// No such conversation, or the person is not a member.
    NotAMember,
    /// The effect is impossible or needless; the record as it is.
    Refused(Box<Meta>),
}

/// What the record said before.
#[derive(Deserialize)]
struct Before {
    last_micros: i64,
    last_tail: u64,
    last_ordinal: u64,
}

impl Table {
    /// Gives a member the next place in a conversation, together with an effect.
    pub(super) async fn place(
        &self,
        group: &GroupId,
        member: &PersonId,
        effect: &Effect,
        now_micros: i64,
    ) -> Result<Placed, TableError> {
        // The time is the clock's. Where that would not be later than the last message's, it is one microsecond after
        // that. As the last message's time never falls, one of the two conditions on it holds.
        for time in [Time::Now(now_micros), Time::Next(now_micros)] {
            let tail = ids::tail();
            let update = time.of(member, tail, effect);
            let key = Key::meta(group);
            match self.update(&key, update, ReturnValue::UpdatedOld).await? {
                Updated::Done(before) => {
                    let before: Before = record(before)?;
                    return time.place(group, tail, &before).map(Placed::Done);
                }
                Updated::Refused(None) => return Ok(Placed::NotAMember),
                Updated::Refused(Some(item)) => {
                    let meta: Meta = record(item)?;
                    if !meta.members.contains_key(member) {
                        return Ok(Placed::NotAMember);
                    }
                    if *effect != Effect::None && meta.last_micros < now_micros {
                        return Ok(Placed::Refused(Box::new(meta)));
                    }
                }
            }
        }
        match self.conversation_of(group, member).await? {
            Some((meta, _)) if *effect != Effect::None => Ok(Placed::Refused(Box::new(meta))),
            Some(_) => Err(TableError::Throttled),
            None => Ok(Placed::NotAMember),
        }
    }
}

/// Which time a place gets.
#[derive(Clone, Copy)]
enum Time {
    /// The clock's, if the last message's is earlier.
    Now(i64),
    /// One microsecond after the last message's, if that is not earlier than the clock's.
    Next(i64),
}

impl Time {
    /// The update of the conversation's record.
    fn of(self, member: &PersonId, tail: u64, effect: &Effect) -> Update {
        let (condition, time, now) = match self {
            Self::Now(now) => ("last_micros < :now", ":now", now),
            Self::Next(now) => ("last_micros >= :now", "last_micros + :one", now),
        };
        let update = Update::default()
            .set(format!("last_micros = {time}"))
            .set("last_tail = :tail")
            .set("last_ordinal = last_ordinal + :one")
            .when("attribute_exists(members.#member)")
            .when(condition)
            .name("#member", member.as_str())
            .value(":now", number(now))
            .value(":tail", number(tail))
            .value(":one", number(1));
        match effect {
            Effect::None => update,
            Effect::Join { people, most } => join(update, time, people, *most),
            Effect::Leave(person) => update
                .when("attribute_not_exists(pair)")
                .when("attribute_exists(members.#leaver)")
                .name("#leaver", person.as_str())
                .remove("members.#leaver")
                .remove("joined_after.#leaver"),
            Effect::Title(None) => update.when("attribute_not_exists(pair)").remove("title"),
            Effect::Title(Some(title)) => update
                .when("attribute_not_exists(pair)")
                .set("title = :title")
                .value(":title", text(title)),
        }
    }

    fn place(self, group: &GroupId, tail: u64, before: &Before) -> Result<Place, TableError> {
        let (micros, placed_at) = match self {
            Self::Now(now) => (now, now),
            Self::Next(now) => (before.last_micros.saturating_add(1), now),
        };
        let created_at = time(micros)?;
        let previous = match before.last_ordinal {
            0 => None,
            _ => Some(ids::message(time(before.last_micros)?, before.last_tail)),
        };
        Ok(Place {
            of_group: group.clone(),
            created_at,
            message_uuid: ids::message(created_at, tail),
            ordinal: before.last_ordinal + 1,
            previous_message_uuid: previous,
            placed_at,
        })
    }
}

fn join(update: Update, time: &str, people: &[PersonId], most: usize) -> Update {
    let room = most.saturating_sub(people.len());
    let update = update
        .when("attribute_not_exists(pair)")
        .when("size(members) <= :room")
        .value(":room", number(room));
    people.iter().enumerate().fold(update, |update, (at, one)| {
        update
            .when(format!("attribute_not_exists(members.#p{at})"))
            .set(format!("members.#p{at} = {time}"))
            .set(format!("joined_after.#p{at} = last_ordinal"))
            .name(format!("#p{at}"), one.as_str())
    })
}

/// The time of a clock or a record.
pub(super) fn time(micros: i64) -> Result<Timestamp, TableError> {
    Timestamp::from_micros(micros).ok_or_else(|| TableError::Failed {
        operation: "place",
        code: "the clock is out of range".to_owned(),
    })
}
