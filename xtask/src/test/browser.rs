//! `tests/web.rs`, compiled once and run in three browser engines.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::tally::{Tally, is_result};
use crate::failure::{Outcome, failure};
use crate::paths;
use crate::setup::{self, versions::WASM_TARGET};
use crate::step::{Step, expect_ok};
use crate::toolchain;

/// An engine and how its driver is found.
struct Engine {
    name: &'static str,
    /// Names the driver for wasm-bindgen-test-runner, which takes the first one that is set.
    variable: &'static str,
    driver: fn() -> PathBuf,
    /// WebKitGTK has no headless mode: it runs on a virtual screen.
    virtual_screen: bool,
}

const ENGINES: [Engine; 3] = [
    Engine {
        name: "chromium",
        variable: "CHROMEDRIVER",
        driver: || PathBuf::from("/usr/bin/chromedriver"),
        virtual_screen: false,
    },
    Engine {
        name: "firefox",
        variable: "GECKODRIVER",
        driver: || paths::tool("geckodriver"),
        virtual_screen: false,
    },
    Engine {
        name: "webkit",
        variable: "SAFARIDRIVER",
        driver: || PathBuf::from("/usr/bin/WebKitWebDriver"),
        virtual_screen: true,
    },
];

/// Builds, then runs every engine even when one fails, and names those that failed.
pub fn run(tally: &mut Tally) -> Outcome {
    setup::browser_tests()?;
    let wasm = build()?;
    let mut failed = Vec::new();
    for engine in &ENGINES {
        let says = format!("Browser tests in {}", engine.name);
        let finished = Step::new(
            &format!("test-{}", engine.name),
            &says,
            command(engine, &wasm),
        )
        .echo(is_result)
        .finish()?;
        tally.read(&finished);
        if let Err(failure) = expect_ok(&says, &finished) {
            println!("{failure}");
            failed.push(engine.name);
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    Err(failure(format!(
        "Browser tests failed in {}.",
        failed.join(", ")
    )))
}

/// The test binary; cargo names it in a line `Executable tests/web.rs (path)`.
fn build() -> Outcome<PathBuf> {
    let mut command = toolchain::wasm_cargo();
    command
        .args([
            "test", "--locked", "-p", "cruddur", "--test", "web", "--no-run",
        ])
        .args(["--target", WASM_TARGET]);
    let lines = Step::new("build-browser-tests", "Browser tests, compiled", command).run()?;
    lines
        .iter()
        .filter(|line| line.contains("Executable"))
        .filter_map(|line| line.split_once('(')?.1.split_once(')'))
        .map(|(path, _)| paths::at(path))
        .next_back()
        .ok_or_else(|| {
            failure("cargo named no test binary: see .local/log/build-browser-tests.log.")
        })
}

fn command(engine: &Engine, wasm: &Path) -> Command {
    let runner = paths::tool("wasm-bindgen-test-runner");
    let mut command = if engine.virtual_screen {
        let mut command = Command::new("xvfb-run");
        command
            .args(["-a", "-s", "-screen 0 1280x800x24"])
            .arg(runner);
        command
            .env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1")
            .env("WEBKIT_DISABLE_COMPOSITING_MODE", "1");
        command
    } else {
        Command::new(runner)
    };
    for other in &ENGINES {
        command.env_remove(other.variable);
    }
    command
        .arg(wasm)
        .current_dir(paths::root())
        .env(engine.variable, (engine.driver)())
        .env(
            "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
            paths::at(format!("tests/webdriver/{}.json", engine.name)),
        )
        // Seconds for the whole binary; the tests themselves have shorter deadlines.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60");
    command
}
