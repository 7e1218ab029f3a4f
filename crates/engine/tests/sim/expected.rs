//! A check that cannot fail is worth nothing: every fault, event, effect and intent really occurred.

use crate::faults::{Counts, Fault};
use crate::step::Kind;

/// At least once in so many runs.
const RUNS: u64 = 100;

pub fn check(kind: Kind, runs: u64, counts: &Counts) {
    let everywhere = EVERYWHERE.iter().copied();
    let possible = |fault: &Fault| kind != Kind::Seed || !NOT_WITH_A_SEED_SERVER.contains(fault);
    let faults = Fault::ALL.into_iter().filter(possible).map(Fault::name);
    let full: &[&str] = if kind == Kind::Seed {
        &[]
    } else {
        WITH_A_FULL_SERVER
    };
    let tabs: &[&str] = if kind == Kind::TwoTabs {
        IN_TWO_TABS
    } else {
        &[]
    };
    let more = full.iter().chain(tabs).copied();
    let rare: Vec<(&str, u64)> = everywhere
        .chain(faults)
        .chain(more)
        .map(|what| (what, counts.get(what).copied().unwrap_or(0)))
        .filter(|(_, times)| *times < runs / RUNS)
        .collect();
    assert!(rare.is_empty(), "occurred too seldom: {rare:?}");
}

/// Those have no live connection, no client ids and no pages.
const NOT_WITH_A_SEED_SERVER: &[Fault] = &[
    Fault::RepeatedRequest,
    Fault::ReadLag,
    Fault::LostFrame,
    Fault::RepeatedFrame,
    Fault::ReorderedFrame,
    Fault::BrokenFrame,
    Fault::RefusedHandshake,
    Fault::EndlessHandshake,
    Fault::MovedAtOnce,
    Fault::LostClose,
];

const EVERYWHERE: &[&str] = &[
    "failed load",
    "failed store",
    "request without network",
    "request lost with the network",
    "server down",
    "server stops",
    "token refused",
    "token invalidated",
    "wakes up",
    "sleeps",
    "network lost",
    "network restored",
    "connections closed",
    "half-open connections",
    "asked to reconnect",
    "clock jumps",
    "session revoked",
    "refused message",
    "message stored",
    "event Started",
    "event Intent",
    "event Answered",
    "event SrpStarted",
    "event SrpProved",
    "event Loaded",
    "event Stored",
    "event Timer",
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
    "effect Navigate",
    "event SignOuts",
    "effect RecordSignOut",
    "effect StoreRevocation",
];

const WITH_A_FULL_SERVER: &[&str] = &[
    "stepped aside",
    "gateway limit",
    "page reloaded",
    "message edited",
    "message deleted",
    "own message changed",
    "added to the room",
    "removed from the room",
    "intent Edit",
    "intent Delete",
    "intent UndoDelete",
    "intent Look",
    "watch",
    "typing",
    "told of a person",
    "event SocketOpened",
    "event SocketFrame",
    "event SocketClosed",
    "effect OpenSocket",
    "effect SendFrame",
    "effect CloseSocket",
];

const IN_TWO_TABS: &[&str] = &[
    "two drafts",
    "intent ChooseDraft",
    "site left",
    "start after a sign-out",
    "event Tabbed",
    "event LockGranted",
    "event TabMessage",
    "effect Broadcast",
];
