//! Cruddur Messages, the app: everything that needs a browser. `docs/architecture.md` tells where
//! things live.

// `view!` names this crate by its name, here as in its tests.
extern crate self as cruddur;

pub mod app;
pub mod components;
pub mod html;
pub mod pages;
pub mod platform;
pub mod runtime;
pub mod text;
