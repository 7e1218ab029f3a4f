//! Editing and deleting own messages: from the person's wish to the server's answer.

use cruddur_contract::frame::{LiveMessage, ServerFrame};
use cruddur_contract::{GroupId, MessageId, MessageRow};

use super::Engine;
use crate::edits::{EditOutcome, UNDO_FOR, Undone};
use crate::effect::{RequestId, TimerKey};
use crate::http::Failure;
use crate::outbox::{Stored, UnsentEdit};
use crate::persistence::Storing;
use crate::tabs::TabMessage;
use crate::timeline::Entry;
use crate::view::RowKey;

impl Engine {
    /// The person has edited a message: one that the server has, of which they saw `version`, or one that it has not.
    /// A text that is there already is no edit.
    pub(super) fn edit(&mut self, key: RowKey, text: String, version: u64) {
        let Some((group, entry)) = self.own_entry(&key) else {
            return self.edit_unsent(key, text);
        };
        let (message, written) = (entry.row.uuid.clone(), entry.row.message == text);
        let wanted = self.edits.get(&message).map(|edit| edit.shows(&text));
        let nothing_to_do = match wanted {
            None => written,
            Some(true) => true,
            // Back to what the server has: nothing is left to be done, unless it was asked for already.
            Some(false) => written && self.drop_edit_of(&message),
        };
        if nothing_to_do {
            return;
        }
        let at = self.server.now(self.ctx.now);
        self.edits.edit((&group, &message), text, version, at);
        self.store_edit(&message);
        self.send_edit(&message);
    }

    /// A message that the server may not have yet is sent with its new text. Where an earlier attempt has stored the old
    /// one, an edit follows ([`Engine::follow_up`]).
    fn edit_unsent(&mut self, key: RowKey, text: String) {
        if !self.server.is_full {
            return;
        }
        let Some(id) = self.outbox.set_text(&key, &text) else {
            return;
        };
        self.store_message(&id, None);
        if !self.leads() {
            self.ctx.broadcast(TabMessage::EditUnsent { key, text });
        }
    }

    /// Another tab has edited a message that is not sent.
    pub(super) fn edited_unsent(&mut self, key: &RowKey, text: &str) {
        if let Some(id) = self.outbox.set_text(key, text) {
            self.store_message(&id, None);
        }
    }

    /// The server has stored a message with the text it had at an earlier attempt.
    pub(super) fn follow_up(&mut self, group: &GroupId, edit: UnsentEdit) {
        let timeline = self.timelines.get(group);
        let row = timeline.and_then(|it| it.of_client(&edit.client_id));
        let Some(Entry { row, .. }) = row else {
            return;
        };
        let Some(version) = row.version else { return };
        if row.message == edit.text || row.deleted_at.is_some() {
            return;
        }
        let message = row.uuid.clone();
        let at = self.server.now(self.ctx.now);
        self.edits.edit((group, &message), edit.text, version, at);
        self.store_edit(&message);
        self.send_edit(&message);
    }

    /// The person deletes a message that the server has.
    pub(super) fn delete(&mut self, key: &RowKey) {
        let Some((group, entry)) = self.own_entry(key) else {
            return;
        };
        let (message, version) = (entry.row.uuid.clone(), entry.row.version.unwrap_or(0));
        let at = self.server.now(self.ctx.now);
        self.edits.delete((&group, &message), version, at);
        self.store_edit(&message);
        self.send_edit(&message);
    }

    pub(super) fn undo_delete(&mut self, key: &RowKey) {
        let Some((_, entry)) = self.own_entry(key) else {
            return;
        };
        let message = entry.row.uuid.clone();
        match self.edits.undo(&message) {
            Undone::Nothing => {}
            Undone::Dropped => self.edit_dropped(&message),
            Undone::Edit => {
                self.store_edit(&message);
                self.send_edit(&message);
            }
        }
    }

    /// Of two texts the person wants the own one.
    pub(super) fn keep_edit(&mut self, key: &RowKey) {
        let Some((_, entry)) = self.own_entry(key) else {
            return;
        };
        let (message, version) = (entry.row.uuid.clone(), entry.row.version);
        if self.edits.keep(&message, version) {
            self.store_edit(&message);
            self.send_edit(&message);
        }
    }

    /// The person leaves a message as the server has it.
    pub(super) fn drop_edit(&mut self, key: &RowKey) {
        if let Some((_, entry)) = self.own_entry(key) {
            let message = entry.row.uuid.clone();
            self.drop_edit_of(&message);
        }
    }

    pub(super) fn drop_edit_of(&mut self, message: &MessageId) -> bool {
        let dropped = self.edits.drop_edit(message) == Undone::Dropped;
        if dropped {
            self.edit_dropped(message);
        }
        dropped
    }

    fn edit_dropped(&mut self, message: &MessageId) {
        self.forget_edit(message);
        if !self.leads() {
            let message = message.clone();
            self.ctx.broadcast(TabMessage::DropEdit { message });
        }
    }

    /// Nothing is left to be done for a message.
    fn forget_edit(&mut self, message: &MessageId) {
        self.persistence.delete_edit(&mut self.ctx, message);
        if self.leads() {
            self.ctx.cancel_timer(TimerKey::DeleteDue(message.clone()));
            self.ctx.cancel_timer(TimerKey::ResendEdit(message.clone()));
        }
    }

    /// An own message of the open conversation that the server has and lets be changed.
    fn own_entry(&self, key: &RowKey) -> Option<(GroupId, &Entry)> {
        let group = self.conversations.open_group()?;
        let entry = self.timelines.get(group)?.of_key(key)?;
        let can = entry.mine && entry.row.version.is_some();
        can.then(|| (group.clone(), entry))
    }

    pub(super) fn store_edit(&mut self, message: &MessageId) {
        let Some(record) = self.edits.record(message) else {
            return;
        };
        let stored = match self.persistence.store_edit(&mut self.ctx, &record) {
            Storing::NotYet => return,
            Storing::Pending(id) => Stored::Pending(id),
            Storing::Impossible => Stored::Yes,
        };
        self.edits.storing(message, stored);
    }

    /// Asks for what is wanted of a message, once that is stored; a follower tells the leader.
    pub(super) fn send_edit(&mut self, message: &MessageId) {
        if !self.leads() {
            if let Some(edit) = self.edits.hand_over(message) {
                self.ctx.broadcast(TabMessage::Edit { edit });
                self.tabs.await_answer(&mut self.ctx);
            }
            return;
        }
        if self.edits.is_held(message) {
            let due = TimerKey::DeleteDue(message.clone());
            return self.ctx.set_timer(due, UNDO_FOR);
        }
        if self.session.is_expired() {
            return;
        }
        if let Some(call) = self.edits.start(message) {
            self.ctx.call(call);
        }
    }

    /// Tries everything; `now`: without waiting any longer. Deletions that can be undone wait on.
    pub(super) fn send_edits(&mut self, now: bool) {
        for message in self.edits.messages() {
            if self.leads() && now {
                self.edits.wake(&message);
            }
            if !self.leads() || !self.edits.is_held(&message) {
                self.send_edit(&message);
            }
        }
    }

    /// Deletions that can be undone, of a page or a leader before this one: they can be undone as long again.
    pub(super) fn hold_again(&mut self) {
        if self.leads() {
            for message in self.edits.held() {
                self.send_edit(&message);
            }
        }
    }

    pub(super) fn cancel_edit_timers(&mut self) {
        for message in self.edits.messages() {
            self.ctx.cancel_timer(TimerKey::DeleteDue(message.clone()));
            self.ctx.cancel_timer(TimerKey::ResendEdit(message));
        }
    }

    /// A deletion cannot be undone any more.
    pub(super) fn delete_due(&mut self, message: &MessageId) {
        if self.edits.due(message) {
            self.store_edit(message);
            self.send_edit(message);
        }
    }

    /// The answer to an edit or a deletion came.
    pub(super) fn edit_answered(&mut self, id: RequestId, answer: Result<MessageRow, Failure>) {
        let asked = self.edits.requested_by(id);
        let asked = asked.map(|edit| (edit.group.clone(), edit.message.clone()));
        let answer = match (answer, &asked) {
            // The row of another message is no answer.
            (Ok(row), Some((_, message))) if row.uuid != *message => Err(Failure::Server),
            (Err(Failure::Conflict(row)), Some((_, message))) if row.uuid != *message => {
                Err(Failure::Server)
            }
            (answer, _) => answer,
        };
        let outcome = self.edits.answered(&mut self.ctx, id, &answer);
        let row = match answer {
            Ok(row) => Some(row),
            Err(Failure::Conflict(row)) => Some(*row),
            Err(_) => None,
        };
        if let (Some(row), Some((group, _))) = (row, asked) {
            self.row_answered(group, row);
        }
        match outcome {
            EditOutcome::Unknown | EditOutcome::BackingOff => {}
            EditOutcome::Done(message) => self.forget_edit(&message),
            EditOutcome::Stopped(message) => self.store_edit(&message),
            EditOutcome::Again(message) => {
                self.store_edit(&message);
                self.send_edit(&message);
            }
        }
    }

    /// Passed on to the other tabs as the frame that may never come.
    fn row_answered(&mut self, message_group_uuid: GroupId, row: MessageRow) {
        let live = LiveMessage {
            message_group_uuid,
            row,
        };
        let frame = ServerFrame::MessageUpdated(live.clone());
        if let Some(text) = frame.to_text() {
            self.tabs.pass_on(&mut self.ctx, &text);
        }
        self.row_changed(&live);
    }

    /// A message has changed: its row, and what the list shows of its conversation.
    pub(super) fn row_changed(&mut self, live: &LiveMessage) {
        let (group, row) = (&live.message_group_uuid, &live.row);
        if self.is_closed_and_asked(group) {
            return;
        }
        let me = self.my_handle();
        self.heard(group, row);
        self.conversations
            .note_message(&mut self.ctx, group, &row.message, row.created_at);
        let known = self.timelines.merge_live(group, row, false, &me);
        let timeline = self.timelines.get(group);
        let merged = timeline.and_then(|it| it.get(&row.uuid));
        self.conversations
            .note_change(group, merged.map_or(row, |entry| &entry.row));
        if known {
            self.reconcile(group);
            self.fill_gap(group);
        }
    }

    /// Takes out the edits that the conversation now shows.
    pub(super) fn reconcile_edits(&mut self, group: &GroupId) {
        let Some(timeline) = self.timelines.get(group) else {
            return;
        };
        for message in self.edits.arrived_in(timeline) {
            self.forget_edit(&message);
        }
    }

    /// At the end of a turn: has the rows shown anew whose edits changed in it.
    pub(super) fn show_edits(&mut self) {
        for (group, message) in self.edits.take_touched() {
            if let Some(timeline) = self.timelines.get_mut(&group) {
                timeline.touch(&message);
            }
        }
    }
}
