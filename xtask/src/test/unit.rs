//! Native tests that need nothing but the compiler, and tests in Node of what is JavaScript.

use std::process::Command;

use super::tally::{Tally, is_result};
use crate::failure::Outcome;
use crate::paths;
use crate::setup::native_cargo;
use crate::step::{Step, expect_ok};

/// Contract, engine, fake server, the corpus of hostile inputs, xtask and the regex shim; the app's modules that need no
/// browser; then boot.js, the CDN's function and the soak's record of messages.
pub fn run(tally: &mut Tally) -> Outcome {
    let mut cargo = native_cargo();
    cargo.args(["test", "--locked", "--no-fail-fast"]);
    cargo.args([
        "-p",
        "cruddur-contract",
        "-p",
        "cruddur-engine",
        "-p",
        "cruddur-fake-server",
        "-p",
        "cruddur-hostile",
        "-p",
        "regex",
        "-p",
        "xtask",
    ]);
    step(tally, "test-unit", "Native tests", cargo)?;
    let mut cargo = native_cargo();
    cargo.args([
        "test",
        "--locked",
        "--no-fail-fast",
        "-p",
        "cruddur",
        "--lib",
    ]);
    step(
        tally,
        "test-app",
        "Native tests of the app's own parts",
        cargo,
    )?;
    let mut node = Command::new("node");
    node.args([
        "--test",
        "--test-reporter=tap",
        "tests/boot/",
        "tests/cdn/",
        "tests/e2e/soak/record.test.mjs",
    ]);
    node.current_dir(paths::root());
    step(
        tally,
        "test-node",
        "Tests of boot.js, the CDN's function and the soak (Node)",
        node,
    )
}

fn step(tally: &mut Tally, name: &str, says: &str, command: Command) -> Outcome {
    let finished = Step::new(name, says, command).echo(is_result).finish()?;
    tally.read(&finished);
    expect_ok(says, &finished)
}
