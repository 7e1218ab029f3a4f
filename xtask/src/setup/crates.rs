//! The sources of all crates, so that later steps (trunk runs cargo offline) need no network.

use super::cargo_tools::native_cargo;
use super::versions::WASM_TARGET;
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
    command
        .args(["fetch", "--locked", "--target", WASM_TARGET])
        .args(["--target", "x86_64-unknown-linux-gnu"]);
    Step::new("crates", "Sources of the crates in Cargo.lock", command).run()?;
    stamp.done()
}
