//! What a screen reader announces: messages of others that have just come in.

use super::{Timeline, place};
use crate::view::Announcement;

impl Timeline {
    /// What others have written since this was last asked for, each message once. What is filled in
    /// before the newest message that was shown is history; so is all there is at the first call after
    /// [`Timeline::entered`].
    pub fn take_announcements(&mut self) -> Vec<Announcement> {
        if self.seen.is_none() || self.newest_gap().is_none() {
            self.seen = self.rows.newest().map(|entry| place(&entry.row));
        }
        std::mem::take(&mut self.announcements)
    }

    /// The reader comes to this conversation.
    pub fn entered(&mut self) {
        self.seen = None;
        self.announcements.clear();
    }
}
