//! The release build of the app: `trunk build --release` by the installed tools, then compressed copies
//! beside its files.

pub mod budget;
pub mod compress;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::failure::{AtPath, Outcome, failure};
use crate::lock;
use crate::paths;
use crate::setup;
use crate::stamp::Stamp;
use crate::step::Step;
use crate::toolchain;

/// Builds `dist/` unless it is the build of these very sources.
pub fn release() -> Outcome {
    setup::release_build()?;
    let _alone = lock::hold("build")?;
    let stamp = Stamp::of("dist", &[&format!("{:?}", toolchain::find())], &inputs())?;
    if stamp.is_done() && paths::dist().join("index.html").is_file() {
        println!("✓ dist/ is up to date");
        return Ok(());
    }
    stamp.forget();
    trunk()?;
    remove_lock()?;
    check_complete()?;
    compress::dist()?;
    stamp.done()
}

/// `trunk build --release` by the tools of `.local`.
fn trunk() -> Outcome {
    let mut command = trunk_command();
    command.args([
        "build",
        "--release",
        "--skip-version-check",
        "--color=never",
    ]);
    Step::new("trunk", "The app, release build (trunk)", command)
        .run()
        .map(drop)
}

/// `trunk serve`: rebuilds at every change, on port 8081, with the configuration of a running
/// `cargo xtask dev`.
pub fn watch() -> Outcome {
    use std::os::unix::process::CommandExt;
    setup::release_build()?;
    let mut command = trunk_command();
    command.args(["serve", "--skip-version-check"]);
    Err(failure(format!(
        "Could not start trunk: {}.",
        command.exec()
    )))
}

fn trunk_command() -> Command {
    let mut command = Command::new(paths::tool("trunk"));
    toolchain::environment(&mut command);
    command
        // Trunk takes no other value of it than true and false.
        .env_remove("NO_COLOR")
        .env("RUST_BACKTRACE", "0")
        .current_dir(paths::root());
    command
}

/// Trunk leaves its own lock file in `dist/`, where an upload would publish it.
fn remove_lock() -> Outcome {
    let lock = paths::dist().join(".trunk-lock");
    match fs::remove_file(&lock) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).at("remove", &lock)
        }
        _ => Ok(()),
    }
}

/// A release holds exactly one app; the local configuration is never part of it.
fn check_complete() -> Outcome {
    let names = compress::files(&paths::dist())?;
    let wasm = names
        .iter()
        .filter(|path| has_extension(path, "wasm"))
        .count();
    if wasm != 1 {
        return Err(failure(format!(
            "dist/ holds {wasm} wasm files instead of one: remove dist/ and build again."
        )));
    }
    if names.iter().any(|path| path.ends_with("config.json")) {
        return Err(failure(
            "dist/ holds a config.json: it must not be in public/, each stack has its own.",
        ));
    }
    Ok(())
}

fn has_extension(path: &std::path::Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found == extension)
}

/// All that changes the bytes of the release.
fn inputs() -> Vec<PathBuf> {
    [
        ".cargo/config.toml",
        "Cargo.lock",
        "Cargo.toml",
        "Trunk.toml",
        "crates/contract",
        "crates/engine",
        "crates/regex",
        "index.html",
        "public",
        "rust-toolchain.toml",
        "src",
        "style",
        "xtask/npm/package-lock.json",
        "xtask/src/build",
        "xtask/node",
    ]
    .map(paths::at)
    .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stylesheet_is_bundled() {
        let script = paths::at("style/bundle.sh");
        let script = fs::read_to_string(script).expect("style/bundle.sh");
        let bundled: Vec<&str> = script.split_whitespace().collect();
        for file in compress::files(&paths::at("style")).expect("style/") {
            let name = file.file_name().expect("a name").to_string_lossy();
            let is_bundled = bundled.contains(&name.as_ref());
            assert_eq!(is_bundled, has_extension(&file, "css"), "{name}");
        }
    }
}
