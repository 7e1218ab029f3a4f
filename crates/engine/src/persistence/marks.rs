//! How far the person has read, or what they have marked as unread, until the server has it.

use std::collections::{HashMap, HashSet};

use cruddur_contract::GroupId;

use super::record::{Decoded, decode, encode};
use super::{Persistence, StoreKey};
use crate::ctx::Ctx;
use crate::effect::StoreChange;
use crate::reads::Mark;

/// Marks by conversation.
#[derive(Debug, Default)]
pub struct Marks {
    wanted: HashMap<GroupId, Mark>,
    /// The conversations with a stored mark.
    stored: HashSet<GroupId>,
}

impl Marks {
    /// Takes a stored mark.
    pub(super) fn loaded(&mut self, group: &GroupId, stored: &str) -> Option<Mark> {
        self.stored.insert(group.clone());
        match decode(stored) {
            Decoded::Current(mark) => Some(mark),
            Decoded::Later | Decoded::Unversioned => None,
        }
    }

    /// What is to be stored for a conversation: a mark, its deletion, or nothing.
    pub(super) fn change(&mut self, group: &GroupId) -> Option<StoreChange> {
        let value = self.wanted.get(group).map(encode);
        let was_stored = self.stored.remove(group);
        if value.is_some() {
            self.stored.insert(group.clone());
        }
        (was_stored || value.is_some()).then(|| StoreChange {
            key: StoreKey::Mark(group.clone()).to_string(),
            value,
        })
    }
}

impl Persistence {
    /// The mark that the server is to be told of; `None`: it has it. Reading is stored in a moment, because the server has
    /// mostly been told by then. A mark as unread, which the person asked for, is stored at once.
    pub fn mark_changed(&mut self, ctx: &mut Ctx, group: &GroupId, mark: Option<&Mark>) {
        if self.marks.wanted.get(group) == mark {
            return;
        }
        match mark {
            Some(mark) => self.marks.wanted.insert(group.clone(), mark.clone()),
            None => self.marks.wanted.remove(group),
        };
        let at_once = self.ready && matches!(mark, Some(Mark::Unread { .. }));
        if !at_once {
            self.schedule(ctx, StoreKey::Mark(group.clone()));
        } else if let Some(change) = self.marks.change(group) {
            self.write(ctx, vec![change]);
        }
    }
}
