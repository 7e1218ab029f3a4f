//! The compiler's wasm target: from rustup where it can be fetched, else from Debian.

use std::process::Command;

use super::debian_std;
use super::versions::{RUST, WASM_TARGET};
use crate::failure::Outcome;
use crate::step::Step;
use crate::toolchain::{self, Wasm};

/// Makes sure that something here can compile for wasm.
pub fn install() -> Outcome {
    match toolchain::forced() {
        Some(Wasm::Debian) => return debian_std::install(),
        Some(Wasm::Rustup) => return add_target().run().map(drop),
        None => {}
    }
    if toolchain::find().is_some() {
        return Ok(());
    }
    if add_target().finish()?.ok {
        return Ok(());
    }
    println!("  rustup cannot fetch the wasm target here; taking Debian's compiler for it");
    debian_std::install()
}

fn add_target() -> Step {
    let mut command = Command::new("rustup");
    command.args(["target", "add", WASM_TARGET, "--toolchain", RUST]);
    Step::new("rustup-target", "wasm target from rustup", command)
}
