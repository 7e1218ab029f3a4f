//! Playwright: the built app, the whole local system, several people.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::Command;

use super::tally::Tally;
use crate::build;
use crate::failure::Outcome;
use crate::local::{self, DEMO_PASSWORD, Place};
use crate::paths;
use crate::serve::WebServer;
use crate::setup::{self, native_cargo};
use crate::step::{Step, expect_ok};

/// A program that runs in `tests/e2e` and knows the system under test.
pub fn command(place: &Place, program: impl AsRef<OsStr>) -> Command {
    let folder = paths::at("tests/e2e");
    let mut command = Command::new(program);
    command
        .current_dir(&folder)
        .env("APP_URL", format!("http://127.0.0.1:{}", place.web_port))
        .env("APP_DIST", paths::dist())
        .env("APP_DIST_CHAT", paths::dist_below_a_path())
        .env("CRUDDUR_STACK", place.stack_file())
        .env("CRUDDUR_XTASK", paths::program())
        .env("DEMO_PASSWORD", DEMO_PASSWORD)
        .env("FORCE_COLOR", "0");
    command
}

/// Builds, deploys fresh, serves, tests.
pub fn run(tally: &mut Tally) -> Outcome {
    setup::e2e_tests()?;
    build::release()?;
    build::release_below("/chat/", &paths::dist_below_a_path())?;
    let fake_server = build_fake_server()?;
    let place = Place::test();
    let system = local::start(&place, true, false)?;
    let server = WebServer::start(place.web_port, &place.config_file())?;
    let mut command = command(&place, paths::at("tests/e2e/node_modules/.bin/playwright"));
    command.arg("test").env("CRUDDUR_FAKE_SERVER", fake_server);
    let finished = Step::new("test-e2e", "End-to-end tests (Playwright)", command)
        .echo(|_| true)
        .finish()?;
    drop((server, system));
    tally.read(&finished);
    expect_ok("End-to-end tests", &finished)
}

/// Compiles the server that some of the tests start instead of the back end; its path.
fn build_fake_server() -> Outcome<PathBuf> {
    let mut command = native_cargo();
    command.args(["build", "--locked", "-p", "cruddur-fake-server"]);
    Step::new("fake-server", "The fake server (cargo)", command).run()?;
    Ok(paths::target().join("debug/fake-server"))
}
