//! What the engine was given and what it asked for, lately: for a person who reports a problem.
//!
//! An entry holds numbers, string literals of this program and the beginnings of random ids. Nothing that
//! a person wrote or a server sent fits into one, so a trace can be given away.

mod effects;
mod entry;
mod events;
mod summary;
mod words;

use std::collections::VecDeque;
use std::fmt::{Display, Formatter, Result as Written};

pub use entry::TraceEntry;
pub use summary::{SessionState, Summary};

/// The number of entries that are held.
const CAPACITY: usize = 200;
/// How far back an entry is looked for that the same thing happening again is counted in.
const LOOK_BACK: usize = 8;

/// The last entries, oldest first.
#[derive(Default)]
pub struct Trace(VecDeque<TraceEntry>);

impl Trace {
    /// Adds an entry; the oldest one makes room for it. What happens often (keys typed, frames) is counted
    /// while nothing else happens: it would push everything else out.
    pub fn push(&mut self, entry: TraceEntry) {
        if let Some(alike) = self.recent_alike(&entry) {
            alike.again(entry);
            return;
        }
        if self.0.len() == CAPACITY {
            self.0.pop_front();
        }
        self.0.push_back(entry);
    }

    fn recent_alike(&mut self, entry: &TraceEntry) -> Option<&mut TraceEntry> {
        if !entry.is_frequent() {
            return None;
        }
        let recent = self.0.iter_mut().rev().take(LOOK_BACK);
        let mut only_frequent = recent.take_while(|before| before.is_frequent());
        only_frequent.find(|before| before.is_like(entry))
    }
}

/// One line per entry.
impl Display for Trace {
    fn fmt(&self, f: &mut Formatter<'_>) -> Written {
        self.0.iter().try_for_each(|entry| writeln!(f, "{entry}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::effect::{Effect, RequestId};
    use crate::event::{Event, Intent};

    fn draft(at: u64, text: &str) -> TraceEntry {
        TraceEntry::of_event(at, &Event::Intent(Intent::Draft(text.to_owned())))
    }

    fn abort(at: u64) -> TraceEntry {
        TraceEntry::of_effect(at, &Effect::Abort(RequestId(at)))
    }

    #[test]
    fn it_is_bounded_and_holds_the_newest_in_order() {
        let mut trace = Trace::default();
        (0..1_000).for_each(|at| trace.push(abort(at)));
        let printed = trace.to_string();
        let lines: Vec<_> = printed.lines().collect();
        assert_eq!(lines.len(), CAPACITY);
        assert_eq!(lines[0], "    0.800 effect Abort request=800");
        assert_eq!(lines[CAPACITY - 1], "    0.999 effect Abort request=999");
        assert!(lines.is_sorted());
    }

    #[test]
    fn keys_typed_in_a_row_are_one_entry_and_what_comes_between_ends_it() {
        let mut trace = Trace::default();
        for at in 0..500 {
            trace.push(draft(at, &"x".repeat(at as usize)));
            trace.push(TraceEntry::of_effect(at, &Effect::Journal("{}".into())));
        }
        trace.push(abort(600));
        trace.push(draft(700, ""));
        assert_eq!(
            trace.to_string(),
            "    0.000 event  Draft bytes=499 ×500 until 0.499\n    \
             0.000 effect Journal bytes=2 ×500 until 0.499\n    \
             0.600 effect Abort request=600\n    \
             0.700 event  Draft bytes=0\n"
        );
    }

    #[test]
    fn different_frequent_things_are_different_entries() {
        let mut trace = Trace::default();
        let timer = |key| TraceEntry::of_event(1, &Event::Timer(key));
        trace.push(timer(crate::effect::TimerKey::Ping));
        trace.push(timer(crate::effect::TimerKey::Save));
        trace.push(timer(crate::effect::TimerKey::Ping));
        assert_eq!(
            trace.to_string(),
            "    0.001 event  Timer key=Ping ×2 until 0.001\n    \
             0.001 event  Timer key=Save\n"
        );
    }
}
