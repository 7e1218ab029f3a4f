//! Editing and deleting a message: one conditional update of its item, by its author.
//!
//! The update increments `version`; the stream makes an `UPDATE` frame of the changed item. The item keeps its key, so a
//! message never moves. What the rows of people's lists show of a conversation's last message is not written here:
//! it follows from the stream's record (`Table::update_preview`), as the rows of a new message do.

use aws_sdk_dynamodb::types::ReturnValue;
use cruddur_contract::{GroupId, MessageId, PersonId, Timestamp};

use super::Table;
use super::error::TableError;
use super::item::{number, record, text};
use super::key::Key;
use super::messages::StoredMessage;
use super::update::{Update, Updated};
use crate::ids;

const NOT_DELETED: &str = "attribute_not_exists(deleted_at)";

/// A message, and the person who wants to change it; membership is checked already.
#[derive(Clone, Copy, Debug)]
pub struct OwnMessage<'a> {
    pub group: &'a GroupId,
    pub id: &'a MessageId,
    pub author: &'a PersonId,
    /// When they joined: what they wrote before is not theirs to see any more, if they left in between.
    pub since: Timestamp,
}

/// Why a message was not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    #[error("no such message in this conversation")]
    NoSuchMessage,
    #[error("somebody else wrote the message")]
    NotAuthor,
    /// The message as it is now.
    #[error("the message has changed since")]
    Changed(Box<StoredMessage>),
    #[error(transparent)]
    Table(#[from] TableError),
}

impl Table {
    /// Replaces a message's text (checked already), if it still has this version.
    ///
    /// # Errors
    /// [`EditError`]; a deleted message is one that has changed.
    pub async fn edit_message(
        &self,
        own: OwnMessage<'_>,
        version: u64,
        new_text: &str,
        now: Timestamp,
    ) -> Result<StoredMessage, EditError> {
        let message = self.own_message(own).await?;
        if message.version != version || message.deleted_at.is_some() {
            return Err(EditError::Changed(Box::new(message)));
        }
        let update = Update::default()
            .set("#message = :text")
            .set("#version = :next")
            .set("edited_at = :now")
            .when("#version = :version")
            .when(NOT_DELETED)
            .value(":text", text(new_text))
            .value(":version", number(version))
            .value(":next", number(version.saturating_add(1)))
            .value(":now", text(now.to_string()));
        let edited = self.change_message(&message, update).await?;
        match edited {
            Some(edited) => Ok(edited),
            // Another change came between.
            None => Err(EditError::Changed(Box::new(self.own_message(own).await?))),
        }
    }

    /// Deletes a message: its text is gone, its place stays. The same again returns the same.
    ///
    /// # Errors
    /// [`EditError`], but never [`EditError::Changed`]: whatever an edit made of it, it is to go.
    pub async fn delete_message(
        &self,
        own: OwnMessage<'_>,
        now: Timestamp,
    ) -> Result<StoredMessage, EditError> {
        let message = self.own_message(own).await?;
        if message.deleted_at.is_some() {
            return Ok(message);
        }
        let update = Update::default()
            .set("#message = :empty")
            .set("#version = #version + :one")
            .set("deleted_at = :now")
            .when(NOT_DELETED)
            .value(":empty", text(""))
            .value(":one", number(1))
            .value(":now", text(now.to_string()));
        let deleted = self.change_message(&message, update).await?;
        match deleted {
            Some(deleted) => Ok(deleted),
            // Another deletion came between.
            None => self.own_message(own).await,
        }
    }

    async fn own_message(&self, own: OwnMessage<'_>) -> Result<StoredMessage, EditError> {
        let time = ids::message_time(own.id).ok_or(EditError::NoSuchMessage)?;
        if time < own.since {
            return Err(EditError::NoSuchMessage);
        }
        let there = self.message_at(own.group, time).await?;
        let message = there.filter(|message| message.message_uuid == *own.id);
        let message = message.ok_or(EditError::NoSuchMessage)?;
        // A row about the group is nobody's text.
        if message.user_uuid == *own.author && message.system.is_none() {
            Ok(message)
        } else {
            Err(EditError::NotAuthor)
        }
    }

    /// Updates a message on a condition; `None`: it does not hold. Id and author of an item never change, so they need
    /// no condition.
    async fn change_message(
        &self,
        message: &StoredMessage,
        update: Update,
    ) -> Result<Option<StoredMessage>, TableError> {
        let key = Key::message(&message.of_group, message.created_at);
        let update = update
            .name("#message", "message")
            .name("#version", "version");
        match self.update(&key, update, ReturnValue::AllNew).await? {
            Updated::Done(item) => record(item).map(Some),
            Updated::Refused(_) => Ok(None),
        }
    }
}
