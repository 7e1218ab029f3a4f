//! Messages to a conversation that takes none any more.

use cruddur_contract::{ClientMessageId, ErrorCode, GroupId};

use super::{Outbox, SendState};
use crate::view::{ConversationKey, RowKey, Trouble};

impl Outbox {
    /// What waits for its turn there is not sent. Returns these messages. One in flight gets its own answer.
    pub fn close(&mut self, group: &GroupId) -> Vec<ClientMessageId> {
        let key = ConversationKey::Group(group.clone());
        let trouble = Trouble::Refused(vec![ErrorCode::MessageGroupNotFound]);
        let mut closed = Vec::new();
        while let Some(item) = self.find_mut(|item| {
            let waits = matches!(
                item.state,
                SendState::Queued | SendState::Checking | SendState::BackingOff
            );
            item.to == key && waits
        }) {
            item.state = SendState::Failed(trouble.clone());
            closed.push(item.client_id.clone());
        }
        closed
    }

    /// What the person wrote there and nobody got.
    pub fn unsent_to(&self, group: &GroupId) -> Vec<(RowKey, String)> {
        let key = ConversationKey::Group(group.clone());
        let unsent = self.of(&key).filter(|item| item.is_unsent());
        unsent.map(|item| (item.key(), item.text.clone())).collect()
    }
}
