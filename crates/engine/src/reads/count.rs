//! How many messages are unread.

use std::ops::Bound::{Excluded, Unbounded};

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
            Some(Mark::Read { at, .. }) => known.min(state.after_own(*at, timeline).1),
            Some(Mark::Unread { until }) => match state.after_own(*until, timeline) {
                (true, others) => others,
                (false, others) => others + 1,
            },
        })
    }
}

impl State {
    /// By the server's row, and what came after it.
    fn counted(&self, row: &Row, timeline: Option<&Timeline>) -> u64 {
        match self.after_own(row.at, timeline) {
            // Who writes has read what is before.
            (true, others) => others,
            (false, others) => row.unread + others,
        }
    }

    /// Of the messages after this time: whether there is an own one, and how many of others follow the last own one. It is
    /// asked for with each frame, so it goes from the newest back and no further than it must.
    fn after_own(&self, at: Timestamp, timeline: Option<&Timeline>) -> (bool, u64) {
        let shown = timeline.into_iter().flat_map(|it| it.later_than(at));
        let mut shown = shown.peekable();
        let heard = self.heard.range((Excluded(at), Unbounded)).rev();
        let mut heard = heard.map(|(at, mine)| (*at, *mine)).peekable();
        let mut others = 0;
        loop {
            let (here, there) = (shown.peek().copied(), heard.peek().copied());
            let (at, mine) = match here.max(there) {
                Some(newest) => newest,
                None => return (false, others),
            };
            if mine {
                return (true, others);
            }
            others += 1;
            shown.next_if(|(shown, _)| *shown == at);
            heard.next_if(|(heard, _)| *heard == at);
        }
    }
}
