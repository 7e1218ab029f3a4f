//! The back end of Cruddur Messages: Lambda functions, four of them over one DynamoDB table.
//!
//! - [`http`]: the REST routes, behind the HTTP API and its JWT authorizer.
//! - [`live`]: connect, ping, watch, typing and disconnect of the WebSocket API.
//! - [`mail`]: words a mail of the user pool.
//! - [`pool_events`]: ends sessions that were ended at the user pool.
//! - [`stream`]: consumes the table's stream, moves the rows of people's lists and pushes frames.
//!
//! All of them access the table through [`table`], which alone knows keys, conditions and transactions.
//! [`demo`] fills a local stack through the same module. `docs/backend.md` explains the whole.

pub mod clients;
pub mod clock;
pub mod demo;
pub mod environment;
pub mod http;
pub mod ids;
pub mod live;
pub mod log;
pub mod mail;
pub mod pool;
pub mod pool_events;
pub mod presence;
pub mod push;
pub mod stream;
pub mod table;
