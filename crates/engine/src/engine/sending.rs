//! Sending: from the composer to the server's answer.

use cruddur_contract::message::SendAnswer;
use cruddur_contract::{ClientMessageId, GroupId, Predecessor};

use super::Engine;
use crate::api::Call;
use crate::effect::{RequestId, TimerKey};
use crate::http::Failure;
use crate::outbox::{Outgoing, SendOutcome};
use crate::tabs::TabMessage;
use crate::view::{ConversationKey, RowKey};

impl Engine {
    pub(super) fn send(&mut self, text: String) {
        let Some(to) = self.conversations.open().cloned() else {
            return;
        };
        if self.is_closed(&to) {
            return;
        }
        if let ConversationKey::Group(group) = &to {
            self.reads.answered_here(group);
        }
        let client_id = ClientMessageId(self.ctx.rng.uuid());
        let at = self.server.now(self.ctx.now);
        self.persistence.draft_sent(&mut self.ctx, &to, &text);
        self.outbox.push(client_id.clone(), to.clone(), text, at);
        self.store_message(&client_id, Some(&to));
        self.send_next(&to);
    }

    pub(super) fn retry(&mut self, key: RowKey) {
        if !self.leads() {
            return self.ctx.broadcast(TabMessage::Retry { key });
        }
        if let Some((id, to)) = self.outbox.retry(&key, self.server.is_full) {
            self.store_message(&id, None);
            self.check(&to);
            self.send_next(&to);
        } else if let Some(to) = self.outbox.hurry(&key) {
            self.send_next(&to);
        }
    }

    pub(super) fn discard(&mut self, key: RowKey) {
        if !self.leads() {
            self.outbox.discarded(&key);
            return self.ctx.broadcast(TabMessage::Discard { key });
        }
        if let Some((id, to)) = self.outbox.discard(&key, self.server.is_full) {
            // Else the other tabs would take what is gone from the outbox for sent.
            self.ctx.broadcast(TabMessage::Discard { key });
            self.persistence.delete_messages(&mut self.ctx, &[id]);
            self.send_next(&to);
        }
    }

    /// Something suggests that what failed before may succeed now: tries every queue without waiting any longer.
    pub(super) fn send_all_now(&mut self) {
        if self.leads() {
            for to in self.outbox.queues() {
                self.outbox.wake(&to);
            }
            if self.server.is_full {
                self.outbox.try_aside();
            }
        }
        self.send_edits(true);
        self.resend_reads();
        self.send_all();
    }

    /// Tries every queue, and every edit.
    pub(super) fn send_all(&mut self) {
        for to in self.outbox.queues() {
            self.send_next(&to);
        }
        self.send_edits(false);
    }

    /// Sends the message whose turn it is, once it is stored; a follower hands it to the leader.
    pub(super) fn send_next(&mut self, to: &ConversationKey) {
        if !self.leads() {
            return self.hand_over(to);
        }
        if let ConversationKey::New(handle) = to
            && self.server.is_full
            && let Some(group) = self
                .conversations
                .group_with(handle)
                // Messages may wait there already.
                .or_else(|| self.outbox.moved_from(to))
        {
            // It goes behind what is already waiting there.
            self.outbox.redirect(to, &group);
            return self.send_next(&ConversationKey::Group(group));
        }
        if self.session.is_expired() || !self.outbox.has_next(to) {
            return;
        }
        if !self.server.is_full {
            let Some(newest) = self.newest_in(to) else {
                return;
            };
            if let Some(id) = self.outbox.mark_tried(to, newest) {
                self.store_message(&id, None);
            }
        }
        if let Some(body) = self.outbox.start_next(to) {
            self.ctx.call(Call::Send { body });
        }
    }

    /// The answer to a send came.
    pub(super) fn sent(&mut self, id: RequestId, answer: Result<SendAnswer, Failure>) {
        let idempotent = self.server.is_full;
        let refusal = answer.as_ref().err().cloned();
        match self.outbox.answered(&mut self.ctx, id, answer, idempotent) {
            SendOutcome::Unknown | SendOutcome::BackingOff => {}
            SendOutcome::Acknowledged(sent) => self.acknowledged(&sent.0, &sent.1),
            SendOutcome::Failed(id, to) => {
                self.store_message(&id, None);
                if let (ConversationKey::Group(group), Some(refusal)) = (&to, refusal) {
                    self.refused_for_group(group, &refusal);
                    // It may have arrived all the same: on a server without client ids the list shows it.
                    self.timelines.refresh(&mut self.ctx, group);
                }
                self.send_next(&to);
            }
        }
    }

    fn acknowledged(&mut self, item: &Outgoing, answer: &SendAnswer) {
        self.server.is_full |= answer.client_message_id.is_some();
        let group = &answer.message_group_uuid;
        // The server has it: after a reload the list shows it.
        let stored = std::slice::from_ref(&item.client_id);
        self.persistence.delete_messages(&mut self.ctx, stored);
        self.outbox.redirect(&item.to, group);
        self.persistence.move_draft(&mut self.ctx, &item.to, group);
        match answer.previous_message_uuid {
            // What was written before is still to be read.
            Predecessor::Message(_) => self.timelines.get_or_create(group),
            _ => self.timelines.get_or_begin(group),
        };
        if let Some(at) = answer.created_at {
            self.announcements.note(group, at);
        }
        let row = item.row(answer);
        if let Some(row) = &row {
            let me = self.my_handle();
            self.timelines.merge_live(group, row, true, &me);
            self.heard(group, row);
        }
        match answer.created_at {
            Some(at) => self
                .conversations
                .note_message(&mut self.ctx, group, &item.text, at),
            None => self.conversations.load(&mut self.ctx),
        }
        self.reconcile(group);
        self.first_message_sent(&item.to, group);
        if row.is_some() {
            // Where its row is not here now, it lies before the oldest one and comes with its page.
            self.outbox.remove(&item.client_id);
        } else {
            // Only the list knows this message's id.
            self.timelines.refresh(&mut self.ctx, group);
        }
        self.fill_gap(group);
        self.send_next(&ConversationKey::Group(group.clone()));
    }

    /// The first message to a person made (or found) the conversation: the screen moves there.
    pub(super) fn first_message_sent(&mut self, to: &ConversationKey, group: &GroupId) {
        let ConversationKey::New(handle) = to else {
            return;
        };
        self.conversations.became(handle.clone(), group.clone());
        self.ctx.cancel_timer(TimerKey::Resend(to.clone()));
        if self.conversations.open() == Some(to) {
            self.go_to_group(group.clone());
        }
    }

    /// What is proved to be missing is read at once on screen, elsewhere when it is opened.
    pub(super) fn fill_gap(&mut self, group: &GroupId) {
        if self.conversations.open_group() == Some(group) {
            self.timelines.fill_gap(&mut self.ctx, group);
        }
    }
}
