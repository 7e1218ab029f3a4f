//! How many tickets are asked for: never more than a few in a minute, whatever the server, the network and chance do.

use std::collections::VecDeque;

/// The window, milliseconds.
const WINDOW: u64 = 60_000;
/// The most attempts that follow each other by themselves within it. Back-off alone makes about ten.
pub const MOST: usize = 20;

/// When the last attempts were made, on the monotonic clock.
#[derive(Debug, Default)]
pub struct Pace {
    attempts: VecDeque<u64>,
}

impl Pace {
    /// An attempt is made now.
    pub fn note(&mut self, now: u64) {
        if self.attempts.len() == MOST {
            self.attempts.pop_front();
        }
        self.attempts.push_back(now);
    }

    /// Milliseconds until another attempt may be made by itself.
    pub fn pause(&self, now: u64) -> u64 {
        let first = self
            .attempts
            .front()
            .filter(|_| self.attempts.len() == MOST);
        first.map_or(0, |first| (first + WINDOW + 1).saturating_sub(now))
    }
}
