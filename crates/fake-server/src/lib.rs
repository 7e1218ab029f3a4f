//! A fake of the servers the app talks to, for tests: the REST API and the live frames of a full or a seed
//! server (docs/architecture.md), and a Cognito pool that signs one person in.
//!
//! [`FakeServer`] does no I/O: a request and the time go in, an answer comes out. The simulation of the engine
//! and the corpus of hostile inputs use it so. The program `fake-server` serves it over HTTP and WebSocket to
//! the end-to-end tests.
//!
//! Requests and responses are those of the `http` crate, not the engine's: the engine's own tests depend on
//! this crate, and the program gets them from hyper as they are.

pub mod cors;
mod edits;
mod faults;
mod generated;
mod group;
mod groups;
mod live;
mod pages;
mod pool;
mod presence;
mod reads;
mod reply;
mod routes;
pub mod seed;
mod send;
mod server;

pub use faults::{Faults, REFUSALS, Throttled};
pub use generated::Generated;
pub use group::Group;
pub use http::Method;
pub use live::{MAX_AGE, MAX_SILENCE, Opens};
pub use pages::Page;
pub use pool::{Account, Pool, operation};
pub use reads::Mark;
pub use reply::{Answered, MessageIndex, Read, Request, Response, header, request};
pub use server::{FakeServer, Mode};
