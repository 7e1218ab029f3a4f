//! Keeping things on the device, and taking them up again.

use cruddur_contract::ClientMessageId;

use super::Engine;
use crate::effect::{Change, RequestId};
use crate::outbox::{Kept, Record};

impl Engine {
    /// Somebody is here: what is kept for the person is read, once.
    pub(super) fn open_storage(&mut self) {
        if let Some(sub) = self.session.sub() {
            let sub = sub.to_owned();
            self.storage.open(&mut self.ctx, &sub);
        }
    }

    /// What was kept is here.
    pub(super) fn loaded(&mut self, id: RequestId, entries: Option<Vec<(String, String)>>) {
        let Some(entries) = self.storage.loaded(id, entries) else {
            return;
        };
        let mut broken = Vec::new();
        for (name, value) in entries {
            match name.split_once('/') {
                Some(("out", _)) => match Record::read(&value) {
                    Some(record) => self.outbox.restore(record, self.full_server),
                    // Of no use to anybody; the others are.
                    None => broken.push(removal(name)),
                },
                Some(("draft", queue)) => self.draft_found(queue, value),
                Some(("page", group)) if self.config.offline_cache => {
                    self.page_found(group, value);
                }
                None if self.config.offline_cache => self.list_found(&value),
                // Kept before the configuration forbade it.
                _ => broken.push(removal(name)),
            }
        }
        if !broken.is_empty() {
            self.storage.write(&mut self.ctx, broken);
        }
        for id in self.outbox.unkept() {
            self.keep(&id, Vec::new());
        }
        if !self.leads() && self.full_server {
            self.outbox.tell_again();
        }
        self.pump_all();
    }

    /// Changes were stored, or could not be: what waited for that goes on either way.
    pub(super) fn stored(&mut self, id: RequestId, ok: bool) {
        self.storage.stored(id, ok);
        let kept = self
            .outbox
            .items_mut()
            .find(|item| item.kept == Kept::Soon(id));
        if let Some(item) = kept {
            item.kept = Kept::Yes;
            let to = item.to.clone();
            self.pump(&to);
        }
    }

    /// Puts a message as it stands on the device, with other changes, all or none. Until what is there
    /// is known it waits.
    pub(super) fn keep(&mut self, id: &ClientMessageId, mut changes: Vec<Change>) {
        if !self.storage.is_ready() {
            // Without a number it comes after all that is kept.
            let item = self.outbox.items_mut().find(|item| item.client_id == *id);
            if let Some(item) = item {
                self.storage.note(Change {
                    key: name(id),
                    value: Some(item.record()),
                });
            }
            return;
        }
        let Some(item) = self.outbox.number(id) else {
            return;
        };
        changes.push(Change {
            key: name(id),
            value: Some(item.record()),
        });
        item.kept = match self.storage.write(&mut self.ctx, changes) {
            Some(stored) => Kept::Soon(stored),
            None => Kept::Yes,
        };
    }

    /// Takes messages off the device.
    pub(super) fn unkeep(&mut self, ids: &[ClientMessageId]) {
        let changes = ids.iter().map(|id| removal(name(id))).collect();
        self.storage.write(&mut self.ctx, changes);
    }
}

fn name(id: &ClientMessageId) -> String {
    format!("out/{id}")
}

fn removal(key: String) -> Change {
    Change { key, value: None }
}
