//! The rows of the open conversation: the timeline's, then those of the outbox.

use super::Engine;
use crate::edits::Wish;
use crate::outbox::{Outgoing, SendState};
use crate::timeline::{Entry, Timeline};
use crate::transcript::Change;
use crate::view::{ConversationKey, DeliveryState, EditState, MessageView};

/// What the rows were taken of last.
#[derive(Debug, Default)]
pub(super) struct ShownRows {
    conversation: Option<ConversationKey>,
    /// Unsent messages were among them.
    unsent: bool,
}

impl Engine {
    fn open_timeline(&self) -> Option<&Timeline> {
        self.timelines.get(self.conversations.open_group()?)
    }

    /// The open conversation's messages, oldest first, own unsent ones last.
    pub fn messages(&self) -> Vec<MessageView> {
        self.messages_in(0, 0)
    }

    /// The same without so many at the beginning and, where nothing is unsent, at the end.
    fn messages_in(&self, before: usize, after: usize) -> Vec<MessageView> {
        let (Some(open), Some(me)) = (self.conversations.open(), self.session.me()) else {
            return Vec::new();
        };
        let timeline = self.open_timeline();
        let loaded = timeline
            .into_iter()
            .flat_map(|timeline| timeline.entries_in(before..timeline.count() - after))
            .map(|(entry, gap_before)| MessageView {
                system: timeline.and_then(|timeline| timeline.system_view(&entry.row)),
                ..self.entry_view(entry, gap_before)
            });
        let mut held_up = !self.connection.is_online();
        let unsent = self.outbox.of(open).map(|item| {
            let is_held_up = item.is_held_up(self.server.is_full);
            held_up |= is_held_up;
            let is_tried = matches!(item.state, SendState::InFlight(_)) && !is_held_up;
            let waits = held_up && !is_tried && item.trouble().is_none();
            (
                item,
                waits && !matches!(item.state, SendState::Acknowledged(_)),
            )
        });
        let unsent = unsent
            .filter(|(item, _)| timeline.is_none_or(|t| !t.has_client(&item.client_id)))
            .map(|(item, waits)| MessageView {
                waits,
                version: self.server.is_full.then_some(0),
                ..outgoing_view(item, &me.display_name, &me.handle)
            });
        loaded.chain(unsent).collect()
    }

    /// What the server has, and over it what the person wants of it.
    fn entry_view(&self, entry: &Entry, gap_before: bool) -> MessageView {
        let mut view = entry_view(entry, gap_before);
        let Some(edit) = self.edits.get(&entry.row.uuid) else {
            return view;
        };
        view.edit = edit.state();
        match edit.shown() {
            Some(Wish::Text(text)) if !view.deleted => {
                view.text.clone_from(text);
                view.edited_at = Some(edit.at);
            }
            Some(Wish::Deletion) => {
                view.text.clear();
                view.deleted = true;
                view.version = None;
            }
            _ => {}
        }
        view
    }

    /// What changed in the open conversation's messages since the last call.
    pub fn take_rows(&mut self) -> Change {
        let open = self.conversations.open();
        let same = self.shown.conversation.as_ref() == open && self.session.me().is_some();
        let unsent = open.is_some_and(|open| self.outbox.of(open).next().is_some());
        if !same {
            self.shown.conversation = open.cloned();
        }
        let group = self.conversations.open_group();
        let timeline = group.and_then(|group| self.timelines.get_mut(group));
        let unchanged = timeline.map(Timeline::take_unchanged);
        let (before, mut after) = unchanged.filter(|_| same).unwrap_or_default();
        if unsent | std::mem::replace(&mut self.shown.unsent, unsent) {
            after = 0;
        }
        let change = Change::around(before, after);
        let rows = self.messages_in(change.rows_before(), change.rows_after());
        Change { rows, ..change }
    }
}

fn entry_view(entry: &Entry, gap_before: bool) -> MessageView {
    let deleted = entry.row.deleted_at.is_some();
    MessageView {
        key: entry.key.clone(),
        mine: entry.mine,
        display_name: entry.row.display_name.clone(),
        handle: entry.row.handle.clone(),
        text: entry.row.message.clone(),
        at: entry.row.created_at,
        state: DeliveryState::Sent,
        edited_at: entry.row.edited_at,
        deleted,
        system: None,
        gap_before,
        waits: false,
        version: entry
            .row
            .version
            .filter(|_| entry.mine && !deleted && entry.row.system.is_none()),
        edit: EditState::None,
    }
}

fn outgoing_view(item: &Outgoing, display_name: &str, handle: &str) -> MessageView {
    let (state, at) = match (&item.state, item.trouble()) {
        (SendState::Acknowledged(at), _) => (DeliveryState::Sent, at.unwrap_or(item.written_at)),
        (_, Some(trouble)) => (DeliveryState::NotSent(trouble), item.written_at),
        (_, None) => (DeliveryState::Sending, item.written_at),
    };
    MessageView {
        key: item.key(),
        mine: true,
        display_name: display_name.to_owned(),
        handle: handle.to_owned(),
        text: item.text.clone(),
        at,
        state,
        edited_at: None,
        deleted: false,
        system: None,
        gap_before: false,
        waits: false,
        version: None,
        edit: EditState::None,
    }
}
