//! What is sent, and what comes of it.

use cruddur_contract::{ClientMessageId, GroupId, Person};

use crate::table::error::TableError;
use crate::table::messages::StoredMessage;

/// Where a message goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A conversation that should exist.
    Group(GroupId),
    /// The conversation with these people (the sender not among them), begun if need be.
    People(Vec<Person>),
}

/// A message to be sent; the text is checked already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The text, trimmed.
    pub text: String,
    /// Where to.
    pub target: Target,
    /// Makes the send idempotent.
    pub client_message_id: Option<ClientMessageId>,
}

/// A message as it was taken, by this attempt or an earlier one with the same client id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The conversation.
    pub group: GroupId,
    /// The message.
    pub message: StoredMessage,
}

/// Why a message was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// No such conversation, or the sender is not in it.
    #[error("no such conversation for this person")]
    NoSuchGroup,
    /// The table failed, or others kept writing to the conversation.
    #[error(transparent)]
    Table(#[from] TableError),
}
