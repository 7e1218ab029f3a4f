//! Who may import whom, as an allow-list (`table.rs`), and where words may stand, read from the sources.

mod check;
mod paths;
mod proof;
mod sources;
mod table;
mod words;

use std::collections::BTreeSet;
use std::fs;

use check::breaches;
use table::LAYERS;

#[test]
fn every_layer_names_only_what_its_row_allows() {
    let mut found = Vec::new();
    for layer in LAYERS {
        let files = sources::of(layer.place);
        assert!(
            !files.is_empty(),
            "{} has no sources: remove its row",
            layer.place
        );
        found.extend(files.iter().flat_map(|source| breaches(layer, source)));
    }
    assert!(
        found.is_empty(),
        "\n{}\nThe rows are in xtask/tests/layers/table.rs.",
        found.join("\n")
    );
}

#[test]
fn every_layer_has_a_row() {
    let mut places = BTreeSet::new();
    for (folder, below) in [("crates", "/src"), ("src", "")] {
        for entry in fs::read_dir(sources::root().join(folder))
            .expect("a folder")
            .flatten()
        {
            let name = entry.file_name().to_string_lossy().into_owned();
            if !name.ends_with(".js") {
                places.insert(format!("{folder}/{name}{below}"));
            }
        }
    }
    let rows: BTreeSet<String> = LAYERS.iter().map(|layer| layer.place.to_owned()).collect();
    assert_eq!(places, rows);
}
