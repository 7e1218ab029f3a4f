//! The messages of the outbox, as they are stored.

use super::legacy;
use super::record::{Decoded, decode, encode};
use crate::outbox::OutboxRecord;

/// The stored form of a message.
pub fn record(message: &OutboxRecord) -> String {
    encode(message)
}

/// Reads a stored message, also of version 1: what was not sent then is sent now.
pub fn read(stored: &str) -> Decoded<OutboxRecord> {
    match decode::<OutboxRecord>(stored) {
        Decoded::Unversioned => match legacy::message(stored) {
            Some(message) => Decoded::Current(message),
            None => Decoded::Unversioned,
        },
        decoded => decoded,
    }
}
