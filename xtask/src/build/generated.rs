//! Sources of the page that trunk takes as they are made here, in `.local/style`.

use std::fs;

use crate::failure::{AtPath, Outcome};
use crate::paths;

/// Writes one of them. An untouched file keeps its time, so that `trunk serve` does not build in circles.
pub fn write(name: &str, text: &str) -> Outcome {
    let folder = paths::local("style");
    let target = folder.join(name);
    if fs::read_to_string(&target).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::create_dir_all(&folder).at("create", &folder)?;
    fs::write(&target, text).at("write", &target)
}
