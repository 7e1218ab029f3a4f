//! The ticket that opens a live connection.

use serde::{Deserialize, Serialize};

/// Answer of `POST /api/live/ticket`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// Opaque and single use; goes into the query of `live_url`.
    pub ticket: String,
    /// Seconds until it is worth nothing.
    pub expires_in: u32,
}
