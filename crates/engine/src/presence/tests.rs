//! What is shown of other people, whatever order frames come in.

use std::collections::BTreeMap;

use cruddur_contract::GroupId;
use cruddur_contract::frame::{ClientFrame, MAX_WATCHED};
use cruddur_contract::presence::Presence as Report;
use proptest::collection::vec;
use proptest::prelude::*;

use super::people::{GRACE, OVERTAKING};
use super::watching::{Watched, Watching};
use super::{PersonId, Presence};
use crate::ctx::{Ctx, Role};
use crate::effect::{Effect, TimerKey};

fn report(person: &str, online: bool) -> Report {
    Report {
        user_uuid: person.into(),
        handle: person.to_owned(),
        display_name: person.to_uppercase(),
        online,
        since: None,
    }
}

fn at(now: u64) -> Ctx {
    let mut ctx = Ctx::default();
    ctx.now.mono = now;
    ctx
}

fn is_online(presence: &Presence, person: &str) -> Option<bool> {
    presence.is_online(&person.into())
}

fn frames(reports: &[(u64, &str, bool)]) -> Presence {
    let mut presence = Presence::default();
    for (now, person, online) in reports {
        presence.hear(&mut at(*now), vec![report(person, *online)]);
    }
    presence
}

#[test]
fn the_one_who_leaves_is_the_one_who_is_removed() {
    let mut presence = frames(&[(0, "anna", true), (0, "bob", true), (0, "cy", true)]);
    presence.hear(&mut at(100_000), vec![report("anna", false)]);
    presence.due(&mut at(100_000 + GRACE));
    let shown = ["anna", "bob", "cy"].map(|person| is_online(&presence, person));
    assert_eq!(shown, [Some(false), Some(true), Some(true)]);
}

#[test]
fn who_enters_again_is_there_once() {
    let presence = frames(&[(0, "anna", true), (1, "anna", true), (2, "anna", true)]);
    assert_eq!(presence.reports().count(), 1);
}

#[test]
fn who_leaves_and_is_back_soon_was_never_gone() {
    let mut presence = frames(&[(0, "anna", true), (100_000, "anna", false)]);
    presence.due(&mut at(100_000 + GRACE - 1));
    assert_eq!(is_online(&presence, "anna"), Some(true));
    presence.hear(&mut at(100_000 + GRACE - 1), vec![report("anna", true)]);
    presence.due(&mut at(200_000));
    assert_eq!(is_online(&presence, "anna"), Some(true));
}

#[test]
fn nobody_is_known_before_a_frame_and_after_the_connection() {
    let mut presence = frames(&[(0, "anna", true)]);
    assert_eq!(is_online(&presence, "bob"), None);
    presence.disconnect();
    assert_eq!(is_online(&presence, "anna"), None, "not offline");
}

#[test]
fn who_types_does_so_until_they_write_leave_or_stop() {
    let typing = |presence: &Presence| presence.typists().count();
    let (group, anna): (GroupId, PersonId) = ("g".into(), "anna".into());
    let typed = || {
        let mut presence = Presence::default();
        for person in ["anna", "bob"] {
            presence.hear_typing(&mut at(0), group.clone(), person.into());
        }
        presence.hear_typing(&mut at(1_000), group.clone(), anna.clone());
        presence
    };
    let mut presence = typed();
    presence.due(&mut at(6_000));
    assert_eq!(
        presence.typists().next(),
        Some((&group, &anna)),
        "bob stopped"
    );
    presence.due(&mut at(7_000));
    assert_eq!(typing(&presence), 0);
    let mut presence = typed();
    presence.wrote(&group, &anna);
    presence.wrote(&"other".into(), &"bob".into());
    assert_eq!(typing(&presence), 1);
    presence.hear(&mut at(2_000), vec![report("bob", false)]);
    assert_eq!(typing(&presence), 0);
}

fn wanted(groups: &[&str]) -> Watched {
    groups.iter().map(|id| ((*id).into(), Vec::new())).collect()
}

fn watched(frame: Option<ClientFrame>) -> Option<Vec<GroupId>> {
    match frame? {
        ClientFrame::Watch {
            message_group_uuids,
        } => Some(message_group_uuids),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_watch_is_sent_when_it_differs_and_again_on_a_new_connection() {
    let mut watching = Watching::default();
    assert_eq!(watching.due(0, wanted(&[]), false), None, "nobody looks");
    let first = watched(watching.due(0, wanted(&["g"]), false));
    assert_eq!(first, Some(vec!["g".into()]));
    assert_eq!(watching.due(0, wanted(&["g"]), false), None);
    let more: Watched = BTreeMap::from([("g".into(), vec!["anna".into()])]);
    assert!(watching.due(0, more, false).is_some(), "somebody joined");
    assert_eq!(watched(watching.due(0, wanted(&[]), false)), Some(vec![]));
    watching.due(0, wanted(&["g"]), false);
    watching.connected(&mut at(0));
    assert!(watching.due(0, wanted(&["g"]), false).is_some());
}

#[test]
fn what_is_open_in_any_tab_is_watched_before_rows_and_not_too_many() {
    let mut watching = Watching::default();
    let open: GroupId = "open".into();
    assert_eq!(watching.wanted(Some(&open)), [], "hidden");
    let rows = |tab: &str| (0..40).map(|n| format!("{tab}{n}").into()).collect();
    watching.look(Some(rows("mine")));
    watching.hear("other".to_owned(), rows("theirs"));
    let all = watching.wanted(Some(&open));
    assert_eq!(all.len(), MAX_WATCHED);
    assert_eq!(all[..2], [open.clone(), "theirs0".into()]);
    watching.hear("other".to_owned(), Vec::new());
    watching.look(Some(vec![open.clone()]));
    assert_eq!(watching.wanted(Some(&open)), [open], "once");
}

/// When a timer was set to run out, after `now`.
fn timers(ctx: &mut Ctx) -> Vec<(TimerKey, u64)> {
    let effects = ctx.take_effects().into_iter();
    let timers = effects.filter_map(|effect| match effect {
        Effect::Timer(key, after) => Some((key, ctx.now.mono + after)),
        _ => None,
    });
    timers.collect()
}

const PEOPLE: [&str; 3] = ["anna", "bob", "cy"];

/// Somebody comes or goes.
#[derive(Clone, Debug)]
struct Move {
    pause: u64,
    person: usize,
    /// How long its frame takes, and the same frame when it is repeated.
    delays: Vec<u64>,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let pause = prop_oneof![0..2_000_u64, 0..60_000_u64];
    let one = (pause, 0..PEOPLE.len(), vec(0..OVERTAKING, 1..3));
    let one = one.prop_map(|(pause, person, delays)| Move {
        pause,
        person,
        delays,
    });
    vec(one, 0..12)
}

proptest! {
    /// Frames are late, repeated and in any order, answers as well; in the end what is shown is what a fresh answer
    /// says.
    #[test]
    fn frames_in_any_order_end_as_a_fresh_state(
        moves in moves(),
        answers in vec(0..OVERTAKING, 40),
    ) {
        let mut truth = [false; PEOPLE.len()];
        // Who is online from when on.
        let mut history = vec![(0, truth)];
        let mut arrivals: Vec<(u64, Vec<Report>)> = Vec::new();
        let mut now = 0;
        for one in moves {
            now += one.pause;
            truth[one.person] = !truth[one.person];
            history.push((now, truth));
            for delay in one.delays {
                let frame = vec![report(PEOPLE[one.person], truth[one.person])];
                arrivals.push((now + delay, frame));
            }
        }
        let state = |now: u64| -> Vec<Report> {
            let (_, then) = history.iter().rfind(|(from, _)| *from <= now).expect("the first");
            (0..PEOPLE.len()).map(|n| report(PEOPLE[n], then[n])).collect()
        };
        let mut presence = Presence::default();
        let mut answers = answers.into_iter();
        presence.watching.due(0, wanted(&["g"]), false);
        arrivals.push((answers.next().expect("one"), state(0)));
        let mut due: BTreeMap<bool, u64> = BTreeMap::new();
        loop {
            arrivals.sort_by_key(|(at, _)| *at);
            let frame = arrivals.first().map(|(at, _)| *at);
            let timer = due.iter().min_by_key(|(_, at)| **at).map(|(key, at)| (*key, *at));
            let mut ctx = at(0);
            ctx.role = Role::Leader;
            match (frame, timer) {
                (None, None) => break,
                (Some(at), timer) if timer.is_none_or(|(_, due)| at <= due) => {
                    ctx.now.mono = at;
                    presence.hear(&mut ctx, arrivals.remove(0).1);
                }
                (_, Some((asks, at))) => {
                    ctx.now.mono = at;
                    due.remove(&asks);
                    if !asks {
                        presence.due(&mut ctx);
                    } else if presence.watching.due(at, wanted(&["g"]), true).is_some() {
                        arrivals.push((at + answers.next().expect("few"), state(at)));
                    }
                }
                (Some(_), None) => unreachable!("the frame comes first"),
            }
            for (key, at) in timers(&mut ctx) {
                due.insert(key == TimerKey::WatchAgain, at);
            }
        }
        let shown = PEOPLE.map(|person| is_online(&presence, person));
        prop_assert_eq!(shown, truth.map(Some));
    }
}

#[test]
fn a_follower_leaves_asking_to_the_leader_and_the_leader_asks_seldom() {
    for (role, asks) in [(Role::Leader, 1), (Role::Follower, 0)] {
        let mut presence = Presence::default();
        presence.watching.due(0, wanted(&["g"]), false);
        let mut asked = Vec::new();
        for n in 0..20 {
            let mut ctx = at(n * 100);
            ctx.role = role;
            presence.hear(&mut ctx, vec![report("anna", n % 2 == 0)]);
            let timers = timers(&mut ctx);
            asked.extend(
                timers
                    .into_iter()
                    .filter(|(key, _)| *key == TimerKey::WatchAgain),
            );
        }
        assert_eq!(asked.len(), asks, "{role:?}");
        assert!(asked.iter().all(|(_, at)| *at >= 30_000), "{asked:?}");
    }
}
