//! What is published of a release, in `target/package`: the site as one archive, the bills of materials, what they were
//! built with, and the checksums of all. The same commit gives the same bytes (docs/development.md, "Releases").

mod sbom;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::build;
use crate::failure::{AtPath, Outcome};
use crate::paths;
use crate::step::{Step, output};
use crate::toolchain;

/// Builds the site and fills the folder.
pub fn write() -> Outcome {
    build::release()?;
    let folder = paths::target().join("package");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).at("make", &folder)?;
    let archive = folder.join("cruddur-messages-site.tar.gz");
    Step::new("package", "The site as an archive (tar)", tar(&archive)).run()?;
    sbom::write(&folder)?;
    let built_with = folder.join("BUILT-WITH.txt");
    fs::write(&built_with, tools()).at("write", &built_with)?;
    Step::new("checksums", "Checksums (sha256sum)", checksums(&folder)).run()?;
    println!("✓ {}", folder.display());
    Ok(())
}

/// Sorted names, no times, no owners: nothing of the machine is in it.
fn tar(archive: &Path) -> Command {
    let mut command = Command::new("tar");
    command
        .args([
            "--create",
            "--sort=name",
            "--mtime=@0",
            "--mode=u=rwX,go=rX",
        ])
        .args(["--owner=0", "--group=0", "--numeric-owner"])
        .args(["--use-compress-program", "gzip --no-name --best", "--file"])
        .arg(archive)
        .arg("--directory")
        .arg(paths::dist())
        .arg(".");
    command
}

/// The commit, and all that decides the bytes beside it.
fn tools() -> String {
    let mut commit = Command::new("git");
    commit
        .current_dir(paths::root())
        .args(["describe", "--always", "--abbrev=40", "--exclude=*"])
        .arg("--dirty=, with changes that are not committed");
    let version = |program: PathBuf| {
        let mut command = Command::new(program);
        command.arg("--version");
        command
    };
    let asked = [
        ("commit", commit),
        ("compiler", toolchain::wasm_rustc_version()),
        ("trunk", version(paths::tool("trunk"))),
        ("wasm-bindgen", version(paths::tool("wasm-bindgen"))),
        (
            "wasm-opt",
            version(paths::local("npm/node_modules/.bin/wasm-opt")),
        ),
    ];
    let lines = asked.map(|(what, mut command)| {
        let said = output(&mut command).unwrap_or_default();
        format!("{what}: {}\n", said.trim())
    });
    lines.concat()
}

fn checksums(folder: &Path) -> Command {
    let mut command = Command::new("sh");
    command
        .current_dir(folder)
        .args(["-c", "sha256sum -- *.gz *.json *.txt > SHA256SUMS"]);
    command
}
