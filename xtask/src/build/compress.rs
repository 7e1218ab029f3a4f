//! Brotli-11 copies (`<file>.br`) of what a browser or CDN would otherwise compress at each visit.
//! Node's zlib does it: a prerequisite anyway, and as fast as an optimised build.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{AtPath, Outcome};
use crate::paths;
use crate::step::Step;

/// Kinds of files worth compressing.
const TEXT: [&str; 9] = [
    "css",
    "html",
    "js",
    "json",
    "mjs",
    "svg",
    "txt",
    "wasm",
    "webmanifest",
];

/// Compresses the files of a built site.
pub fn folder(dist: &Path) -> Outcome {
    let files = files(dist)?.into_iter().filter(|file| is_text(file));
    let mut command = Command::new("node");
    command.arg(paths::at("xtask/node/brotli.mjs")).args(files);
    Step::new("brotli", "Compressed copies (.br)", command)
        .run()
        .map(drop)
}

/// All files below a folder.
pub fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).at("read", folder)? {
        let path = entry.at("read", folder)?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn is_text(file: &Path) -> bool {
    file.extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| TEXT.contains(&extension))
}
