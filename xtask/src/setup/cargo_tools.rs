//! Tools from crates.io, built into `.local/tools` by the native compiler. Built for a quick
//! build, not for a quick tool: they run for seconds.

use std::process::Command;

use super::versions::{CARGO_TOOLS, CargoTool};
use crate::failure::{Outcome, failure};
use crate::paths;
use crate::step::Step;

/// Installs one of [`CARGO_TOOLS`] by its package name, unless it is there.
pub fn install(package: &str) -> Outcome {
    let tool = CARGO_TOOLS
        .iter()
        .find(|tool| tool.package == package)
        .ok_or_else(|| failure(format!("{package} is not a pinned tool.")))?;
    if is_installed(tool) {
        return Ok(());
    }
    let mut command = native_cargo();
    command
        .args(["install", "--locked", "--root"])
        .arg(paths::local("tools"))
        .args([tool.package, "--version", tool.version])
        .args(["--features", tool.features])
        .env("CARGO_TARGET_DIR", paths::local("tools/target"))
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0");
    let says = format!("{} {} (takes {})", tool.package, tool.version, tool.takes);
    Step::new(&format!("install-{}", tool.package), &says, command)
        .run()
        .map(drop)
}

/// The cargo that runs this program, which is the native one of `rust-toolchain.toml`.
pub fn native_cargo() -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(paths::root());
    command
}

/// `.crates.toml` is cargo's own list of what it installed there.
fn is_installed(tool: &CargoTool) -> bool {
    let entry = format!("\"{} {} (", tool.package, tool.version);
    std::fs::read_to_string(paths::local("tools/.crates.toml"))
        .is_ok_and(|list| list.contains(&entry))
        && paths::tool(tool.program).is_file()
}
