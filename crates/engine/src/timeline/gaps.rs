//! What is missing, and which page to ask for next.

use super::rows::Rows;
use super::{Entry, LoadedPage, Place, Timeline, place};
use crate::api::Page;
use crate::view::{Load, Older};
use cruddur_contract::Predecessor;

impl Timeline {
    pub(super) fn newest_gap(&self) -> Option<&Place> {
        let oldest = self.rows.oldest().map(Entry::at);
        let lacks = |at: &&Place| Some((at.0, &at.1)) != oldest && !self.held.contains(at);
        self.gap_starts.iter().filter(lacks).max()
    }

    /// The page to ask for now: the newest where something may have been missed, else one that fills
    /// the newest gap.
    pub fn next_page(&self) -> Option<Page> {
        if self.stale || *self.load != Load::Ready {
            return Some(Page::Newest);
        }
        let after = self.newest_gap()?;
        if self.backward {
            return Some(Page::Before(after.1.clone()));
        }
        let (Ok(place) | Err(place)) = self.rows.find((after.0, &after.1));
        let before = self.rows.range(0..place).next_back()?;
        Some(Page::After(before.row.uuid.clone()))
    }

    /// The page of older messages that the reader waits for.
    pub fn older_page(&self) -> Option<Page> {
        let waits = *self.older == Older::Loading;
        self.oldest().filter(|_| waits).cloned().map(Page::Before)
    }

    /// The gap cannot be filled from this end: the server does not know the message there any more, or
    /// has nothing to add.
    pub fn change_direction(&mut self) {
        self.backward = !self.backward;
    }

    /// What a page shows beside each other has nothing between: an element that could not be read, or
    /// that the server has lost, is no gap for ever. A place of the server's order is given before its message is written,
    /// so that this one may be missing yet: of late rows that name another predecessor nothing is certain.
    pub(super) fn join(&mut self, asked: &Page, page: &LoadedPage) {
        let from = usize::from(!matches!(asked, Page::After(_)));
        let beside = page.rows.iter().skip(from);
        let mut joined: Vec<Place> = beside.map(|row| self.known_place(row)).collect();
        if let Page::Before(id) = asked
            && (!page.rows.is_empty() || !page.has_prev)
            && let Some(at) = self.places.get(id)
        {
            joined.push((*at, id.clone()));
        }
        if *asked == Page::Newest {
            self.held.clear();
        }
        let (certain, late): (Vec<Place>, Vec<Place>) = joined
            .into_iter()
            .partition(|(at, _)| page.settled_until.is_none_or(|until| *at < until));
        self.close(|_, at| certain.contains(at));
        let gap_starts = &self.gap_starts;
        self.held.extend(late);
        self.held.retain(|at| gap_starts.contains(at));
    }

    /// Whether something is to be read again once it is certain.
    pub fn is_held(&self) -> bool {
        !self.held.is_empty()
    }

    /// Nothing is missing any more before these rows.
    pub(super) fn close(&mut self, is_closed: impl Fn(&Rows, &Place) -> bool) {
        let rows = &mut self.rows;
        self.gap_starts.retain(|at| {
            let closed = is_closed(rows, at);
            if closed && let Ok(place) = rows.find((at.0, &at.1)) {
                rows.changed(place);
            }
            !closed
        });
    }

    /// The oldest row tells whether it is the beginning, whatever a page said that did not hold it.
    pub(super) fn check_beginning(&mut self) {
        let Some(entry) = self.rows.oldest() else {
            return;
        };
        if entry.row.previous_message_uuid == Predecessor::First {
            self.older.set(Older::Beginning);
        } else if *self.older == Older::Beginning && self.gap_starts.contains(&place(&entry.row)) {
            self.older.set(Older::More);
        }
    }
}
