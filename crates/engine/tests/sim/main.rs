//! The whole engine against a model server over a network that fails in every known way, as properties: a
//! failing run is shrunk to the few steps that matter and printed. docs/development.md, "The simulation",
//! says how to run more of them and what to do with a failure.

mod actions;
mod browser;
mod client;
mod effects;
mod environment;
mod expected;
mod faults;
mod invariants;
mod jitter;
mod live;
mod names;
mod network;
mod observed;
mod person;
mod presence;
mod regressions;
mod room_order;
mod screen;
mod server;
mod settled;
mod shrink;
mod step;
mod strategy;
mod timeline_order;
mod turn;
mod world;

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use proptest::test_runner::{
    Config, FileFailurePersistence, Reason, RngSeed, TestCaseError, TestError, TestRunner,
};

use crate::faults::Counts;
use crate::step::{Kind, Run};
use crate::world::World;

/// The most steps of a run; half of them on average.
const MOST_STEPS: usize = 400;
/// A failing run with more steps than this is hard to read.
const READABLE: usize = 10;

/// Plays a run to its end, whether an assertion fails or not.
fn play(world: &mut World, run: &Run) {
    world.set_up(&run.setup);
    for step in &run.steps {
        world.step(step);
    }
    world.settle(run.setup.jitter);
}

/// The number of runs, and where failed ones are noted.
const fn share(kind: Kind) -> (u32, &'static str) {
    match kind {
        Kind::Full => (5_000, "proptest-regressions/sim-full.txt"),
        Kind::TwoTabs => (2_500, "proptest-regressions/sim-two-tabs.txt"),
        Kind::Seed => (2_500, "proptest-regressions/sim-seed.txt"),
    }
}

/// The same cases each time, unless `PROPTEST_RNG_SEED` asks for others: a change fails by what it broke
/// itself. Cases that have failed come first.
fn config(cases: u32, regressions: &'static str) -> Config {
    let from_environment = Config::default();
    Config {
        cases: match std::env::var_os("PROPTEST_CASES") {
            Some(_) => from_environment.cases,
            None => cases,
        },
        rng_seed: match from_environment.rng_seed {
            RngSeed::Random => RngSeed::Fixed(0),
            fixed => fixed,
        },
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(regressions))),
        max_shrink_iters: 20_000,
        ..from_environment
    }
}

fn check(kind: Kind) {
    let (runs, regressions) = share(kind);
    let config = config(runs, regressions);
    let cases = config.cases;
    let counts = RefCell::new(Counts::default());
    let result = TestRunner::new(config).run(&strategy::run(kind, MOST_STEPS), |run| {
        let mut world = World::new(&run.setup);
        play(&mut world, &run);
        for (what, times) in world.counts {
            *counts.borrow_mut().entry(what).or_default() += times;
        }
        Ok::<(), TestCaseError>(())
    });
    match result {
        Ok(()) => {}
        Err(TestError::Fail(reason, run)) => {
            let (reason, run) = short_failure(&run).unwrap_or((reason, run));
            let log = write_log(&run);
            panic!("{reason}\nminimal run, {run:?}its log: {log}");
        }
        Err(TestError::Abort(reason)) => panic!("{reason}"),
    }
    let counts = counts.into_inner();
    eprintln!("{kind:?}, {cases} runs: {counts:#?}");
    if cases >= runs {
        expected::check(kind, cases.into(), &counts);
    }
}

/// Instead of a failing run that did not shrink well: one that was short from the beginning.
fn short_failure(run: &Run) -> Option<(Reason, Run)> {
    let seeds = if run.steps.len() > READABLE {
        0..4
    } else {
        0..0
    };
    seeds.into_iter().find_map(|seed| {
        let config = Config {
            cases: 2_000,
            rng_seed: RngSeed::Fixed(seed),
            failure_persistence: None,
            max_shrink_iters: 20_000,
            ..Config::default()
        };
        let short_runs = strategy::run(run.setup.kind, 2 * READABLE);
        let result = TestRunner::new(config).run(&short_runs, |run| {
            play(&mut World::new(&run.setup), &run);
            Ok(())
        });
        match result {
            Err(TestError::Fail(reason, short)) => {
                (short.steps.len() < run.steps.len()).then_some((reason, short))
            }
            _ => None,
        }
    })
}

/// Plays a failing run once more, with a log.
fn write_log(run: &Run) -> String {
    let mut world = World::new(&run.setup);
    world.trace = Some(Vec::new());
    // The assertion is known already.
    let _ = catch_unwind(AssertUnwindSafe(|| play(&mut world, run)));
    let lines = world.trace.unwrap_or_default().join("\n");
    let name = format!("sim-{:?}.log", run.setup.kind);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    match std::fs::write(&path, lines) {
        Ok(()) => path.display().to_string(),
        Err(error) => format!("not written: {error}"),
    }
}

#[test]
fn nothing_is_lost_or_doubled_in_one_tab() {
    check(Kind::Full);
}

#[test]
fn nothing_is_lost_or_doubled_in_two_tabs() {
    check(Kind::TwoTabs);
}

#[test]
fn nothing_is_lost_or_doubled_with_a_seed_server() {
    check(Kind::Seed);
}
