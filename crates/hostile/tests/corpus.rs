//! The hand-made inputs of `fuzz/seeds`, each through the entry point its folder is named after.

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use cruddur_hostile::{ENTRY_POINTS, EntryPoint};

fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds")
}

fn names(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of seeds").flatten();
    let mut names: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    names.sort();
    names
}

/// The files that the entry point fails on.
fn failing(folder: &Path, entry_point: EntryPoint) -> Vec<String> {
    let files = names(folder);
    assert!(files.len() >= 5, "{} is a corpus", folder.display());
    let fails = |file: &PathBuf| {
        let bytes = fs::read(file).expect("a seed");
        catch_unwind(|| entry_point(&bytes)).is_err()
    };
    let failing = files.into_iter().filter(fails);
    failing.map(|file| file.display().to_string()).collect()
}

#[test]
fn no_input_of_the_corpus_breaks_the_engine() {
    let failing: Vec<String> = ENTRY_POINTS
        .into_iter()
        .flat_map(|(name, entry_point)| failing(&seeds().join(name), entry_point))
        .collect();
    assert!(failing.is_empty(), "\n{}", failing.join("\n"));
}

#[test]
fn every_entry_point_has_its_fuzz_target_and_its_seeds() {
    let targets = names(&seeds().join("../fuzz_targets"));
    let stems = targets.iter().filter_map(|file| file.file_stem()?.to_str());
    let known = ENTRY_POINTS.map(|(name, _)| name);
    assert_eq!(stems.collect::<Vec<_>>(), known);
    let folders = names(&seeds());
    let folders = folders.iter().filter_map(|file| file.file_name()?.to_str());
    assert_eq!(folders.collect::<Vec<_>>(), known);
}
