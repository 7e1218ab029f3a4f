//! Checks that run nothing: format, clippy for both targets, dependencies, the template.

use std::process::Command;

use super::tally::Tally;
use crate::failure::Outcome;
use crate::paths;
use crate::setup::{self, native_cargo};
use crate::step::Step;
use crate::toolchain;

/// All of them, the quick ones first.
pub fn run(tally: &mut Tally) -> Outcome {
    check(tally, "fmt", "Format (rustfmt)", fmt())?;
    setup::cargo_tool("cargo-deny")?;
    check(tally, "deny", "Dependencies (cargo-deny)", deny())?;
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

/// Licences, bans and sources need no network. Advisories do (a git repository that not every
/// machine can reach): docs/development.md tells how to check them.
fn deny() -> Command {
    let mut command = Command::new(paths::tool("cargo-deny"));
    command
        .current_dir(paths::root())
        .args(["--offline", "--all-features", "--locked", "check"])
        .args(["bans", "licenses", "sources"]);
    command
}

fn cfn_lint() -> Command {
    let mut command = Command::new(paths::venv("cfn-lint"));
    command
        .current_dir(paths::root())
        .args(["-t", "infra/template.yaml", "-r", "us-east-1"]);
    command
}
