//! Waiting for an eventual outcome.

use std::time::{Duration, Instant};

/// Longer than anything takes on a busy machine.
const RETRY_FOR: Duration = Duration::from_secs(30);

/// Polls until there is a result; panics, naming what was awaited, after the time limit.
pub fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + RETRY_FOR;
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(Instant::now() < deadline, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(25));
    }
}
