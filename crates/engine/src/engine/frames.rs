//! Frames: merged as pages are, and proof of gaps.

use cruddur_contract::frame::{LiveMessage, ServerFrame};
use cruddur_contract::person::same_handle;
use cruddur_contract::{GroupId, GroupRow, MessageRow};

use super::Engine;
use crate::names::NamesPeople;

impl Engine {
    /// Takes a frame, of the own socket or passed on by the leader.
    pub(super) fn frame(&mut self, text: &str) {
        match ServerFrame::parse(text) {
            Ok(ServerFrame::MessageInserted(live)) => {
                self.catch_up.frame_came();
                self.tabs.pass_on(&mut self.ctx, text);
                self.message_frame(live);
            }
            Ok(ServerFrame::MessageUpdated(live)) => {
                self.tabs.pass_on(&mut self.ctx, text);
                self.row_changed(&LiveMessage {
                    row: live.row.with_clean_names(),
                    ..live
                });
            }
            Ok(ServerFrame::GroupUpdated(row)) => {
                self.catch_up.frame_came();
                self.tabs.pass_on(&mut self.ctx, text);
                if !self.is_closed_and_asked(&row.uuid) {
                    self.group_row(row.with_clean_names());
                }
            }
            Ok(ServerFrame::GroupRemoved(group)) => {
                self.tabs.pass_on(&mut self.ctx, text);
                self.may_be_closed(&group, false);
            }
            Ok(ServerFrame::PresenceState(users)) => self.presence_frame(text, users),
            Ok(ServerFrame::PresenceEnter(user) | ServerFrame::PresenceLeave(user)) => {
                self.presence_frame(text, vec![user]);
            }
            Ok(ServerFrame::Typing(typist)) => self.typing_frame(text, typist),
            Ok(ServerFrame::ReadUpdated(receipt)) => {
                self.tabs.pass_on(&mut self.ctx, text);
                self.reads.receipt(receipt);
            }
            Ok(ServerFrame::Reconnect) => self.connection.replace(&mut self.ctx),
            // The device that asks for it goes on by itself.
            Ok(ServerFrame::SignedOut) if self.auth.is_leaving() => {}
            Ok(ServerFrame::SignedOut) => {
                self.sign_out.ended(true);
                self.end_session();
            }
            Ok(ServerFrame::Pong {
                list_version: Some(version),
                ..
            }) => {
                self.tabs.pass_on(&mut self.ctx, text);
                if self.catch_up.list_is(&self.ctx, version) {
                    self.conversations.load_from_now(&mut self.ctx);
                }
            }
            // A kind this version does not know, or a broken one: the connection goes on.
            Ok(ServerFrame::Pong { .. } | ServerFrame::Unknown) | Err(_) => {}
        }
    }

    /// A row of the list came by itself.
    pub(super) fn group_row(&mut self, row: GroupRow) {
        self.announce_row(&row);
        self.compare_with_list(&row);
        self.reads.row(&row);
        self.conversations.merge(row);
    }

    /// A message was heard of, new or changed.
    pub(super) fn heard(&mut self, group: &GroupId, row: &MessageRow) {
        let mine = same_handle(&row.handle, &self.my_handle());
        self.reads.heard(group, row.created_at, mine);
        self.reads.wrote(group, row);
    }

    fn message_frame(&mut self, live: LiveMessage) {
        if self.is_closed_and_asked(&live.message_group_uuid) {
            return;
        }
        self.expect_group_row(&live);
        self.announce_message(&live);
        let LiveMessage {
            message_group_uuid: group,
            row,
        } = live;
        let row = row.with_clean_names();
        if let Some(author) = &row.user_uuid {
            self.presence.wrote(&group, author);
        }
        let me = self.my_handle();
        self.heard(&group, &row);
        self.conversations
            .note_message(&mut self.ctx, &group, &row.message, row.created_at);
        if self.timelines.merge_live(&group, &row, true, &me) {
            self.reconcile(&group);
            self.fill_gap(&group);
        }
    }
}
