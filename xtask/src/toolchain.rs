//! Which cargo builds wasm here: the one answer that every wasm step uses.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::paths;
use crate::setup::versions::{RUST, WASM_TARGET};
use crate::step::output;

/// Where Debian's compiler looks for its wasm libraries.
pub const DEBIAN_LIBRARIES: &str = "/usr/lib/rustlib/wasm32-unknown-unknown/lib";
/// The linker of the package lld-22.
pub const DEBIAN_LINKER: &str = "/usr/lib/llvm-22/bin/lld";
/// Set to `rustup` or `debian` to insist on one of them.
const FORCE: &str = "CRUDDUR_WASM";

/// A compiler with the wasm target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wasm {
    /// The toolchain of rust-toolchain.toml, with rustup's target.
    Rustup,
    /// `/usr/bin/cargo` of the package cargo-web.
    Debian,
}

/// The one that the environment insists on.
pub fn forced() -> Option<Wasm> {
    match std::env::var(FORCE).ok()?.as_str() {
        "rustup" => Some(Wasm::Rustup),
        "debian" => Some(Wasm::Debian),
        _ => None,
    }
}

/// The one to use, if any is installed.
pub fn find() -> Option<Wasm> {
    forced().or_else(|| {
        if rustup_is_ready() {
            Some(Wasm::Rustup)
        } else if debian_is_ready() {
            Some(Wasm::Debian)
        } else {
            None
        }
    })
}

/// Prepares any command that runs cargo for wasm (cargo itself, trunk): PATH with the installed
/// tools, the compiler, the target folder.
pub fn environment(command: &mut Command) {
    if find() == Some(Wasm::Debian) {
        debian_environment(command);
    } else {
        command.env("PATH", path_with(None));
    }
    command
        .env("CARGO_TARGET_DIR", paths::web_target())
        // Beside the flags of .cargo/config.toml. Panics name the place of a package's source: not where cargo keeps
        // it on this machine, so that the same commit gives the same bytes on another.
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
            format!("--remap-path-prefix={}=/cargo", cargo_home().display()),
        );
}

fn cargo_home() -> PathBuf {
    let home = || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cargo");
    std::env::var_os("CARGO_HOME").map_or_else(home, PathBuf::from)
}

/// A cargo command for wasm at the repository's root.
pub fn wasm_cargo() -> Command {
    let mut command = Command::new(program("cargo"));
    environment(&mut command);
    command.current_dir(paths::root());
    command
}

/// Asks the compiler of [`wasm_cargo`] for its version.
pub fn wasm_rustc_version() -> Command {
    let mut command = Command::new(program("rustc"));
    command.current_dir(paths::root()).arg("--version");
    command
}

fn program(name: &str) -> PathBuf {
    match find() {
        Some(Wasm::Debian) => Path::new("/usr/bin").join(name),
        _ => name.into(),
    }
}

/// Debian's programs ahead of rustup's proxies, and none of rustup's variables.
pub fn debian_environment(command: &mut Command) {
    command
        .env("PATH", path_with(Some("/usr/bin")))
        .env("RUSTC", "/usr/bin/rustc")
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("CARGO")
        .env_remove("LD_LIBRARY_PATH");
}

/// Whether Debian's compiler, linker and the placed standard library are there.
pub fn debian_is_ready() -> bool {
    let has_std = std::fs::read_dir(DEBIAN_LIBRARIES).is_ok_and(|folder| {
        let mut names = folder.flatten().map(|entry| entry.file_name());
        names.any(|name| name.to_string_lossy().starts_with("libstd-"))
    });
    has_std && Path::new("/usr/bin/cargo").is_file() && Path::new(DEBIAN_LINKER).is_file()
}

fn rustup_is_ready() -> bool {
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "list", "--installed", "--toolchain", RUST]);
    output(&mut rustup).is_some_and(|list| list.lines().any(|line| line == WASM_TARGET))
}

/// PATH with the tools of `.local` ahead of the rest, and `first` ahead of all.
fn path_with(first: Option<&str>) -> OsString {
    let own = [
        paths::local("tools/bin"),
        paths::local("npm/node_modules/.bin"),
    ];
    let old = std::env::var_os("PATH").unwrap_or_default();
    let folders = first.map(Into::into).into_iter().chain(own);
    let all: Vec<_> = folders.chain(std::env::split_paths(&old)).collect();
    std::env::join_paths(all).unwrap_or(old)
}
