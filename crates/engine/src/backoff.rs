//! Waiting between attempts: exponential with full jitter
//! (AWS Architecture Blog, "Exponential backoff and jitter").

use crate::random::RandomBits;

/// The longest wait, milliseconds.
pub const CAP: u64 = 30_000;
const BASE: u64 = 1_000;

/// Counts failures and says how long to wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backoff {
    failures: u32,
}

impl Backoff {
    /// One more failure: how many milliseconds to wait before the next attempt, anything from zero to
    /// `min(CAP, BASE · 2^failures)`, and not less than the server asked for.
    pub fn fail(&mut self, rng: &mut RandomBits, retry_after_seconds: Option<u32>) -> u64 {
        let ceiling = BASE.saturating_mul(1 << self.failures.min(10)).min(CAP);
        self.failures = self.failures.saturating_add(1);
        let asked = u64::from(retry_after_seconds.unwrap_or(0)) * 1_000;
        asked + rng.up_to(ceiling)
    }

    /// The next wait is drawn from a wider range: many clients come at the same time.
    pub fn raise(&mut self) {
        self.failures = self.failures.max(2);
    }

    /// All is well again.
    pub fn reset(&mut self) {
        self.failures = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_the_cap_are_spread_and_honour_the_server() {
        let mut rng = RandomBits::new(42);
        let mut longest = 0;
        for _ in 0..200 {
            let mut backoff = Backoff::default();
            for failure in 0..12 {
                let wait = backoff.fail(&mut rng, None);
                assert!(wait <= (1_000 << failure.min(10)).min(CAP));
                longest = longest.max(wait);
            }
        }
        assert!(
            longest > CAP * 9 / 10,
            "jitter uses the whole range: {longest}"
        );
        assert!(Backoff::default().fail(&mut rng, Some(7)) >= 7_000);
    }
}
