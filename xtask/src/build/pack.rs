//! The app's wasm, its glue and boot.js made smaller together, after trunk and before they are compressed
//! (docs/development.md, "The packing of the release").

use std::process::Command;

use crate::failure::Outcome;
use crate::paths;
use crate::step::Step;

/// Packs `dist/`.
pub fn dist() -> Outcome {
    let mut command = Command::new("node");
    command
        .arg(paths::at("xtask/node/pack.mjs"))
        .arg(paths::dist());
    Step::new(
        "pack",
        "Packing of wasm and glue (wasm-opt, terser)",
        command,
    )
    .run()
    .map(drop)
}
