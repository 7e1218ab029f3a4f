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
use crate::lock;

pub use cargo_tools::native_cargo;

/// Everything: `cargo xtask setup`.
pub fn all() -> Outcome {
    release_build()?;
    environment()?;
    cargo_deny()?;
    cargo_about()?;
    browser_tests()?;
    e2e_tests()
}

/// What `cargo xtask build` needs.
pub fn release_build() -> Outcome {
    let _alone = lock::hold("setup")?;
    wasm_target::install()?;
    crates::fetch()?;
    cargo_tools::install("wasm-bindgen-cli")?;
    cargo_tools::install("trunk")?;
    npm::wasm_opt()
}

/// What the tests in the three browser engines need.
pub fn browser_tests() -> Outcome {
    let _alone = lock::hold("setup")?;
    wasm_target::install()?;
    crates::fetch()?;
    cargo_tools::install("wasm-bindgen-cli")?;
    cargo_tools::install("geckodriver")?;
    apt::browsers()
}

/// What the end-to-end tests need beside the app.
pub fn e2e_tests() -> Outcome {
    let _alone = lock::hold("setup")?;
    apt::browsers()?;
    npm::e2e_packages()
}

/// What clippy needs for the app.
pub fn wasm() -> Outcome {
    let _alone = lock::hold("setup")?;
    wasm_target::install()?;
    crates::fetch()
}

/// The checker of dependencies.
pub fn cargo_deny() -> Outcome {
    let _alone = lock::hold("setup")?;
    crates::fetch()?;
    cargo_tools::install("cargo-deny")
}

/// What lists the licences of the app's packages.
pub fn cargo_about() -> Outcome {
    let _alone = lock::hold("setup")?;
    crates::fetch()?;
    cargo_tools::install("cargo-about")
}

/// What writes bills of materials; only `cargo xtask package` needs it.
pub fn cargo_cyclonedx() -> Outcome {
    let _alone = lock::hold("setup")?;
    crates::fetch()?;
    cargo_tools::install("cargo-cyclonedx")
}

/// The fuzzer's command; only `cargo xtask fuzz` needs it.
pub fn cargo_fuzz() -> Outcome {
    let _alone = lock::hold("setup")?;
    cargo_tools::install("cargo-fuzz")
}

/// The Python environment: ministack, aws-cli, cfn-lint.
pub fn environment() -> Outcome {
    let _alone = lock::hold("setup")?;
    python::environment()
}
