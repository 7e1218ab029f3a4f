//! What the read markers ask of a conversation's rows.

use cruddur_contract::Timestamp;

use super::{Entry, Timeline};
use crate::view::Older;

impl Timeline {
    /// The time of the newest message.
    pub fn newest_time(&self) -> Option<Timestamp> {
        self.rows.newest().map(|entry| entry.row.created_at)
    }

    /// The messages after this time, newest first, each with whether it is the person's own.
    pub fn later_than(&self, at: Timestamp) -> impl Iterator<Item = (Timestamp, bool)> {
        let later = self.rows.iter().rev();
        later
            .map(|entry| (entry.row.created_at, entry.mine))
            .take_while(move |(created_at, _)| *created_at > at)
    }

    /// The first message of others after this time.
    pub fn first_of_others_after(&self, at: Timestamp) -> Option<&Entry> {
        let later = self.rows.iter().rev();
        later
            .take_while(|entry| entry.row.created_at > at)
            .filter(|entry| !entry.mine)
            .last()
    }

    /// The first of the last so many messages of others; `None` where not all of them are loaded.
    pub fn first_of_last_others(&self, count: usize) -> Option<&Entry> {
        let mut others = self.rows.iter().rev().filter(|entry| !entry.mine);
        if *self.older == Older::Beginning {
            return others.take(count).last();
        }
        others.nth(count.checked_sub(1)?)
    }

    /// The last message that somebody else wrote.
    pub fn last_written_by_others(&self) -> Option<&Entry> {
        let mut newest_first = self.rows.iter().rev();
        newest_first.find(|entry| !entry.mine && entry.row.system.is_none())
    }

    /// The last own message that is not later than this, looked for among so many.
    pub fn last_own_until(&self, at: Timestamp, looked_at: usize) -> Option<&Entry> {
        let until = self
            .rows
            .partition_point(|entry| entry.row.created_at <= at);
        let is_own = |entry: &&Entry| {
            entry.mine && entry.row.system.is_none() && entry.row.deleted_at.is_none()
        };
        let newest_first = self.rows.range(0..until).rev();
        newest_first.take(looked_at).find(is_own)
    }
}
