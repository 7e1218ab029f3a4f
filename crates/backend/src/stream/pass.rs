//! The limits of one invocation. Their sum is below the function's timeout in `infra/template.yaml` (60 s), so that no
//! number of conversations, connections or failures makes Lambda end it: docs/backend.md, "Time limits".

use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::Instant;

use crate::push::Posting;

/// Conversations whose rows are written concurrently; each writes up to 32 rows, so 256 connections to the table.
const ROWS: usize = 8;
/// The same for those that failed once, apart, so that they take no place from the others.
const RETRIES: usize = 4;
/// Frames posted concurrently, of all conversations together. With the table's they stay below the 1,024 file
/// descriptors of a Lambda function.
const POSTS: usize = 256;

/// When rows that are not written yet are set aside.
const ROWS_UNTIL: Duration = Duration::from_secs(20);
/// When frames that are not posted yet are dropped: clients catch up by REST.
const POSTS_UNTIL: Duration = Duration::from_secs(40);
/// When setting aside gives up and the records are reported as failed.
const ASIDE_UNTIL: Duration = Duration::from_secs(50);

/// One invocation.
pub struct Pass {
    pub now_micros: i64,
    pub rows: Semaphore,
    pub retries: Semaphore,
    pub posting: Posting,
    pub rows_until: Instant,
    pub posts_until: Instant,
    pub aside_until: Instant,
}

impl Pass {
    /// Begins now.
    pub fn new(now_micros: i64) -> Self {
        let start = Instant::now();
        Self {
            now_micros,
            rows: Semaphore::new(ROWS),
            retries: Semaphore::new(RETRIES),
            posting: Posting::new(POSTS, now_micros),
            rows_until: start + ROWS_UNTIL,
            posts_until: start + POSTS_UNTIL,
            aside_until: start + ASIDE_UNTIL,
        }
    }
}
