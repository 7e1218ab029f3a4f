//! The outbox against what the server shows.

use cruddur_contract::{ClientMessageId, GroupId, Timestamp};

use super::Engine;
use crate::outbox::Arrived;
use crate::view::{ConversationKey, RowKey, Trouble};

impl Engine {
    /// Takes messages out of the outbox that the conversation now shows, and gives their rows the names they had
    /// on screen until now.
    pub(super) fn reconcile(&mut self, group: &GroupId) {
        self.persistence.page_changed(&mut self.ctx, group);
        self.reconcile_edits(group);
        let Some(timeline) = self.timelines.get_mut(group) else {
            return;
        };
        let arrived = self.outbox.arrived_in(timeline);
        for message in &arrived {
            if let Some(row) = &message.row {
                timeline.name_row(row, &RowKey(message.client_id.0.clone()));
            }
        }
        self.drop_arrived(group, arrived);
    }

    /// Takes messages out of the outbox that were loaded just now, and that their conversation shows already. They
    /// were not on screen: the rows keep their names.
    pub(super) fn reconcile_loaded(&mut self) {
        for to in self.outbox.queues() {
            let ConversationKey::Group(group) = to else {
                continue;
            };
            if let Some(timeline) = self.timelines.get(&group) {
                let arrived = self.outbox.arrived_in(timeline);
                self.drop_arrived(&group, arrived);
            }
        }
    }

    fn drop_arrived(&mut self, group: &GroupId, arrived: Vec<Arrived>) {
        if arrived.is_empty() {
            return;
        }
        let ids: Vec<ClientMessageId> = arrived.into_iter().map(|it| it.client_id).collect();
        let edited = self.outbox.edited(&ids);
        if self.ctx.leads() {
            self.persistence.delete_messages(&mut self.ctx, &ids);
        } else {
            self.outbox.seen_by_follower(&ids);
        }
        self.outbox.remove_arrived(&ids);
        if self.leads() {
            for edit in edited {
                self.follow_up(group, edit);
            }
        }
        self.send_next(&ConversationKey::Group(group.clone()));
    }

    /// On a server that keeps no client ids: the newest time known in a conversation. What is sent now
    /// and arrives comes later, whatever the clocks say. `None`: not known yet; it is asked for, and the
    /// queue goes on when it is here.
    pub(super) fn newest_in(&mut self, to: &ConversationKey) -> Option<Timestamp> {
        if !self.connection.is_online() {
            return None;
        }
        let acknowledged = self.outbox.newest_acknowledged(to)?;
        match to {
            ConversationKey::Group(group) => {
                let newest = self.timelines.newest_time(&mut self.ctx, group)?;
                Some(newest.max(acknowledged))
            }
            ConversationKey::New(_) => self.conversations.is_loaded().then_some(acknowledged),
        }
    }

    /// Asks the list what became of the messages that are to be tried again.
    pub(super) fn check(&mut self, to: &ConversationKey) {
        if !self.outbox.is_checking(to) {
            return;
        }
        match to {
            ConversationKey::Group(group) => self.timelines.refresh(&mut self.ctx, group),
            ConversationKey::New(_) => self.conversations.load_from_now(&mut self.ctx),
        }
    }

    /// The list is here: a first message may have made a conversation after all. A list that was asked for
    /// too early proves what it holds, and nothing about what it lacks.
    pub(super) fn list_checked(&mut self) {
        let too_early = self.conversations.reads_again(&mut self.ctx);
        for to in self.outbox.queues() {
            let ConversationKey::New(handle) = &to else {
                continue;
            };
            let Some(group) = self.conversations.listed_with(handle) else {
                if !too_early {
                    self.outbox.checked(&to, None);
                }
                continue;
            };
            self.outbox.redirect(&to, &group);
            self.persistence.move_draft(&mut self.ctx, &to, &group);
            self.timelines.get_or_create(&group);
            self.reconcile(&group);
            self.timelines.refresh(&mut self.ctx, &group);
        }
        self.send_all();
    }

    /// The list could not be had.
    pub(super) fn list_not_checked(&mut self, trouble: &Trouble) {
        for to in self.outbox.queues() {
            if matches!(to, ConversationKey::New(_)) {
                self.outbox.checked(&to, Some(trouble));
            }
        }
    }
}
