//! The journal: what the person wrote and IndexedDB has not confirmed yet.
//!
//! IndexedDB answers late when it is busy, and a page can be reloaded before it has. The browser writes
//! the journal (session storage) synchronously; the next start of the tab applies it first.

use serde::{Deserialize, Serialize};

use super::key::StoreKey;
use super::legacy;
use super::record::{Decoded, decode, encode};
use crate::effect::{RequestId, StoreChange};

/// Changes not confirmed yet.
#[derive(Debug, Default)]
pub struct Journal {
    pending: Vec<Pending>,
    /// Drafts typed while the store cannot be written.
    typed: Vec<StoreChange>,
    dirty: bool,
}

/// One change or transaction.
#[derive(Debug)]
struct Pending {
    /// The transaction that confirms it; `None` while the store cannot be written.
    by: Option<RequestId>,
    changes: Vec<StoreChange>,
}

#[derive(Debug, Serialize, Deserialize)]
struct JournalRecord {
    prefix: String,
    changes: Vec<ChangeRecord>,
}

#[derive(Debug, Serialize, Deserialize)]
struct ChangeRecord {
    key: String,
    value: Option<String>,
}

impl Journal {
    /// Notes the changes of a transaction (`None`: one that cannot be made yet), as far as the person
    /// wrote them.
    pub fn note(&mut self, by: Option<RequestId>, changes: &[StoreChange]) {
        let written = changes.iter().filter(|change| is_written(change));
        let changes: Vec<StoreChange> = written.cloned().collect();
        if !changes.is_empty() {
            self.pending.push(Pending { by, changes });
            self.dirty = true;
        }
    }

    /// The drafts typed while the store cannot be written, as they are now.
    pub fn set_typed(&mut self, drafts: Vec<StoreChange>) {
        self.dirty |= self.typed != drafts;
        self.typed = drafts;
    }

    /// This transaction has ended, well or badly.
    pub fn confirmed(&mut self, by: RequestId) {
        let before = self.pending.len();
        self.pending.retain(|pending| pending.by != Some(by));
        self.dirty |= self.pending.len() != before;
    }

    /// The store can be written now: what was noted without a transaction is stored by one.
    pub fn drop_unstored(&mut self) {
        self.pending.retain(|pending| pending.by.is_some());
        self.typed.clear();
    }

    /// It is written again although nothing was noted, because what it held was taken over.
    pub fn touch(&mut self) {
        self.dirty = true;
    }

    /// The text to write, when it changed; empty when nothing is pending.
    pub fn take_text(&mut self, prefix: &str) -> Option<String> {
        if !std::mem::take(&mut self.dirty) {
            return None;
        }
        if self.pending.is_empty() && self.typed.is_empty() {
            return Some(String::new());
        }
        let changes = self.pending.iter().flat_map(|pending| &pending.changes);
        let changes = changes
            .chain(&self.typed)
            .cloned()
            .map(|StoreChange { key, value }| ChangeRecord { key, value });
        Some(encode(&JournalRecord {
            prefix: prefix.to_owned(),
            changes: changes.collect(),
        }))
    }
}

/// The changes in a journal of this person; none where it is another's or cannot be read.
pub fn read(text: &str, prefix: &str) -> Vec<StoreChange> {
    let (of, changes) = match decode::<JournalRecord>(text) {
        Decoded::Current(record) => {
            let changes = record.changes.into_iter();
            let changes = changes.map(|ChangeRecord { key, value }| StoreChange { key, value });
            (record.prefix, changes.collect())
        }
        Decoded::Later => return Vec::new(),
        Decoded::Unversioned => legacy::journal(text).unwrap_or_default(),
    };
    if of != prefix {
        return Vec::new();
    }
    changes.into_iter().filter(is_written).collect()
}

fn is_written(change: &StoreChange) -> bool {
    StoreKey::parse(&change.key).is_some_and(|key| key.is_written_by_person())
}
