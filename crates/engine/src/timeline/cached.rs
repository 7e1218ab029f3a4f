//! The rows that are cached, and shown at the next start.

use cruddur_contract::MessageRow;

use super::Timeline;
use crate::api::MESSAGE_PAGE;
use crate::view::{Load, Older};

impl Timeline {
    /// The newest rows, without a gap, for the cache; `None` before the server has answered.
    pub fn newest_rows(&self) -> Option<Vec<&MessageRow>> {
        if *self.load != Load::Ready {
            return None;
        }
        let mut rows: Vec<&MessageRow> = Vec::new();
        for (entry, gap_before) in self.entries().rev().take(MESSAGE_PAGE) {
            rows.push(&entry.row);
            if gap_before {
                break;
            }
        }
        rows.reverse();
        Some(rows)
    }

    /// Shows the cached rows until the server has answered.
    pub fn hydrate(&mut self, rows: &[MessageRow], me: &str) {
        if *self.load != Load::Ready && !rows.is_empty() {
            for row in rows {
                if self.merge_row(row, me) {
                    self.unconfirmed.insert(row.uuid.clone());
                }
            }
            self.saved.set(true);
            self.older.set(Older::More);
        }
    }
}
