//! Frames: news that are merged as pages are, and prove holes.

use cruddur_contract::frame::{LiveMessage, ServerFrame};

use super::Engine;
use crate::effect::SocketId;

impl Engine {
    pub(super) fn frame(&mut self, id: SocketId, text: &str) {
        if !self.live.heard(&mut self.desk, id) {
            return;
        }
        match ServerFrame::parse(text) {
            Ok(ServerFrame::MessageInserted(live) | ServerFrame::MessageUpdated(live)) => {
                self.message_news(live);
            }
            Ok(ServerFrame::GroupUpdated(row)) => {
                self.groups.upsert(row);
                self.desk.changed.groups = true;
                self.desk.changed.conversation = true;
            }
            Ok(ServerFrame::Reconnect) => {
                let want = self.live.replace(&mut self.desk);
                self.live_wants(want);
            }
            // News of a kind this version does not know, or broken ones: the connection goes on.
            Ok(ServerFrame::Pong { .. } | ServerFrame::Unknown) | Err(_) => {}
        }
    }

    fn message_news(&mut self, live: LiveMessage) {
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
        let hole = timeline.merge_live(row, &me);
        self.desk.changed.conversation = true;
        self.settle(&group, &[]);
        if hole {
            self.refresh_timeline(&group);
        }
    }
}
