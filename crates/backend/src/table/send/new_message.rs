//! Inputs and outcomes of a send.

use cruddur_contract::message::SystemEvent;
use cruddur_contract::{ClientMessageId, GroupId, Person};

use crate::table::error::TableError;
use crate::table::messages::StoredMessage;
use crate::table::place::Place;

/// The receiver of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An existing conversation.
    Group(GroupId),
    /// The conversation with this person, created if there is none.
    Person(Person),
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
    /// The table failed, or was throttled for too long.
    #[error(transparent)]
    Table(#[from] TableError),
}

impl NewMessage {
    /// The message at its place.
    pub(super) fn at(&self, place: &Place, sender: &Person) -> StoredMessage {
        StoredMessage {
            message: self.text.clone(),
            client_message_id: self.client_message_id.clone(),
            ..empty(place, sender)
        }
    }
}

/// A row without a text that says what a person did to the group.
pub fn system_message(place: &Place, person: &Person, event: SystemEvent) -> StoredMessage {
    StoredMessage {
        system: Some(event),
        ..empty(place, person)
    }
}

fn empty(place: &Place, sender: &Person) -> StoredMessage {
    StoredMessage {
        of_group: place.of_group.clone(),
        message_uuid: place.message_uuid.clone(),
        message: String::new(),
        created_at: place.created_at,
        ordinal: place.ordinal,
        previous_message_uuid: place.previous_message_uuid.clone(),
        client_message_id: None,
        user_uuid: sender.uuid.clone(),
        user_display_name: sender.display_name.clone(),
        user_handle: sender.handle.clone(),
        version: 1,
        edited_at: None,
        deleted_at: None,
        system: None,
    }
}
