//! The back end's tests: its library natively, then every route against local services of their
//! own, fresh each time, so that they run beside a `cargo xtask dev`.

use super::tally::{Tally, is_result};
use crate::failure::Outcome;
use crate::local::{self, Place};
use crate::setup::native_cargo;
use crate::step::{Step, expect_ok};

/// Deploys, then tests. The tests have the ordinary profile: their own dependencies turn on features
/// that the functions do without, so they would share nothing of the functions' build anyway.
pub fn run(tally: &mut Tally) -> Outcome {
    let place = Place::test();
    let _system = local::start(&place, true, false)?;
    let mut command = native_cargo();
    command
        .args(["test", "--locked", "--no-fail-fast"])
        .args(["-p", "cruddur-backend", "--lib", "--test", "backend"])
        .env("CRUDDUR_STACK", place.stack_file());
    let finished = Step::new("test-backend", "Back-end tests", command)
        .echo(is_result)
        .finish()?;
    tally.read(&finished);
    expect_ok("Back-end tests", &finished)
}
