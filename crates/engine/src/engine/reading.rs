//! The reader's position in the open conversation.

use super::Engine;
use crate::view::{Load, Older, ReadingPosition};

impl Engine {
    /// The reader has scrolled; `None`: to the newest message.
    pub(super) fn position_seen(&mut self, position: Option<ReadingPosition>) {
        // Shown at its newest message until the earlier position is found.
        if position.is_none() && self.returning.is_under_way() {
            return;
        }
        self.returning.end();
        if let Some(group) = self.conversations.open_group() {
            self.persistence
                .position_seen(&mut self.ctx, group, position);
        }
    }

    /// The page was reloaded, or the browser's history led here.
    pub(super) fn return_to_position(&mut self) {
        if let Some(group) = self.conversations.open_group() {
            self.returning.begin(group.clone());
            self.go_on_returning();
        }
    }

    /// Looks for the row of the earlier position, in older pages where it is not loaded.
    pub(super) fn go_on_returning(&mut self) {
        let Some(group) = self.returning.looks_in().cloned() else {
            return;
        };
        if !self.persistence.is_ready() {
            return;
        }
        let Some(position) = self.persistence.position(&group).cloned() else {
            return self.returning.end();
        };
        let Some(timeline) = self.timelines.get(&group) else {
            return;
        };
        if timeline.has_row(&position.row) {
            return self.returning.found(position);
        }
        if *timeline.load != Load::Ready || timeline.is_saved() {
            return;
        }
        match *timeline.older {
            Older::Loading => {}
            Older::More if self.returning.read_page() => {
                self.timelines.load_older(&mut self.ctx, &group);
            }
            _ => self.returning.end(),
        }
    }
}
