//! Backing off before a retry.

use std::time::Duration;

/// A random time between 0 and a bound that doubles each round from 10 ms up to `cap` ("full jitter",
/// AWS Architecture Blog, "Exponential Backoff And Jitter").
pub fn jitter(round: u32, cap: Duration) -> Duration {
    let bound = Duration::from_millis(10)
        .saturating_mul(1 << round.min(10))
        .min(cap);
    let random = getrandom::u32().unwrap_or(u32::MAX / 2);
    bound.mul_f64(f64::from(random) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_stay_within_a_growing_bound_and_the_cap() {
        let cap = Duration::from_millis(100);
        for round in 0..40 {
            let wait = jitter(round, cap);
            assert!(wait <= cap, "{wait:?}");
            assert!(
                wait <= Duration::from_millis(10) * (1 << round.min(10)),
                "{wait:?}"
            );
        }
    }
}
