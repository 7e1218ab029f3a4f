//! Opening conversations, and the list of them.

use cruddur_contract::paths::encode;
use cruddur_contract::{GroupId, GroupRow};

use super::Engine;
use super::requests::next_query;
use crate::effect::Effect;
use crate::http::{Failure, HttpAnswer};
use crate::view::ConversationKey;

impl Engine {
    /// The address bar shows this now.
    pub(super) fn open(&mut self, key: Option<ConversationKey>) {
        if let Some(left) = self.conversations.set_open(key.clone()) {
            self.left_closed(&left);
            self.timelines.leave(&left);
            self.returning.end();
        }
        self.reads.visit(self.conversations.open_group());
        if !self.is_signed_in() {
            return;
        }
        match key {
            Some(ConversationKey::Group(group)) if self.groups.departures.is_closed(&group) => {}
            Some(ConversationKey::Group(group)) => {
                self.ask_for_single();
                self.timelines.enter(&group);
                self.hydrate(&group);
                let hears_frames = self.hears_frames();
                self.timelines
                    .load_opened(&mut self.ctx, &group, hears_frames);
            }
            Some(ConversationKey::New(handle)) => {
                let me = self.my_handle();
                let existing = self.conversations.look_up(&mut self.ctx, &handle, &me);
                if let Some(group) = existing {
                    self.go_to_group(group);
                }
            }
            None => {}
        }
    }

    /// Replaces the address of a new conversation by that of the conversation it has become.
    pub(super) fn go_to_group(&mut self, group: GroupId) {
        if let Some(open) = self.conversations.open() {
            self.persistence.move_draft(&mut self.ctx, open, &group);
        }
        self.ctx.push(Effect::Navigate {
            path: format!("/messages/{}", encode(group.as_str())),
            replace: true,
        });
        self.open(Some(ConversationKey::Group(group)));
    }

    pub(super) fn reload(&mut self) {
        match self.conversations.open().cloned() {
            Some(ConversationKey::Group(group)) => self.timelines.reload(&mut self.ctx, &group),
            Some(ConversationKey::New(handle)) => {
                self.conversations.forget_look_up(&handle);
                self.open(Some(ConversationKey::New(handle)));
            }
            None => {}
        }
    }

    /// A page of the list came; `older`: the query it was asked for with.
    pub(super) fn list_loaded(
        &mut self,
        older: Option<&str>,
        loaded: Result<(Vec<GroupRow>, HttpAnswer), Failure>,
    ) {
        self.connection.polled(loaded.is_ok());
        let (mut rows, answer) = match loaded {
            Ok(loaded) => loaded,
            Err(failure) => return self.list_failed(older, failure),
        };
        let next = next_query(&answer);
        let missing = self
            .conversations
            .missing_from(&rows, older, next.as_deref());
        for group in missing {
            self.ask_for_row(&group);
        }
        rows.retain(|row| !self.is_closed_and_asked(&row.uuid));
        self.catch_up.list_read(&self.ctx);
        for row in &rows {
            self.announce_row(row);
            self.compare_with_list(row);
            self.reads.row(row);
        }
        if older.is_none() {
            self.announcements.list_read();
        }
        self.server.is_full |= rows.iter().any(|row| row.members.is_some());
        self.conversations.loaded(&mut self.ctx, older, rows, next);
        if let Some(group) = self.conversations.open_turns_out_to_be() {
            self.go_to_group(group);
        }
        self.ask_for_single();
        self.list_checked();
    }

    fn list_failed(&mut self, older: Option<&str>, failure: Failure) {
        let failed = self.conversations.failed(older, failure);
        if failed.retry {
            self.catch_up.retry_later(&mut self.ctx);
        }
        if let Some(trouble) = failed.newest {
            self.list_not_checked(&trouble);
        }
    }

    /// The list names a last message that the conversation may not hold, and people who may have another name.
    pub(super) fn compare_with_list(&mut self, row: &GroupRow) {
        if self.timelines.hear_members(row) {
            self.persistence.page_changed(&mut self.ctx, &row.uuid);
        }
        let missed = self.timelines.compare_with_list(row);
        if missed && self.conversations.open_group() == Some(&row.uuid) {
            self.timelines.refresh(&mut self.ctx, &row.uuid);
        }
    }

    /// Reads by REST whatever may have been missed.
    pub(super) fn read_again(&mut self) {
        self.conversations.load(&mut self.ctx);
        for group in self.groups.departures.unsure() {
            self.ask_for_row(&group);
        }
        self.timelines.mark_all_stale();
        self.reads.ask_others_again();
        match self.conversations.open() {
            Some(ConversationKey::Group(group)) => self.timelines.refresh(&mut self.ctx, group),
            Some(ConversationKey::New(handle)) if self.conversations.look_up_lost(handle) => {
                self.reload();
            }
            _ => {}
        }
    }
}
