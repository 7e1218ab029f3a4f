//! Sending: each conversation's queue in order, one message at a time.

use cruddur_contract::message::SendAnswer;
use cruddur_contract::{ClientMessageId, GroupId, MessageRow, Predecessor};

use super::{Engine, LookUp};
use crate::api::Call;
use crate::effect::{Effect, RequestId, TimerKey};
use crate::http::Failure;
use crate::outbox::{OutState, Outgoing};
use crate::tabs::TabMessage;
use crate::timeline::Timeline;
use crate::view::{ConversationKey, RowKey, Trouble};

impl Engine {
    pub(super) fn send(&mut self, text: String) {
        let Some(to) = (*self.open).clone() else {
            return;
        };
        if self.session.me().is_none() {
            return;
        }
        let client_id = ClientMessageId(self.ctx.rng.uuid());
        let at = self.server_now();
        self.outbox.push(client_id.clone(), to.clone(), text, at);
        self.persistence.draft_sent(&mut self.ctx, &to);
        self.store_message(&client_id, Some(&to));
        self.pump(&to);
    }

    pub(super) fn retry(&mut self, key: &RowKey) {
        if !self.leads() {
            return self.ctx.broadcast(TabMessage::Retry { key: key.clone() });
        }
        let full = self.full_server;
        let Some(item) = self.outbox.get_mut(key) else {
            return;
        };
        let OutState::Failed(trouble) = &item.state else {
            return;
        };
        let doubtful = matches!(trouble, Trouble::Network | Trouble::Server);
        item.state = if doubtful && !full {
            OutState::Checking
        } else {
            OutState::Queued
        };
        let (to, id) = (item.to.clone(), item.client_id.clone());
        self.store_message(&id, None);
        self.check(&to);
        self.pump(&to);
    }

    pub(super) fn discard(&mut self, key: &RowKey) {
        if !self.leads() {
            return self.ctx.broadcast(TabMessage::Discard { key: key.clone() });
        }
        let gone =
            |item: &Outgoing| item.key() == *key && matches!(item.state, OutState::Failed(_));
        let Some(item) = self.outbox.get_mut(key).filter(|item| gone(item)) else {
            return;
        };
        let id = item.client_id.clone();
        self.persistence.delete_messages(&mut self.ctx, &[id]);
        self.outbox.remove(gone);
    }

    /// Tries every queue.
    pub(super) fn pump_all(&mut self) {
        for to in self.outbox.queues() {
            self.pump(&to);
        }
    }

    /// Sends the message whose turn it is, once it is on the device.
    pub(super) fn pump(&mut self, to: &ConversationKey) {
        if !self.leads() {
            return self.hand_over(to);
        }
        if let ConversationKey::New(handle) = to
            && self.full_server
            && let Some(group) = self.group_with(handle)
        {
            // It goes behind what is already waiting there.
            self.outbox.redirect(to, &group);
            return self.pump(&ConversationKey::Group(group));
        }
        if self.session.is_expired() || self.outbox.next(to).is_none() {
            return;
        }
        let after = if self.full_server {
            None
        } else if let Some(newest) = self.newest_in(to) {
            Some(newest)
        } else {
            return;
        };
        let Some(item) = self.outbox.next(to) else {
            return;
        };
        if item.tried_after.is_none() && after.is_some() {
            // That it was tried must outlive the page, so that it is not tried again by itself.
            item.tried_after = after;
            let id = item.client_id.clone();
            self.store_message(&id, None);
        }
        let Some(item) = self.outbox.next(to) else {
            return;
        };
        let body = item.body();
        // Marked before the call, so that a call that waits for a token is not made twice.
        item.state = OutState::InFlight(RequestId(0));
        self.call(Call::Send { body });
    }

    /// A queue has waited long enough.
    pub(super) fn resend(&mut self, to: &ConversationKey) {
        self.outbox.wake(to);
        self.pump(to);
    }

    pub(super) fn sent(&mut self, id: RequestId, answer: Result<SendAnswer, Failure>) {
        let idempotent = self.full_server;
        // Gone when its echo came before this answer.
        let Some(item) = self.outbox.in_flight(id) else {
            return;
        };
        let to = item.to.clone();
        match answer {
            Ok(answer) => {
                item.state = OutState::Acked(answer.created_at);
                let item = item.clone();
                return self.acknowledged(&item, answer);
            }
            Err(failure)
                if failure.is_passing()
                    && (idempotent || matches!(failure, Failure::Throttled(_))) =>
            {
                let retry_after = match failure {
                    Failure::Throttled(seconds) => seconds,
                    _ => None,
                };
                let wait = item.wait(&mut self.ctx.rng, retry_after);
                self.ctx.set_timer(TimerKey::Resend(to), wait);
                return;
            }
            Err(failure) => {
                item.state = OutState::Failed(failure.trouble());
                let id = item.client_id.clone();
                self.store_message(&id, None);
            }
        }
        if let ConversationKey::Group(group) = &to {
            // It may have arrived all the same: on a server without client ids the list tells.
            self.refresh_timeline(group);
        }
        self.pump(&to);
    }

    fn acknowledged(&mut self, item: &Outgoing, answer: SendAnswer) {
        self.full_server |= answer.client_message_id.is_some();
        let group = answer.message_group_uuid.clone();
        let was_open = self.open.as_ref() == Some(&item.to);
        // The server has it: after a reload the list shows it.
        let arrived = std::slice::from_ref(&item.client_id);
        self.persistence.delete_messages(&mut self.ctx, arrived);
        self.outbox.redirect(&item.to, &group);
        self.persistence.move_draft(&mut self.ctx, &item.to, &group);
        let made = match answer.previous_message_uuid {
            // What was written before is still to be read.
            Predecessor::Message(_) => Timeline::new,
            _ => Timeline::begun,
        };
        let timeline = self.timelines.get_or_make(&group, made);
        let me = self.session.me().cloned();
        let row = row_of(item, &answer);
        if let (Some(row), Some(me)) = (&row, &me) {
            timeline.merge_live(row, true, &me.handle);
        }
        if let Some(at) = answer.created_at
            && self.groups.note_message(&group, &item.text, at)
        {
        } else {
            self.load_groups();
        }
        self.reconcile(&group);
        self.after_first(&item.to, &group, was_open);
        if row.is_some() {
            // Where its row is not here now, it lies before the oldest one and comes with its page.
            self.outbox.remove(|sent| sent.client_id == item.client_id);
        } else {
            // Only the list knows this message's id.
            self.refresh_timeline(&group);
        }
        self.fill_gap(&group);
        self.pump(&ConversationKey::Group(group));
    }

    /// The first message to a person made (or found) the conversation: the screen moves there.
    fn after_first(&mut self, to: &ConversationKey, group: &GroupId, was_open: bool) {
        let ConversationKey::New(handle) = to else {
            return;
        };
        let became = LookUp::Became(group.clone());
        self.lookups.get_mut().insert(handle.clone(), became);
        self.ctx
            .push(Effect::CancelTimer(TimerKey::Resend(to.clone())));
        if was_open {
            self.go_to_group(group.clone());
        }
    }
}

/// The row of an acknowledged message, where the answer names the message.
fn row_of(item: &Outgoing, answer: &SendAnswer) -> Option<MessageRow> {
    Some(MessageRow {
        uuid: answer.message_uuid.clone()?,
        display_name: answer.display_name.clone()?,
        handle: answer.handle.clone()?,
        message: answer.message.clone().unwrap_or_else(|| item.text.clone()),
        created_at: answer.created_at?,
        user_uuid: answer.user_uuid.clone(),
        client_message_id: Some(item.client_id.clone()),
        previous_message_uuid: answer.previous_message_uuid.clone(),
        version: answer.version,
        edited_at: None,
        deleted_at: None,
    })
}
