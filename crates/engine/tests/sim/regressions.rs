//! Runs that failed once, as the property printed them.

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
