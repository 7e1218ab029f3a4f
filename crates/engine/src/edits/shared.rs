//! Edits in several tabs: the leader's are the true ones, a follower's are their picture.

use cruddur_contract::MessageId;

use super::{Edit, EditRecord, Edits, Phase};
use crate::outbox::Stored;

impl Edits {
    /// All of them.
    pub fn snapshot(&self) -> Vec<EditRecord> {
        self.items.iter().map(Edit::record).collect()
    }

    /// In a follower: the edit of this message, if it is stored and the leader was not told.
    pub fn hand_over(&mut self, message: &MessageId) -> Option<EditRecord> {
        let untold = |edit: &&Edit| edit.stored == Stored::Yes && !edit.handed_over;
        self.get(message).filter(untold)?;
        let edit = self.find_mut(message)?;
        edit.handed_over = true;
        Some(edit.record())
    }

    /// In a follower: those loaded from the store, which the leader may not have.
    pub fn hand_over_again(&mut self) {
        for edit in self.items.get_mut().iter_mut().filter(|it| !it.shared) {
            edit.handed_over = false;
        }
    }

    /// In the leader: a follower's person wants this. What is in flight is waited for.
    pub fn take(&mut self, record: EditRecord) {
        let Some(edit) = self.find_mut(&record.message) else {
            return self.restore(record);
        };
        let told = Edit::restored(record);
        edit.wish = told.wish;
        edit.at = told.at;
        edit.phase = told.phase;
        edit.undo = told.undo;
        edit.stored = Stored::Yes;
        if edit.in_flight.is_none() {
            edit.base = told.base;
            edit.tried.extend(told.tried);
        }
    }

    /// In a follower: becomes the picture of the leader's edits, but for what the leader has not seen yet. What is gone
    /// from there is done or dropped.
    pub fn mirror(&mut self, records: Vec<EditRecord>) {
        let gone = |edit: &&Edit| {
            let is_it = |record: &EditRecord| record.message == edit.message;
            edit.shared && !records.iter().any(is_it)
        };
        let gone: Vec<MessageId> = self
            .items
            .iter()
            .filter(gone)
            .map(|edit| edit.message.clone())
            .collect();
        for message in &gone {
            self.remove(message);
        }
        for record in records {
            self.mirror_one(record);
        }
    }

    fn mirror_one(&mut self, record: EditRecord) {
        let mirrored = Edit {
            shared: true,
            ..Edit::restored(record)
        };
        let message = mirrored.message.clone();
        match self.get(&message) {
            None => self.items.get_mut().push(mirrored),
            // The leader answers the wish that it has not seen with another picture.
            Some(edit) if !edit.shared && edit.wish != mirrored.wish => return,
            Some(edit) if edit.shared && edit.record() == mirrored.record() => return,
            Some(_) => {
                if let Some(edit) = self.find_mut(&message) {
                    *edit = mirrored;
                }
                return;
            }
        }
        self.find_mut(&message);
    }

    /// The leader is gone, and what it was about to do is unknown: it is done again. To edit twice with the same text, or
    /// to delete twice, is to do it once.
    pub fn take_over(&mut self) {
        for edit in self.items.get_mut() {
            edit.in_flight = None;
            if edit.phase == Phase::BackingOff {
                edit.phase = Phase::Ready;
            }
        }
    }
}
