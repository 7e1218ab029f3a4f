//! The ticket that opens a live connection.

use serde::{Deserialize, Serialize};

use crate::json::{FromJson, object};

/// Answer of `POST /api/live/ticket`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// Opaque and single use; goes into the query of `live_url`.
    pub ticket: String,
    /// Seconds until it is worth nothing.
    pub expires_in: u32,
}

impl FromJson for Ticket {
    fn from_json(text: &str) -> Option<Self> {
        object(text, |fields| Self {
            ticket: fields.text("ticket"),
            expires_in: fields.number("expires_in"),
        })
    }
}
