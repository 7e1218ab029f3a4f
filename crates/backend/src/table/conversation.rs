//! A conversation's record and its members.

use cruddur_contract::{GroupId, Member, MessageId, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use super::Table;
use super::error::TableError;
use super::key::Key;

/// A conversation's record. `last_created_at` is the optimistic lock of a send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    pub members: Vec<Member>,
    pub created_at: Timestamp,
    pub last_created_at: Timestamp,
    pub last_message_uuid: MessageId,
    /// The number of messages, and of the last one, counted from 1.
    pub last_ordinal: u64,
}

/// A person's membership and read marker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// Not named `message_group_uuid`: the index must hold list rows only.
    pub of_group: GroupId,
    pub user_uuid: PersonId,
    /// Number of the last message this person has read; 0 before the first.
    pub read_ordinal: u64,
    /// The last message this person has read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_read_message_uuid: Option<MessageId>,
}

impl Membership {
    /// How many of the first `last_ordinal` messages this person has not read.
    pub fn unread(&self, last_ordinal: u64) -> u64 {
        last_ordinal.saturating_sub(self.read_ordinal)
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

    /// Reads a person's membership. `None` both for a conversation that does not exist and for someone
    /// else's: it is the same single read, so that timing does not reveal which.
    ///
    /// # Errors
    /// [`TableError`] when the read fails.
    pub async fn membership(
        &self,
        group: &GroupId,
        person: &PersonId,
    ) -> Result<Option<Membership>, TableError> {
        self.get(&Key::member(group, person)).await
    }

    /// Reads a person's memberships of these conversations, in no order.
    ///
    /// # Errors
    /// [`TableError`] when the read fails.
    pub async fn memberships(
        &self,
        groups: &[GroupId],
        person: &PersonId,
    ) -> Result<Vec<Membership>, TableError> {
        let keys: Vec<Key> = groups
            .iter()
            .map(|group| Key::member(group, person))
            .collect();
        self.get_all(&keys).await
    }
}
