//! Runs the engine: feeds it events, carries out its effects, publishes its state as signals.
//!
//! Views know [`App`] only: signals to read and a handful of intents to call.

mod app;
mod config;
mod disk;
mod driver;
mod frames;
mod held;
mod navigator;
mod publish;
mod snapshot;
mod start;

pub use app::{App, Intents, use_app};
pub use config::load_config;
pub use frames::Pending;
pub use navigator::{navigate, set_navigator};
pub use publish::{Published, Rows};
pub use snapshot::{Shared, Snapshot, Source};
pub use start::start;
