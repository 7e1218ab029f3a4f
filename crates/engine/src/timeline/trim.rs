//! Rows that are dropped, to be read again when they are asked for.

use cruddur_contract::{MessageRow, Predecessor};

use super::{Entry, LoadedPage, Place, Timeline, at, lacks_predecessor, place};
use crate::view::Older;

/// So many rows stay of a conversation that is left.
const STAY: usize = 200;

impl Timeline {
    /// The reader leaves this conversation. To come back to it is to begin at its newest message: what is
    /// far from there and can be read again is forgotten, so that this costs the same however much was
    /// read.
    pub fn left(&mut self) {
        let Some(far) = self.rows.len().checked_sub(STAY) else {
            return;
        };
        let first = self.rows.range(far..self.rows.len()).next();
        let can = |entry: &&Entry| {
            far > 0
                && self.fetch.is_none()
                && matches!(entry.row.previous_message_uuid, Predecessor::Message(_))
        };
        if let Some(first) = first.filter(can).map(|entry| place(&entry.row)) {
            self.keep_only(|at| *at >= first);
            self.older.set(Older::More);
        }
    }

    /// A newest page that meets nothing that is here: where rows do not name their predecessors nobody
    /// can say what lies between, so what is here from before goes, to be read again by paging back.
    /// What came after the page was made stays.
    pub(super) fn drop_disconnected(&mut self, page: &LoadedPage) {
        let Some(first) = page.rows.first() else {
            return;
        };
        let meets = |row: &MessageRow| self.places.contains_key(&row.uuid);
        if first.previous_message_uuid != Predecessor::Unknown || page.rows.iter().any(meets) {
            return;
        }
        let first = place(first);
        self.keep_only(|at| *at >= first);
    }

    /// Drops cached rows that the newest page does not confirm, also later ones: a server that was restored from a
    /// backup does not have them any more. What the server has sent since the page was made stays.
    pub(super) fn drop_unconfirmed(&mut self, page: &LoadedPage) {
        let last = page.rows.iter().map(|row| self.known_place(row)).max();
        let unconfirmed = std::mem::take(&mut self.unconfirmed);
        for row in page
            .rows
            .iter()
            .filter(|row| unconfirmed.contains(&row.uuid))
        {
            // Whatever version the cache had: an edit may be lost with the backup, too.
            if let Some(entry) = self.rows.change(at(row)) {
                entry.row.version = None;
            }
        }
        self.keep_only(|at| {
            let is_later = last.as_ref().is_none_or(|last| at > last);
            is_later && !unconfirmed.contains(&at.1) || page.rows.iter().any(|row| row.uuid == at.1)
        });
    }

    pub(super) fn keep_only(&mut self, stays: impl Fn(&Place) -> bool) {
        let places = &mut self.places;
        self.rows.retain(|entry| {
            let stays = stays(&place(&entry.row));
            if !stays {
                places.remove(&entry.row.uuid);
            }
            stays
        });
        let places = &self.places;
        self.clients.retain(|_, id| places.contains_key(id));
        // A row may have lost the one before it.
        let gap_starts = self
            .rows
            .iter()
            .filter(|entry| lacks_predecessor(&entry.row, places));
        self.gap_starts = gap_starts.map(|entry| place(&entry.row)).collect();
    }
}
