//! Cruddur Messages, the app: everything that needs a browser. `docs/architecture.md` tells where
//! things live.

// tests/srp is compiled into the browser tests and into this crate's unit tests, under one name.
#[cfg(test)]
extern crate self as cruddur;

pub mod app;
pub mod components;
pub mod i18n;
pub mod pages;
pub mod platform;
pub mod routes;
pub mod runtime;
