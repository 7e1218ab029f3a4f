//! Cruddur Messages, the app: everything that needs a browser. `docs/architecture.md` tells where
//! things live.

pub mod app;
pub mod components;
pub mod html;
pub mod pages;
pub mod platform;
pub mod runtime;
pub mod text;
