//! Repeating what is throttled.

use std::time::Duration;

use tokio::time::Instant;

use super::error::TableError;
use super::jitter;

/// How long a write is repeated while the table is throttled; well below the gateway's time limit of 29 s.
const RETRY_FOR: Duration = Duration::from_secs(8);
/// The time that the writes of one request may take together.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    until: Instant,
}

impl Patience {
    /// The longest wait between two attempts.
    pub const LONGEST: Duration = Duration::from_millis(500);

    pub fn new() -> Self {
        Self {
            until: Instant::now() + RETRY_FOR,
        }
    }

    pub fn is_over(&self) -> bool {
        Instant::now() >= self.until
    }

    /// The outcome of the first attempt that is not throttled, or the throttling once the time is over.
    pub async fn with<T, F>(&self, mut attempt: impl FnMut() -> F) -> Result<T, TableError>
    where
        F: Future<Output = Result<T, TableError>>,
    {
        let mut round = 0;
        loop {
            match attempt().await {
                Err(TableError::Throttled) if !self.is_over() => {
                    tokio::time::sleep(jitter(round, Self::LONGEST)).await;
                    round += 1;
                }
                outcome => return outcome,
            }
        }
    }
}
