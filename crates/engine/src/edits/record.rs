//! An edit as it is stored, and as tabs send it to each other.

use cruddur_contract::{GroupId, MessageId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Edit, Edits, Phase, Wish};
use crate::outbox::record::{failure_of, micros, trouble_of};
use crate::outbox::{FailureRecord, Stored};

/// What is to become of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditRecord {
    pub group: GroupId,
    pub message: MessageId,
    /// The text; absent: it is to be deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(with = "micros")]
    pub at: Timestamp,
    pub base: u64,
    pub state: EditStateRecord,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tried: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<String>,
}

/// Where it stands, as far as that outlives the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EditStateRecord {
    Held,
    Ready,
    Conflict,
    NotSaved { because: FailureRecord },
}

impl Edit {
    /// As it is stored.
    pub fn record(&self) -> EditRecord {
        EditRecord {
            group: self.group.clone(),
            message: self.message.clone(),
            text: match &self.wish {
                Wish::Text(text) => Some(text.clone()),
                Wish::Deletion => None,
            },
            at: self.at,
            base: self.base,
            state: match &self.phase {
                Phase::Held => EditStateRecord::Held,
                Phase::Ready | Phase::BackingOff => EditStateRecord::Ready,
                Phase::Conflict => EditStateRecord::Conflict,
                Phase::Failed(trouble) => EditStateRecord::NotSaved {
                    because: failure_of(trouble),
                },
            },
            tried: self.tried.clone(),
            undo: self.undo.clone(),
        }
    }

    pub(super) fn restored(record: EditRecord) -> Self {
        let wish = record.text.map_or(Wish::Deletion, Wish::Text);
        let phase = match (record.state, &wish) {
            (EditStateRecord::NotSaved { because }, _) => Phase::Failed(trouble_of(&because)),
            (EditStateRecord::Held, Wish::Deletion) => Phase::Held,
            (EditStateRecord::Conflict, Wish::Text(_)) => Phase::Conflict,
            _ => Phase::Ready,
        };
        Self {
            phase,
            tried: record.tried,
            undo: record.undo,
            stored: Stored::Yes,
            handed_over: true,
            ..Self::new(record.group, record.message, wish, record.base, record.at)
        }
    }
}

impl Edits {
    /// Takes up a stored edit; what the person has wanted since is newer.
    pub fn restore(&mut self, record: EditRecord) {
        if self.get(&record.message).is_none() {
            let edit = Edit::restored(record);
            let message = edit.message.clone();
            self.items.get_mut().push(edit);
            self.find_mut(&message);
        }
    }

    /// The record of a message's edit.
    pub fn record(&self, message: &MessageId) -> Option<EditRecord> {
        self.get(message).map(Edit::record)
    }

    /// The deletions that can still be undone.
    pub fn held(&self) -> Vec<MessageId> {
        let held = self.items.iter().filter(|edit| edit.phase == Phase::Held);
        held.map(|edit| edit.message.clone()).collect()
    }
}
