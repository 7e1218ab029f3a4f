//! Thousands of runs of the whole engine against a model server over a network that fails in every way
//! known. A seed decides everything that happens in a run.
//!
//! A failure names its seed. `CRUDDUR_SIM_SEED=<seed> cargo test -p cruddur-engine --test sim` plays that
//! run alone, with a log. `CRUDDUR_SIM_RUNS=<n>` makes another number of runs, `CRUDDUR_SIM_FROM=<seed>`
//! begins elsewhere.

mod actions;
mod client;
mod device;
mod faults;
mod names;
mod order;
mod rest;
mod rng;
mod server;
mod watch;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use faults::Tally;
use world::World;

const RUNS: u64 = 10_000;
const STEPS: u64 = 200;

fn run(seed: u64, trace: bool) -> Tally {
    // One run in four is against a server that speaks the seed part of the contract alone.
    // One in four is of two tabs.
    let mut world = World::new(seed, seed % 4 == 3, trace);
    world.set_up(seed % 4 == 1);
    for step in 0..STEPS {
        world.log(|| format!("--- step {step}"));
        world.step();
    }
    world.come_to_rest();
    world.tally
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn nothing_is_lost_and_nothing_doubled_whatever_fails() {
    if let Some(seed) = number("CRUDDUR_SIM_SEED") {
        let tally = run(seed, true);
        eprintln!("seed {seed} holds: {tally:#?}");
        return;
    }
    let (from, runs) = (
        number("CRUDDUR_SIM_FROM").unwrap_or(0),
        number("CRUDDUR_SIM_RUNS").unwrap_or(RUNS),
    );
    let next = AtomicU64::new(from);
    let failed = Mutex::new(Vec::new());
    let total = Mutex::new(Tally::default());
    let work = || {
        let mut tally = Tally::default();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= from + runs || failed.lock().is_ok_and(|failed| failed.len() >= 5) {
                break;
            }
            match catch_unwind(AssertUnwindSafe(|| run(seed, false))) {
                Ok(counted) => {
                    for (what, times) in counted {
                        *tally.entry(what).or_default() += times;
                    }
                }
                Err(_) => failed.lock().expect("no panic under the lock").push(seed),
            }
        }
        let mut total = total.lock().expect("no panic under the lock");
        for (what, times) in tally {
            *total.entry(what).or_default() += times;
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        scope.spawn(work);
    });
    let failed = failed.into_inner().expect("no panic under the lock");
    assert!(
        failed.is_empty(),
        "these runs failed; play one with CRUDDUR_SIM_SEED=<seed>: {failed:?}"
    );
    let total = total.into_inner().expect("no panic under the lock");
    if runs >= RUNS {
        everything_happened(&total);
    }
    eprintln!("{runs} runs: {total:#?}");
}

/// A check that cannot fail is worth nothing: every fault, event, effect and intent really occurred.
fn everything_happened(total: &Tally) {
    for what in EXPECTED {
        let times = total.get(what).copied().unwrap_or(0);
        assert!(times >= 100, "{what}: only {times} times in all runs");
    }
}

const EXPECTED: &[&str] = &[
    "lost request",
    "lost answer",
    "repeated request",
    "slow",
    "server error",
    "error after acceptance",
    "throttled",
    "portal",
    "refused cursor",
    "poison",
    "lag",
    "lost frame",
    "repeated frame",
    "reordered frame",
    "broken frame",
    "refused handshake",
    "endless handshake",
    "lost close",
    "failed load",
    "failed store",
    "slow store",
    "cognito error",
    "request without network",
    "request lost with the network",
    "server down",
    "server goes",
    "token refused",
    "token invalidated",
    "gateway limit",
    "wakes",
    "sleeps",
    "offline",
    "online",
    "cut",
    "half-open",
    "asked to reconnect",
    "clock jumps",
    "session revoked",
    "page restarts",
    "refused message",
    "message edited",
    "message deleted",
    "message stored",
    "event Started",
    "event Intent",
    "event Answered",
    "event SrpStarted",
    "event SrpProved",
    "event Loaded",
    "event Stored",
    "event Tabbed",
    "event LockGranted",
    "event TabMessage",
    "effect Broadcast",
    "event Timer",
    "event SocketOpened",
    "event SocketFrame",
    "event SocketClosed",
    "event Online",
    "event Woken",
    "intent Account",
    "intent SignOut",
    "intent SignOutAnswer",
    "intent Draft",
    "intent ChooseHandle",
    "intent Open",
    "intent LoadOlder",
    "intent Reload",
    "intent LoadOlderGroups",
    "intent ReloadGroups",
    "intent Send",
    "intent Retry",
    "intent Discard",
    "intent SearchPeople",
    "effect Http",
    "effect Abort",
    "effect SrpStart",
    "effect SrpProve",
    "effect SrpEnd",
    "effect StoreSession",
    "effect Journal",
    "effect ForgetSession",
    "effect Load",
    "effect Store",
    "effect Timer",
    "effect CancelTimer",
    "effect OpenSocket",
    "effect SendFrame",
    "effect CloseSocket",
    "effect Navigate",
];
