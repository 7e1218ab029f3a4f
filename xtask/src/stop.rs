//! Ctrl-C and SIGTERM: every wait in this program looks here and ends what it started.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::failure::{Outcome, failure, interrupted};

static ASKED: AtomicBool = AtomicBool::new(false);

/// Listens for Ctrl-C, SIGTERM and SIGHUP from now on.
pub fn listen() -> Outcome {
    ctrlc::set_handler(|| ASKED.store(true, Ordering::SeqCst))
        .map_err(|error| failure(format!("Could not listen for Ctrl-C: {error}.")))
}

/// Whether the person asked to stop.
pub fn asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}

/// An error once the person asked to stop; called between steps.
pub fn check() -> Outcome {
    if asked() { Err(interrupted()) } else { Ok(()) }
}
