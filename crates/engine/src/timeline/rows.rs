//! The rows of a conversation in the server's order, and which of them changed since they were shown.

use std::collections::VecDeque;
use std::collections::vec_deque::Iter;
use std::ops::Range;

use cruddur_contract::{MessageId, Timestamp};

use super::Entry;

/// Entries by time and id, each once. Rows come in at both ends, seldom between.
#[derive(Debug, Default)]
pub(super) struct Rows {
    list: VecDeque<Entry>,
    /// So many at the beginning are as they were shown last…
    before: usize,
    /// …and so many at the end.
    after: usize,
    revision: u64,
}

impl Rows {
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn iter(&self) -> Iter<'_, Entry> {
        self.list.iter()
    }

    pub(super) fn range(&self, range: Range<usize>) -> Iter<'_, Entry> {
        self.list.range(range)
    }

    pub(super) fn oldest(&self) -> Option<&Entry> {
        self.list.front()
    }

    pub(super) fn newest(&self) -> Option<&Entry> {
        self.list.back()
    }

    /// How many entries at the beginning are so.
    pub(super) fn partition_point(&self, is_before: impl FnMut(&Entry) -> bool) -> usize {
        self.list.partition_point(is_before)
    }

    /// Where this entry is, or would be.
    pub(super) fn find(&self, at: (Timestamp, &MessageId)) -> Result<usize, usize> {
        self.list.binary_search_by(|entry| entry.at().cmp(&at))
    }

    pub(super) fn get(&self, at: (Timestamp, &MessageId)) -> Option<&Entry> {
        self.list.get(self.find(at).ok()?)
    }

    /// The entry, to be changed.
    pub(super) fn change(&mut self, at: (Timestamp, &MessageId)) -> Option<&mut Entry> {
        let place = self.find(at).ok()?;
        self.changed(place);
        self.list.get_mut(place)
    }

    /// Changes entries; `change` tells which. Returns whether there was any.
    pub(super) fn change_all(&mut self, mut change: impl FnMut(&mut Entry) -> bool) -> bool {
        let mut any = false;
        for place in 0..self.len() {
            if self.list.get_mut(place).is_some_and(&mut change) {
                self.changed(place);
                any = true;
            }
        }
        any
    }

    pub(super) fn insert(&mut self, entry: Entry) {
        let (Ok(place) | Err(place)) = self.find(entry.at());
        self.list.insert(place, entry);
        self.changed(place);
    }

    /// What is shown of this entry is another now.
    pub(super) fn changed(&mut self, place: usize) {
        self.revision += 1;
        self.before = self.before.min(place);
        self.after = self.after.min(self.len() - 1 - place);
    }

    pub(super) fn retain(&mut self, stays: impl FnMut(&Entry) -> bool) {
        self.list.retain(stays);
        (self.before, self.after) = (0, 0);
        self.revision += 1;
    }

    /// Counts the changes.
    pub(super) fn revision(&self) -> u64 {
        self.revision
    }

    /// How many rows at the beginning and at the end are as they were at the last call.
    pub(super) fn take_unchanged(&mut self) -> (usize, usize) {
        let all = self.len();
        let unchanged = (self.before, self.after.min(all - self.before));
        (self.before, self.after) = (all, all);
        unchanged
    }
}
