//! Frames: news that are merged as pages are, and prove holes.

use cruddur_contract::frame::{LiveMessage, ServerFrame};
use cruddur_contract::{GroupId, GroupRow};

use super::Engine;
use crate::effect::SocketId;
use crate::timeline::Timeline;
use crate::view::{ConversationKey, Load};

impl Engine {
    pub(super) fn frame(&mut self, id: SocketId, text: &str) {
        if !self.live.heard(&mut self.desk, id) {
            return;
        }
        self.news(text);
    }

    /// Takes a frame, of the own socket or told by the holder of it.
    pub(super) fn news(&mut self, text: &str) {
        match ServerFrame::parse(text) {
            Ok(ServerFrame::MessageInserted(live)) => {
                self.pass_on(text);
                self.message_news(live, true);
            }
            Ok(ServerFrame::MessageUpdated(live)) => {
                self.pass_on(text);
                self.message_news(live, false);
            }
            Ok(ServerFrame::GroupUpdated(row)) => {
                self.pass_on(text);
                self.compare_with_list(&row);
                self.groups.upsert(row);
                self.desk.changed.groups = true;
                self.desk.changed.conversation = true;
            }
            Ok(ServerFrame::Reconnect) => {
                let want = self.live.replace(&mut self.desk);
                self.live_wants(want);
            }
            // The device that asks for it goes on by itself.
            Ok(ServerFrame::SignedOut) if self.auth.is_leaving() => {}
            Ok(ServerFrame::SignedOut) => {
                self.elsewhere = true;
                self.end_session();
            }
            // News of a kind this version does not know, or broken ones: the connection goes on.
            Ok(ServerFrame::Pong { .. } | ServerFrame::Unknown) | Err(_) => {}
        }
    }

    fn message_news(&mut self, live: LiveMessage, new: bool) {
        let LiveMessage {
            message_group_uuid: group,
            row,
        } = live;
        let me = self.my_handle();
        let known = self
            .groups
            .note_message(&group, &row.message, row.created_at);
        self.desk.changed.groups = true;
        if !known {
            self.load_groups();
        }
        let Some(timeline) = self.timelines.get_mut(&group) else {
            return;
        };
        timeline.merge_live(&row, new, &me);
        self.desk.changed.conversation = true;
        self.settle(&group);
        self.fill_gap(&group);
    }

    /// What is proved to be missing is read at once on screen, elsewhere when it is opened. Before the
    /// first page nothing is proved: it may bring the rest.
    pub(super) fn fill_gap(&mut self, group: &GroupId) {
        let ready = |timeline: &Timeline| timeline.load == Load::Ready && !timeline.stale;
        let shown = matches!(&self.open, Some(ConversationKey::Group(open)) if open == group);
        if shown && self.timelines.get(group).is_some_and(ready) {
            self.load_next(group);
        }
    }

    /// The list names a last message that the conversation does not hold: its frame was lost, or comes
    /// later.
    pub(super) fn compare_with_list(&mut self, row: &GroupRow) {
        let Some(timeline) = self.timelines.get_mut(&row.uuid) else {
            return;
        };
        let lacks = row
            .last_message_uuid
            .as_ref()
            .is_some_and(|id| timeline.get(id).is_none());
        if !lacks || timeline.load != Load::Ready {
            return;
        }
        timeline.stale = true;
        if self.open == Some(ConversationKey::Group(row.uuid.clone())) {
            self.refresh_timeline(&row.uuid);
        }
    }
}
