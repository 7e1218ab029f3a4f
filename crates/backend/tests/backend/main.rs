//! The back end on running local services: every route and live action, who may do what, and what
//! happens when things come twice, at once or out of order.
//!
//! Each test makes its own people, so tests neither see nor disturb each other. `cargo xtask test
//! backend` deploys the system and runs them.

mod support;

mod access;
mod account_pool;
mod bodies;
mod expiry;
mod first_call;
mod frames;
mod groups;
mod handshake;
mod idempotency;
mod order;
mod paging;
mod people_search;
mod profile;
mod profile_deleted;
mod replay;
mod roles;
mod sign_out;
