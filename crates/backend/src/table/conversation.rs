//! A conversation's record, and who is in it.

use cruddur_contract::{GroupId, Member, MessageId, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use super::Table;
use super::error::TableError;
use super::key::Key;

/// What a conversation is now. Its last message's time is the lock of a send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// Everyone in it.
    pub members: Vec<Member>,
    /// When its first message was taken.
    pub created_at: Timestamp,
    /// When its last message was taken.
    pub last_created_at: Timestamp,
    /// The last message.
    pub last_message_uuid: MessageId,
    /// How many messages it has; the last one's number, counted from 1.
    pub last_ordinal: u64,
}

/// One person's membership and read mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The conversation. Named differently from the index's key, so that this item stays out of it.
    pub of_group: GroupId,
    /// The member.
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
    /// The conversation's record, if there is such a conversation.
    ///
    /// # Errors
    /// [`TableError`] when the read fails.
    pub async fn conversation(&self, group: &GroupId) -> Result<Option<Meta>, TableError> {
        self.get(&Key::meta(group)).await
    }

    /// The person's membership. `None` both for a conversation that is not there and for one that is
    /// somebody else's: one read, so not even the time it takes tells them apart.
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

    /// The person's memberships of these conversations, in no order.
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
