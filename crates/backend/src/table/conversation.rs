//! A conversation's record: the only item that says who is a member.

use std::collections::BTreeMap;

use cruddur_contract::{GroupId, MessageId, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use super::Table;
use super::error::TableError;
use super::key::Key;
use crate::ids;

/// A conversation's record.
///
/// The two maps by person are flat because an update must be able to write them together with the message that tells of
/// it, and DynamoDB computes numbers only for a path of its own (`SET joined_after.#p = last_ordinal`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// Not named `message_group_uuid`: the index must hold list rows only.
    pub of_group: GroupId,
    /// The conversation of two people, whose members and title never change.
    #[serde(default, skip_serializing_if = "is_false")]
    pub pair: bool,
    /// The members, and when each joined, in microseconds: the time of the first message they may see.
    pub members: BTreeMap<PersonId, i64>,
    /// How many messages came before a member joined; those who were there from the beginning are missing.
    pub joined_after: BTreeMap<PersonId, u64>,
    /// Who started the group; nobody in the conversation of two people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<PersonId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    pub created_at: Timestamp,
    /// The time of the last message, or of the creation; it never falls.
    pub last_micros: i64,
    /// The random part of the last message's id.
    pub last_tail: u64,
    /// How many places for messages have been given, and the last one's number, from 1.
    pub last_ordinal: u64,
}

/// What a member may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The time of the first message they may see.
    pub joined_at: Timestamp,
    /// How many messages came before.
    pub joined_after: u64,
}

fn is_false(value: &bool) -> bool {
    !value
}

impl Meta {
    /// A new conversation without messages.
    pub(super) fn new(
        of_group: GroupId,
        created_at: Timestamp,
        members: impl IntoIterator<Item = PersonId>,
    ) -> Self {
        let micros = created_at.micros();
        Self {
            of_group,
            pair: false,
            members: members.into_iter().map(|one| (one, micros)).collect(),
            joined_after: BTreeMap::new(),
            created_by: None,
            title: None,
            created_at,
            last_micros: micros,
            last_tail: 0,
            last_ordinal: 0,
        }
    }

    pub fn membership(&self, person: &PersonId) -> Option<Membership> {
        let micros = *self.members.get(person)?;
        Some(Membership {
            joined_at: Timestamp::from_micros(micros)?,
            joined_after: self.joined_after.get(person).copied().unwrap_or(0),
        })
    }

    /// The members in the order in which they joined; of those who came at once the creator is the first.
    pub fn in_order(&self) -> Vec<&PersonId> {
        let mut all: Vec<&PersonId> = self.members.keys().collect();
        all.sort_by_key(|one| {
            let is_creator = self.created_by.as_ref() == Some(one);
            (self.members.get(*one).copied(), !is_creator)
        });
        all
    }

    /// The message that was placed last; it may not be written yet, or never.
    pub fn last_message_uuid(&self) -> Option<MessageId> {
        let time = Timestamp::from_micros(self.last_micros)?;
        (self.last_ordinal > 0).then(|| ids::message(time, self.last_tail))
    }
}

impl Table {
    /// Reads a conversation's record.
    ///
    /// # Errors
    /// [`TableError`] when the read fails.
    pub async fn conversation(&self, group: &GroupId) -> Result<Option<Meta>, TableError> {
        self.get(&Key::meta(group)).await
    }

    /// Reads a conversation's record for this member. `None` both for a conversation that does not exist and for
    /// somebody else's: it is the same single read, so that timing does not reveal which.
    ///
    /// # Errors
    /// [`TableError`] when the read fails.
    pub async fn conversation_of(
        &self,
        group: &GroupId,
        person: &PersonId,
    ) -> Result<Option<(Meta, Membership)>, TableError> {
        let meta = self.conversation(group).await?;
        Ok(meta.and_then(|meta| {
            let membership = meta.membership(person)?;
            Some((meta, membership))
        }))
    }

    /// Reads the records of these conversations, in no order.
    ///
    /// # Errors
    /// [`TableError`] when the read fails.
    pub async fn conversations(&self, groups: &[GroupId]) -> Result<Vec<Meta>, TableError> {
        let keys: Vec<Key> = groups.iter().map(Key::meta).collect();
        self.get_all(&keys).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_in_the_order_in_which_they_joined_the_creator_first() {
        let at = Timestamp::from_micros(5).expect("in range");
        let mut meta = Meta::new("g".into(), at, ["a", "b", "c"].map(PersonId::from));
        meta.created_by = Some("b".into());
        meta.members.insert("0".into(), 9);
        meta.joined_after.insert("0".into(), 3);
        assert_eq!(
            meta.in_order(),
            ["b", "a", "c", "0"].map(PersonId::from).each_ref()
        );
        let later = meta.membership(&"0".into()).expect("a member");
        assert_eq!((later.joined_at.micros(), later.joined_after), (9, 3));
        assert_eq!(
            meta.membership(&"a".into()).map(|one| one.joined_after),
            Some(0)
        );
        assert_eq!(meta.membership(&"x".into()), None);
        assert_eq!(meta.last_message_uuid(), None);
    }
}
