//! One conversation's messages as the server has them: a total order, merged by id and version.

use std::collections::{BTreeMap, HashMap};

use cruddur_contract::person::same_handle;
use cruddur_contract::{ClientMessageId, GroupId, MessageId, MessageRow, Predecessor, Timestamp};

use crate::api::Page;
use crate::effect::RequestId;
use crate::view::{Load, Older, RowKey, Trouble};

type Place = (Timestamp, MessageId);

/// A conversation.
#[derive(Debug)]
pub struct Timeline {
    /// Its id.
    pub group: GroupId,
    /// How loading stands.
    pub load: Load,
    /// What lies before the oldest row.
    pub older: Older,
    /// The load under way. One at a time.
    pub fetch: Option<(RequestId, Page)>,
    /// May have missed something: catch up when it is opened.
    pub stale: bool,
    /// Something was missed while a page was on its way: catch up again when it is here.
    pub again: bool,
    rows: BTreeMap<Place, Entry>,
    places: HashMap<MessageId, Timestamp>,
    clients: HashMap<ClientMessageId, MessageId>,
    confirmed: Option<MessageId>,
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

/// A page as loaded.
#[derive(Debug)]
pub struct LoadedPage {
    /// Oldest first.
    pub rows: Vec<MessageRow>,
    /// Older ones exist.
    pub has_prev: bool,
    /// Newer ones exist.
    pub has_next: bool,
}

impl Timeline {
    /// An empty conversation that waits for its first page.
    pub fn new(group: GroupId) -> Self {
        Self {
            group,
            load: Load::Waiting,
            older: Older::Beginning,
            fetch: None,
            stale: false,
            again: false,
            rows: BTreeMap::new(),
            places: HashMap::new(),
            clients: HashMap::new(),
            confirmed: None,
        }
    }

    /// A conversation that has just begun by one's own message: there is nothing to wait for, but what
    /// the other side wrote meanwhile is still to be read.
    pub fn begun(group: GroupId) -> Self {
        Self {
            load: Load::Ready,
            stale: true,
            ..Self::new(group)
        }
    }

    /// The rows, oldest first.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.rows.values()
    }

    /// Whether one's own message with this client id is here.
    pub fn has_client(&self, id: &ClientMessageId) -> bool {
        self.clients.contains_key(id)
    }

    /// The newest message up to which nothing is missing, as far as is known.
    pub fn confirmed(&self) -> Option<&MessageId> {
        self.confirmed.as_ref()
    }

    /// The oldest message here.
    pub fn oldest(&self) -> Option<&MessageId> {
        self.rows.keys().next().map(|(_, id)| id)
    }

    /// The page to ask for to catch up: what came after the last message nothing was missing before, or
    /// the newest page where there is none or the server does not page.
    pub fn catch_up_page(&self, server_pages: bool) -> Page {
        match &self.confirmed {
            Some(id) if server_pages => Page::After(id.clone()),
            _ => Page::Newest,
        }
    }

    /// Merges the newest page. Returns the ids that are new here.
    pub fn merge_newest(&mut self, page: LoadedPage, me: &str) -> Vec<MessageId> {
        let meets = page
            .rows
            .iter()
            .any(|row| self.places.contains_key(&row.uuid));
        if let (false, Some(first)) = (meets, page.rows.first()) {
            // More was missed than one page holds and the server cannot say what: what is here from
            // before cannot be joined to it, and is read again by paging back. What came after the page
            // was made stays.
            self.forget_before(place(first));
        }
        let page_oldest = page.rows.iter().map(place).min();
        let new = self.merge_rows(&page.rows, me);
        self.confirmed = page
            .rows
            .last()
            .map(|row| row.uuid.clone())
            .or(self.confirmed.take());
        if page_oldest.is_none() || self.rows.keys().next() >= page_oldest.as_ref() {
            self.older = if page.has_prev {
                Older::More
            } else {
                Older::Beginning
            };
        }
        self.advance();
        self.load = Load::Ready;
        self.stale = false;
        new
    }

    /// Whether a row proves that something before it is missing after the confirmed message.
    pub fn has_hole(&self) -> bool {
        let Some(last) = self.rows.values().next_back() else {
            return false;
        };
        last.row.previous_message_uuid != Predecessor::Unknown
            && self.confirmed.as_ref() != Some(&last.row.uuid)
    }

    /// Merges a page of older messages.
    pub fn merge_older(&mut self, page: LoadedPage, me: &str) -> Vec<MessageId> {
        self.older = if page.has_prev {
            Older::More
        } else {
            Older::Beginning
        };
        self.merge_rows(&page.rows, me)
    }

    /// Merges a page that follows the confirmed message. Returns the ids that are new here and
    /// whether more must be asked for.
    pub fn merge_newer(&mut self, page: LoadedPage, me: &str) -> (Vec<MessageId>, bool) {
        let new = self.merge_rows(&page.rows, me);
        if let Some(last) = page.rows.last() {
            self.confirmed = Some(last.uuid.clone());
        }
        self.advance();
        self.stale = page.has_next;
        self.load = Load::Ready;
        (new, page.has_next && !page.rows.is_empty())
    }

    /// Merges one row that came as news. [`Timeline::has_hole`] tells whether one is proved now.
    pub fn merge_live(&mut self, row: MessageRow, me: &str) {
        self.merge_rows(std::slice::from_ref(&row), me);
        if self.confirmed.is_none() && row.previous_message_uuid == Predecessor::First {
            self.confirmed = Some(row.uuid);
        }
        self.advance();
    }

    /// A load failed; what is shown stays.
    pub fn failed(&mut self, page: &Page, trouble: Trouble) {
        match page {
            Page::Before(_) => self.older = Older::Failed(trouble),
            _ if self.load == Load::Ready => self.stale = true,
            _ => self.load = Load::Failed(trouble),
        }
    }

    /// The server does not know the message to catch up from any more.
    pub fn forget_confirmed(&mut self) {
        self.confirmed = None;
    }

    /// Gives the row of this message the name it had in the outbox.
    pub fn name_row(&mut self, id: &MessageId, key: &RowKey) {
        let Some(at) = self.places.get(id) else {
            return;
        };
        if let Some(entry) = self.rows.get_mut(&(*at, id.clone())) {
            entry.key = key.clone();
        }
    }

    /// The entry of this message.
    pub fn get(&self, id: &MessageId) -> Option<&Entry> {
        self.rows.get(&(*self.places.get(id)?, id.clone()))
    }

    fn merge_rows(&mut self, rows: &[MessageRow], me: &str) -> Vec<MessageId> {
        rows.iter()
            .filter(|row| self.merge_row(row, me))
            .map(|row| row.uuid.clone())
            .collect()
    }

    /// Returns whether the message is new here. A row of the same id is replaced unless it is of a
    /// lower version.
    fn merge_row(&mut self, row: &MessageRow, me: &str) -> bool {
        let known = self
            .places
            .get(&row.uuid)
            .and_then(|at| self.rows.get_mut(&(*at, row.uuid.clone())));
        if let Some(entry) = known {
            if entry.row.version <= row.version {
                // The time of a message never changes; keeping it keeps the order.
                let created_at = entry.row.created_at;
                entry.row = MessageRow {
                    created_at,
                    ..row.clone()
                };
            }
            return false;
        }
        let mine = same_handle(&row.handle, me);
        let client = row
            .client_message_id
            .as_ref()
            .filter(|id| mine && !self.has_client(id));
        let key = client.map_or_else(|| row.uuid.0.clone(), |id| id.0.clone());
        if let Some(id) = client {
            self.clients.insert(id.clone(), row.uuid.clone());
        }
        self.places.insert(row.uuid.clone(), row.created_at);
        self.rows.insert(
            place(row),
            Entry {
                row: row.clone(),
                key: RowKey(key),
                mine,
            },
        );
        true
    }

    /// Moves `confirmed` on over rows that follow it without a hole.
    fn advance(&mut self) {
        let Some(from) = self
            .confirmed
            .as_ref()
            .and_then(|id| self.places.get(id).map(|at| (*at, id.clone())))
        else {
            return;
        };
        let mut last = from.1.clone();
        for ((_, id), entry) in self.rows.range(from..).skip(1) {
            if entry.row.previous_message_uuid != Predecessor::Message(last) {
                return;
            }
            last = id.clone();
            self.confirmed = Some(id.clone());
        }
    }

    fn forget_before(&mut self, first: Place) {
        let kept = self.rows.split_off(&first);
        for entry in std::mem::replace(&mut self.rows, kept).into_values() {
            self.places.remove(&entry.row.uuid);
            if let Some(client) = &entry.row.client_message_id {
                self.clients.remove(client);
            }
        }
        self.confirmed = None;
    }
}

fn place(row: &MessageRow) -> Place {
    (row.created_at, row.uuid.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(n: i64) -> MessageRow {
        MessageRow {
            uuid: MessageId(format!("m{n:04}")),
            display_name: "Bayko".into(),
            handle: "bayko".into(),
            message: format!("text {n}"),
            created_at: Timestamp::from_micros(n * 1_000_000).expect("in range"),
            user_uuid: None,
            client_message_id: None,
            previous_message_uuid: if n == 0 {
                Predecessor::First
            } else {
                Predecessor::Message(MessageId(format!("m{:04}", n - 1)))
            },
            version: Some(1),
            edited_at: None,
            deleted_at: None,
        }
    }

    fn page(rows: impl Iterator<Item = i64>, has_prev: bool, has_next: bool) -> LoadedPage {
        LoadedPage {
            rows: rows.map(row).collect(),
            has_prev,
            has_next,
        }
    }

    fn shown(timeline: &Timeline) -> Vec<i64> {
        timeline
            .entries()
            .map(|entry| entry.row.created_at.micros() / 1_000_000)
            .collect()
    }

    fn opened(rows: std::ops::Range<i64>, has_prev: bool) -> Timeline {
        let mut timeline = Timeline::new("g".into());
        timeline.merge_newest(page(rows, has_prev, false), "andrewbrown");
        timeline
    }

    #[test]
    fn pages_and_frames_in_any_order_give_the_same_rows_once() {
        let mut timeline = opened(5..10, true);
        timeline.merge_live(row(11), "andrewbrown");
        timeline.merge_live(row(10), "andrewbrown");
        timeline.merge_live(row(11), "andrewbrown");
        timeline.merge_older(page(0..7, false, false), "andrewbrown");
        assert_eq!(shown(&timeline), (0..12).collect::<Vec<_>>());
        assert_eq!(timeline.older, Older::Beginning);
        assert_eq!(timeline.confirmed(), Some(&row(11).uuid));
    }

    #[test]
    fn a_frame_whose_predecessor_is_missing_proves_a_hole_and_does_not_move_the_anchor() {
        let mut timeline = opened(0..3, false);
        timeline.merge_live(row(7), "andrewbrown");
        assert!(timeline.has_hole());
        assert_eq!(timeline.catch_up_page(true), Page::After(row(2).uuid));
        let (_, more) = timeline.merge_newer(page(3..6, true, true), "andrewbrown");
        assert!(more);
        let (_, more) = timeline.merge_newer(page(6..8, true, false), "andrewbrown");
        assert!(!more);
        assert_eq!(shown(&timeline), (0..8).collect::<Vec<_>>());
        timeline.merge_live(row(8), "andrewbrown");
        assert!(!timeline.has_hole());
    }

    #[test]
    fn a_newest_page_that_does_not_meet_what_is_here_replaces_it() {
        let mut timeline = opened(0..3, false);
        timeline.merge_newest(page(50..60, true, false), "andrewbrown");
        assert_eq!(shown(&timeline), (50..60).collect::<Vec<_>>());
        assert_eq!(timeline.older, Older::More);
    }

    #[test]
    fn news_that_overtook_the_first_page_stay_or_prove_a_hole() {
        for (news, hole) in [(3, false), (5, true)] {
            let mut timeline = Timeline::new("g".into());
            timeline.merge_live(row(news), "andrewbrown");
            timeline.merge_newest(page(0..3, false, false), "andrewbrown");
            assert_eq!(shown(&timeline), [0, 1, 2, news]);
            assert_eq!(timeline.has_hole(), hole);
        }
    }

    #[test]
    fn reading_the_newest_page_again_keeps_the_older_pages() {
        let mut timeline = opened(10..20, true);
        timeline.merge_older(page(0..10, false, false), "andrewbrown");
        timeline.merge_newest(page(12..22, true, false), "andrewbrown");
        assert_eq!(shown(&timeline), (0..22).collect::<Vec<_>>());
        assert_eq!(timeline.older, Older::Beginning);
    }

    #[test]
    fn the_higher_version_wins_in_either_order() {
        let edited = MessageRow {
            message: "edited".into(),
            version: Some(2),
            ..row(1)
        };
        for order in [[row(1), edited.clone()], [edited.clone(), row(1)]] {
            let mut timeline = opened(0..1, false);
            for row in order {
                timeline.merge_live(row, "andrewbrown");
            }
            assert_eq!(
                timeline.get(&edited.uuid).map(|e| e.row.message.as_str()),
                Some("edited")
            );
        }
    }

    #[test]
    fn only_ones_own_client_ids_name_rows() {
        let with_client = |n: i64, handle: &str| MessageRow {
            handle: handle.into(),
            client_message_id: Some("c".into()),
            ..row(n)
        };
        let mut timeline = opened(0..1, false);
        timeline.merge_live(with_client(1, "bayko"), "andrewbrown");
        timeline.merge_live(with_client(2, "AndrewBrown"), "andrewbrown");
        let keys: Vec<_> = timeline
            .entries()
            .map(|entry| entry.key.0.as_str())
            .collect();
        assert_eq!(keys, ["m0000", "m0001", "c"]);
    }
}
