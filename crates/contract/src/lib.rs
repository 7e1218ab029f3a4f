//! What crosses a boundary in Cruddur Messages, as types: the run-time configuration, the REST
//! bodies, the live frames, the error codes and the part of Cognito's wire that the app speaks.
//!
//! No I/O, no clock, no browser. The app, the back end and the tests all use these types, so a
//! change of the wire is a change here.
//!
//! Reading is lenient where a server may differ (naive times, missing full-server fields, one bad
//! element in a list); writing is strict.

pub mod cognito;
pub mod config;
pub mod error_code;
pub mod frame;
pub mod group;
pub mod health;
pub mod ids;
pub mod lenient;
pub mod link;
pub mod live;
pub mod message;
pub mod password;
pub mod paths;
pub mod person;
pub mod profile;
pub mod read;
pub mod time;

pub use error_code::ErrorCode;
pub use group::{GroupRow, Member};
pub use ids::{ClientMessageId, GroupId, MessageId, PersonId};
pub use message::{MessageRow, Predecessor};
pub use person::Person;
pub use time::Timestamp;
