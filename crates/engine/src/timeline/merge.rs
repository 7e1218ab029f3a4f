//! Merging pages and frames by id and version.

use cruddur_contract::person::same_handle;
use cruddur_contract::{MessageRow, Predecessor};

use super::{Entry, LoadedPage, Place, Timeline, at, lacks_predecessor, place};
use crate::api::Page;
use crate::view::{Announcement, Load, Older, RowKey, Trouble};

/// So many changes are remembered while a page is in flight.
const EARLY: usize = 100;

impl Timeline {
    /// Merges a page that was asked for. Returns whether it added a row or closed a gap.
    pub fn merge_page(&mut self, asked: &Page, page: LoadedPage, me: &str) -> bool {
        let gap_starts = self.gap_starts.len();
        if *asked == Page::Newest {
            if self.saved.set(false) {
                self.drop_unconfirmed(&page);
            }
            self.drop_disconnected(&page);
        }
        let oldest = self.oldest().cloned();
        let new = self.merge_rows(&page.rows, me);
        self.merge_early(me);
        self.hear_authors(&page.rows);
        // A page after a message that says there is nothing before it contradicts itself.
        if !matches!(asked, Page::After(_))
            && let Some(first) = page.rows.first().filter(|row| is_first(row))
        {
            self.drop_before(first);
        }
        self.join(asked, &page);
        let older = match asked {
            Page::Newest => {
                self.load.set(Load::Ready);
                self.stale = false;
                // An empty page beside rows was made before they were.
                page.rows.first().map(at) == self.rows.oldest().map(Entry::at)
            }
            Page::Before(id) => oldest.as_ref() == Some(id),
            Page::After(_) => false,
        };
        if older {
            self.older.set(if page.has_prev {
                Older::More
            } else {
                Older::Beginning
            });
        }
        self.check_beginning();
        let progress = new || self.gap_starts.len() < gap_starts;
        if !progress && *asked != Page::Newest {
            self.change_direction();
        }
        progress
    }

    /// Merges a row that came by a frame, `new`: of a message just sent. What lies before the oldest row
    /// here is left out: it comes with its page, and would open a gap as long as the whole conversation.
    pub fn merge_live(&mut self, row: &MessageRow, new: bool, me: &str) {
        let known = self.places.contains_key(&row.uuid);
        let oldest = self.rows.oldest().map(Entry::at);
        let begins = new && (oldest.is_none() || *self.load != Load::Ready);
        let within = oldest.is_some_and(|oldest| oldest < at(row));
        if known || begins || within {
            let row = self.with_known_name(row);
            self.merge_row(&row, me);
            if is_first(&row) {
                self.drop_before(&row);
            }
            self.check_beginning();
        } else if self.fetch.is_some() && self.early.len() < EARLY {
            self.early.push(row.clone());
        }
    }

    /// Applies the changes that were heard while a page was in flight to the rows it has brought.
    fn merge_early(&mut self, me: &str) {
        for row in std::mem::take(&mut self.early) {
            if self.places.contains_key(&row.uuid) {
                let row = self.with_known_name(&row).into_owned();
                self.merge_row(&row, me);
            }
        }
    }

    /// A page could not be loaded; what is shown stays.
    pub fn failed(&mut self, page: &Page, trouble: Trouble) {
        match page {
            Page::Before(id) if self.oldest() == Some(id) => {
                self.older.set(Older::Failed(trouble));
            }
            Page::Newest if *self.load != Load::Ready => {
                self.load.set(Load::Failed(trouble));
            }
            Page::Newest => self.stale = true,
            _ => {}
        }
    }

    /// Returns whether any message is new here.
    pub(super) fn merge_rows(&mut self, rows: &[MessageRow], me: &str) -> bool {
        rows.iter()
            .fold(false, |new, row| self.merge_row(row, me) | new)
    }

    /// Returns whether the message is new here. A row of the same id is replaced unless it is of a
    /// lower version.
    pub(super) fn merge_row(&mut self, row: &MessageRow, me: &str) -> bool {
        self.unconfirmed.remove(&row.uuid);
        let known = self
            .places
            .get(&row.uuid)
            .and_then(|at| self.rows.change((*at, &row.uuid)));
        if let Some(entry) = known {
            if entry.row.version <= row.version {
                // The time of a message never changes; so the order stays.
                let created_at = entry.row.created_at;
                entry.row = MessageRow {
                    created_at,
                    ..row.clone()
                };
            }
            return false;
        }
        self.insert(row, me);
        true
    }

    pub(super) fn insert(&mut self, row: &MessageRow, me: &str) {
        let mine = same_handle(&row.handle, me);
        let client = row
            .client_message_id
            .as_ref()
            .filter(|id| mine && RowKey::can_be(id) && !self.has_client(id));
        let key = match client {
            Some(id) => RowKey(id.0.clone()),
            None => RowKey::of_message(&row.uuid),
        };
        if let Some(id) = client {
            self.clients.insert(id.clone(), row.uuid.clone());
        }
        self.close(|rows, at| {
            rows.get((at.0, &at.1)).is_some_and(|entry| {
                matches!(&entry.row.previous_message_uuid, Predecessor::Message(id) if *id == row.uuid)
            })
        });
        if lacks_predecessor(row, &self.places) {
            self.gap_starts.push(place(row));
        }
        let at = place(row);
        let is_text = row.deleted_at.is_none() && row.system.is_none();
        if !mine && is_text && self.seen.as_ref().is_some_and(|seen| *seen < at) {
            self.announcements.push(Announcement {
                sender: row.display_name.clone(),
                text: row.message.clone(),
            });
        }
        self.places.insert(row.uuid.clone(), row.created_at);
        self.rows.insert(Entry {
            row: row.clone(),
            key,
            mine,
        });
    }

    /// Nothing comes before this row for this person: what is here from before is of a time when they were in the group
    /// and had not left it yet.
    fn drop_before(&mut self, first: &MessageRow) {
        let first = self.known_place(first);
        if self
            .rows
            .oldest()
            .is_some_and(|oldest| place(&oldest.row) < first)
        {
            self.keep_only(|at| *at >= first);
        }
    }

    pub(super) fn known_place(&self, row: &MessageRow) -> Place {
        let at = self.places.get(&row.uuid).unwrap_or(&row.created_at);
        (*at, row.uuid.clone())
    }
}

fn is_first(row: &MessageRow) -> bool {
    row.previous_message_uuid == Predecessor::First
}
