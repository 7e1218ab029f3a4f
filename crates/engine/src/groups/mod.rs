//! Groups: starting one, who is in it, and conversations that are closed because the person is in them no more.
//!
//! Frames come late, twice and in any order, so none of them alone closes or opens a conversation for good: the app asks
//! the server for that one row, and what it answers counts ([`Departures`]).

mod calls;
mod departures;
mod record;
mod tasks;
mod view;

use std::collections::BTreeMap;

use cruddur_contract::{GroupId, GroupRow, Timestamp};

pub use self::calls::GroupCall;
pub use self::departures::{Departures, Verdict};
pub use self::record::StartRecord;
pub use self::tasks::Tasks;
pub use self::view::*;
use crate::tracked::Tracked;

/// What is being done about groups, and which are closed.
#[derive(Debug, Default)]
pub struct Groups {
    pub tasks: Tasks,
    pub departures: Departures,
    /// Rows of conversations that were asked for one by one: the list does not reach so far.
    single: Tracked<BTreeMap<GroupId, GroupRow>>,
    /// Groups whose rows have to follow, and from when they are to be.
    expected: BTreeMap<GroupId, Timestamp>,
}

impl Groups {
    /// Counts the changes of what the open conversation shows.
    pub fn revision(&self) -> u64 {
        self.departures.revision() + self.single.revision()
    }

    /// A conversation's own row came.
    pub fn keep(&mut self, row: GroupRow) {
        self.single.get_mut().insert(row.uuid.clone(), row);
    }

    /// The row of a conversation that was asked for alone.
    pub fn single(&self, group: &GroupId) -> Option<&GroupRow> {
        self.single.get(group)
    }

    /// A group's row of this time or later has to follow. Returns whether it is the first.
    pub fn expect_row(&mut self, group: GroupId, at: Timestamp) -> bool {
        let is_first = self.expected.is_empty();
        let known = self.expected.entry(group).or_insert(at);
        *known = at.max(*known);
        is_first
    }

    /// The rows that had to follow.
    pub fn take_expected(&mut self) -> BTreeMap<GroupId, Timestamp> {
        std::mem::take(&mut self.expected)
    }

    pub fn forget(&mut self, group: &GroupId) {
        if self.single.contains_key(group) {
            self.single.get_mut().remove(group);
        }
    }
}
