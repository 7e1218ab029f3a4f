//! When a message on which the server fails again and again stops holding up those behind it.

/// It holds them up for so long, milliseconds: a server that restarts is back by then, and their order is kept…
const HOLDS_UP: u64 = 60_000;
/// …and for so many attempts at least.
const ATTEMPTS: u32 = 4;

/// How often the server failed on one message. That there was no answer does not count: it says nothing of the message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Failing {
    attempts: u32,
    /// When it failed first.
    since: u64,
}

impl Failing {
    /// What is known of a message that stepped aside.
    pub const LONG: Self = Self {
        attempts: ATTEMPTS,
        since: 0,
    };

    /// It has failed once more, at this time. Returns whether that is enough.
    pub fn again(&mut self, now: u64) -> bool {
        if self.attempts == 0 {
            self.since = now;
        }
        self.attempts = self.attempts.saturating_add(1);
        self.attempts >= ATTEMPTS && now.saturating_sub(self.since) >= HOLDS_UP
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_takes_a_minute_and_four_attempts() {
        let mut slow = Failing::default();
        let times = [5_000, 5_000 + HOLDS_UP, 5_000 + 2 * HOLDS_UP];
        assert_eq!(times.map(|now| slow.again(now)), [false; 3]);
        assert!(slow.again(times[2] + 1));
        let mut quick = Failing::default();
        for now in 0..10 {
            assert!(!quick.again(now));
        }
        assert!(!quick.again(HOLDS_UP - 1));
        assert!(quick.again(HOLDS_UP));
    }
}
