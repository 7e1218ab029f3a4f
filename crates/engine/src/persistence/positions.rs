//! Where the reader was in each conversation, unless at its newest message.

use std::collections::HashMap;

use cruddur_contract::GroupId;
use serde::{Deserialize, Serialize};

use super::record::{Decoded, decode, encode};
use crate::view::{ReadingPosition, RowKey};

/// Positions by conversation.
#[derive(Debug, Default)]
pub struct Positions(HashMap<GroupId, ReadingPosition>);

#[derive(Debug, Serialize, Deserialize)]
struct PositionRecord {
    row: RowKey,
    offset: i32,
}

impl Positions {
    /// The position in a conversation; `None`: at its newest message.
    pub fn get(&self, group: &GroupId) -> Option<&ReadingPosition> {
        self.0.get(group)
    }

    /// Sets it. Returns whether that changed anything.
    pub fn set(&mut self, group: &GroupId, position: Option<ReadingPosition>) -> bool {
        if self.get(group) == position.as_ref() {
            return false;
        }
        match position {
            Some(position) => self.0.insert(group.clone(), position),
            None => self.0.remove(group),
        };
        true
    }

    /// Takes a stored position, unless there is a newer one.
    pub fn loaded(&mut self, group: GroupId, stored: &str) {
        if let Decoded::Current(PositionRecord { row, offset }) = decode(stored) {
            let position = ReadingPosition { row, offset };
            self.0.entry(group).or_insert(position);
        }
    }

    /// The stored form; `None` when there is none to store.
    pub fn record(&self, group: &GroupId) -> Option<String> {
        let ReadingPosition { row, offset } = self.get(group)?.clone();
        Some(encode(&PositionRecord { row, offset }))
    }
}
