//! Hostile input for the engine.
//!
//! One entry point for each kind of input. Each puts a whole engine into a [`harness`], signed in and with a
//! conversation open, feeds it the bytes through its public interface, as the app would, and panics unless:
//! nothing panics; no row is shown twice; nothing that failed is shown as "nothing there"; no request goes to
//! another address; the engine does not loop; and once the server is healthy again everything works, up to a
//! message that is sent.
//!
//! The targets of `fuzz/` call these entry points with the fuzzer's input, `tests/corpus.rs` with the files of
//! `fuzz/seeds`.

mod cognito;
mod config;
mod effects;
pub mod harness;
mod invariants;
mod link;
mod live;
mod recover;
mod refusal;
mod rest;
mod server;
mod stored;
mod tabs;

pub use cognito::cognito;
pub use config::config;
pub use link::link;
pub use live::{frame, ticket};
pub use refusal::refusal;
pub use rest::{groups, messages, people, sent};
pub use stored::stored;
pub use tabs::tab;

/// Feeds one input to the engine.
pub type EntryPoint = fn(&[u8]);

/// All entry points by the names of their fuzz targets and of their folders in `fuzz/seeds`.
pub const ENTRY_POINTS: [(&str, EntryPoint); 12] = [
    ("cognito", cognito),
    ("config", config),
    ("frame", frame),
    ("groups", groups),
    ("link", link),
    ("messages", messages),
    ("people", people),
    ("refusal", refusal),
    ("sent", sent),
    ("stored", stored),
    ("tab", tab),
    ("ticket", ticket),
];

/// Decodes bytes as the app's adapters do: broken UTF-8 is replaced.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Whether a text can be a JSON object, by its first and last character.
fn looks_like_an_object(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('{') && text.ends_with('}')
}

/// Whether a text is an empty JSON list.
fn is_an_empty_list(text: &str) -> bool {
    let inner = text
        .trim()
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    inner.is_some_and(|inner| inner.trim().is_empty())
}
