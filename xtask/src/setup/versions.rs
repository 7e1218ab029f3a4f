//! Every pinned version in one place. What is not here is pinned by a lock file: `Cargo.lock`,
//! `xtask/npm/package-lock.json`, `tests/e2e/package-lock.json`, `xtask/python/requirements.txt`;
//! the compiler by `rust-toolchain.toml`.

/// A tool that `cargo install` builds into `.local/tools`.
pub struct CargoTool {
    /// The crate.
    pub package: &'static str,
    /// Its exact version.
    pub version: &'static str,
    /// Features it is installed with, separated by commas.
    pub features: &'static str,
    /// The program it installs that proves it is there.
    pub program: &'static str,
    /// Roughly how long it builds on two cores.
    pub takes: &'static str,
}

/// The tools that crates.io has.
pub const CARGO_TOOLS: [CargoTool; 7] = [
    CargoTool {
        // Must equal the version of the library `wasm-bindgen` in Cargo.lock, to the digit.
        package: "wasm-bindgen-cli",
        version: "0.2.126",
        features: "",
        program: "wasm-bindgen-test-runner",
        takes: "1 to 3 minutes",
    },
    CargoTool {
        // 0.22 needs a newer compiler than rust-toolchain.toml's.
        package: "trunk",
        version: "0.21.14",
        features: "",
        program: "trunk",
        takes: "4 to 6 minutes",
    },
    CargoTool {
        package: "geckodriver",
        version: "0.36.0",
        features: "",
        program: "geckodriver",
        takes: "1 to 2 minutes",
    },
    CargoTool {
        package: "cargo-deny",
        version: "0.20.2",
        features: "",
        program: "cargo-deny",
        takes: "1 to 3 minutes",
    },
    CargoTool {
        package: "cargo-about",
        version: "0.9.3",
        features: "cli",
        program: "cargo-about",
        takes: "1 to 3 minutes",
    },
    CargoTool {
        package: "cargo-cyclonedx",
        version: "0.5.9",
        features: "",
        program: "cargo-cyclonedx",
        takes: "1 to 3 minutes",
    },
    CargoTool {
        package: "cargo-fuzz",
        version: "0.13.1",
        features: "",
        program: "cargo-fuzz",
        takes: "half a minute",
    },
];

/// The target of the app.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The toolchain of `rust-toolchain.toml`; a test keeps the two equal.
pub const RUST: &str = "1.95.0";

/// Debian's compiler for the web, used where rustup cannot fetch the wasm target.
pub const DEBIAN_WASM: [&str; 5] = [
    "rustc-web",
    "cargo-web",
    "rust-web-src",
    "rust-web-clippy",
    "lld-22",
];

/// The browsers and their drivers; Firefox's driver is geckodriver, above.
pub const DEBIAN_BROWSERS: [&str; 5] = [
    "chromium",
    "chromium-driver",
    "firefox-esr",
    "webkit2gtk-driver",
    "xvfb",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths;

    #[test]
    fn the_compiler_is_the_one_of_rust_toolchain_toml() {
        let file = std::fs::read_to_string(paths::at("rust-toolchain.toml")).expect("the file");
        assert!(file.contains(&format!("channel = \"{RUST}\"")));
    }

    #[test]
    fn wasm_bindgen_and_its_cli_have_the_same_version() {
        let lock = std::fs::read_to_string(paths::at("Cargo.lock")).expect("the file");
        let locked = lock
            .split("[[package]]")
            .find(|package| package.contains("name = \"wasm-bindgen\"\n"))
            .expect("the app uses wasm-bindgen");
        let cli = &CARGO_TOOLS[0];
        assert_eq!(cli.package, "wasm-bindgen-cli");
        assert!(
            locked.contains(&format!("version = \"{}\"", cli.version)),
            "{locked}"
        );
    }
}
