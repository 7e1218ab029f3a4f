//! Inputs and outcomes of a send.

use cruddur_contract::{ClientMessageId, GroupId, Person};

use crate::table::error::TableError;
use crate::table::messages::StoredMessage;

/// The receiver of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An existing conversation.
    Group(GroupId),
    /// The conversation with these people (without the sender), created if there is none.
    People(Vec<Person>),
}

/// A message to be sent; the text is checked already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMessage {
    /// The text, trimmed.
    pub text: String,
    pub target: Target,
    pub client_message_id: Option<ClientMessageId>,
}

/// The stored message, of this attempt or of an earlier one with the same client id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    pub group: GroupId,
    pub message: StoredMessage,
}

/// Why a message was not stored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// No such conversation, or the sender is not a member.
    #[error("no such conversation for this person")]
    NoSuchGroup,
    /// The table failed, or concurrent sends kept winning.
    #[error(transparent)]
    Table(#[from] TableError),
}
