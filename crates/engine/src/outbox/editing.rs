//! Editing a message that the server may not have yet: its text is changed where it waits. The server stores the text of
//! the first attempt that reaches it, so one that was tried before may arrive with the earlier text; then an edit of the
//! stored message follows.

use cruddur_contract::ClientMessageId;

use super::{Outbox, Outgoing, SendState};
use crate::view::RowKey;

/// The text that a message is to have whatever the server has stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsentEdit {
    pub client_id: ClientMessageId,
    pub text: String,
}

impl Outbox {
    /// Changes the text of a message; `None`: it is not here any more, or is that text already.
    pub fn set_text(&mut self, key: &RowKey, text: &str) -> Option<ClientMessageId> {
        let item = self.find_mut(|item| item.can_change(key, text))?;
        item.text = text.to_owned();
        item.edited = true;
        Some(item.client_id.clone())
    }

    /// Of these messages those whose text was changed since they were written.
    pub fn edited(&self, ids: &[ClientMessageId]) -> Vec<UnsentEdit> {
        let edited = |item: &&Outgoing| item.edited && ids.contains(&item.client_id);
        let edited = self.items.iter().filter(edited);
        edited.map(Outgoing::unsent_edit).collect()
    }
}

impl Outgoing {
    fn can_change(&self, key: &RowKey, text: &str) -> bool {
        let is_taken = matches!(self.state, SendState::Acknowledged(_));
        self.key() == *key && self.text != text && !is_taken
    }

    fn unsent_edit(&self) -> UnsentEdit {
        UnsentEdit {
            client_id: self.client_id.clone(),
            text: self.text.clone(),
        }
    }
}
