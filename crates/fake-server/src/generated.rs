//! Histories of any length: their rows are made when they are read, the same each time.

use cruddur_contract::{MessageRow, Predecessor, Timestamp};
use serde::Deserialize;

use crate::Group;

/// 2026-01-05 08:00 UTC, microseconds.
const START: i64 = 1_767_600_000_000_000;
/// Between two messages, microseconds.
const STEP: i64 = 20_000_000;

/// Message n reads "n texts[n % texts.len()]"; every third is of the first member. Its rows are those of a full
/// server.
#[derive(Clone, Debug, Deserialize)]
pub struct Generated {
    pub count: usize,
    pub texts: Vec<String>,
}

impl Generated {
    pub(crate) fn row(&self, group: &Group, n: usize) -> MessageRow {
        let mine = n.is_multiple_of(3);
        let sender = &group.members[usize::from(!mine)];
        let text = n.checked_rem(self.texts.len());
        let text = text.map_or("", |at| &self.texts[at]);
        let micros = START + n as i64 * STEP;
        MessageRow {
            uuid: group.message_id(n),
            display_name: sender.display_name.clone(),
            handle: sender.handle.clone(),
            message: format!("{n} {text}"),
            created_at: Timestamp::from_micros(micros).unwrap_or(Timestamp::EPOCH),
            user_uuid: Some(sender.uuid.clone()),
            client_message_id: None,
            previous_message_uuid: Predecessor::from(n.checked_sub(1).map(|n| group.message_id(n))),
            version: Some(1),
            edited_at: None,
            deleted_at: None,
            system: None,
        }
    }
}
