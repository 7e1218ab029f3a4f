//! What a file is, and how long a cache may keep it.

use std::path::Path;

/// The Content-Type of a file; `application/wasm` is what lets a browser compile while it loads.
pub fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

/// Hashed files never change; everything else is asked for again.
pub fn cache_control(path: &Path) -> &'static str {
    if has_hash(path) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    }
}

/// The release's names: `main-3fa1…9c.css`, `cruddur-app-3fa1…9c_bg.wasm`.
fn has_hash(path: &Path) -> bool {
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    let stem = stem.unwrap_or_default().trim_end_matches("_bg");
    stem.rsplit_once('-')
        .is_some_and(|(_, hash)| hash.len() >= 12 && hash.chars().all(|c| c.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hashed_names_are_immutable() {
        for name in [
            "main-3fa19c04d1e2aa77.css",
            "cruddur-app-3fa19c04d1e2aa77_bg.wasm",
        ] {
            assert!(
                cache_control(Path::new(name)).contains("immutable"),
                "{name}"
            );
        }
        for name in ["index.html", "favicon.svg", "icon-maskable.svg"] {
            assert_eq!(cache_control(Path::new(name)), "no-cache", "{name}");
        }
    }
}
