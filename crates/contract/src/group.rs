//! Message groups: a person's list of conversations.

use serde::{Deserialize, Serialize};

use crate::{GroupId, MessageId, PersonId, Timestamp};

/// One conversation as one of its members sees it, newest message first in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRow {
    pub uuid: GroupId,
    pub display_name: String,
    pub handle: String,
    pub message: String,
    pub created_at: Timestamp,
    /// The other person (full server).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_uuid: Option<PersonId>,
    /// The last message (full server).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_message_uuid: Option<MessageId>,
    /// The last message this member has read (full server).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_read_message_uuid: Option<MessageId>,
    /// Messages after the last one read (full server).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unread_count: Option<u64>,
    /// Set by the members (full server).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// All members, the reader included (full server).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<Vec<Member>>,
}

impl GroupRow {
    /// Whether it is the conversation of two people; on a seed server, which names no members, all are.
    pub fn is_of_two(&self) -> bool {
        self.members
            .as_ref()
            .is_none_or(|members| members.len() <= 2)
    }
}

/// One member of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub user_uuid: PersonId,
    pub handle: String,
    pub display_name: String,
}
