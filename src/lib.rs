//! Cruddur Messages, the app: everything that needs a browser. `docs/architecture.md` tells where
//! things live.

pub mod app;
pub mod components;
pub mod i18n;
pub mod pages;
pub mod platform;
pub mod routes;
pub mod runtime;
