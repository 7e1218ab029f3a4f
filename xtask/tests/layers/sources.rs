//! The source files of a layer: where they stand in their crate, and what their crate depends on.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::paths::Scope;

/// A file to check.
pub struct Source {
    /// Its path below the repository's root.
    pub file: PathBuf,
    pub text: String,
    pub scope: Scope,
}

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All files of a layer but tests that stand in files of their own.
pub fn of(place: &str) -> Vec<Source> {
    let src = match place.strip_prefix("crates/") {
        Some(_) => PathBuf::from(place),
        None => PathBuf::from("src"),
    };
    let package = src.parent().expect("a package").to_owned();
    let (crates, library) = manifest(&package);
    let mut files = Vec::new();
    collect(&root().join(place), &mut files);
    let is_test = |file: &PathBuf| {
        let mut names = file.iter().map(|name| name.to_string_lossy().into_owned());
        names.any(|name| name == "tests" || name == "tests.rs")
    };
    let below = |file: PathBuf| {
        file.strip_prefix(root())
            .expect("below the root")
            .to_owned()
    };
    let files = files.into_iter().map(below).filter(|file| !is_test(file));
    files
        .map(|file| Source {
            text: fs::read_to_string(root().join(&file)).expect("a source file"),
            scope: Scope {
                module: module(file.strip_prefix(&src).expect("below src")),
                crates: crates.clone(),
                library: library.clone(),
            },
            file,
        })
        .collect()
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("a folder").flatten() {
            collect(&entry.path(), files);
        }
    } else if path.extension().is_some_and(|extension| extension == "rs") {
        files.push(path.to_owned());
    }
}

/// `a/b.rs` and `a/b/mod.rs` are `a::b`; a program and the library are roots.
fn module(file: &Path) -> Vec<String> {
    let stem = file.with_extension("");
    let mut names: Vec<String> = stem
        .iter()
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    if names.first().is_some_and(|first| first == "bin") {
        names.clear();
    }
    if names
        .last()
        .is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str()))
    {
        names.pop();
    }
    names
}

/// The dependencies that Cargo.toml names, with the compiler's own crates, and the library's name.
fn manifest(package: &Path) -> (HashSet<String>, String) {
    let text = fs::read_to_string(root().join(package).join("Cargo.toml")).expect("Cargo.toml");
    let manifest: toml::Table = text.parse().expect("a manifest");
    let name = |name: &str| name.replace('-', "_");
    let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table);
    let mut crates: HashSet<String> = dependencies
        .into_iter()
        .flatten()
        .map(|(key, _)| name(key))
        .collect();
    crates.extend(["alloc", "core", "std"].map(str::to_owned));
    let library = manifest["package"]["name"]
        .as_str()
        .map(name)
        .expect("a name");
    (crates, library)
}
