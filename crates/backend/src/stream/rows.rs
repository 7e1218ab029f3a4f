//! Attempts to move a conversation's rows, within the time and places of one invocation.

use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout_at};

use super::Stream;
use super::pass::Pass;
use crate::table::{MoveError, MovedRow, StoredMessage};

/// Waits before the attempts after the first.
const WAITS: [Duration; 2] = [Duration::from_millis(200), Duration::from_millis(800)];

/// Why rows were not moved.
#[derive(Debug, thiserror::Error)]
pub enum NotMoved {
    #[error(transparent)]
    Table(#[from] MoveError),
    #[error("no time left")]
    Late,
}

impl Stream {
    pub(super) async fn first_attempt(
        &self,
        newest: &StoredMessage,
        pass: &Pass,
    ) -> Result<Vec<MovedRow>, NotMoved> {
        self.attempt(newest, &pass.rows, pass).await
    }

    /// Tries again after short waits; returns the last error.
    pub(super) async fn more_attempts(
        &self,
        newest: &StoredMessage,
        pass: &Pass,
    ) -> Result<Vec<MovedRow>, NotMoved> {
        let mut outcome = Err(NotMoved::Late);
        for wait in WAITS {
            sleep(wait).await;
            outcome = self.attempt(newest, &pass.retries, pass).await;
            if outcome.is_ok() {
                break;
            }
        }
        outcome
    }

    async fn attempt(
        &self,
        newest: &StoredMessage,
        places: &Semaphore,
        pass: &Pass,
    ) -> Result<Vec<MovedRow>, NotMoved> {
        let attempt = async {
            // Never closed, so there is always a place in the end.
            let _place = places.acquire().await;
            Box::pin(self.table.move_rows(newest)).await
        };
        let moved = timeout_at(pass.rows_until, attempt).await;
        Ok(moved.map_err(|_| NotMoved::Late)??)
    }
}
