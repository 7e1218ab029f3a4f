//! Every decision the app takes, without a browser.
//!
//! [`Engine::handle`] takes an [`event::Event`] with the time and some randomness, changes the state
//! and returns [`effect::Effect`]s; the runtime carries them out and feeds their outcomes back as
//! events. No clock, no randomness, no I/O of its own: whatever happened can be played again.

pub mod account;
pub mod api;
pub mod backoff;
pub mod changed;
pub mod chunks;
mod cognito;
pub mod ctx;
pub mod desk;
pub mod effect;
mod engine;
pub mod event;
mod few;
pub mod groups;
pub mod http;
pub mod live;
pub mod outbox;
pub mod people;
pub mod persistence;
pub mod random;
mod secret;
pub mod session;
pub mod tabs;
pub mod timeline;
pub mod tracked;
pub mod transcript;
pub mod view;

pub use engine::{Engine, Turn};
