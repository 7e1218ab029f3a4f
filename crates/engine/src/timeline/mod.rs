//! One conversation's messages as the server has them: a total order, merged by id and version.
//!
//! A row names the message before it. Where that one is not here, something is missing: a gap, which
//! stays until the messages come or a page shows that nothing lies between. So what is missing is
//! proved by the rows alone, and no frame can hide it.

mod announcements;
mod cached;
mod gaps;
mod merge;
mod names;
mod reads;
mod rows;
#[cfg(test)]
mod tests;
mod timelines;
mod trim;

use std::ops::Range;

use cruddur_contract::{ClientMessageId, GroupId, MessageId, MessageRow, Predecessor, Timestamp};
use rustc_hash::{FxHashMap, FxHashSet};

use self::names::Names;
use self::rows::Rows;
pub use self::timelines::{PageOutcome, Retry, Timelines};
use crate::api::Page;
use crate::effect::RequestId;
use crate::tracked::Tracked;
use crate::view::{Announcement, Load, Older, RowKey, Trouble};

type Place = (Timestamp, MessageId);

/// A conversation.
#[derive(Debug)]
pub struct Timeline {
    /// Its id.
    pub group: GroupId,
    /// How loading stands.
    pub load: Tracked<Load>,
    /// What lies before the oldest row.
    pub older: Tracked<Older>,
    /// The page asked for, one at a time, and the request once it is made.
    pub fetch: Option<(Option<RequestId>, Page)>,
    /// May have missed something: the newest page is read when it is opened.
    pub stale: bool,
    /// Something was missed while a page was in flight: read again when it is here.
    pub again: bool,
    rows: Rows,
    places: FxHashMap<MessageId, Timestamp>,
    clients: FxHashMap<ClientMessageId, MessageId>,
    /// What the people who wrote are called now.
    names: Names,
    /// Rows before which something is missing; the oldest row is one unless it is the first of all.
    gap_starts: Vec<Place>,
    /// Those of them that a page shows to be none, as yet: they are read again once that is certain.
    held: Vec<Place>,
    /// The rows are from the cache; the server has not answered yet.
    saved: Tracked<bool>,
    /// Changes of messages that are not here, heard while a page was in flight: it may have been made before them.
    early: Vec<MessageRow>,
    /// The rows that are here from the cache alone.
    unconfirmed: FxHashSet<MessageId>,
    /// Gaps are filled from their newer end, because the older end had nothing to add.
    backward: bool,
    /// The newest row shown while no gap was open: what comes later is announced.
    seen: Option<Place>,
    /// Not announced yet.
    announcements: Vec<Announcement>,
}

/// A row with what the app knows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// As the server has it.
    pub row: MessageRow,
    /// Stable name on screen.
    pub key: RowKey,
    /// Written by the signed-in person.
    pub mine: bool,
}

impl Entry {
    /// What the server's order goes by.
    fn at(&self) -> (Timestamp, &MessageId) {
        at(&self.row)
    }
}

/// A page as loaded.
#[derive(Debug)]
pub struct LoadedPage {
    /// Oldest first.
    pub rows: Vec<MessageRow>,
    /// Older ones exist.
    pub has_prev: bool,
    /// Before a row that is not older than this, a message may still be being written. `None`: nothing is missing in the
    /// page but what cannot be read.
    pub settled_until: Option<Timestamp>,
}

impl Timeline {
    /// An empty conversation that waits for its first page.
    pub fn new(group: GroupId) -> Self {
        Self {
            group,
            load: Tracked::default(),
            older: Tracked::default(),
            fetch: None,
            stale: false,
            again: false,
            rows: Rows::default(),
            places: FxHashMap::default(),
            clients: FxHashMap::default(),
            names: Names::default(),
            gap_starts: Vec::new(),
            held: Vec::new(),
            saved: Tracked::default(),
            early: Vec::new(),
            unconfirmed: FxHashSet::default(),
            backward: false,
            seen: None,
            announcements: Vec::new(),
        }
    }

    /// A conversation that has just begun by one's own message: there is nothing to wait for, but what
    /// the other side wrote meanwhile is still to be read.
    pub fn begun(group: GroupId) -> Self {
        Self {
            load: Tracked::new(Load::Ready),
            stale: true,
            ..Self::new(group)
        }
    }

    /// Whether the rows are from the cache.
    pub fn is_saved(&self) -> bool {
        *self.saved
    }

    /// Counts the changes of what the screen shows.
    pub fn revision(&self) -> u64 {
        self.load.revision() + self.older.revision() + self.saved.revision() + self.rows.revision()
    }

    /// How loading stands for a reader: cached rows are something to read.
    pub fn shown_load(&self) -> Load {
        match &*self.load {
            Load::Failed(Trouble::NotFound) => (*self.load).clone(),
            _ if *self.saved => Load::Ready,
            load => load.clone(),
        }
    }

    /// The rows, oldest first, each with whether something is missing before it.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = (&Entry, bool)> {
        self.entries_in(0..self.rows.len())
    }

    /// The number of rows.
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// Some of the rows.
    pub fn entries_in(
        &self,
        range: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = (&Entry, bool)> {
        let oldest = self.rows.oldest().map(Entry::at);
        self.rows.range(range).map(move |entry| {
            let is_it = |at: &Place| (at.0, &at.1) == entry.at();
            let gap = Some(entry.at()) != oldest && self.gap_starts.iter().any(is_it);
            (entry, gap)
        })
    }

    /// How many rows at the beginning and at the end are as they were at the last call. Those beside
    /// what changed may have a gap before them now.
    pub fn take_unchanged(&mut self) -> (usize, usize) {
        self.rows.take_unchanged()
    }

    /// Whether one's own message with this client id is here.
    pub fn has_client(&self, id: &ClientMessageId) -> bool {
        self.clients.contains_key(id)
    }

    /// Whether the message of this row is here.
    pub fn has_row(&self, key: &RowKey) -> bool {
        match key.0.strip_prefix('/') {
            Some(id) => self.places.contains_key(&MessageId::from(id)),
            None => self.has_client(&ClientMessageId(key.0.clone())),
        }
    }

    /// The entry of this row.
    pub fn of_key(&self, key: &RowKey) -> Option<&Entry> {
        match key.0.strip_prefix('/') {
            Some(id) => self.get(&MessageId::from(id)),
            None => self.of_client(&ClientMessageId(key.0.clone())),
        }
    }

    /// The entry of one's own message with this client id.
    pub fn of_client(&self, id: &ClientMessageId) -> Option<&Entry> {
        self.get(self.clients.get(id)?)
    }

    /// What is shown of this message changes, though its row does not.
    pub fn touch(&mut self, id: &MessageId) {
        if let Some(at) = self.places.get(id) {
            self.rows.change((*at, id));
        }
    }

    /// The oldest message here.
    pub fn oldest(&self) -> Option<&MessageId> {
        self.rows.oldest().map(|entry| &entry.row.uuid)
    }

    /// Gives the row of this message the name it had in the outbox.
    pub fn name_row(&mut self, id: &MessageId, key: &RowKey) {
        let Some(at) = self.places.get(id) else {
            return;
        };
        if let Some(entry) = self.rows.change((*at, id)) {
            entry.key = key.clone();
            self.clients
                .insert(ClientMessageId(key.0.clone()), id.clone());
        }
    }

    /// The entry of this message.
    pub fn get(&self, id: &MessageId) -> Option<&Entry> {
        self.rows.get((*self.places.get(id)?, id))
    }
}

fn lacks_predecessor(row: &MessageRow, places: &FxHashMap<MessageId, Timestamp>) -> bool {
    matches!(&row.previous_message_uuid, Predecessor::Message(id) if !places.contains_key(id))
}

fn place(row: &MessageRow) -> Place {
    (row.created_at, row.uuid.clone())
}

fn at(row: &MessageRow) -> (Timestamp, &MessageId) {
    (row.created_at, &row.uuid)
}
