//! Which part of the list a page is: from the end of the page before it to its own.

use cruddur_contract::{GroupRow, Timestamp};

/// So many are remembered: a reading from the top, and where paging stands.
const MOST: usize = 8;

/// The time of the last row of each page, by the query of the next.
#[derive(Debug, Default)]
pub(super) struct PageEnds(Vec<(String, Timestamp)>);

impl PageEnds {
    /// Between which times a page has all rows, both excluded; `None`: there is no limit.
    pub(super) fn range(
        &mut self,
        rows: &[GroupRow],
        older: Option<&str>,
        next: Option<&str>,
    ) -> (Option<Timestamp>, Option<Timestamp>) {
        let times = || rows.iter().map(|row| row.created_at);
        let before = older.and_then(|query| self.0.iter().find(|(known, _)| known == query));
        let to = before.map(|(_, end)| *end);
        // Where the page before is not known, the page speaks for its own rows only; an empty one for none.
        let unknown = || times().max().unwrap_or(Timestamp::EPOCH);
        let to = older.map(|_| to.unwrap_or_else(unknown));
        let from = next.and_then(|query| {
            let end = times().min()?;
            self.0.retain(|(known, _)| known != query);
            if self.0.len() == MOST {
                self.0.remove(0);
            }
            self.0.push((query.to_owned(), end));
            Some(end)
        });
        (from, to)
    }
}
