//! The ticket that opens a live connection.

use serde::{Deserialize, Serialize};

/// Answer of `POST /api/live/ticket`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// Opaque and single use; goes into the query of `live_url`.
    pub ticket: String,
    /// Seconds until it expires.
    pub expires_in: u32,
    /// Seconds from now until the server closes the connection: the access token ends with which the ticket was
    /// asked for. Earlier servers do not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection_expires_in: Option<u32>,
}
