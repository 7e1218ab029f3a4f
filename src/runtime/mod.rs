//! Runs the engine: feeds it events, carries out its effects, publishes its state as signals.
//!
//! Views know [`App`] only: signals to read and a handful of intents to call.

mod app;
mod config;
mod diagnostics;
mod driver;
mod frames;
mod navigator;
mod saved_edits;
mod sign_outs;
mod signals;
pub mod sound;
mod start;
mod storage_queue;
mod typed;

pub use app::{App, Diagnostics, Intents, use_app};
pub use config::{ConfigRetry, load_config};
pub use diagnostics::diagnostics_of_panic;
pub use frames::Pending;
pub use navigator::{navigate, set_navigator};
pub use saved_edits::{SavedEdit, save_edits, saved_edits};
pub use signals::{AppSignals, RowSignal, RowSignals};
pub use start::start;
