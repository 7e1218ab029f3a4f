//! Who may know whom (docs/architecture.md, "Rooms"), checked by reading the sources.

use std::fs;
use std::path::{Path, PathBuf};

/// In files below `room`, outside their tests, none of these may stand.
struct Rule {
    room: &'static str,
    forbidden: &'static [&'static str],
    because: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        room: "crates/contract/src",
        forbidden: &[
            "std::fs",
            "std::net",
            "std::time::SystemTime",
            "web_sys",
            "leptos",
            "Utc::now",
        ],
        because: "the contract has no I/O and no clock",
    },
    Rule {
        room: "crates/engine/src",
        forbidden: &[
            "web_sys",
            "wasm_bindgen",
            "gloo",
            "leptos",
            "getrandom",
            "std::time",
            "Instant::now",
            "SystemTime",
            "Utc::now",
            "Local::now",
            "rand::",
            "std::fs",
            "std::net",
            "spawn",
        ],
        because: "the engine knows no browser, no clock and no randomness of its own",
    },
    Rule {
        room: "src/platform",
        forbidden: &[
            "cruddur_engine",
            "crate::runtime",
            "crate::pages",
            "crate::components",
        ],
        because: "platform adapters know neither the engine nor the views",
    },
    Rule {
        room: "src/html",
        forbidden: &[
            "cruddur_engine",
            "cruddur_contract",
            "crate::platform",
            "crate::runtime",
            "crate::pages",
            "crate::components",
        ],
        because: "drawing knows the reactive system and the document, and nothing of the app",
    },
    Rule {
        room: "src/pages",
        forbidden: VIEWS,
        because: "views read signals and call intents; they never fetch, parse or store",
    },
    Rule {
        room: "src/components",
        forbidden: VIEWS,
        because: "views read signals and call intents; they never fetch, parse or store",
    },
    Rule {
        room: "crates/backend/src",
        forbidden: &["cruddur_engine", "leptos", "web_sys"],
        because: "the back end knows the contract only",
    },
    Rule {
        room: "src",
        forbidden: &[
            "inner_html",
            "set_inner_html",
            "insert_adjacent_html",
            "outer_html",
        ],
        because: "what people write reaches the page as text nodes only",
    },
];

const VIEWS: &[&str] = &[
    "platform::http",
    "platform::socket",
    "platform::storage",
    "platform::srp",
    "gloo_net",
    "serde_json",
    "session_storage",
    "local_storage",
    "cruddur_engine::Engine",
    "engine::effect",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn sources(below: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(below) else {
        return Vec::new();
    };
    entries
        .flatten()
        .map(|entry| entry.path())
        .flat_map(|path| match path.is_dir() {
            true => sources(&path),
            false => vec![path],
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

/// The code of a file without comments, up to its unit tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source file");
    let body = text
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default();
    body.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

fn breaches(rule: &Rule) -> Vec<String> {
    let room = root().join(rule.room);
    let files = sources(&room);
    assert!(
        !files.is_empty(),
        "{} has no sources: the rule guards nothing",
        rule.room
    );
    files
        .iter()
        .filter(|path| !path.components().any(|part| part.as_os_str() == "tests"))
        .flat_map(|path| {
            let code = code(path);
            rule.forbidden
                .iter()
                .filter(|word| code.contains(**word))
                .map(|word| format!("{} names {word}: {}", path.display(), rule.because))
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn every_room_knows_only_whom_it_may_know() {
    let found: Vec<String> = RULES.iter().flat_map(breaches).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn the_check_sees_a_breach() {
    let rule = Rule {
        room: "src/platform",
        forbidden: &["web_sys"],
        because: "it is meant to",
    };
    assert!(!breaches(&rule).is_empty());
}
