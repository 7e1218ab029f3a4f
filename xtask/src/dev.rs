//! `cargo xtask dev`: the whole system on this machine, until Ctrl-C.

use std::thread;
use std::time::{Duration, Instant};

use crate::build;
use crate::failure::Outcome;
use crate::local::{self, DEMO_PASSWORD, DEMO_PEOPLE, Place};
use crate::serve::{self, WebServer};
use crate::step::seconds;
use crate::stop;

/// Sets up, builds, deploys, seeds, serves.
pub fn run(fresh: bool, big: bool, build: bool) -> Outcome {
    let started = Instant::now();
    let place = Place::dev();
    serve::check_port(place.web_port)?;
    if build {
        build::release()?;
    }
    let mut system = local::start(&place, fresh, big)?;
    let _server = WebServer::start(place.web_port, &place.config_file())?;
    println!("\nReady after {}.\n", seconds(started.elapsed()));
    println!("  http://localhost:{}", place.web_port);
    for person in DEMO_PEOPLE {
        println!("  {person}@example.com  {DEMO_PASSWORD}");
    }
    println!("\nSign in as two of them in two browser profiles. Ctrl-C stops everything.");
    while !stop::asked() {
        system.check()?;
        thread::sleep(Duration::from_millis(100));
    }
    println!("\nStopping; what was written stays for the next start.");
    Ok(())
}
