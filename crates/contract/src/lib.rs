//! The wire types of Cruddur Messages: run-time configuration, paths, REST bodies, live frames, error codes,
//! rules of text, and the part of Cognito's API that the app uses.
//!
//! No I/O, no clock, no browser. The app, the back end and the tests all use these types.
//!
//! Reading is lenient where a server may differ (naive times, missing full-server fields, one bad
//! element in a list); writing is strict.

pub mod code;
pub mod cognito;
pub mod config;
pub mod edit;
pub mod error_code;
pub mod frame;
pub mod group;
pub mod health;
pub mod ids;
pub mod lenient;
pub mod link;
pub mod live;
pub mod lookalikes;
pub mod marks;
pub mod message;
pub mod password;
pub mod paths;
pub mod person;
pub mod presence;
pub mod profile;
pub mod read;
pub mod receipt;
#[cfg(feature = "server")]
pub mod search;
pub mod time;
pub mod visible;

pub use error_code::ErrorCode;
pub use group::{GroupRow, Member};
pub use ids::{ClientMessageId, GroupId, MessageId, PersonId};
pub use message::{MessageRow, Predecessor};
pub use person::Person;
pub use time::Timestamp;
