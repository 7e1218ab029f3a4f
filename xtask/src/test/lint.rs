//! Checks that run nothing: format, clippy for both targets, dependencies, the template.

use std::process::Command;

use super::tally::Tally;
use crate::failure::{Outcome, failure};
use crate::notices;
use crate::paths;
use crate::setup::{self, native_cargo};
use crate::step::{Step, expect_ok};
use crate::toolchain;

/// All of them, the quick ones first. `offline`: without the list of known vulnerabilities.
pub fn run(offline: bool, tally: &mut Tally) -> Outcome {
    check(tally, "fmt", "Format (rustfmt)", fmt())?;
    setup::cargo_deny()?;
    check(tally, "deny", "Dependencies (cargo-deny)", deny())?;
    if offline {
        println!("  not checked: known vulnerabilities (--offline)");
    } else {
        advisories(tally)?;
    }
    tally.check_passed(notices::check())?;
    setup::environment()?;
    check(tally, "cfn-lint", "Template (cfn-lint)", cfn_lint())?;
    check(
        tally,
        "clippy",
        "clippy, native",
        clippy(native_cargo(), &["--workspace"]),
    )?;
    setup::wasm()?;
    let app = ["-p", "cruddur", "--target", setup::versions::WASM_TARGET];
    let wasm = clippy(toolchain::wasm_cargo(), &app);
    check(tally, "clippy-wasm", "clippy, wasm", wasm)
}

fn check(tally: &mut Tally, name: &str, says: &str, command: Command) -> Outcome {
    tally.check_passed(Step::new(name, says, command).run().map(drop))
}

fn fmt() -> Command {
    let mut command = native_cargo();
    command.args(["fmt", "--all", "--check"]);
    command
}

fn clippy(mut cargo: Command, which: &[&str]) -> Command {
    cargo
        .args(["clippy", "--locked", "--all-targets"])
        .args(which)
        .args(["--", "-D", "warnings"]);
    cargo
}

/// Licences, bans and sources need no network.
fn deny() -> Command {
    let mut command = cargo_deny();
    command.args(["--offline", "check", "bans", "licenses", "sources"]);
    command
}

/// Known vulnerabilities. Their list is a git repository that not every machine can reach: a person is told so, CI fails,
/// where nobody would read it.
fn advisories(tally: &mut Tally) -> Outcome {
    let says = "Advisories (cargo-deny)";
    let mut command = cargo_deny();
    command.args(["check", "advisories"]);
    let finished = Step::new("advisories", says, command).finish()?;
    let unreachable = |line: &String| line.contains("failed to fetch advisory database");
    if !finished.ok && finished.lines.iter().any(unreachable) {
        return tally.check_passed(not_checked(std::env::var_os("CI").is_some()));
    }
    tally.check_passed(expect_ok(says, &finished))
}

fn not_checked(in_ci: bool) -> Outcome {
    if in_ci {
        return Err(failure(
            "The list of known vulnerabilities cannot be reached from this machine: give it a way to github.com, or run \
             the command with --offline.",
        ));
    }
    println!(
        "  not checked: the list of known vulnerabilities cannot be reached from this machine"
    );
    Ok(())
}

fn cargo_deny() -> Command {
    let mut command = Command::new(paths::tool("cargo-deny"));
    command
        .current_dir(paths::root())
        .args(["--all-features", "--locked"]);
    command
}

fn cfn_lint() -> Command {
    let mut command = Command::new(paths::venv("cfn-lint"));
    command
        .current_dir(paths::root())
        .args(["-t", "infra/template.yaml", "-r", "us-east-1"]);
    command
}
