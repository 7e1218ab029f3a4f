//! Software bills of materials in CycloneDX's form, from Cargo.lock: of the app's wasm and of the back end's functions.
//! What npm's and PyPI's lock files name is used to build and to test, and is part of neither.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::failure::{AtPath, Outcome};
use crate::paths;
use crate::setup;
use crate::setup::versions::WASM_TARGET;
use crate::step::Step;

/// A package, the target it is built for, and the name of its bill.
const BILLS: [(&str, &str, &str); 2] = [
    (".", WASM_TARGET, "cruddur-messages-app.cdx"),
    (
        "crates/backend",
        "x86_64-unknown-linux-gnu",
        "cruddur-messages-backend.cdx",
    ),
];

/// Writes the bills into a folder.
pub fn write(folder: &Path) -> Outcome {
    setup::cargo_cyclonedx()?;
    for (package, target, name) in BILLS {
        let package = paths::at(package);
        let says = format!("{name}.json (cargo-cyclonedx)");
        Step::new("sbom", &says, cyclonedx(&package, target, name)).run()?;
        let written = package.join(format!("{name}.json"));
        let bill = fs::read_to_string(&written).at("read", &written)?;
        remove_all(name)?;
        let to = folder.join(format!("{name}.json"));
        fs::write(&to, without_checkout(&bill)).at("write", &to)?;
    }
    Ok(())
}

/// cargo-cyclonedx writes a bill beside the manifest of each package of the workspace, whichever was asked for.
fn remove_all(name: &str) -> Outcome {
    let crates = paths::at("crates");
    let packages = fs::read_dir(&crates).at("read", &crates)?.flatten();
    let packages = packages.map(|entry| entry.path());
    for package in packages.chain([paths::at("xtask"), paths::at("")]) {
        let bill = package.join(format!("{name}.json"));
        if bill.is_file() {
            fs::remove_file(&bill).at("remove", &bill)?;
        }
    }
    Ok(())
}

/// Packages of the workspace are named by their folder: where the checkout is says nothing.
fn without_checkout(bill: &str) -> String {
    bill.replace(&format!("file://{}", paths::root().display()), "file://")
}

fn cyclonedx(package: &Path, target: &str, name: &str) -> Command {
    let mut command = Command::new(paths::tool("cargo-cyclonedx"));
    command
        .current_dir(paths::root())
        // Without it each bill has the time of day and a number of its own.
        .env("SOURCE_DATE_EPOCH", "0")
        .args(["cyclonedx", "--format", "json", "--spec-version", "1.5"])
        .args([
            "--target",
            target,
            "--no-build-deps",
            "--override-filename",
            name,
        ])
        .arg("--manifest-path")
        .arg(package.join("Cargo.toml"));
    command
}
