//! The wasm target where only Debian's packages can give it: `rustc-web` brings no compiled
//! standard library, so it is built once from `rust-web-src` and placed where that compiler looks.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::apt;
use super::versions::{DEBIAN_WASM, WASM_TARGET};
use crate::failure::{AtPath, Outcome, failure};
use crate::paths::{self, which};
use crate::step::Step;
use crate::toolchain::{self, DEBIAN_LIBRARIES, DEBIAN_LINKER};

/// rust-lld is where rustc expects it, but belongs to no Debian package.
const RUST_LLD: &str = "/usr/lib/rustlib/x86_64-unknown-linux-gnu/bin/rust-lld";

/// Names the linker of wasm to cargo.
const LINKER: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER";
/// The linker before [`RUST_LLD`] is there.
const WASM_LD: &str = "/usr/lib/llvm-22/bin/wasm-ld";

/// Packages, standard library, linker.
pub fn install() -> Outcome {
    apt::install("wasm", &DEBIAN_WASM)?;
    if toolchain::debian_is_ready() {
        return Ok(());
    }
    let built = build()?;
    place(&built)
}

/// Compiles std for wasm in a scratch crate; gives the folder with the libraries.
fn build() -> Outcome<PathBuf> {
    let scratch = paths::local("tools/wasm-std");
    let source = scratch.join("src");
    fs::create_dir_all(&source).at("create", &source)?;
    write(
        &scratch.join("Cargo.toml"),
        "[package]\nname = \"wasm-std\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\
         [profile.release]\npanic = \"abort\"\n[workspace]\n",
    )?;
    write(&source.join("lib.rs"), "#![no_std]\n")?;
    let mut command = Command::new("/usr/bin/cargo");
    toolchain::debian_environment(&mut command);
    command
        .current_dir(&scratch)
        .args(["build", "--release", "--target", WASM_TARGET])
        .arg("-Zbuild-std=std,panic_abort,test")
        .env("CARGO_TARGET_DIR", scratch.join("target"))
        // Lets a stable compiler take -Zbuild-std; the app itself is built without it.
        .env("RUSTC_BOOTSTRAP", "1")
        // Without bitcode the release build's fat LTO fails.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env(LINKER, WASM_LD);
    Step::new(
        "wasm-std",
        "Rust's standard library for wasm (about a minute)",
        command,
    )
    .run()?;
    Ok(scratch
        .join("target")
        .join(WASM_TARGET)
        .join("release/deps"))
}

fn place(built: &Path) -> Outcome {
    let linker_folder = Path::new(RUST_LLD).parent().unwrap_or(Path::new("/"));
    let script = format!(
        "set -e\nmkdir -p {DEBIAN_LIBRARIES} {}\nrm -f {DEBIAN_LIBRARIES}/*.rlib\n\
         cp {}/*.rlib {DEBIAN_LIBRARIES}/\nrm -f {DEBIAN_LIBRARIES}/libwasm_std-*.rlib\n\
         ln -sf {DEBIAN_LINKER} {RUST_LLD}\n",
        linker_folder.display(),
        built.display(),
    );
    let mut command = if apt::is_root() {
        Command::new("sh")
    } else if which("sudo").is_some() {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "sh"]);
        sudo
    } else {
        return Err(failure(
            "The wasm standard library belongs under /usr/lib/rustlib: run `cargo xtask setup` \
             once as root.",
        ));
    };
    command.args(["-c", &script]);
    Step::new("wasm-std-place", "Standard library put in place", command)
        .run()
        .map(drop)
}

fn write(path: &Path, text: &str) -> Outcome {
    fs::write(path, text).at("write", path)
}
