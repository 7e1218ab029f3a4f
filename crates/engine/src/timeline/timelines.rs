//! The timelines of all conversations that were opened, and the pages they ask for.

use std::collections::HashMap;

use cruddur_contract::{GroupId, GroupRow, MessageRow, Timestamp};

use super::{LoadedPage, Timeline};
use crate::api::{Call, Page};
use crate::ctx::Ctx;
use crate::effect::RequestId;
use crate::http::Failure;
use crate::view::{Load, Older};

/// Timelines by conversation.
#[derive(Debug, Default)]
pub struct Timelines(HashMap<GroupId, Timeline>);

/// What became of a page.
#[derive(Debug)]
pub enum PageOutcome {
    /// Nobody waits for it any more, or it cannot be used yet.
    Unused,
    /// It was merged.
    Merged {
        /// It was asked for after all answers to sends: what it lacks lies before it.
        complete: bool,
        /// It added a row or closed a gap.
        progress: bool,
    },
    /// It could not be had.
    Failed(Failure),
}

/// What is tried again later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Nothing.
    None,
    /// What could not be read.
    Page,
    /// A gap that could not be filled.
    Gap,
    /// A gap that may be one, until its rows are older.
    Held,
}

impl Timelines {
    /// The timeline of a conversation.
    pub fn get(&self, group: &GroupId) -> Option<&Timeline> {
        self.0.get(group)
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, group: &GroupId) -> Option<&mut Timeline> {
        self.0.get_mut(group)
    }

    /// The timeline of a conversation, an empty one where there was none.
    pub fn get_or_create(&mut self, group: &GroupId) -> &mut Timeline {
        let new = || Timeline::new(group.clone());
        self.0.entry(group.clone()).or_insert_with(new)
    }

    /// The timeline of a conversation that has just begun.
    pub fn get_or_begin(&mut self, group: &GroupId) -> &mut Timeline {
        let begun = || Timeline::begun(group.clone());
        self.0.entry(group.clone()).or_insert_with(begun)
    }

    /// Forgets a conversation. Returns the request whose answer nobody waits for any more.
    pub fn forget(&mut self, group: &GroupId) -> Option<RequestId> {
        self.0.remove(group)?.fetch?.0
    }

    /// Whether a call that waited for a token is still to be made.
    pub fn wants(&self, group: &GroupId, page: &Page) -> bool {
        let fetch = self.get(group).and_then(|timeline| timeline.fetch.as_ref());
        fetch.is_some_and(|(_, asked)| asked == page)
    }

    /// How many conversations have a timeline, and how many messages all of them hold.
    pub fn counts(&self) -> (usize, usize) {
        (self.0.len(), self.0.values().map(Timeline::count).sum())
    }

    /// The reader comes to a conversation.
    pub fn enter(&mut self, group: &GroupId) {
        self.get_or_create(group).entered();
    }

    /// The reader leaves a conversation.
    pub fn leave(&mut self, group: &GroupId) {
        if let Some(timeline) = self.get_mut(group) {
            timeline.left();
        }
    }

    /// Asks for what an opened conversation lacks. Without frames nothing else brings what happened
    /// while it was not open.
    pub fn load_opened(&mut self, ctx: &mut Ctx, group: &GroupId, hears_frames: bool) {
        let complete =
            |timeline: &Timeline| *timeline.load == Load::Ready && !timeline.stale && hears_frames;
        if self.get(group).is_some_and(complete) {
            self.load_next(ctx, group);
        } else {
            self.refresh(ctx, group);
        }
    }

    /// The person wants to see whether it can be loaded now.
    pub fn reload(&mut self, ctx: &mut Ctx, group: &GroupId) {
        if let Some(timeline) = self.get_mut(group)
            && *timeline.load != Load::Ready
        {
            timeline.load.set(Load::Waiting);
        }
        self.refresh(ctx, group);
    }

    /// Reads the newest page of this conversation, and what it shows to be missing.
    pub fn refresh(&mut self, ctx: &mut Ctx, group: &GroupId) {
        if let Some(timeline) = self.get_mut(group) {
            timeline.stale = true;
            timeline.again = timeline.fetch.is_some();
            self.load_next(ctx, group);
        }
    }

    /// Asks for the page this conversation lacks, if it does and none is in flight.
    pub fn load_next(&mut self, ctx: &mut Ctx, group: &GroupId) {
        let Some(timeline) = self.get_mut(group).filter(|t| t.fetch.is_none()) else {
            return;
        };
        if let Some(page) = timeline.older_page().or_else(|| timeline.next_page()) {
            // Noted before the call, which may wait for a token: one page at a time.
            timeline.fetch = Some((None, page.clone()));
            let group = group.clone();
            ctx.call(Call::Messages { group, page });
        }
    }

    /// The reader wants older messages: at once, or when the page in flight has come.
    pub fn load_older(&mut self, ctx: &mut Ctx, group: &GroupId) {
        let can = |timeline: &&mut Timeline| {
            timeline.oldest().is_some()
                && !timeline.is_saved()
                && matches!(*timeline.older, Older::More | Older::Failed(_))
        };
        if let Some(timeline) = self.get_mut(group).filter(can) {
            timeline.older.set(Older::Loading);
            self.load_next(ctx, group);
        }
    }

    /// What is proved to be missing from the open conversation is read at once. Before the first page
    /// nothing is proved: it may hold the rest.
    pub fn fill_gap(&mut self, ctx: &mut Ctx, group: &GroupId) {
        let ready = |timeline: &Timeline| *timeline.load == Load::Ready && !timeline.stale;
        if self.get(group).is_some_and(ready) {
            self.load_next(ctx, group);
        }
    }

    /// This request asks for that page.
    pub fn requested(&mut self, id: RequestId, group: &GroupId, page: &Page) {
        if let Some(timeline) = self.get_mut(group) {
            timeline.fetch = Some((Some(id), page.clone()));
        }
    }

    /// Frames may have been missed in all of them.
    pub fn mark_all_stale(&mut self) {
        for timeline in self.0.values_mut() {
            timeline.stale = true;
        }
    }

    /// The list names a last message that the conversation does not hold: its frame was lost, or comes
    /// later. Returns whether so.
    pub fn compare_with_list(&mut self, row: &GroupRow) -> bool {
        let Some(timeline) = self.get_mut(&row.uuid) else {
            return false;
        };
        let last = row.last_message_uuid.as_ref();
        let lacks = last.is_some_and(|id| timeline.get(id).is_none());
        let missed = lacks && *timeline.load == Load::Ready;
        timeline.stale |= missed;
        missed
    }

    /// Takes the names that a row of the list has. Returns whether rows of the conversation were renamed.
    pub fn hear_members(&mut self, row: &GroupRow) -> bool {
        let timeline = self.get_mut(&row.uuid);
        timeline.is_some_and(|timeline| timeline.hear_members(row))
    }

    /// Merges a row that came by a frame, `new`: of a message just taken. Returns whether there is a
    /// timeline for it.
    pub fn merge_live(&mut self, group: &GroupId, row: &MessageRow, new: bool, me: &str) -> bool {
        let timeline = self.get_mut(group);
        let known = timeline.is_some();
        if let Some(timeline) = timeline {
            timeline.merge_live(row, new, me);
        }
        known
    }

    /// A page came, or could not be had; `unclear`: one's own message is in flight, and nothing would
    /// tell which row of the page it is. Its answer has the page read again.
    pub fn loaded(
        &mut self,
        id: RequestId,
        group: &GroupId,
        page: &Page,
        loaded: Result<LoadedPage, Failure>,
        (me, unclear): (&str, bool),
    ) -> PageOutcome {
        let asked = |timeline: &&mut Timeline| matches!(&timeline.fetch, Some((fetch, _)) if *fetch == Some(id));
        let Some(timeline) = self.get_mut(group).filter(asked) else {
            return PageOutcome::Unused;
        };
        timeline.fetch = None;
        let again = std::mem::take(&mut timeline.again);
        let loaded = match loaded {
            Ok(loaded) => loaded,
            Err(failure) => return PageOutcome::Failed(failure),
        };
        if unclear {
            timeline.stale = true;
            return PageOutcome::Unused;
        }
        let progress = timeline.merge_page(page, loaded, me);
        timeline.stale |= again;
        PageOutcome::Merged {
            complete: *page == Page::Newest && !again,
            progress,
        }
    }

    /// Goes on after a page was merged.
    pub fn after_page(
        &mut self,
        ctx: &mut Ctx,
        group: &GroupId,
        page: &Page,
        progress: bool,
    ) -> Retry {
        let wished = self.get(group).and_then(Timeline::older_page);
        if progress || *page == Page::Newest || wished.is_some() {
            self.load_next(ctx, group);
            let is_done = |timeline: &Timeline| timeline.fetch.is_none() && timeline.is_held();
            return match self.get(group).is_some_and(is_done) {
                true => Retry::Held,
                false => Retry::None,
            };
        }
        self.retry_gap(group)
    }

    /// Goes on after a page could not be had.
    pub fn after_failure(
        &mut self,
        ctx: &mut Ctx,
        group: &GroupId,
        page: &Page,
        failure: &Failure,
    ) -> Retry {
        let Some(timeline) = self.get_mut(group) else {
            return Retry::None;
        };
        let older = matches!(page, Page::Before(id) if timeline.oldest() == Some(id));
        timeline.failed(page, failure.clone().trouble());
        if older {
            // The reader tries that again. What else is missing has waited for this page.
            self.load_next(ctx, group);
            return Retry::None;
        }
        match (failure.is_passing(), *page == Page::Newest) {
            (true, _) => return Retry::Page,
            (false, true) => return Retry::None,
            (false, false) => {}
        }
        // The message to go on from is refused: the newest page first, then the gap's other end.
        timeline.stale = true;
        timeline.change_direction();
        if matches!(page, Page::After(_)) {
            self.load_next(ctx, group);
            return Retry::None;
        }
        self.retry_gap(group)
    }

    fn retry_gap(&self, group: &GroupId) -> Retry {
        match self.get(group) {
            Some(timeline) if timeline.next_page().is_some() => Retry::Gap,
            Some(timeline) if timeline.is_held() => Retry::Held,
            _ => Retry::None,
        }
    }

    /// The newest time of a conversation; `None`: not known yet, and it is asked for.
    pub fn newest_time(&mut self, ctx: &mut Ctx, group: &GroupId) -> Option<Timestamp> {
        let timeline = self.get_or_create(group);
        if *timeline.load == Load::Ready {
            let newest = timeline.entries().next_back();
            return Some(newest.map_or(Timestamp::EPOCH, |(entry, _)| entry.row.created_at));
        }
        if timeline.fetch.is_none() {
            self.refresh(ctx, group);
        }
        None
    }
}
