//! `public/licences.txt`, which goes out with the app: its own licence, and those of the packages in its wasm as
//! cargo-about finds them. It is kept in the repository, so that a plain `trunk build` ships it too.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::failure::{AtPath, Outcome, failure};
use crate::paths;
use crate::setup;
use crate::setup::versions::WASM_TARGET;
use crate::stamp::Stamp;
use crate::step::Step;

/// Writes the file anew: `cargo xtask notices`.
pub fn write() -> Outcome {
    let text = generate()?;
    fs::write(file(), text).at("write", &file())
}

/// Fails when the file is not what [`write`] would write.
pub fn check() -> Outcome {
    let made_of = [
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE",
        "public/licences.txt",
        "xtask/notices",
    ];
    let stamp = Stamp::of("notices", &[], &made_of.map(paths::at))?;
    if stamp.is_done() {
        return Ok(());
    }
    let now = generate()?;
    if fs::read_to_string(file()).is_ok_and(|text| text == now) {
        return stamp.done();
    }
    Err(failure(
        "public/licences.txt does not name the packages that Cargo.lock has now: run `cargo xtask notices` and commit it.",
    ))
}

fn file() -> PathBuf {
    paths::at("public/licences.txt")
}

fn generate() -> Outcome<String> {
    setup::cargo_about()?;
    let licence = paths::at("LICENSE");
    let own = fs::read_to_string(&licence).at("read", &licence)?;
    let listed = paths::target().join("licences.txt");
    Step::new("notices", "Licences (cargo-about)", about(&listed)).run()?;
    let listed = fs::read_to_string(&listed).at("read", &listed)?;
    Ok(format!("Cruddur Messages\n\n{own}\n{listed}"))
}

fn about(output: &std::path::Path) -> Command {
    let mut command = Command::new(paths::tool("cargo-about"));
    command
        .current_dir(paths::root())
        .args(["generate", "--frozen", "--fail"])
        .args(["--target", WASM_TARGET, "--manifest-path", "Cargo.toml"])
        .args(["--config", "xtask/notices/about.toml", "--output-file"])
        .arg(output)
        .arg("xtask/notices/notices.hbs");
    command
}
