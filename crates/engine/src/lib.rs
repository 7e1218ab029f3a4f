//! Every decision the app takes, without a browser.
//!
//! [`Engine::handle`] takes an [`event::Event`] with the time and some randomness, changes the state
//! and returns [`effect::Effect`]s; the runtime carries them out and feeds their outcomes back as
//! events. No clock, no randomness, no I/O of its own: whatever happened can be played again.

mod announcements;
pub mod api;
pub mod auth;
pub mod backoff;
mod catch_up;
pub mod changed;
pub mod chunks;
mod cognito;
pub mod connection;
pub mod conversations;
pub mod ctx;
pub mod edits;
pub mod effect;
mod engine;
pub mod event;
pub mod groups;
pub mod http;
mod names;
pub mod outbox;
pub mod people;
pub mod persistence;
pub mod presence;
pub mod random;
mod reads;
mod requests;
mod returning;
mod secret;
mod server;
pub mod session;
mod sign_out;
pub mod tabs;
pub mod timeline;
pub mod trace;
pub mod tracked;
pub mod transcript;
pub mod view;

pub use changed::Changed;
pub use engine::{Engine, Output};
