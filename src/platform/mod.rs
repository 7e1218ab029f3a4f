//! Thin adapters, one browser interface each. They know neither the engine nor the views.

pub mod badge;
pub mod clipboard;
pub mod console;
pub mod dom;
pub mod files;
pub mod focus;
pub mod history;
pub mod http;
pub mod idb;
pub mod page;
pub mod passkeys;
pub mod random;
pub mod selection;
pub mod socket;
pub mod sound;
pub mod srp;
pub mod tabs;
pub mod time;
pub mod timers;
pub mod unicode;
pub mod viewport;
pub mod web_storage;
