//! Finding out what became of a message: in the conversation it went to, by client id where the server
//! keeps one, else by sender, text and time.

use cruddur_contract::{ClientMessageId, GroupId, MessageId, Timestamp};

use super::{Outbox, Outgoing, SendState};
use crate::timeline::{Entry, Timeline};
use crate::view::{ConversationKey, RowKey, Trouble};

/// A message that its conversation shows.
#[derive(Debug)]
pub struct Arrived {
    /// The message.
    pub client_id: ClientMessageId,
    /// Its row, where that does not carry the client id.
    pub row: Option<MessageId>,
}

impl Outbox {
    /// The messages that their conversation shows.
    pub fn arrived_in(&self, timeline: &Timeline) -> Vec<Arrived> {
        let key = ConversationKey::Group(timeline.group.clone());
        let mut arrived: Vec<Arrived> = Vec::new();
        for item in self.of(&key) {
            let row = if timeline.has_client(&item.client_id) {
                None
            } else if may_be_unnamed(item) {
                let taken: Vec<&MessageId> = arrived.iter().flat_map(|it| &it.row).collect();
                let mut rows = timeline.entries().map(|(entry, _)| entry);
                match rows.find(|row| is_same(row, item) && !taken.contains(&&row.row.uuid)) {
                    Some(entry) => Some(entry.row.uuid.clone()),
                    None => continue,
                }
            } else {
                continue;
            };
            arrived.push(Arrived {
                client_id: item.client_id.clone(),
                row,
            });
        }
        arrived
    }

    /// Removes messages that their conversation shows.
    pub fn remove_arrived(&mut self, ids: &[ClientMessageId]) {
        let gone = |item: &Outgoing| ids.contains(&item.client_id);
        self.items.get_mut().retain(|item| !gone(item));
    }

    /// A page that was asked for after all answers is here: what the server took and the page lacks lies
    /// before it. Returns these.
    pub fn drop_acknowledged(&mut self, group: &GroupId) -> Vec<ClientMessageId> {
        let passed = |item: &Outgoing| {
            matches!(&item.to, ConversationKey::Group(to) if to == group)
                && matches!(item.state, SendState::Acknowledged(_))
        };
        let gone = self.items.iter().filter(|item| passed(item));
        let ids: Vec<_> = gone.map(|item| item.client_id.clone()).collect();
        if !ids.is_empty() {
            self.items.get_mut().retain(|item| !passed(item));
        }
        ids
    }

    /// The newest time at which the server took a message of this queue whose row was not seen; `None`:
    /// only the list can show it.
    pub fn newest_acknowledged(&self, to: &ConversationKey) -> Option<Timestamp> {
        let mut newest = Timestamp::EPOCH;
        for item in self.of(to) {
            match item.state {
                SendState::Acknowledged(Some(at)) => newest = newest.max(at),
                SendState::Acknowledged(None) => return None,
                _ => {}
            }
        }
        Some(newest)
    }

    /// Whether the list is asked what became of a message of this queue.
    pub fn is_checking(&self, to: &ConversationKey) -> bool {
        self.of(to).any(|item| item.state == SendState::Checking)
    }

    /// The list was read, or could not be (`trouble`): what it does not hold may be sent again.
    pub fn checked(&mut self, to: &ConversationKey, trouble: Option<&Trouble>) {
        let checking = |item: &Outgoing| item.to == *to && item.state == SendState::Checking;
        while let Some(item) = self.find_mut(checking) {
            item.state = trouble
                .cloned()
                .map_or(SendState::Queued, SendState::Failed);
        }
    }
}

/// Whether a message may stand in a row without its client id: the server may have it. Saves looking
/// through all rows for a message that was never tried.
fn may_be_unnamed(item: &Outgoing) -> bool {
    match &item.state {
        SendState::Acknowledged(Some(_)) => true,
        SendState::Acknowledged(None)
        | SendState::Checking
        | SendState::Failed(Trouble::Network | Trouble::Server) => item.tried_after.is_some(),
        _ => false,
    }
}

/// Whether a row of a server without client ids is the message that was sent: the same text by the
/// same person, later than what was there when it was first tried, at the time the answer named, if it
/// named one, and not known to be another of ours.
fn is_same(entry: &Entry, item: &Outgoing) -> bool {
    let later = || {
        item.tried_after
            .is_some_and(|after| entry.row.created_at > after)
    };
    let sent = match &item.state {
        SendState::Acknowledged(Some(at)) => *at == entry.row.created_at,
        SendState::Acknowledged(None)
        | SendState::Checking
        | SendState::Failed(Trouble::Network | Trouble::Server) => later(),
        _ => false,
    };
    sent && entry.mine
        && entry.row.client_message_id.is_none()
        && entry.row.message.trim() == item.text
        && entry.key == RowKey::of_message(&entry.row.uuid)
}
