//! The release build of the app: `trunk build --release` by the installed tools, then compressed copies
//! beside its files.

pub mod budget;
pub mod compress;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{AtPath, Outcome, failure};
use crate::lock;
use crate::paths;
use crate::setup;
use crate::stamp::Stamp;
use crate::step::Step;
use crate::toolchain;

/// Builds `dist/`, for a site at the root of its host.
pub fn release() -> Outcome {
    release_below("/", &paths::dist())
}

/// Builds the site that is served below a path, into a folder, unless that holds the build of these very
/// sources.
pub fn release_below(public_url: &str, dist: &Path) -> Outcome {
    setup::release_build()?;
    let _alone = lock::hold("build")?;
    let name = dist.file_name().unwrap_or_default().to_string_lossy();
    let compiler = format!("{:?}", toolchain::find());
    let stamp = Stamp::of(&name, &[&compiler, public_url], &inputs())?;
    if stamp.is_done() && dist.join("index.html").is_file() {
        println!("✓ {name}/ is up to date");
        return Ok(());
    }
    stamp.forget();
    trunk(public_url, dist)?;
    remove_lock(dist)?;
    check_complete(dist)?;
    compress::folder(dist)?;
    stamp.done()
}

/// `trunk build --release` by the tools of `.local`.
fn trunk(public_url: &str, dist: &Path) -> Outcome {
    let mut command = trunk_command();
    command
        .args([
            "build",
            "--release",
            "--skip-version-check",
            "--color=never",
        ])
        .args(["--public-url", public_url, "--dist"])
        .arg(dist);
    let says = format!("The app for {public_url}, release build (trunk)");
    Step::new("trunk", &says, command).run().map(drop)
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

/// Trunk leaves its own lock file in the folder, where an upload would publish it.
fn remove_lock(dist: &Path) -> Outcome {
    let lock = dist.join(".trunk-lock");
    match fs::remove_file(&lock) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).at("remove", &lock)
        }
        _ => Ok(()),
    }
}

/// A release holds exactly one app; the local configuration is never part of it.
fn check_complete(dist: &Path) -> Outcome {
    let names = compress::files(dist)?;
    let wasm = names
        .iter()
        .filter(|path| has_extension(path, "wasm"))
        .count();
    if wasm != 1 {
        return Err(failure(format!(
            "{0} holds {wasm} wasm files instead of one: remove it and build again.",
            dist.display()
        )));
    }
    if names.iter().any(|path| path.ends_with("config.json")) {
        return Err(failure(
            "The build holds a config.json: it must not be in public/, each stack has its own.",
        ));
    }
    Ok(())
}

fn has_extension(path: &Path, extension: &str) -> bool {
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
