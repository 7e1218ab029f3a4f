//! The whole system on this machine: ministack for AWS, the back end deployed into it from
//! `infra/template.yaml`, demo people and conversations.

mod aws;
mod demo;
mod deploy;
mod functions;
mod gaps;
mod http;
mod ministack;
mod place;
mod stack;

use crate::failure::Outcome;
use crate::lock;
use crate::setup;

pub use demo::{PASSWORD as DEMO_PASSWORD, PEOPLE as DEMO_PEOPLE};
pub use place::Place;

/// Running local services; they end when this is dropped.
pub struct System {
    services: ministack::Services,
    _alone: lock::Held,
}

impl System {
    /// The services ended by themselves, which is a failure of the system.
    pub fn check(&mut self) -> Outcome {
        self.services.check()
    }
}

/// Starts the services, deploys, seeds. `fresh` deletes the state of an earlier start; `big` adds
/// the conversation of 10,000 messages.
pub fn start(place: &Place, fresh: bool, big: bool) -> Outcome<System> {
    setup::environment()?;
    let functions = functions::build()?;
    // Whoever holds this lock is alive: a ministack found after it is a leftover and may be ended.
    let alone = lock::hold(place.name)?;
    ministack::end_leftover(place);
    let mut kept = !fresh && place.holds_state() && gaps::rewind_streams(place);
    if !kept {
        place.wipe()?;
    }
    let mut services = ministack::Services::start(place)?;
    if kept && !deploy::answers(place) {
        println!("  the stored state does not answer; starting over");
        drop(services);
        place.wipe()?;
        services = ministack::Services::start(place)?;
        kept = false;
    }
    deploy::run(place, &functions, kept)?;
    demo::seed(place, big)?;
    Ok(System {
        services,
        _alone: alone,
    })
}
