//! The one table: every key, condition and transaction the functions use.
//!
//! | item | pk | sk |
//! |---|---|---|
//! | message | `MSG#{group}` | created_at |
//! | conversation | `GROUP#{group}` | `META` |
//! | membership, read marker | `GROUP#{group}` | `MEMBER#{person}` |
//! | row of a person's list | `GRP#{person}` | `{last_message_at}#{group}` |
//! | idempotency record | `IDEM#{person}` | client_message_id |
//! | person | `USER#{person}` | `PROFILE` |
//! | change of name | `USER#{person}` | `NAME` |
//! | handle | `HANDLE#{folded}` | `HANDLE` |
//! | search row | `FIND#{first character}` | `{folded name}#{person}` |
//! | connection | `CONN#{id}` and `USER#{person}` | `CONN` and `CONN#{expires_at}#{id}` |
//! | watch | `WATCH#{watched person}` | `{group}#{connection}` |
//! | last seen | `USER#{person}` | `SEEN` |
//! | last typing | `TYPING#{group}` | `{person}` |
//! | ticket | `TICKET#{sha256}` | `TICKET` |
//!
//! Nothing here reads the clock or scans.

mod connections;
mod conversation;
mod current_names;
mod error;
mod item;
mod jitter;
mod key;
mod last_seen;
mod list;
mod messages;
mod moves;
mod people;
mod profile;
mod read;
mod renames;
mod send;
mod sessions;
mod tickets;
mod transaction;
mod watches;

pub use connections::Connection;
pub use conversation::{Membership, Meta};
pub use current_names::CurrentNames;
pub use error::TableError;
use jitter::jitter;
pub use key::{MESSAGE_PREFIX, NAME_CHANGE, PERSON_PREFIX};
pub use list::{GroupCursor, ListRow};
pub use messages::{Cursor, MessagePage, StoredMessage};
pub use moves::{MoveError, MovedRow};
pub use people::{NewPerson, PersonRecord};
pub use profile::{ChangedPerson, ProfileChange};
pub use send::{NewMessage, SendError, Sent, Target};
pub use tickets::{LiveSession, TICKET_SECONDS};
pub use watches::{Watched, Watcher};

use aws_sdk_dynamodb::Client;

/// Index over the rows of a conversation in all lists.
pub const GROUP_INDEX: &str = "message-group-sk-index";
/// The time-to-live attribute: seconds since 1970.
pub const EXPIRES_AT: &str = "expires_at";

/// The table, with the client to reach it.
#[derive(Clone, Debug)]
pub struct Table {
    client: Client,
    name: String,
}

impl Table {
    pub fn new(client: Client, name: impl Into<String>) -> Self {
        Self {
            client,
            name: name.into(),
        }
    }
}
