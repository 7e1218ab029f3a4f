//! Paths of the repository. Everything that set-up and the commands write is in a git-ignored folder.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The file of this program, as it was called when it started: `cargo test` may put a new build of it in
/// its place meanwhile, and Linux then gives the running one another name.
static PROGRAM: LazyLock<PathBuf> = LazyLock::new(|| std::env::current_exe().unwrap_or_default());

/// The file of this program. `main` asks first.
pub fn program() -> &'static Path {
    &PROGRAM
}

/// The repository's root: the folder above this crate, as it was when xtask was compiled.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."))
}

/// A path below the repository's root.
pub fn at(relative: impl AsRef<Path>) -> PathBuf {
    root().join(relative)
}

/// A path below `.local`, the folder for installed tools, logs, stamps and local state.
pub fn local(relative: impl AsRef<Path>) -> PathBuf {
    at(".local").join(relative)
}

/// A program that `cargo install` put into `.local/tools`.
pub fn tool(name: &str) -> PathBuf {
    local("tools/bin").join(name)
}

/// A program of the Python environment.
pub fn venv(name: &str) -> PathBuf {
    local("venv/bin").join(name)
}

/// The native target folder, shared by every native build.
pub fn target() -> PathBuf {
    at("target")
}

/// The target folder of wasm builds: separate, because another compiler may fill it.
pub fn web_target() -> PathBuf {
    at("target/web")
}

/// The release build of the app.
pub fn dist() -> PathBuf {
    at("dist")
}

/// The release build of the app for a site below `/chat/`, which the end-to-end tests serve.
pub fn dist_below_a_path() -> PathBuf {
    target().join("dist-chat")
}

/// Programs this process finds on PATH, first match.
pub fn which(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}
