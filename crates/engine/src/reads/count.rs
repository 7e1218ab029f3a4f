//! How many messages are unread.

use std::collections::BTreeMap;

use cruddur_contract::{GroupId, Timestamp};

use super::marking::Mark;
use super::{Reads, Row, State};
use crate::timeline::Timeline;

impl Reads {
    /// How many messages of a conversation are unread; `None` where the server does not say.
    pub fn unread(&self, group: &GroupId, timeline: Option<&Timeline>) -> Option<u64> {
        let state = self.groups.get(group)?;
        let row = state.row.as_ref()?;
        let known = state.counted(row, timeline);
        Some(match state.marking.as_ref().map(|it| &it.mark) {
            None => known,
            Some(Mark::Read { at, .. }) => {
                let after = state.later_than(*at, timeline);
                known.min(others_after_own(&after).1)
            }
            Some(Mark::Unread { until }) => {
                match others_after_own(&state.later_than(*until, timeline)) {
                    (true, others) => others,
                    (false, others) => others + 1,
                }
            }
        })
    }
}

impl State {
    /// By the server's row, and what came after it.
    fn counted(&self, row: &Row, timeline: Option<&Timeline>) -> u64 {
        match others_after_own(&self.later_than(row.at, timeline)) {
            // Who writes has read what is before.
            (true, others) => others,
            (false, others) => row.unread + others,
        }
    }

    /// The messages after this time, oldest first, each with whether it is the person's own.
    fn later_than(&self, at: Timestamp, timeline: Option<&Timeline>) -> Vec<bool> {
        let mut later = BTreeMap::new();
        for (at, mine) in timeline.into_iter().flat_map(|it| it.later_than(at)) {
            later.insert(at, mine);
        }
        for (heard, mine) in self.heard.iter().filter(|(heard, _)| **heard > at) {
            later.insert(*heard, *mine);
        }
        later.into_values().collect()
    }
}

/// Whether there is an own message, and how many of others follow the last one.
fn others_after_own(later: &[bool]) -> (bool, u64) {
    let own = later.iter().rposition(|mine| *mine);
    let from = own.map_or(0, |own| own + 1);
    (own.is_some(), (later.len() - from) as u64)
}
