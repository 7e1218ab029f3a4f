//! Read markers: between the screen, the conversations and the server.

use cruddur_contract::group::UnreadAnswer;
use cruddur_contract::person::same_handle;
use cruddur_contract::{GroupId, GroupRow, PersonId};

use super::Engine;
use crate::api::Call;
use crate::effect::TimerKey;
use crate::http::Failure;
use crate::reads::{LineSearch, Mark, MarkOutcome};
use crate::tabs::TabMessage;
use crate::timeline::Timeline;
use crate::view::{Load, Older, ReadingPosition, RowKey, SeenView};

/// How far below the upper edge the first unread message is when a conversation opens, CSS pixels: the line above it,
/// and something of what was read.
const LINE_AT: i32 = 96;

impl Engine {
    /// A message was on screen for long enough.
    pub(super) fn seen(&mut self, key: &RowKey) {
        let timeline = self.conversations.open_group();
        let timeline = timeline.and_then(|group| self.timelines.get(group));
        let entry = timeline.and_then(|timeline| Some((timeline, timeline.of_key(key)?)));
        if let Some((timeline, entry)) = entry
            && let Some(mark) = self.reads.on_screen(timeline, entry)
        {
            let group = timeline.group.clone();
            self.mark(group, mark);
        }
    }

    /// The person marks the open conversation as unread.
    pub(super) fn mark_unread(&mut self) {
        let timeline = self.conversations.open_group();
        let timeline = timeline.and_then(|group| self.timelines.get(group));
        if let Some(timeline) = timeline
            && let Some(mark) = self.reads.mark_unread(timeline)
        {
            let group = timeline.group.clone();
            self.mark(group, mark);
        }
    }

    /// The reader is back at the window.
    pub(super) fn reader_returned(&mut self) {
        let timeline = self.conversations.open_group();
        if let Some(timeline) = timeline.and_then(|group| self.timelines.get(group)) {
            self.reads.returned(timeline);
        }
    }

    /// In all tabs; the leader tells the server.
    fn mark(&mut self, group: GroupId, mark: Mark) {
        self.reads.mark(&group, mark.clone());
        self.ctx.broadcast(TabMessage::Mark { group, mark });
    }

    /// What was read is told to the server again.
    pub(super) fn resend_reads(&mut self) {
        self.reads.wake();
    }

    /// The answer to a mark came.
    pub(super) fn marked(&mut self, group: &GroupId, answer: Result<UnreadAnswer, Failure>) {
        let outcome = self.reads.answered(&mut self.ctx, group, answer);
        if let MarkOutcome::Done(version) = outcome {
            let group = group.clone();
            self.ctx.broadcast(TabMessage::Marked { group, version });
        }
    }

    /// A conversation's row came, with how far its members have read.
    pub(super) fn receipts_answered(&mut self, group: &GroupId, row: Result<GroupRow, Failure>) {
        match row {
            Ok(row) => {
                self.reads.row(&row);
                self.reads.members(&row);
            }
            Err(failure) => self.refused_for_group(group, &failure),
        }
    }

    /// Forgets what was not told to the server.
    pub(super) fn cancel_reads(&mut self) {
        self.ctx.cancel_timer(TimerKey::ResendReads);
    }

    /// At the end of a turn: counts again, finds the line, tells the server.
    pub(super) fn settle_reads(&mut self) {
        if self.leads() {
            self.reads.take_up_stored();
        }
        for group in self.reads.take_dirty() {
            if self.leads() {
                let mark = self.reads.untold(&group);
                self.persistence.mark_changed(&mut self.ctx, &group, mark);
            }
            let timeline = self.timelines.get(&group);
            if let Some(unread) = self.reads.unread(&group, timeline) {
                self.conversations.set_unread(&group, unread);
            }
        }
        if !self.is_signed_in() {
            return;
        }
        self.find_line();
        if let Some(group) = self.conversations.open_group()
            && self.reads.ask_others(group)
        {
            let group = group.clone();
            self.ctx.call(Call::Receipts { group });
        }
        if self.leads() && !self.session.is_expired() {
            self.reads.start(&mut self.ctx);
        }
    }

    fn find_line(&mut self) {
        let timeline = self.conversations.open_group();
        let is_there = |it: &&Timeline| {
            let can_go_on = matches!(*it.older, Older::More | Older::Beginning);
            *it.load == Load::Ready && !it.stale && !it.is_saved() && can_go_on
        };
        let timeline = timeline.and_then(|group| self.timelines.get(group));
        let Some(timeline) = timeline.filter(is_there) else {
            return;
        };
        match self.reads.find_line(timeline) {
            LineSearch::Settled => {}
            LineSearch::Found { row, opens } => {
                if opens && !self.returning.is_under_way() {
                    let offset = LINE_AT;
                    self.returning.found(ReadingPosition { row, offset });
                }
            }
            LineSearch::LoadOlder => {
                let group = timeline.group.clone();
                self.timelines.load_older(&mut self.ctx, &group);
            }
        }
    }

    /// The last own message of the open conversation that others have read.
    pub(super) fn seen_view(&self, timeline: &Timeline) -> Option<SeenView> {
        let me = self.my_handle();
        let row = self.conversations.get(&timeline.group)?;
        let others = row.members.iter().flatten();
        let others: Vec<&PersonId> = others
            .filter(|one| !same_handle(&one.handle, &me))
            .map(|one| &one.user_uuid)
            .collect();
        self.reads.seen(timeline, &others)
    }
}
