//! The outbox in several tabs: the holder's is the true one, a follower's is its picture.

use cruddur_contract::{ClientMessageId, GroupId};

use super::{Kept, OutState, Outbox, Record};
use crate::view::{ConversationKey, Trouble};

impl Outbox {
    /// All of it in words.
    pub fn snapshot(&self) -> String {
        let records: Vec<Vec<String>> = self.items.iter().map(|item| item.words()).collect();
        serde_json::to_string(&records).unwrap_or_default()
    }

    /// Found on the device by a follower: the holder may know no more of them, because their removal
    /// failed. It is told of them, and asks the server, which has them once only.
    pub fn tell_again(&mut self) {
        for item in self.items.get_mut().iter_mut().filter(|item| !item.shared) {
            item.told = false;
        }
    }

    /// The messages of this queue that are on the device and not told to the holder; told from now on.
    pub fn hand_over(&mut self, to: &ConversationKey) -> Vec<String> {
        let mut records = Vec::new();
        for item in self
            .items
            .get_mut()
            .iter_mut()
            .filter(|item| item.to == *to)
        {
            if item.kept == Kept::Yes && !item.told {
                item.told = true;
                records.push(item.record());
            }
        }
        records
    }

    /// Becomes the picture of the holder's outbox, but for what it has not seen yet and what is in
    /// `settled`: seen in the conversation here before it told. Returns the queues of messages that are
    /// gone from there.
    pub fn mirror(
        &mut self,
        records: Vec<Record>,
        settled: &mut Vec<ClientMessageId>,
    ) -> Vec<ConversationKey> {
        settled.retain(|id| records.iter().any(|record| record.id == *id));
        let mut gone = Vec::new();
        self.items.get_mut().retain_mut(|item| {
            if !item.shared || records.iter().any(|record| record.id == item.client_id) {
                return true;
            }
            if !matches!(item.state, OutState::Acked(None)) {
                gone.push(item.to.clone());
            }
            // Not sent and gone: deleted, or in the list after all. Else it has arrived; it stays until
            // it is seen.
            let failed = matches!(item.state, OutState::Failed(_));
            item.state = OutState::Acked(None);
            !failed
        });
        for record in records {
            if settled.contains(&record.id) {
                continue;
            }
            let (id, state) = (record.id.clone(), record.state.clone());
            let (to, after) = (record.to.clone(), record.after);
            self.restore(record, true);
            let item = self
                .items
                .get_mut()
                .iter_mut()
                .find(|item| item.client_id == id);
            if let Some(item) = item {
                if let Some(group) = group_of(&to).filter(|_| item.to != to) {
                    self.moved.push((item.to.clone(), group.clone()));
                }
                item.to = to;
                item.state = state;
                item.after = after;
                item.shared = true;
                item.told = true;
            }
        }
        gone
    }

    /// Where the conversation with a person has gone.
    pub fn moved_from(&self, from: &ConversationKey) -> Option<GroupId> {
        let moved = self.moved.iter().find(|(key, _)| key == from);
        moved.map(|(_, group)| group.clone())
    }

    /// The holder is gone, and what it was about to do is unknown: tried again where that cannot
    /// double it, else the person decides.
    pub fn take_over(&mut self, idempotent: bool) {
        for item in self.items.get_mut() {
            if !matches!(item.state, OutState::Failed(_) | OutState::Acked(_)) {
                item.state = match item.after {
                    Some(_) if !idempotent => OutState::Failed(Trouble::Network),
                    _ => OutState::Queued,
                };
            }
        }
    }
}

fn group_of(key: &ConversationKey) -> Option<&GroupId> {
    match key {
        ConversationKey::Group(group) => Some(group),
        ConversationKey::New(_) => None,
    }
}
