//! Debian packages, with sudo when this is not root. Present packages are skipped without a
//! question to the network.

use std::process::Command;

use super::versions::DEBIAN_BROWSERS;
use crate::failure::{Outcome, failure};
use crate::paths::which;
use crate::stamp::Stamp;
use crate::step::{Step, output};

/// The browsers of the browser and end-to-end tests.
pub fn browsers() -> Outcome {
    install("browsers", &DEBIAN_BROWSERS)
}

/// Installs those of `packages` that are missing; `name` is the log's name.
pub fn install(name: &str, packages: &[&str]) -> Outcome {
    let missing: Vec<&str> = packages
        .iter()
        .copied()
        .filter(|package| !is_installed(package))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    update()?;
    let mut command = apt_get()?;
    command.args(["install", "-y", "--no-install-recommends"]);
    command.args(&missing);
    Step::new(
        &format!("apt-{name}"),
        &format!("Debian packages {}", missing.join(", ")),
        command,
    )
    .run()
    .map(drop)
    .map_err(|error| {
        failure(format!(
            "{error} On a system that is not Debian, install these by hand: {}.",
            missing.join(", ")
        ))
    })
}

/// The package lists, once a boot is enough: a stale list only fails to find a newer build.
fn update() -> Outcome {
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let stamp = Stamp::of("apt-update", &[&boot], &[])?;
    if stamp.is_done() {
        return Ok(());
    }
    let mut command = apt_get()?;
    command.arg("update");
    let finished = Step::new("apt-update", "Debian package lists", command).finish()?;
    if finished.ok {
        return stamp.done();
    }
    println!("  some lists could not be read; going on with those at hand");
    Ok(())
}

fn is_installed(package: &str) -> bool {
    output(Command::new("dpkg-query").args(["-W", "-f=${db:Status-Status}", package]))
        .is_some_and(|status| status == "installed")
}

fn apt_get() -> Outcome<Command> {
    if which("apt-get").is_none() {
        return Err(failure(
            "This system has no apt-get: install chromium, chromedriver, firefox-esr, \
             WebKitWebDriver and xvfb by hand, then run the command again.",
        ));
    }
    let mut command = if is_root() {
        Command::new("apt-get")
    } else if which("sudo").is_some() {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        sudo
    } else {
        return Err(failure(
            "Debian packages are missing, and this is neither root nor a user with sudo: \
             run `cargo xtask setup` once as root.",
        ));
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command.args(["-o", "Acquire::Retries=3"]);
    Ok(command)
}

/// Whether this process may write everywhere.
pub fn is_root() -> bool {
    nix::unistd::geteuid().is_root()
}
