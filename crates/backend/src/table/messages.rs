//! The messages of a conversation, and pages of them.

use cruddur_contract::{
    ClientMessageId, GroupId, MessageId, MessageRow, PersonId, Predecessor, Timestamp,
};
use serde::{Deserialize, Serialize};

use super::Table;
use super::error::TableError;
use super::key::{self, Key};
use super::read::{Range, Sort};
use crate::ids;

/// A message as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredMessage {
    /// Not named `message_group_uuid`: the index must hold list rows only.
    pub of_group: GroupId,
    pub message_uuid: MessageId,
    pub message: String,
    /// The sort key.
    pub created_at: Timestamp,
    /// Position in the conversation, from 1.
    pub ordinal: u64,
    /// `None` for the first message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_message_uuid: Option<MessageId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_message_id: Option<ClientMessageId>,
    pub user_uuid: PersonId,
    /// The sender's name when it was sent.
    pub user_display_name: String,
    /// The sender's handle when it was sent.
    pub user_handle: String,
    /// From 1; incremented by each change.
    pub version: u64,
    /// When it was last edited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// When it was deleted; its text is empty then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
}

impl StoredMessage {
    /// The row of the API.
    pub fn into_row(self) -> MessageRow {
        MessageRow {
            uuid: self.message_uuid,
            display_name: self.user_display_name,
            handle: self.user_handle,
            message: self.message,
            created_at: self.created_at,
            user_uuid: Some(self.user_uuid),
            client_message_id: self.client_message_id,
            previous_message_uuid: Predecessor::from(self.previous_message_uuid),
            version: Some(self.version),
            edited_at: self.edited_at,
            deleted_at: self.deleted_at,
        }
    }
}

/// Which page of a conversation to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cursor {
    Newest,
    /// The messages just before this one.
    Before(MessageId),
    /// The messages just after this one.
    After(MessageId),
}

/// A page, oldest message first, and whether there are older or newer messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessagePage {
    pub messages: Vec<StoredMessage>,
    pub older: bool,
    pub newer: bool,
}

impl Table {
    /// Reads a page of at most `limit` messages; `None` when the cursor's message is not in this
    /// conversation.
    ///
    /// # Errors
    /// [`TableError`] when a read fails.
    pub async fn messages(
        &self,
        group: &GroupId,
        cursor: &Cursor,
        limit: usize,
    ) -> Result<Option<MessagePage>, TableError> {
        let (sort, ascending) = match cursor {
            Cursor::Newest => (Sort::Any, false),
            Cursor::Before(id) | Cursor::After(id) => {
                let Some(time) = self.time_in_group(group, id).await? else {
                    return Ok(None);
                };
                match cursor {
                    Cursor::After(_) => (Sort::Above(time.to_string()), true),
                    _ => (Sort::Below(time.to_string()), false),
                }
            }
        };
        let pk = key::messages_of(group);
        // One row more than requested shows whether there is a next page.
        let mut messages: Vec<StoredMessage> = self
            .range(Range {
                pk,
                sort,
                ascending,
                limit: limit + 1,
            })
            .await?;
        let more = messages.len() > limit;
        messages.truncate(limit);
        if !ascending {
            messages.reverse();
        }
        let (older, newer) = match cursor {
            Cursor::Newest => (more, false),
            Cursor::Before(_) => (more, !messages.is_empty()),
            Cursor::After(_) => (!messages.is_empty(), more),
        };
        Ok(Some(MessagePage {
            messages,
            older,
            newer,
        }))
    }

    /// Reads one message by its time.
    ///
    /// # Errors
    /// [`TableError`] when the read fails.
    pub async fn message_at(
        &self,
        group: &GroupId,
        created_at: Timestamp,
    ) -> Result<Option<StoredMessage>, TableError> {
        self.get(&Key::message(group, created_at)).await
    }

    /// The time of a message, if the row at that time is this very message.
    async fn time_in_group(
        &self,
        group: &GroupId,
        id: &MessageId,
    ) -> Result<Option<Timestamp>, TableError> {
        let Some(time) = ids::message_time(id) else {
            return Ok(None);
        };
        let there = self.message_at(group, time).await?;
        Ok(there
            .filter(|message| message.message_uuid == *id)
            .map(|message| message.created_at))
    }
}
