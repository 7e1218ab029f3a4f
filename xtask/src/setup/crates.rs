//! The sources of all crates, those of other platforms too: trunk and cargo-deny run cargo offline, and
//! cargo-deny looks at every one.

use super::cargo_tools::native_cargo;
use crate::failure::Outcome;
use crate::paths;
use crate::stamp::Stamp;
use crate::step::Step;

/// Fetches what Cargo.lock names, once for each Cargo.lock.
pub fn fetch() -> Outcome {
    let stamp = Stamp::of("crates", &[], &[paths::at("Cargo.lock")])?;
    if stamp.is_done() {
        return Ok(());
    }
    let mut command = native_cargo();
    command.args(["fetch", "--locked"]);
    Step::new("crates", "Sources of the crates in Cargo.lock", command).run()?;
    stamp.done()
}
