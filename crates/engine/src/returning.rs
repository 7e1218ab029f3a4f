//! Going back to where the reader was in a conversation, after a reload or by the browser's history.

use cruddur_contract::GroupId;

use crate::tracked::Tracked;
use crate::view::ReadingPosition;

/// So many older pages are read for it at most.
const PAGES: u8 = 20;

/// The way back, while it is being gone.
#[derive(Debug, Default)]
pub struct Returning {
    to: Option<GroupId>,
    pages_left: u8,
    /// Its row is loaded: the view scrolls there.
    found: Tracked<Option<ReadingPosition>>,
}

impl Returning {
    /// Begins in a conversation.
    pub fn begin(&mut self, group: GroupId) {
        self.to = Some(group);
        self.pages_left = PAGES;
        self.found.set(None);
    }

    /// The reader is there, or it cannot be found.
    pub fn end(&mut self) {
        self.to = None;
        self.found.set(None);
    }

    /// The conversation in which the row is still looked for.
    pub fn looks_in(&self) -> Option<&GroupId> {
        self.to.as_ref().filter(|_| self.found.is_none())
    }

    /// Whether it was begun and has not ended.
    pub fn is_under_way(&self) -> bool {
        self.to.is_some()
    }

    /// One more page is to be read. Returns whether it may.
    pub fn read_page(&mut self) -> bool {
        let may = self.pages_left > 0;
        self.pages_left = self.pages_left.saturating_sub(1);
        may
    }

    /// The row is loaded.
    pub fn found(&mut self, position: ReadingPosition) {
        self.found.set(Some(position));
    }

    /// Where the view is to scroll.
    pub fn target(&self) -> Option<&ReadingPosition> {
        self.found.as_ref()
    }

    /// Counts the changes of [`Returning::target`].
    pub fn revision(&self) -> u64 {
        self.found.revision()
    }
}
