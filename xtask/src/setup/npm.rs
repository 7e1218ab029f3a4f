//! npm packages, by lock file and without install scripts: wasm-opt into `.local/npm`, the end-to-end
//! tests' packages beside those tests.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::failure::{AtPath, Outcome, failure};
use crate::paths::{self, which};
use crate::stamp::Stamp;
use crate::step::Step;

/// wasm-opt, which trunk finds on PATH.
pub fn wasm_opt() -> Outcome {
    let folder = paths::local("npm");
    fs::create_dir_all(&folder).at("create", &folder)?;
    for file in ["package.json", "package-lock.json"] {
        let (from, to) = (paths::at("xtask/npm").join(file), folder.join(file));
        fs::copy(&from, &to).at("copy", &from)?;
    }
    clean_install("npm-wasm-opt", "wasm-opt (npm)", &folder)
}

/// Playwright and axe.
pub fn e2e_packages() -> Outcome {
    let folder = paths::at("tests/e2e");
    clean_install("npm-e2e", "Playwright and axe (npm)", &folder)
}

fn clean_install(name: &str, says: &str, folder: &Path) -> Outcome {
    let lock = folder.join("package-lock.json");
    let stamp = Stamp::of(name, &[], &[lock])?;
    if stamp.is_done() && folder.join("node_modules").is_dir() {
        return Ok(());
    }
    if which("npm").is_none() {
        return Err(failure(
            "npm is missing: install Node.js 20 or later, then run the command again.",
        ));
    }
    let mut command = Command::new("npm");
    command
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .current_dir(folder);
    Step::new(name, says, command).run()?;
    stamp.done()
}
