//! What goes wrong in a run, and the count of what did.

use std::collections::BTreeMap;

use crate::rng::Rng;

/// How often what happened.
pub type Tally = BTreeMap<&'static str, u64>;

/// Chances in percent. All zero: a perfect world.
#[derive(Clone, Copy, Debug, Default)]
pub struct Faults {
    pub lost_request: u64,
    pub lost_answer: u64,
    pub repeated_request: u64,
    pub slow: u64,
    pub server_error: u64,
    pub error_after_acceptance: u64,
    pub throttled: u64,
    pub portal: u64,
    pub refused_cursor: u64,
    pub poison: u64,
    pub lag: u64,
    pub lost_frame: u64,
    pub repeated_frame: u64,
    pub reordered_frame: u64,
    pub broken_frame: u64,
    pub refused_handshake: u64,
    pub endless_handshake: u64,
    pub lost_close: u64,
    pub failed_store: u64,
    pub slow_store: u64,
    pub cognito_error: u64,
}

impl Faults {
    /// Some faults, each with some chance; every run has its own mixture.
    pub fn mixture(rng: &mut Rng) -> Self {
        let mut faults = Self::default();
        let calm = rng.percent(15);
        for chance in faults.all() {
            if !calm && rng.percent(30) {
                *chance = rng.range(1, 45);
            }
        }
        faults
    }

    fn all(&mut self) -> [&mut u64; 21] {
        [
            &mut self.lost_request,
            &mut self.lost_answer,
            &mut self.repeated_request,
            &mut self.slow,
            &mut self.server_error,
            &mut self.error_after_acceptance,
            &mut self.throttled,
            &mut self.portal,
            &mut self.refused_cursor,
            &mut self.poison,
            &mut self.lag,
            &mut self.lost_frame,
            &mut self.repeated_frame,
            &mut self.reordered_frame,
            &mut self.broken_frame,
            &mut self.refused_handshake,
            &mut self.endless_handshake,
            &mut self.lost_close,
            &mut self.failed_store,
            &mut self.slow_store,
            &mut self.cognito_error,
        ]
    }
}
