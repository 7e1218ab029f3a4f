//! The one table: every key, condition and transaction the functions use.
//!
//! | item | pk | sk |
//! |---|---|---|
//! | message | `MSG#{group}` | created_at |
//! | conversation | `GROUP#{group}` | `META` |
//! | conversation of two people | `PAIR#{person}#{person}` | `PAIR` |
//! | row of a person's list, read marker | `GRP#{person}` | `{group}` |
//! | read receipt | `READ#{group}` | `{person}` |
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
mod edits;
mod error;
mod groups;
mod item;
mod jitter;
mod key;
mod last_seen;
mod list;
mod messages;
mod moves;
mod patience;
mod people;
mod place;
mod preview;
mod profile;
mod read;
mod reads;
mod receipts;
mod renames;
mod send;
mod sessions;
mod shown;
mod tickets;
mod transaction;
mod update;
mod upsert;
mod watches;

pub use connections::Connection;
pub use conversation::{Membership, Meta};
pub use current_names::CurrentNames;
pub use edits::{EditError, OwnMessage};
pub use error::TableError;
pub use groups::GroupError;
use jitter::jitter;
pub use key::{MESSAGE_PREFIX, NAME_CHANGE, PERSON_PREFIX, RECEIPT_PREFIX};
pub use list::{GroupCursor, ListRow};
pub use messages::{Cursor, MessagePage, StoredMessage};
pub use moves::{MoveError, MovedRow};
pub use people::{NewPerson, PersonRecord};
pub use profile::{ChangedPerson, ProfileChange};
pub use receipts::{ONLY_OWN, Receipt};
pub use send::{NewMessage, SendError, Sent, Target};
pub use tickets::{LiveSession, TICKET_SECONDS};
pub use watches::{Watched, Watcher};

use aws_sdk_dynamodb::Client;

/// Index over a person's list, by the time of the last message. The rows of conversations that the person left lack it.
pub const LIST_INDEX: &str = "last-message-index";
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
