//! Demo people and conversations, by the back end's own program: Cognito's API for accounts, the
//! functions' table module for the rest. A second run changes nothing.

use std::process::Command;

use super::aws;
use super::functions;
use super::place::Place;
use super::stack::Stack;
use crate::failure::Outcome;
use crate::stamp::Stamp;
use crate::step::Step;

/// The one password of all demo people.
pub const PASSWORD: &str = "Cruddur-demo-1";
/// Their handles; `<handle>@example.com` is what they sign in with.
pub const PEOPLE: [&str; 3] = ["andrewbrown", "bayko", "londo"];

/// Seeds a deployed system, once for each stack and version of the program.
pub fn seed(place: &Place, big: bool) -> Outcome {
    let stack = Stack::read(place)?;
    let size = if big { "big" } else { "small" };
    let texts = [stack.user_pool_id.as_str(), stack.table.as_str(), size];
    let stamp = Stamp::of(
        &format!("demo-{}", place.name),
        &texts,
        &[functions::demo()],
    )?;
    if place.keeps_state && stamp.is_done() {
        println!("✓ Demo people and conversations are there");
        return Ok(());
    }
    let mut command = Command::new(functions::demo());
    aws::credentials(&mut command);
    command
        .args(["--endpoint", &place.endpoint()])
        .args(["--pool", &stack.user_pool_id])
        .args(["--table", &stack.table])
        .args(["--password", PASSWORD]);
    if big {
        command.arg("--big");
    }
    Step::new(
        &format!("demo-{}", place.name),
        "Demo people and conversations",
        command,
    )
    .run()?;
    stamp.done()
}
