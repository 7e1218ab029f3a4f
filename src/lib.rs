//! Cruddur Messages, the app: everything that needs a browser. `docs/architecture.md` tells where
//! things live.

pub mod runtime;
