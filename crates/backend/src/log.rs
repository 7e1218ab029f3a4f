//! Structured logs. They contain ids, counts, durations and kinds of error; never message text, tokens,
//! tickets, names or addresses.

use tracing::Level;

/// Starts logging as JSON lines at level `info`; CloudWatch adds the time itself.
pub fn start() {
    tracing_subscriber::fmt()
        .json()
        .with_max_level(Level::INFO)
        .with_target(false)
        .with_ansi(false)
        .without_time()
        .init();
}
