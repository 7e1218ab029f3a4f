//! Finding out what became of a message: in the conversation it went to, by client id where the server
//! keeps one, else by sender, text and time.

use cruddur_contract::{GroupId, Timestamp};

use super::Engine;
use crate::outbox::{OutState, Outgoing};
use crate::timeline::{Entry, Timeline};
use crate::view::{ConversationKey, Load, RowKey, Trouble};

impl Engine {
    /// Takes messages out of the outbox that the conversation now shows.
    pub(super) fn reconcile(&mut self, group: &GroupId) {
        self.persistence.page_changed(&mut self.ctx, group);
        let key = ConversationKey::Group(group.clone());
        let Some(timeline) = self.timelines.get_mut(group) else {
            return;
        };
        let mut taken = Vec::new();
        for item in self.outbox.of(&key) {
            if timeline.has_client(&item.client_id) {
                taken.push(item.client_id.clone());
                continue;
            }
            let same = timeline
                .entries()
                .map(|(entry, _)| entry)
                .find(|entry| is_same(entry, item));
            if let Some(id) = same.map(|entry| entry.row.uuid.clone()) {
                timeline.name_row(&id, &item.key());
                taken.push(item.client_id.clone());
            }
        }
        if !taken.is_empty() {
            if self.leads() {
                self.persistence.delete_messages(&mut self.ctx, &taken);
            } else {
                self.outbox.seen_by_follower(&taken);
            }
            self.outbox.remove(|item| taken.contains(&item.client_id));
            self.pump(&key);
        }
    }

    /// On a server that keeps no client ids: the newest time known in a conversation. What is sent now
    /// and arrives comes later, whatever the clocks say. `None`: not known yet; it is asked for, and the
    /// queue goes on when it is here.
    pub(super) fn newest_in(&mut self, to: &ConversationKey) -> Option<Timestamp> {
        if !self.live.is_online() {
            return None;
        }
        let mut newest = Timestamp::EPOCH;
        for item in self.outbox.of(to) {
            match item.state {
                OutState::Acked(Some(at)) => newest = newest.max(at),
                // When it was taken only the list can tell.
                OutState::Acked(None) => return None,
                _ => {}
            }
        }
        match to {
            ConversationKey::Group(group) => {
                let timeline = self.timelines.get_or_make(group, Timeline::new);
                if *timeline.load != Load::Ready {
                    if timeline.fetch.is_none() {
                        self.refresh_timeline(group);
                    }
                    return None;
                }
                let last = timeline
                    .entries()
                    .next_back()
                    .map(|(entry, _)| entry.row.created_at);
                Some(last.map_or(newest, |last| newest.max(last)))
            }
            ConversationKey::New(_) => (self.groups.view().load == Load::Ready).then_some(newest),
        }
    }

    /// Asks the list what became of the messages that are to be tried again.
    pub(super) fn check(&mut self, to: &ConversationKey) {
        let checking = |item: &Outgoing| item.state == OutState::Checking;
        if !self.outbox.of(to).any(checking) {
            return;
        }
        match to {
            ConversationKey::Group(group) => self.refresh_timeline(group),
            ConversationKey::New(_) => {
                self.groups_again = self.groups_asked();
                self.load_groups();
            }
        }
    }

    /// The list has told, or failed to: what it does not hold may be tried again.
    pub(super) fn checked(&mut self, to: &ConversationKey, trouble: Option<Trouble>) {
        for item in self.outbox.items_mut().filter(|item| item.to == *to) {
            if item.state == OutState::Checking {
                item.state = trouble.clone().map_or(OutState::Queued, OutState::Failed);
            }
        }
        if trouble.is_none() {
            self.pump(to);
        }
    }

    /// The list of conversations is here: a first message may have made one after all.
    pub(super) fn groups_checked(&mut self) {
        if std::mem::take(&mut self.groups_again) {
            return self.load_groups();
        }
        for to in self.outbox.queues() {
            let ConversationKey::New(handle) = &to else {
                continue;
            };
            match self.groups.with(handle).map(|row| row.uuid.clone()) {
                Some(group) => {
                    self.outbox.redirect(&to, &group);
                    self.persistence.move_draft(&mut self.ctx, &to, &group);
                    self.timelines.get_or_make(&group, Timeline::new);
                    self.reconcile(&group);
                    self.refresh_timeline(&group);
                }
                None => self.checked(&to, None),
            }
        }
        self.pump_all();
    }

    /// The list of conversations could not be had.
    pub(super) fn groups_not_checked(&mut self, trouble: &Trouble) {
        self.groups_again = false;
        for to in self.outbox.queues() {
            if matches!(to, ConversationKey::New(_)) {
                self.checked(&to, Some(trouble.clone()));
            }
        }
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
        OutState::Acked(Some(at)) => *at == entry.row.created_at,
        OutState::Acked(None)
        | OutState::Checking
        | OutState::Failed(Trouble::Network | Trouble::Server) => later(),
        _ => false,
    };
    sent && entry.mine
        && entry.row.client_message_id.is_none()
        && entry.row.message.trim() == item.text
        && entry.key == RowKey::of_message(&entry.row.uuid)
}
