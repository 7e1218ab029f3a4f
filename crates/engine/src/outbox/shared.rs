//! The outbox in several tabs: the leader's is the true one, a follower's is its picture.

use cruddur_contract::{ClientMessageId, GroupId};

use super::{Outbox, OutboxRecord, SendState, Stored};
use crate::view::{ConversationKey, RowKey, Trouble};

impl Outbox {
    /// All of it.
    pub fn snapshot(&self) -> Vec<OutboxRecord> {
        self.items.iter().map(|item| item.record()).collect()
    }

    /// Loaded by a follower: the leader may know no more of them, because their deletion failed. It gets
    /// them again, and asks the server, which has each only once.
    pub fn hand_over_again(&mut self) {
        for item in self.items.get_mut().iter_mut().filter(|item| !item.shared) {
            item.handed_over = false;
        }
    }

    /// The messages of this queue that are stored and were not sent to the leader; they are now.
    pub fn hand_over(&mut self, to: &ConversationKey) -> Vec<OutboxRecord> {
        let mut records = Vec::new();
        for item in self
            .items
            .get_mut()
            .iter_mut()
            .filter(|item| item.to == *to)
        {
            if item.stored == Stored::Yes && !item.handed_over {
                item.handed_over = true;
                records.push(item.record());
            }
        }
        records
    }

    /// Becomes the picture of the leader's outbox, but for what it has not seen yet and what was
    /// seen in the conversation here before the leader said so. Returns the queues of
    /// messages that are gone from there.
    pub fn mirror(&mut self, records: Vec<OutboxRecord>) -> Vec<ConversationKey> {
        self.reconciled
            .retain(|id| records.iter().any(|record| record.client_id == *id));
        let mut gone = Vec::new();
        self.items.get_mut().retain_mut(|item| {
            let is_it = |record: &OutboxRecord| record.client_id == item.client_id;
            if !item.shared || records.iter().any(is_it) {
                return true;
            }
            if !matches!(item.state, SendState::Acknowledged(None)) {
                gone.push(item.to.clone());
            }
            // Not sent and gone: deleted, or in the list after all. Else it has arrived; it stays until
            // it is seen.
            let stays = item.trouble().is_none() && !item.discarded;
            item.state = SendState::Acknowledged(None);
            stays
        });
        for record in records {
            if !self.reconciled.contains(&record.client_id) {
                self.mirror_one(record);
            }
        }
        gone
    }

    fn mirror_one(&mut self, record: OutboxRecord) {
        let id = record.client_id.clone();
        let (to, state, tried_after) = (
            record.conversation(),
            record.send_state(),
            record.tried_after,
        );
        let (delayed, aside) = (record.delayed, record.is_aside());
        let (text, edited) = (record.text.clone(), record.edited);
        self.restore(record, true);
        let mut items = self.items.get_mut().iter_mut();
        let Some(item) = items.find(|item| item.client_id == id) else {
            return;
        };
        let from = std::mem::replace(&mut item.to, to.clone());
        item.state = state;
        item.text = text;
        item.edited = edited;
        item.delayed = delayed;
        item.aside = aside;
        item.tried_after = tried_after;
        item.shared = true;
        item.handed_over = true;
        if let ConversationKey::Group(group) = &to
            && from != to
        {
            self.note_moved(&from, group);
        }
    }

    /// Where the conversation with a person has gone.
    pub fn moved_from(&self, from: &ConversationKey) -> Option<GroupId> {
        let moved = self.moved.iter().find(|(key, _)| key == from);
        moved.map(|(_, group)| group.clone())
    }

    /// The handle of the person whose messages were redirected to this conversation.
    pub fn moved_to(&self, group: &GroupId) -> Option<String> {
        self.moved.iter().find_map(|(from, to)| match from {
            ConversationKey::New(handle) if to == group => Some(handle.clone()),
            _ => None,
        })
    }

    /// The leader is gone, and what it was about to do is unknown: tried again where that cannot double
    /// it, else the person decides. Returns the messages that are to be deleted from the store.
    pub fn take_over(&mut self, idempotent: bool) -> Vec<ClientMessageId> {
        for item in self.items.get_mut() {
            if !matches!(
                item.state,
                SendState::Failed(_) | SendState::Acknowledged(_)
            ) {
                item.state = match item.tried_after {
                    Some(_) if !idempotent => SendState::Failed(Trouble::Network),
                    _ => SendState::Queued,
                };
            }
        }
        std::mem::take(&mut self.reconciled)
    }

    /// In a follower: the leader is asked to delete this message.
    pub fn discarded(&mut self, key: &RowKey) {
        if let Some(item) = self.find_mut(|item| item.key() == *key) {
            item.discarded = true;
        }
    }

    /// In a follower: whether this message was seen in its conversation, before the leader said so.
    pub fn was_seen(&self, id: &ClientMessageId) -> bool {
        self.reconciled.contains(id)
    }

    /// In a follower: these messages were seen in their conversation.
    pub fn seen_by_follower(&mut self, ids: &[ClientMessageId]) {
        self.reconciled.extend_from_slice(ids);
    }
}
