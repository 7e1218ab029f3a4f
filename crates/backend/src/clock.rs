//! The only module that reads the wall clock; everything else gets the time passed in.

use std::time::{SystemTime, UNIX_EPOCH};

/// Microseconds since 1970-01-01 UTC. A clock set before that reads as 0.
pub fn now_micros() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| {
            i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
        })
}

/// Whole seconds of a time in microseconds; the unit of the table's expiry attribute.
pub fn seconds(micros: i64) -> i64 {
    micros.div_euclid(1_000_000)
}
