//! What can be done with a message.

use cruddur_engine::view::{DeliveryState, EditState, MessageView};

use crate::i18n::{editing, en, reads};

/// An item of a message's menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MessageAction {
    Copy,
    Edit,
    Delete,
    /// Takes a deletion back.
    Undo,
    /// The conversation's last message of somebody else is unread again.
    MarkUnread,
}

impl MessageAction {
    /// Its words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Copy => editing::COPY_TEXT,
            Self::Edit => editing::EDIT,
            Self::Delete => en::DELETE,
            Self::Undo => editing::UNDO,
            Self::MarkUnread => reads::MARK_UNREAD,
        }
    }
}

/// What the signed-in person can do with a message now, in the order of the menu. Nothing with what happened to a group.
/// `keeps_reads`: the server knows what is read.
pub fn actions_of(message: &MessageView, keeps_reads: bool) -> Vec<MessageAction> {
    use MessageAction::{Copy, Delete, Edit, MarkUnread, Undo};
    let has_text = !message.deleted && message.system.is_none();
    [
        (Copy, has_text),
        (Edit, can_edit(message)),
        (Delete, can_delete(message)),
        (Undo, message.edit == EditState::Undoable),
        (MarkUnread, keeps_reads && has_text && !message.mine),
    ]
    .into_iter()
    .filter_map(|(action, can)| can.then_some(action))
    .collect()
}

/// Between the answer to its sending and its row, a message is neither in the outbox nor in the conversation. Of two
/// texts the person chooses first.
pub fn can_edit(message: &MessageView) -> bool {
    let settles = message.version == Some(0) && message.state == DeliveryState::Sent;
    let conflicts = matches!(message.edit, EditState::Conflict { .. });
    message.version.is_some() && !settles && !conflicts
}

/// One that was sent to a server that can delete it, or one that is not sent and is not being sent.
fn can_delete(message: &MessageView) -> bool {
    message.version > Some(0) || is_unsent(message)
}

/// Whether deleting it is to leave it unsent.
pub fn is_unsent(message: &MessageView) -> bool {
    message.waits || matches!(message.state, DeliveryState::NotSent(_))
}
