//! Runs that failed once, as the property printed them.

use crate::faults::Fault;
use crate::play;
use crate::step::{Action, Environment, Kind, Peer, Person, Run, Setup, Step, Tab};
use crate::world::World;

fn person(tab: Tab, action: Person, wait: u64) -> Step {
    let action = Action::Person(action);
    Step {
        tab,
        action,
        wait,
        jitter: 0,
    }
}

/// A follower without a list took over while its messages waited under the id of a conversation that only
/// the leader before it knew, and sent the next one to the person.
#[test]
fn a_message_does_not_overtake_those_that_the_last_leader_redirected() {
    let lose_network = Step {
        action: Action::Environment(Environment::LoseNetwork {
            browser_notices: true,
        }),
        ..Step::WAIT
    };
    let run = Run {
        setup: Setup {
            jitter: 3_423_572_957,
            ..Setup::plain(Kind::TwoTabs)
        },
        steps: vec![
            person(Tab::Second, Person::Open(Peer::Vir), 0),
            person(Tab::Second, Person::Send, 100),
            person(Tab::First, Person::ReloadPage, 0),
            lose_network,
            person(Tab::First, Person::Open(Peer::Vir), 0),
            person(Tab::First, Person::Send, 0),
            person(Tab::Second, Person::ReloadPage, 0),
            person(Tab::First, Person::Open(Peer::Vir), 0),
            person(Tab::First, Person::Send, 10),
        ],
    };
    let mut world = World::new(&run.setup);
    play(&mut world, &run);
}

/// A tab that had not heard of a draft sent a message, and deleted the draft from the store with it; the tab that showed
/// the draft did not store it again.
#[test]
fn a_draft_is_stored_again_when_a_tab_that_does_not_know_it_sends() {
    let run = Run {
        setup: Setup::plain(Kind::TwoTabs),
        steps: vec![
            person(Tab::First, Person::Draft, 0),
            person(Tab::First, Person::LeaveSite, 0),
            person(Tab::Second, Person::ReloadPage, 0),
            person(Tab::First, Person::Open(Peer::Vir), 0),
            person(Tab::Second, Person::Send, 0),
        ],
    };
    let mut world = World::new(&run.setup);
    play(&mut world, &run);
}

/// A follower had seen that a page lacks an acknowledged message, which lies before it. Then its store answered, late and
/// with that message as it was before the answer: it was shown as being sent for ever.
#[test]
fn a_message_that_arrived_before_the_store_answered_is_not_sent_for_ever() {
    let at = |tab, action, wait, jitter| Step {
        tab,
        action,
        wait,
        jitter,
    };
    let first = |action, wait, jitter| at(Tab::First, action, wait, jitter);
    let fault = |fault, on| Action::Fault { fault, on };
    let receive = || Action::Receive {
        from: Peer::Bayko,
        count: 2,
    };
    let run = Run {
        setup: Setup {
            page_size: 5,
            faults: vec![(Fault::RepeatedRequest, 1)],
            jitter: 2_145_428_552,
            ..Setup::plain(Kind::TwoTabs)
        },
        steps: vec![
            person(Tab::First, Person::Open(Peer::Vir), 0),
            person(Tab::First, Person::ReloadPage, 0),
            at(
                Tab::Second,
                Action::Person(Person::Send),
                100,
                3_835_888_512,
            ),
            first(fault(Fault::FailedStorage, 1), 0, 0),
            first(receive(), 100, 0),
            person(Tab::Second, Person::Send, 0),
            person(Tab::Second, Person::LeaveSite, 10),
            first(fault(Fault::RepeatedFrame, 2), 10, 0),
            person(Tab::First, Person::Send, 0),
            first(fault(Fault::SlowStorage, 1), 10, 2_664_358_857),
            first(receive(), 25, 902_975_621),
        ],
    };
    let mut world = World::new(&run.setup);
    play(&mut world, &run);
}

/// The other way round: a follower that is about to lead has seen the message, and a page that starts hands it over as its
/// store has it, unsent. It must be taken, or nobody ever tells that page.
#[test]
fn who_is_about_to_lead_takes_a_message_that_was_seen_here_and_not_there() {
    let at = |tab, action, wait, jitter| Step {
        tab,
        action,
        wait,
        jitter,
    };
    let receive = Action::Receive {
        from: Peer::Londo,
        count: 2,
    };
    let reload = Action::Person(Person::ReloadPage);
    let run = Run {
        setup: Setup {
            page_size: 3,
            ..Setup::plain(Kind::TwoTabs)
        },
        steps: vec![
            person(Tab::Second, Person::Open(Peer::Londo), 0),
            person(Tab::First, Person::Draft, 10),
            at(Tab::Second, Action::Person(Person::Send), 0, 2_133_386_893),
            at(Tab::First, Action::Wait, 250, 3_645_221_116),
            at(Tab::First, reload, 0, 2_722_752_897),
            at(Tab::First, receive, 0, 0),
            person(Tab::Second, Person::Send, 0),
        ],
    };
    let mut world = World::new(&run.setup);
    play(&mut world, &run);
}

/// Two tabs typed at once, and one was left before its store had answered. Back again it knew both texts; the other one
/// did not, and stored its own over them.
#[test]
fn a_draft_from_the_journal_is_not_stored_over_by_a_tab_that_typed_meanwhile() {
    let step = |action, jitter| Step {
        jitter,
        ..person(Tab::First, action, 0)
    };
    let run = Run {
        setup: Setup {
            jitter: 597_570_747,
            ..Setup::plain(Kind::TwoTabs)
        },
        steps: vec![
            step(Person::Draft, 2_447_006_102),
            step(Person::LeaveSite, 0),
        ],
    };
    let mut world = World::new(&run.setup);
    play(&mut world, &run);
}
