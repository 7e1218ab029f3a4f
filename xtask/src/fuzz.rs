//! `cargo xtask fuzz`: the targets of `fuzz/`, one after the other.
//!
//! cargo-fuzz wants a nightly compiler's flags; `RUSTC_BOOTSTRAP` lets the pinned one take them. Without
//! the address sanitizer, which finds nothing where `unsafe` is forbidden and makes all slower.

use std::fs;
use std::process::Command;

use crate::failure::{AtPath, Outcome, failure};
use crate::paths;
use crate::setup::{self, native_cargo};
use crate::step::Step;

/// Runs these targets (none means all), each for so long. An input that breaks something is a failure
/// that names the file; what is new stays in `fuzz/corpus`.
pub fn run(asked: &[String], seconds: u32) -> Outcome {
    let all = targets()?;
    if let Some(unknown) = asked.iter().find(|name| !all.contains(name)) {
        let all = all.join(", ");
        return Err(failure(format!(
            "No fuzz target {unknown}: there are {all}."
        )));
    }
    setup::cargo_fuzz()?;
    let mut build = cargo_fuzz("build");
    build.args(["--sanitizer", "none"]);
    Step::new("fuzz-build", "Fuzz targets (cargo-fuzz)", build).run()?;
    for name in all
        .iter()
        .filter(|name| asked.is_empty() || asked.contains(name))
    {
        run_one(name, seconds)?;
    }
    Ok(())
}

fn run_one(name: &str, seconds: u32) -> Outcome {
    let corpus = paths::at("fuzz/corpus").join(name);
    fs::create_dir_all(&corpus).at("create", &corpus)?;
    let mut command = cargo_fuzz("run");
    command
        .args(["--sanitizer", "none", name])
        .arg(corpus)
        .arg(paths::at("fuzz/seeds").join(name))
        .args(["--", "-max_len=4096", "-timeout=20"])
        .arg(format!("-max_total_time={seconds}"));
    Step::new(&format!("fuzz-{name}"), &format!("Fuzzing {name}"), command)
        .echo(|line| line.contains("DONE") || line.contains("panicked at"))
        .run()
        .map(drop)
}

fn cargo_fuzz(verb: &str) -> Command {
    let mut command = Command::new(paths::tool("cargo-fuzz"));
    command
        .args(["fuzz", verb])
        .current_dir(paths::at("fuzz"))
        .env("CARGO", native_cargo().get_program())
        .env("RUSTC_BOOTSTRAP", "1");
    command
}

/// The names of all targets.
fn targets() -> Outcome<Vec<String>> {
    let folder = paths::at("fuzz/fuzz_targets");
    let entries = fs::read_dir(&folder).at("read", &folder)?.flatten();
    let stem = |entry: fs::DirEntry| Some(entry.path().file_stem()?.to_str()?.to_owned());
    let mut names: Vec<String> = entries.filter_map(stem).collect();
    names.sort();
    Ok(names)
}
