//! The bytes of a first visit, as the wire carries them (brotli 11), against the budget.

use std::path::{Path, PathBuf};

use super::compress;
use crate::failure::{AtPath, Outcome, failure};
use crate::paths;

/// The most that a first visit may load: what it is today, so that it only gets less (docs/architecture.md,
/// "Budget").
const CEILING: u64 = 620_000;
/// What a first visit should load; more is printed and no failure.
const AIM: u64 = 250_000;

/// One part of the page weight.
struct Part {
    what: &'static str,
    file: PathBuf,
}

/// Prints the parts and the sum; more than [`CEILING`] is a failure.
pub fn check() -> Outcome {
    let mut sum = 0;
    println!("First visit, brotli 11, in bytes:");
    for part in parts()? {
        let compressed = compressed_size(&part.file)?;
        let raw = size(&part.file)?;
        let name = part.file.strip_prefix(paths::dist()).unwrap_or(&part.file);
        println!(
            "  {:<5} {compressed:>8}  ({raw:>8} raw)  {}",
            part.what,
            name.display()
        );
        sum += compressed;
    }
    println!(
        "  {:<5} {sum:>8}  of {CEILING} at most, {AIM} aimed at",
        "all"
    );
    if sum > CEILING {
        return Err(failure(format!(
            "The first visit is {} bytes over its budget of {CEILING}.",
            sum - CEILING
        )));
    }
    Ok(())
}

/// What index.html makes a browser load before the app runs.
fn parts() -> Outcome<Vec<Part>> {
    let mut parts = Vec::new();
    for file in compress::files(&paths::dist())? {
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let what = match file.extension().and_then(|extension| extension.to_str()) {
            Some("html") => "html",
            Some("css") => "css",
            Some("js" | "mjs") if name.starts_with("boot-") => "boot",
            Some("js" | "mjs") => "js",
            Some("wasm") => "wasm",
            Some("webmanifest") => "web",
            _ if name == "favicon.svg" => "icon",
            _ => continue,
        };
        parts.push(Part { what, file });
    }
    if parts.is_empty() {
        return Err(failure(
            "dist/ is empty: run `cargo xtask build`, then the command again.",
        ));
    }
    Ok(parts)
}

fn compressed_size(file: &Path) -> Outcome<u64> {
    let mut compressed = file.as_os_str().to_owned();
    compressed.push(".br");
    size(Path::new(&compressed))
}

fn size(file: &Path) -> Outcome<u64> {
    Ok(std::fs::metadata(file).at("read", file)?.len())
}
