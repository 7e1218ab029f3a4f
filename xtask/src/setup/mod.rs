//! Installs what the commands need, at pinned versions, inside `.local` where that is possible.
//! Each part looks first and does nothing when its work is done, so it can be run at any time.

mod apt;
mod cargo_tools;
mod crates;
mod debian_std;
mod npm;
mod python;
pub mod versions;
mod wasm_target;

use crate::failure::Outcome;

pub use apt::browsers;
pub use cargo_tools::{cargo_tool, native_cargo};
pub use npm::{binaryen, e2e_packages};
pub use python::environment;

/// Everything: `cargo xtask setup`.
pub fn all() -> Outcome {
    release_build()?;
    environment()?;
    cargo_tool("cargo-deny")?;
    browser_tests()?;
    e2e_packages()
}

/// What `cargo xtask build` needs.
pub fn release_build() -> Outcome {
    wasm_target::install()?;
    crates::fetch()?;
    cargo_tool("wasm-bindgen-cli")?;
    cargo_tool("trunk")?;
    binaryen()
}

/// What the tests in the three browser engines need.
pub fn browser_tests() -> Outcome {
    wasm_target::install()?;
    crates::fetch()?;
    cargo_tool("wasm-bindgen-cli")?;
    cargo_tool("geckodriver")?;
    browsers()
}

/// The wasm target alone, for clippy.
pub fn wasm() -> Outcome {
    wasm_target::install()?;
    crates::fetch()
}
