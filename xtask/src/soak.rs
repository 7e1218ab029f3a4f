//! `cargo xtask soak`: two people write to each other in two browsers while random faults happen, then
//! lost and doubled messages are counted. Not part of the tests: it runs as long as one likes.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::build;
use crate::failure::Outcome;
use crate::local::{self, Place};
use crate::serve::WebServer;
use crate::setup;
use crate::step::{Step, expect_ok};
use crate::test::e2e;

/// Builds, deploys fresh, serves, and lets them write for so many minutes.
pub fn run(minutes: u32, seed: Option<u32>, build: bool) -> Outcome {
    setup::e2e_tests()?;
    if build {
        build::release()?;
    }
    let place = Place::soak();
    let system = local::start(&place, true, false)?;
    let server = WebServer::start(place.web_port, &place.config_file())?;
    let mut command = e2e::command(&place, "node");
    command
        .arg("soak/main.mjs")
        .env("SOAK_MINUTES", minutes.to_string())
        .env("SOAK_SEED", seed.unwrap_or_else(new_seed).to_string());
    // Lines of progress are many; every 20 seconds the last one is shown.
    let finished = Step::new("soak", "Soak (two browsers, random faults)", command)
        .echo(|line| !line.starts_with('…'))
        .finish()?;
    drop((server, system));
    expect_ok("Soak", &finished)
}

fn new_seed() -> u32 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.map_or(1, |now| now.subsec_nanos())
}
