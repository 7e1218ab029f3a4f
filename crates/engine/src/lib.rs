//! Every decision the app takes, without a browser.
//!
//! [`Engine::handle`] takes an [`event::Event`] with the time and some randomness, changes the state
//! and returns [`effect::Effect`]s; the runtime carries them out and feeds their outcomes back as
//! events. No clock, no randomness, no I/O of its own: whatever happened can be played again.

pub mod api;
pub mod auth;
pub mod backoff;
pub mod chunks;
mod cognito;
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
pub mod random;
mod secret;
pub mod session;
pub mod storage;
pub mod texts;
pub mod timeline;
mod tracked;
pub mod transcript;
pub mod view;

pub use engine::{Engine, Turn};
