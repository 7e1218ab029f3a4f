//! The sources of all crates, those of other platforms and of the standard library too: trunk and
//! cargo-deny run cargo offline, and cargo-deny looks at every one.

use super::cargo_tools::native_cargo;
use super::versions::{RUST, WASM_TARGET};
use crate::failure::Outcome;
use crate::paths;
use crate::stamp::Stamp;
use crate::step::Step;
use crate::toolchain;

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

/// Fetches the crates of the standard library, which the release build compiles.
pub fn fetch_for_release() -> Outcome {
    let compiler = format!("{:?} {RUST}", toolchain::find());
    let stamp = Stamp::of("std-crates", &[&compiler], &[paths::at("Cargo.lock")])?;
    if stamp.is_done() {
        return Ok(());
    }
    let mut command = toolchain::wasm_cargo();
    toolchain::release_environment(&mut command);
    command.args(["fetch", "--locked", "--target", WASM_TARGET]);
    Step::new(
        "std-crates",
        "Sources of the standard library's crates",
        command,
    )
    .run()?;
    stamp.done()
}
