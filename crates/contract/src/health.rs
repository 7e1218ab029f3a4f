//! Whether the server runs.

use serde::{Deserialize, Serialize};

/// Answer of `GET /api/health-check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    pub success: bool,
    /// Version of the health check.
    pub ver: u32,
}

impl Health {
    pub const GOOD: Self = Self {
        success: true,
        ver: 1,
    };
}
