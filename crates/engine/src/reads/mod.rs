//! What the person has read, and the others.
//!
//! The server's row of a conversation has a count of unread messages: that is the truth. Over it lie the messages that
//! were heard of since, and what the person has read here and the server does not show yet. Nothing is ever subtracted,
//! so frames may come in any order and more than once.

mod count;
mod marking;
mod receipts;
#[cfg(test)]
mod tests;
mod visit;

use std::collections::BTreeMap;

use cruddur_contract::{GroupId, GroupRow, MessageId, Timestamp};
use rustc_hash::FxHashMap;

use self::marking::Marking;
pub use self::marking::{Mark, MarkOutcome};
use self::receipts::Receipts;
pub use self::visit::LineSearch;
use self::visit::Visit;
use crate::tracked::Tracked;

/// So many messages that were heard of are remembered until the server's row tells of them.
const HEARD: usize = 1_000;

/// Read markers and receipts of all conversations.
#[derive(Debug, Default)]
pub struct Reads {
    groups: FxHashMap<GroupId, State>,
    /// Conversations whose count is to be computed again.
    dirty: Vec<GroupId>,
    /// The server has shown that it keeps read markers.
    is_supported: bool,
    /// Marks of an earlier page, until it is known that this tab leads.
    stored: Vec<(GroupId, Mark)>,
    visit: Tracked<Visit>,
}

/// What is known of one conversation.
#[derive(Debug, Default)]
struct State {
    row: Option<Row>,
    /// Messages heard of, and whether they are the person's own; later than the row.
    heard: BTreeMap<Timestamp, bool>,
    marking: Option<Marking>,
    receipts: Receipts,
}

/// What the server's row says.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    /// The last message it knows of.
    at: Timestamp,
    version: u64,
    unread: u64,
    last_read: Option<MessageId>,
    /// From the cache, which holds the counts that were shown: no proof of what the server has.
    is_cached: bool,
}

impl Reads {
    /// Whether the server has shown that it keeps read markers.
    pub fn are_kept(&self) -> bool {
        self.is_supported
    }

    /// Counts the changes of what the open conversation shows.
    pub fn revision(&self) -> u64 {
        self.visit.revision()
    }

    /// Takes a row of the list, from wherever, unless a newer one is known. A row is newer when its last message or its
    /// marker is: both only move forward.
    pub fn row(&mut self, row: &GroupRow) {
        self.take_row(row, false);
    }

    fn take_row(&mut self, row: &GroupRow, is_cached: bool) {
        let Some(unread) = row.unread_count else {
            return;
        };
        if !self.is_supported {
            self.is_supported = true;
            self.visit.get_mut();
        }
        let new = Row {
            at: row.created_at,
            version: row.read_version.unwrap_or(0),
            unread,
            last_read: row.last_read_message_uuid.clone(),
            is_cached,
        };
        // Also by an older row: the list shows it.
        self.touch(&row.uuid);
        let state = self.groups.entry(row.uuid.clone()).or_default();
        let known = state.row.as_ref();
        if known.is_some_and(|known| (known.at, known.version) > (new.at, new.version)) {
            return;
        }
        while state.heard.keys().next().is_some_and(|at| *at <= new.at) {
            state.heard.pop_first();
        }
        if state
            .marking
            .as_ref()
            .is_some_and(|it| it.is_shown_by(&new))
        {
            state.marking = None;
        }
        state.row = Some(new);
    }

    /// Takes a row of the cache, which the server's replace.
    pub fn cached_row(&mut self, row: &GroupRow) {
        let known = self.groups.get(&row.uuid);
        if known.is_none_or(|state| state.row.is_none()) {
            self.take_row(row, true);
        }
    }

    /// A message was heard of.
    pub fn heard(&mut self, group: &GroupId, at: Timestamp, mine: bool) {
        let state = self.groups.entry(group.clone()).or_default();
        if state.row.as_ref().is_some_and(|row| row.at >= at) || state.heard.len() >= HEARD {
            return;
        }
        if state.heard.insert(at, mine).is_none() {
            self.touch(group);
        }
    }

    /// What the conversation shows may have changed its count.
    pub fn touch(&mut self, group: &GroupId) {
        if !self.dirty.contains(group) {
            self.dirty.push(group.clone());
        }
        if self.visit.is_of(group) {
            self.visit.get_mut();
        }
    }

    /// The conversations whose count is to be computed again.
    pub fn take_dirty(&mut self) -> Vec<GroupId> {
        std::mem::take(&mut self.dirty)
    }
}
