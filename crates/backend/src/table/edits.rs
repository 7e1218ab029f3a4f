//! Editing and deleting a message: one conditional update of its item, by its author.
//!
//! The update increments `version`; the stream makes an `UPDATE` frame of the changed item. The item keeps its key, so a
//! message never moves. What the rows of people's lists show of a conversation's last message is not written here:
//! it follows from the stream's record, as the rows of a new message do.

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::ReturnValue;
use cruddur_contract::{GroupId, MessageId, PersonId, Timestamp};

use super::Table;
use super::error::TableError;
use super::item::{Item, keys, number, record, text};
use super::key::Key;
use super::messages::StoredMessage;
use crate::ids;

/// A message, and the person who wants to change it; membership is checked already.
#[derive(Clone, Copy, Debug)]
pub struct OwnMessage<'a> {
    pub group: &'a GroupId,
    pub id: &'a MessageId,
    pub author: &'a PersonId,
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
        let edited = self
            .change(
                &message,
                "SET #message = :text, #version = :next, edited_at = :now",
                "#version = :version AND attribute_not_exists(deleted_at)",
                Item::from([
                    (":text".to_owned(), text(new_text)),
                    (":version".to_owned(), number(version)),
                    (":next".to_owned(), number(version.saturating_add(1))),
                    (":now".to_owned(), text(now.to_string())),
                ]),
            )
            .await?;
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
        let deleted = self
            .change(
                &message,
                "SET #message = :empty, #version = #version + :one, deleted_at = :now",
                "attribute_not_exists(deleted_at)",
                Item::from([
                    (":empty".to_owned(), text("")),
                    (":one".to_owned(), number(1)),
                    (":now".to_owned(), text(now.to_string())),
                ]),
            )
            .await?;
        match deleted {
            Some(deleted) => Ok(deleted),
            // Another deletion came between.
            None => self.own_message(own).await,
        }
    }

    async fn own_message(&self, own: OwnMessage<'_>) -> Result<StoredMessage, EditError> {
        let time = ids::message_time(own.id).ok_or(EditError::NoSuchMessage)?;
        let there = self.message_at(own.group, time).await?;
        let message = there.filter(|message| message.message_uuid == *own.id);
        let message = message.ok_or(EditError::NoSuchMessage)?;
        if message.user_uuid == *own.author {
            Ok(message)
        } else {
            Err(EditError::NotAuthor)
        }
    }

    /// Updates a message on a condition; `None`: it does not hold. Id and author of an item never change, so they need
    /// no condition.
    async fn change(
        &self,
        message: &StoredMessage,
        expression: &str,
        condition: &str,
        values: Item,
    ) -> Result<Option<StoredMessage>, TableError> {
        let mut call = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(keys(&Key::message(
                &message.of_group,
                message.created_at,
            ))))
            .update_expression(expression)
            .condition_expression(condition)
            .set_expression_attribute_values(Some(values))
            .return_values(ReturnValue::AllNew);
        for name in ["message", "version"] {
            call = call.expression_attribute_names(format!("#{name}"), name);
        }
        match call.send().await {
            Ok(answer) => answer.attributes.map(record).transpose(),
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(None),
                _ => Err(TableError::of("UpdateItem")(error)),
            },
        }
    }
}
