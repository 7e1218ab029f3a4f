//! Message groups: a person's list of conversations.

use serde::{Deserialize, Serialize};

use crate::{GroupId, MessageId, PersonId, Timestamp};

/// One conversation as one of its members sees it, newest message first in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRow {
    /// The conversation's id.
    pub uuid: GroupId,
    /// The other person's name.
    pub display_name: String,
    /// The other person's handle.
    pub handle: String,
    /// The last message's text.
    pub message: String,
    /// When the last message was taken.
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
    /// A name the members gave the conversation (full server).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Everyone in it, the reader included (full server).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<Vec<Member>>,
}

/// One member of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The person.
    pub user_uuid: PersonId,
    /// Their handle.
    pub handle: String,
    /// Their name.
    pub display_name: String,
}
