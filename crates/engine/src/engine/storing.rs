//! Between the parts and what the browser stores.

use cruddur_contract::{ClientMessageId, GroupId, MessageRow};

use super::Engine;
use crate::effect::RequestId;
use crate::outbox::Stored;
use crate::persistence::{StoreKey, Storing, rows_record};
use crate::view::ConversationKey;

impl Engine {
    /// Somebody is here: what is stored for the person is loaded, once.
    pub(super) fn open_storage(&mut self) {
        if let Some(sub) = self.session.sub() {
            let sub = sub.to_owned();
            self.persistence.open(&mut self.ctx, &sub);
        }
    }

    /// What was stored is here.
    pub(super) fn loaded(&mut self, id: RequestId, entries: Option<Vec<(String, String)>>) {
        let Some(loaded) = self.persistence.loaded(&mut self.ctx, id, entries) else {
            return;
        };
        if let Some(rows) = loaded.list {
            rows.iter().for_each(|row| self.reads.cached_row(row));
            self.conversations.hydrate(rows);
        }
        for message in loaded.messages {
            // The store may answer late, and with what was before.
            if !self.outbox.was_seen(&message.client_id) {
                self.outbox.restore(message, self.server.is_full);
            }
        }
        for edit in loaded.edits {
            self.edits.restore(edit);
        }
        for start in loaded.starts {
            self.start_stored(start);
        }
        self.reads.found_stored(loaded.marks);
        self.reconcile_loaded();
        if let Some(open) = self.conversations.open_group().cloned() {
            self.hydrate(&open);
        }
        for id in self.outbox.unstored() {
            self.store_message(&id, None);
        }
        for message in self.edits.unstored() {
            self.store_edit(&message);
        }
        if !self.leads() && self.server.is_full {
            self.outbox.hand_over_again();
            self.edits.hand_over_again();
        }
        self.hold_again();
        self.send_all();
        self.go_on_returning();
    }

    /// A transaction ended, well or badly: what waited for that goes on either way.
    pub(super) fn stored(&mut self, id: RequestId, ok: bool) {
        self.persistence.stored(id, ok);
        if let Some(to) = self.outbox.stored(id) {
            self.send_next(&to);
        }
        if let Some(message) = self.edits.stored(id) {
            self.send_edit(&message);
        }
    }

    /// Stores a message as it stands, with the deletion of the draft it was typed as.
    pub(super) fn store_message(
        &mut self,
        id: &ClientMessageId,
        sent_draft: Option<&ConversationKey>,
    ) {
        let Some(record) = self.outbox.number(id, self.persistence.is_ready()) else {
            return;
        };
        let storing = self
            .persistence
            .store_message(&mut self.ctx, &record, sent_draft);
        let stored = match storing {
            Storing::NotYet => return,
            Storing::Pending(id) => Stored::Pending(id),
            Storing::Impossible => Stored::Yes,
        };
        self.outbox.storing(id, stored);
    }

    /// Has the list stored in a moment, if it changed in this turn.
    pub(super) fn store_list_if_changed(&mut self) {
        let revision = self.conversations.list_revision();
        let stored = std::mem::replace(&mut self.stored_list, revision);
        if stored != revision && self.is_signed_in() {
            self.persistence.list_changed(&mut self.ctx);
        }
    }

    /// Stores the drafts and the cache.
    pub(super) fn save(&mut self) {
        let (conversations, timelines) = (&self.conversations, &self.timelines);
        self.persistence.save(&mut self.ctx, |key| match key {
            StoreKey::Page(group) => {
                let rows = timelines.get(group)?.newest_rows()?;
                Some(rows_record(&rows))
            }
            _ => Some(rows_record(&conversations.newest_rows()?)),
        });
    }

    /// Until the server has answered, what was shown last is shown.
    pub(super) fn hydrate(&mut self, group: &GroupId) {
        let me = self.my_handle();
        if let Some(rows) = self.persistence.take_page::<MessageRow>(group) {
            let timeline = self.timelines.get_or_create(group);
            timeline.hydrate(&rows, &me);
            self.reconcile(group);
        }
    }
}
