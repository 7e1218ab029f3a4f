//! The Python environment `.local/venv`: ministack (the local AWS services), aws-cli, cfn-lint.
//! Exact versions are in `xtask/python/requirements.txt`.

use std::fs;
use std::process::Command;

use crate::failure::{AtPath, Outcome, failure};
use crate::paths::{self, which};
use crate::stamp::Stamp;
use crate::step::{Step, output};

/// Makes the environment, or brings it to the listed versions.
pub fn environment() -> Outcome {
    let requirements = paths::at("xtask/python/requirements.txt");
    let stamp = Stamp::of("python", &[], std::slice::from_ref(&requirements))?;
    if stamp.is_done() && paths::venv("ministack").is_file() {
        return Ok(());
    }
    if !paths::venv("python").is_file() {
        make()?;
    }
    let wanted = fs::read_to_string(&requirements).at("read", &requirements)?;
    if !is_satisfied(&wanted) {
        let mut command = Command::new(paths::venv("python"));
        command
            .args(["-m", "pip", "install", "--no-input", "--progress-bar=off"])
            .args(["--no-deps", "--require-hashes", "-r"])
            .arg(&requirements);
        Step::new(
            "python",
            "Python packages: ministack, aws-cli, cfn-lint",
            command,
        )
        .run()?;
    }
    stamp.done()
}

fn make() -> Outcome {
    if which("python3").is_none() {
        return Err(failure(
            "python3 is missing: install Python 3.10 or later, then run the command again.",
        ));
    }
    let venv = || {
        let mut command = Command::new("python3");
        command
            .args(["-m", "venv", "--clear"])
            .arg(paths::local("venv"));
        command
    };
    let made = Step::new("python-venv", "Python environment in .local/venv", venv()).finish()?;
    if made.ok {
        return Ok(());
    }
    // Debian splits venv off its python3.
    super::apt::install("python", &["python3-venv"])?;
    Step::new("python-venv", "Python environment in .local/venv", venv())
        .run()
        .map(drop)
}

/// Whether every package of the requirements is in `pip freeze`: spares a venv made before this file
/// was a question to the package index.
fn is_satisfied(wanted: &str) -> bool {
    let mut freeze = Command::new(paths::venv("python"));
    freeze.args(["-m", "pip", "freeze", "--disable-pip-version-check"]);
    let have = output(&mut freeze).unwrap_or_default();
    let have: Vec<String> = have.lines().map(normalized).collect();
    packages(wanted).all(|package| have.contains(&normalized(package)))
}

/// Names are compared without case, `-` and `_` alike (PEP 503).
fn normalized(package: &str) -> String {
    package.to_lowercase().replace('_', "-")
}

/// The packages of a requirements file, `name==version` each, without hashes and comments.
fn packages(requirements: &str) -> impl Iterator<Item = &str> {
    let first_words = requirements
        .lines()
        .filter_map(|line| line.split(' ').next());
    first_words.filter(|word| word.contains("=="))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_package_is_pinned_by_hashes() {
        let requirements = fs::read_to_string(paths::at("xtask/python/requirements.txt"))
            .expect("requirements.txt");
        let listed: Vec<&str> = packages(&requirements).collect();
        assert!(listed.contains(&"ministack==1.5.33"), "{listed:?}");
        for package in listed {
            let (_, rest) = requirements.split_once(package).expect("itself");
            assert!(rest.starts_with(" \\\n    --hash=sha256:"), "{package}");
        }
    }
}
