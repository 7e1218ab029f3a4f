//! A row of the list, merged from what comes in any order.
//!
//! A row says two things: what was written last, which frames of messages tell too, and who is in the conversation and
//! what it is called, which only rows tell. Each part is as new as the newest row it was taken from.

use cruddur_contract::{GroupId, GroupRow, Timestamp};
use rustc_hash::FxHashMap;

/// The time of the row that each conversation's members were taken from.
#[derive(Debug, Default)]
pub(super) struct Memberships(FxHashMap<GroupId, Timestamp>);

impl Memberships {
    /// When the members were as the list has them.
    pub(super) fn at(&self, group: &GroupId) -> Option<Timestamp> {
        self.0.get(group).copied()
    }

    pub(super) fn forget(&mut self, group: &GroupId) {
        self.0.remove(group);
    }

    /// The known row with what is newer in this one.
    pub(super) fn merge(&mut self, known: Option<&GroupRow>, row: GroupRow) -> GroupRow {
        let at = row.created_at;
        let newest = self.at(&row.uuid);
        let is_newest = newest.is_none_or(|newest| newest <= at);
        if is_newest {
            self.0.insert(row.uuid.clone(), at);
        }
        let Some(known) = known else {
            return row;
        };
        match (known.created_at <= at, is_newest) {
            (true, true) => row,
            (true, false) => with_members_of(row, known),
            (false, true) => with_members_of(known.clone(), &row),
            (false, false) => known.clone(),
        }
    }
}

fn with_members_of(row: GroupRow, other: &GroupRow) -> GroupRow {
    let other = other.clone();
    GroupRow {
        display_name: other.display_name,
        handle: other.handle,
        user_uuid: other.user_uuid,
        title: other.title,
        members: other.members,
        member_count: other.member_count,
        created_by: other.created_by,
        ..row
    }
}
