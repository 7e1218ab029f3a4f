//! Native tests that need nothing but the compiler.

use super::tally::{Tally, is_result};
use crate::failure::Outcome;
use crate::setup::native_cargo;
use crate::step::Step;

/// Contract, engine, xtask and the regex shim.
pub fn run(tally: &mut Tally) -> Outcome {
    let mut command = native_cargo();
    command.args(["test", "--locked", "--no-fail-fast"]);
    command.args([
        "-p",
        "cruddur-contract",
        "-p",
        "cruddur-engine",
        "-p",
        "regex",
        "-p",
        "xtask",
    ]);
    let finished = Step::new("test-unit", "Native tests", command)
        .echo(is_result)
        .finish()?;
    tally.read(&finished);
    crate::step::expect_ok("Native tests", &finished)
}
