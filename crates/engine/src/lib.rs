//! Every decision the app takes, without a browser.
//!
//! `Engine::handle` takes an [`event::Event`] with the time and some randomness, changes the state and
//! returns [`effect::Effect`]s; the runtime carries them out and feeds their outcomes back as events. No
//! clock, no randomness, no I/O of its own: whatever happened can be played again.

pub mod effect;
pub mod event;
pub mod http;
pub mod view;
