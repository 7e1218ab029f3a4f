//! `cargo xtask test`: every check that must pass, the quick ones first; the first part that fails
//! ends the run.

mod backend;
mod browser;
pub mod e2e;
mod lint;
mod tally;
mod unit;

use std::time::Instant;

use clap::ValueEnum;

use crate::build;
use crate::failure::{Outcome, failure};
use crate::step::seconds;
use crate::stop;
use tally::Tally;

/// What can be tested apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Format, clippy on both targets, dependencies, template
    Lint,
    /// Native tests of contract, engine and xtask
    Unit,
    /// The back end on local services of its own
    Backend,
    /// Components and adapters in Chromium, Firefox and WebKit
    Browser,
    /// Bytes of the release build
    Budget,
    /// The built app in a browser against the whole local system
    E2e,
}

/// All of them, in the order that fails fast and shares builds.
const ALL: [Part; 6] = [
    Part::Lint,
    Part::Unit,
    Part::Backend,
    Part::Browser,
    Part::Budget,
    Part::E2e,
];

/// Runs these parts (none means all) and ends with a line that counts what ran. `offline`: without the list of
/// known vulnerabilities.
pub fn run(asked: &[Part], offline: bool) -> Outcome {
    let parts: Vec<Part> = ALL
        .into_iter()
        .filter(|part| asked.is_empty() || asked.contains(part))
        .collect();
    let mut all = Tally::default();
    let mut outcome = Ok(());
    let mut report = Vec::new();
    for part in parts {
        println!("\n== {} ==", name(part));
        let started = Instant::now();
        let mut tally = Tally::default();
        outcome = run_part(part, offline, &mut tally).and_then(|()| tally.check(&name(part)));
        if outcome.is_err() && tally.failed == 0 && !stop::asked() {
            tally.failed = 1;
        }
        report.push(format!(
            "  {:<8} {tally}  {}",
            name(part),
            seconds(started.elapsed())
        ));
        all.add(&tally);
        if outcome.is_err() {
            break;
        }
    }
    println!("\n{}", report.join("\n"));
    if let Err(failure) = &outcome {
        println!("{failure}");
    }
    println!("{all}");
    // All is said, and the count stays the last line.
    outcome.map_err(|_| failure(""))
}

fn run_part(part: Part, offline: bool, tally: &mut Tally) -> Outcome {
    match part {
        Part::Lint => lint::run(offline, tally),
        Part::Unit => unit::run(tally),
        Part::Backend => backend::run(tally),
        Part::Browser => browser::run(tally),
        Part::Budget => tally.check_passed(build::release().and_then(|()| build::budget::check())),
        Part::E2e => e2e::run(tally),
    }
}

fn name(part: Part) -> String {
    format!("{part:?}").to_lowercase()
}
