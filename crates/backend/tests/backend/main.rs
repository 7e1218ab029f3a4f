//! The back end on running local services: every route and live action, authorisation, and behaviour under
//! duplicate, concurrent and reordered events.
//!
//! Each test creates its own people, so tests do not affect each other. `cargo xtask test
//! backend` deploys the system and runs them.

mod support;

mod access;
mod account_pool;
mod bodies;
mod connections;
mod departures;
mod edits;
mod event_source;
mod expiry;
mod fan_out;
mod first_call;
mod frames;
mod groups;
mod handshake;
mod idempotency;
mod joining;
mod list_rows;
mod load;
mod membership;
mod names_lane;
mod order;
mod paging;
mod people_search;
mod places;
mod pool_events;
mod presence;
mod profile;
mod profile_deleted;
mod reads;
mod replay;
mod roles;
mod sessions;
mod set_aside;
mod sign_out;
mod write_units;
