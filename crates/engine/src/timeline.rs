//! One conversation's messages as the server has them: a total order, merged by id and version.
//!
//! A row names the message before it. Where that one is not here, something is missing: a gap, which
//! stays until the messages come or a page shows that nothing lies between. So what is missing is
//! proved by the rows alone, and no frame can hide it.

mod rows;

use std::ops::Range;

use cruddur_contract::person::same_handle;
use cruddur_contract::{ClientMessageId, GroupId, MessageId, MessageRow, Predecessor, Timestamp};
use rustc_hash::FxHashMap;

use self::rows::Rows;
use crate::api::{MESSAGE_PAGE, Page};
use crate::effect::RequestId;
use crate::tracked::Tracked;
use crate::view::{Load, News, Older, RowKey, Trouble};

type Place = (Timestamp, MessageId);

/// So many rows stay of a conversation that is left.
const KEPT: usize = 200;

/// A conversation.
#[derive(Debug)]
pub struct Timeline {
    /// Its id.
    pub group: GroupId,
    /// How loading stands.
    pub load: Tracked<Load>,
    /// What lies before the oldest row.
    pub older: Tracked<Older>,
    /// The load under way. One at a time.
    pub fetch: Option<(RequestId, Page)>,
    /// May have missed something: the newest page is read when it is opened.
    pub stale: bool,
    /// Something was missed while a page was on its way: read again when it is here.
    pub again: bool,
    rows: Rows,
    places: FxHashMap<MessageId, Timestamp>,
    clients: FxHashMap<ClientMessageId, MessageId>,
    /// Rows before which something is missing; the oldest row is one unless it is the first of all.
    loose: Vec<Place>,
    /// The rows were kept on the device; the server has not told yet.
    saved: Tracked<bool>,
    /// Gaps are filled from their newer end, because the older end brought nothing.
    backward: bool,
    /// The newest row shown when nothing was missing behind it: what comes later is news.
    seen: Option<Place>,
    /// What came since it was last asked for.
    news: Vec<News>,
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
            loose: Vec::new(),
            saved: Tracked::default(),
            backward: false,
            seen: None,
            news: Vec::new(),
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

    /// The newest rows, without a gap, for the cache; `None` before the server has answered.
    pub fn newest_rows(&self) -> Option<Vec<&MessageRow>> {
        if *self.load != Load::Ready {
            return None;
        }
        let mut rows: Vec<&MessageRow> = Vec::new();
        for (entry, gap_before) in self.entries().rev().take(MESSAGE_PAGE) {
            rows.push(&entry.row);
            if gap_before {
                break;
            }
        }
        rows.reverse();
        Some(rows)
    }

    /// Shows the cached rows until the server has answered.
    pub fn hydrate(&mut self, rows: &[MessageRow], me: &str) {
        if *self.load != Load::Ready && !rows.is_empty() {
            self.merge_rows(rows, me);
            self.saved.set(true);
            self.older.set(Older::More);
        }
    }

    /// Whether the rows were kept from the last time.
    pub fn is_saved(&self) -> bool {
        *self.saved
    }

    /// Counts the changes of what the screen shows.
    pub fn revision(&self) -> u64 {
        self.load.revision() + self.older.revision() + self.saved.revision() + self.rows.revision()
    }

    /// How loading stands for a reader: rows from the last time are something to read.
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
            let gap = Some(entry.at()) != oldest && self.loose.iter().any(is_it);
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

    /// The oldest message here.
    pub fn oldest(&self) -> Option<&MessageId> {
        self.rows.oldest().map(|entry| &entry.row.uuid)
    }

    /// What others have written since this was last asked for, each message once. What is filled in
    /// before the newest message that was shown is history; so is all there is at the first call after
    /// [`Timeline::entered`].
    pub fn take_news(&mut self) -> Vec<News> {
        if self.seen.is_none() || self.newest_gap().is_none() {
            self.seen = self.rows.newest().map(|entry| place(&entry.row));
        }
        std::mem::take(&mut self.news)
    }

    /// The reader comes to this conversation.
    pub fn entered(&mut self) {
        self.seen = None;
        self.news.clear();
    }

    /// The reader leaves this conversation. To come back to it is to begin at its newest message: what is
    /// far from there and can be read again is forgotten, so that this costs the same however much was
    /// read.
    pub fn left(&mut self) {
        let Some(far) = self.rows.len().checked_sub(KEPT) else {
            return;
        };
        let first = self.rows.range(far..self.rows.len()).next();
        let can = |entry: &&Entry| {
            far > 0
                && self.fetch.is_none()
                && matches!(entry.row.previous_message_uuid, Predecessor::Message(_))
        };
        if let Some(first) = first.filter(can).map(|entry| place(&entry.row)) {
            self.keep_only(|at| *at >= first);
            self.older.set(Older::More);
        }
    }

    fn newest_gap(&self) -> Option<&Place> {
        let oldest = self.rows.oldest().map(Entry::at);
        let lacks = |at: &&Place| Some((at.0, &at.1)) != oldest;
        self.loose.iter().filter(lacks).max()
    }

    /// The page to ask for now: the newest where something may have been missed, else one that fills
    /// the newest gap.
    pub fn next_page(&self) -> Option<Page> {
        if self.stale || *self.load != Load::Ready {
            return Some(Page::Newest);
        }
        let after = self.newest_gap()?;
        if self.backward {
            return Some(Page::Before(after.1.clone()));
        }
        let (Ok(place) | Err(place)) = self.rows.find((after.0, &after.1));
        let before = self.rows.range(0..place).next_back()?;
        Some(Page::After(before.row.uuid.clone()))
    }

    /// The page of older messages that the reader waits for.
    pub fn older_page(&self) -> Option<Page> {
        let waits = *self.older == Older::Loading;
        self.oldest().filter(|_| waits).cloned().map(Page::Before)
    }

    /// Merges a page that was asked for. Returns whether it brought anything on.
    pub fn merge_page(&mut self, asked: &Page, page: LoadedPage, me: &str) -> bool {
        let loose = self.loose.len();
        if *asked == Page::Newest {
            if self.saved.set(false) {
                self.forget_saved(&page);
            }
            self.make_room(&page);
        }
        let oldest = self.oldest().cloned();
        let new = self.merge_rows(&page.rows, me);
        self.join(asked, &page);
        let older = match asked {
            Page::Newest => {
                self.load.set(Load::Ready);
                self.stale = false;
                // An empty page beside rows was made before they were.
                page.rows.first().map(at) == self.rows.oldest().map(Entry::at)
            }
            Page::Before(id) => oldest.as_ref() == Some(id),
            Page::After(_) => false,
        };
        if older {
            self.older.set(if page.has_prev {
                Older::More
            } else {
                Older::Beginning
            });
        }
        self.look_back();
        let progress = new || self.loose.len() < loose;
        if !progress && *asked != Page::Newest {
            self.turn();
        }
        progress
    }

    /// Merges one row that came as news, `new`: of a message just taken. News of what lies before the
    /// oldest row here are left out: they come with their page, and would tear a gap as long as the
    /// whole conversation.
    pub fn merge_live(&mut self, row: &MessageRow, new: bool, me: &str) {
        let known = self.places.contains_key(&row.uuid);
        let oldest = self.rows.oldest().map(Entry::at);
        let begins = new && (oldest.is_none() || *self.load != Load::Ready);
        let within = oldest.is_some_and(|oldest| oldest < at(row));
        if known || begins || within {
            self.merge_row(row, me);
            self.look_back();
        }
    }

    /// The oldest row tells whether it is the beginning, whatever a page said that did not hold it.
    fn look_back(&mut self) {
        let Some(entry) = self.rows.oldest() else {
            return;
        };
        if entry.row.previous_message_uuid == Predecessor::First {
            self.older.set(Older::Beginning);
        } else if *self.older == Older::Beginning && self.loose.contains(&place(&entry.row)) {
            self.older.set(Older::More);
        }
    }

    /// A load failed; what is shown stays.
    pub fn failed(&mut self, page: &Page, trouble: Trouble) {
        match page {
            Page::Before(id) if self.oldest() == Some(id) => {
                self.older.set(Older::Failed(trouble));
            }
            Page::Newest if *self.load != Load::Ready => {
                self.load.set(Load::Failed(trouble));
            }
            Page::Newest => self.stale = true,
            _ => {}
        }
    }

    /// The gap cannot be filled from this end: the server does not know the message there any more, or
    /// has nothing to add.
    pub fn turn(&mut self) {
        self.backward = !self.backward;
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

    /// What a page shows beside each other has nothing between: an element that could not be read, or
    /// that the server has lost, is no gap for ever.
    fn join(&mut self, asked: &Page, page: &LoadedPage) {
        let from = usize::from(!matches!(asked, Page::After(_)));
        let beside = page.rows.iter().skip(from);
        let mut joined: Vec<Place> = beside.map(|row| self.kept_place(row)).collect();
        if let Page::Before(id) = asked
            && (!page.rows.is_empty() || !page.has_prev)
            && let Some(at) = self.places.get(id)
        {
            joined.push((*at, id.clone()));
        }
        self.close(|_, at| joined.contains(at));
    }

    /// Nothing is missing any more before these rows.
    fn close(&mut self, is_closed: impl Fn(&Rows, &Place) -> bool) {
        let rows = &mut self.rows;
        self.loose.retain(|at| {
            let closed = is_closed(rows, at);
            if closed && let Ok(place) = rows.find((at.0, &at.1)) {
                rows.changed(place);
            }
            !closed
        });
    }

    fn kept_place(&self, row: &MessageRow) -> Place {
        let at = self.places.get(&row.uuid).unwrap_or(&row.created_at);
        (*at, row.uuid.clone())
    }

    /// Returns whether any message is new here.
    fn merge_rows(&mut self, rows: &[MessageRow], me: &str) -> bool {
        rows.iter()
            .fold(false, |new, row| self.merge_row(row, me) | new)
    }

    /// Returns whether the message is new here. A row of the same id is replaced unless it is of a
    /// lower version.
    fn merge_row(&mut self, row: &MessageRow, me: &str) -> bool {
        let known = self
            .places
            .get(&row.uuid)
            .and_then(|at| self.rows.change((*at, &row.uuid)));
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
        self.insert(row, me);
        true
    }

    fn insert(&mut self, row: &MessageRow, me: &str) {
        let mine = same_handle(&row.handle, me);
        let client = row
            .client_message_id
            .as_ref()
            .filter(|id| mine && RowKey::can_be(id) && !self.has_client(id));
        let key = match client {
            Some(id) => RowKey(id.0.clone()),
            None => RowKey::of_message(&row.uuid),
        };
        if let Some(id) = client {
            self.clients.insert(id.clone(), row.uuid.clone());
        }
        self.close(|rows, at| {
            rows.get((at.0, &at.1)).is_some_and(|entry| {
                matches!(&entry.row.previous_message_uuid, Predecessor::Message(id) if *id == row.uuid)
            })
        });
        if lacks_predecessor(row, &self.places) {
            self.loose.push(place(row));
        }
        let at = place(row);
        if !mine && row.deleted_at.is_none() && self.seen.as_ref().is_some_and(|seen| *seen < at) {
            self.news.push(News {
                sender: row.display_name.clone(),
                text: row.message.clone(),
            });
        }
        self.places.insert(row.uuid.clone(), row.created_at);
        self.rows.insert(Entry {
            row: row.clone(),
            key,
            mine,
        });
    }

    /// A newest page that meets nothing that is here: where rows do not name their predecessors nobody
    /// can say what lies between, so what is here from before goes, to be read again by paging back.
    /// What came after the page was made stays.
    fn make_room(&mut self, page: &LoadedPage) {
        let Some(first) = page.rows.first() else {
            return;
        };
        let meets = |row: &MessageRow| self.places.contains_key(&row.uuid);
        if first.previous_message_uuid != Predecessor::Unknown || page.rows.iter().any(meets) {
            return;
        }
        let first = place(first);
        self.keep_only(|at| *at >= first);
    }

    /// Of what was kept from the last time stays what the newest page holds too, and what came since.
    fn forget_saved(&mut self, page: &LoadedPage) {
        let last = page.rows.iter().map(|row| self.kept_place(row)).max();
        self.keep_only(|at| {
            last.as_ref().is_some_and(|last| at > last)
                || page.rows.iter().any(|row| row.uuid == at.1)
        });
    }

    fn keep_only(&mut self, stays: impl Fn(&Place) -> bool) {
        let places = &mut self.places;
        self.rows.retain(|entry| {
            let stays = stays(&place(&entry.row));
            if !stays {
                places.remove(&entry.row.uuid);
            }
            stays
        });
        let places = &self.places;
        self.clients.retain(|_, id| places.contains_key(id));
        // A row may have lost the one before it.
        let loose = self
            .rows
            .iter()
            .filter(|entry| lacks_predecessor(&entry.row, places));
        self.loose = loose.map(|entry| place(&entry.row)).collect();
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

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

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

    fn page(rows: impl Iterator<Item = i64>, has_prev: bool) -> LoadedPage {
        LoadedPage {
            rows: rows.map(row).collect(),
            has_prev,
        }
    }

    fn after(n: i64) -> Page {
        Page::After(row(n).uuid)
    }

    fn before(n: i64) -> Page {
        Page::Before(row(n).uuid)
    }

    fn shown(timeline: &Timeline) -> Vec<i64> {
        timeline
            .entries()
            .map(|(entry, _)| entry.row.created_at.micros() / 1_000_000)
            .collect()
    }

    fn gaps(timeline: &Timeline) -> Vec<i64> {
        timeline
            .entries()
            .filter(|(_, gap)| *gap)
            .map(|(entry, _)| entry.row.created_at.micros() / 1_000_000)
            .collect()
    }

    fn opened(rows: std::ops::Range<i64>, has_prev: bool) -> Timeline {
        let mut timeline = Timeline::new("g".into());
        merge(&mut timeline, Page::Newest, rows, has_prev);
        timeline
    }

    fn merge(
        timeline: &mut Timeline,
        asked: Page,
        rows: std::ops::Range<i64>,
        has_prev: bool,
    ) -> bool {
        timeline.merge_page(&asked, page(rows, has_prev), ME)
    }

    const ME: &str = "andrewbrown";
    const NONE: [i64; 0] = [];

    #[test]
    fn pages_and_frames_in_any_order_give_the_same_rows_once() {
        let mut timeline = opened(5..10, true);
        timeline.merge_live(&row(11), true, ME);
        timeline.merge_live(&row(10), true, ME);
        timeline.merge_live(&row(11), true, ME);
        merge(&mut timeline, before(5), 0..7, false);
        assert_eq!(shown(&timeline), (0..12).collect::<Vec<_>>());
        assert_eq!(*timeline.older, Older::Beginning);
        assert_eq!(timeline.next_page(), None);
    }

    #[test]
    fn a_row_whose_predecessor_is_missing_is_a_gap_until_all_pages_came() {
        let mut timeline = opened(0..3, false);
        timeline.merge_live(&row(7), true, ME);
        timeline.merge_live(&row(8), true, ME);
        assert_eq!(gaps(&timeline), [7]);
        assert_eq!(timeline.next_page(), Some(after(2)));
        merge(&mut timeline, after(2), 3..6, true);
        assert_eq!(gaps(&timeline), [7]);
        assert_eq!(timeline.next_page(), Some(after(5)));
        merge(&mut timeline, after(5), 6..9, true);
        assert_eq!(shown(&timeline), (0..9).collect::<Vec<_>>());
        assert_eq!((gaps(&timeline), timeline.next_page()), (vec![], None));
    }

    #[test]
    fn the_message_a_gap_waited_for_closes_it() {
        let mut timeline = opened(0..3, false);
        timeline.merge_live(&row(4), true, ME);
        timeline.merge_live(&row(3), true, ME);
        assert_eq!(gaps(&timeline), NONE);
    }

    #[test]
    fn the_oldest_row_is_no_gap_and_the_newest_gap_is_filled_first() {
        let mut timeline = opened(10..13, true);
        assert_eq!((gaps(&timeline), timeline.next_page()), (vec![], None));
        timeline.merge_live(&row(20), true, ME);
        timeline.merge_live(&row(30), true, ME);
        assert_eq!(gaps(&timeline), [20, 30]);
        assert_eq!(timeline.next_page(), Some(after(20)));
    }

    #[test]
    fn a_newest_page_that_does_not_meet_what_is_here_leaves_a_gap() {
        let mut timeline = opened(0..3, false);
        timeline.stale = true;
        assert_eq!(timeline.next_page(), Some(Page::Newest));
        merge(&mut timeline, Page::Newest, 50..60, true);
        assert_eq!(gaps(&timeline), [50]);
        assert_eq!(*timeline.older, Older::Beginning);
        assert_eq!(timeline.next_page(), Some(after(2)));
    }

    #[test]
    fn an_end_that_brings_nothing_is_left_for_the_other_end() {
        let mut timeline = opened(0..3, false);
        timeline.merge_live(&row(7), true, ME);
        assert!(!merge(&mut timeline, after(2), 3..3, true));
        assert_eq!(timeline.next_page(), Some(before(7)));
        assert!(merge(&mut timeline, before(7), 4..7, true));
        assert_eq!(timeline.next_page(), Some(before(4)));
        assert_eq!(
            *timeline.older,
            Older::Beginning,
            "nothing to do with the gap"
        );
        assert!(merge(&mut timeline, before(4), 3..4, true));
        assert_eq!(timeline.next_page(), None);
    }

    #[test]
    fn what_a_page_shows_beside_each_other_has_no_gap_between() {
        let without = |rows: std::ops::Range<i64>, lost: i64| LoadedPage {
            rows: rows.filter(|n| *n != lost).map(row).collect(),
            has_prev: true,
        };
        let mut timeline = Timeline::new("g".into());
        timeline.merge_page(&Page::Newest, without(5..10, 7), ME);
        assert_eq!(gaps(&timeline), NONE, "in the middle");
        timeline.merge_live(&row(11), true, ME);
        timeline.merge_page(&after(9), without(10..12, 10), ME);
        assert_eq!(gaps(&timeline), NONE, "after the cursor");
        timeline.merge_page(&before(5), without(2..5, 4), ME);
        assert_eq!(gaps(&timeline), NONE, "before the cursor");
        timeline.merge_page(&before(2), page(0..0, false), ME);
        assert_eq!(*timeline.older, Older::Beginning);
    }

    #[test]
    fn where_rows_name_no_predecessor_a_page_that_meets_nothing_replaces_what_was_before_it() {
        let seed = |rows: std::ops::Range<i64>| LoadedPage {
            rows: rows
                .map(|n| MessageRow {
                    previous_message_uuid: Predecessor::Unknown,
                    ..row(n)
                })
                .collect(),
            has_prev: false,
        };
        let mut timeline = Timeline::new("g".into());
        timeline.merge_page(&Page::Newest, seed(0..3), ME);
        timeline.merge_page(&Page::Newest, seed(2..5), ME);
        assert_eq!(shown(&timeline), [0, 1, 2, 3, 4]);
        timeline.merge_page(&Page::Newest, seed(50..52), ME);
        assert_eq!(shown(&timeline), [50, 51]);
        assert_eq!(timeline.next_page(), None);
    }

    #[test]
    fn news_that_overtook_the_first_page_stay_or_leave_a_gap() {
        for (news, gap) in [(3, vec![]), (5, vec![5])] {
            let mut timeline = Timeline::new("g".into());
            timeline.merge_live(&row(news), true, ME);
            merge(&mut timeline, Page::Newest, 0..3, false);
            assert_eq!(shown(&timeline), [0, 1, 2, news]);
            assert_eq!(gaps(&timeline), gap);
        }
    }

    #[test]
    fn reading_the_newest_page_again_keeps_the_older_pages() {
        let mut timeline = opened(10..20, true);
        merge(&mut timeline, before(10), 0..10, false);
        merge(&mut timeline, Page::Newest, 12..22, true);
        assert_eq!(shown(&timeline), (0..22).collect::<Vec<_>>());
        assert_eq!(*timeline.older, Older::Beginning);
    }

    #[test]
    fn the_oldest_row_tells_whether_it_is_the_beginning() {
        let mut timeline = Timeline::begun("g".into());
        timeline.merge_live(&row(3), true, ME);
        assert_eq!(*timeline.older, Older::More, "it names one before it");
        merge(&mut timeline, before(3), 0..3, true);
        assert_eq!(*timeline.older, Older::Beginning, "the first is here");
        let mut timeline = Timeline::new("g".into());
        timeline.merge_live(&row(2), true, ME);
        merge(&mut timeline, Page::Newest, 0..0, false);
        assert_eq!(*timeline.older, Older::More, "the page was made too early");
    }

    #[test]
    fn news_from_before_the_oldest_row_are_left_out() {
        let mut timeline = opened(5..8, true);
        timeline.merge_live(&row(2), true, ME);
        timeline.merge_live(&row(5), true, ME);
        assert_eq!(shown(&timeline), [5, 6, 7]);
        timeline.merge_live(&row(9), false, ME);
        assert_eq!(gaps(&timeline), [9], "within, even where it is an edit");
    }

    #[test]
    fn a_load_that_failed_changes_only_what_it_was_for() {
        let mut timeline = opened(5..8, true);
        timeline.failed(&after(6), Trouble::Network);
        timeline.failed(&before(7), Trouble::Network);
        assert_eq!((&*timeline.older, timeline.stale), (&Older::More, false));
        timeline.failed(&Page::Newest, Trouble::Network);
        assert_eq!((&*timeline.load, timeline.stale), (&Load::Ready, true));
        timeline.failed(&before(5), Trouble::Network);
        assert_eq!(*timeline.older, Older::Failed(Trouble::Network));
        let mut timeline = Timeline::new("g".into());
        timeline.failed(&Page::Newest, Trouble::Server);
        assert_eq!(*timeline.load, Load::Failed(Trouble::Server));
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
                timeline.merge_live(&row, true, ME);
            }
            assert_eq!(
                timeline.get(&edited.uuid).map(|e| e.row.message.as_str()),
                Some("edited")
            );
        }
    }

    #[test]
    fn no_client_id_takes_the_name_of_another_row() {
        let own = |n: i64, client: &str| MessageRow {
            handle: ME.into(),
            client_message_id: Some(client.into()),
            ..row(n)
        };
        let mut timeline = opened(0..2, false);
        for row in [
            own(2, "m0001"),
            own(3, "/m0001"),
            own(4, "m0005"),
            row(5),
            own(6, "m0001"),
        ] {
            timeline.merge_live(&row, true, ME);
        }
        timeline.name_row(&row(5).uuid, &RowKey("named".into()));
        timeline.merge_live(&own(7, "named"), true, ME);
        let keys: HashSet<_> = timeline.entries().map(|(entry, _)| &entry.key).collect();
        assert_eq!(keys.len(), 8, "{keys:?}");
    }

    #[test]
    fn only_ones_own_client_ids_name_rows() {
        let with_client = |n: i64, handle: &str| MessageRow {
            handle: handle.into(),
            client_message_id: Some("c".into()),
            ..row(n)
        };
        let mut timeline = opened(0..1, false);
        timeline.merge_live(&with_client(1, "bayko"), true, ME);
        timeline.merge_live(&with_client(2, "AndrewBrown"), true, ME);
        let keys: Vec<_> = timeline
            .entries()
            .map(|(entry, _)| entry.key.0.as_str())
            .collect();
        assert_eq!(keys, ["/m0000", "/m0001", "c"]);
    }

    fn news(timeline: &mut Timeline) -> Vec<String> {
        let news = timeline.take_news().into_iter();
        news.map(|news| news.text).collect()
    }

    fn entered(rows: std::ops::Range<i64>, has_prev: bool) -> Timeline {
        let mut timeline = opened(rows, has_prev);
        assert_eq!(news(&mut timeline), NOTHING, "what is there is no news");
        timeline
    }

    const NOTHING: [&str; 0] = [];

    #[test]
    fn each_message_of_another_is_news_once() {
        let mut timeline = entered(0..3, false);
        let mine = MessageRow {
            handle: ME.into(),
            ..row(4)
        };
        let edited = MessageRow {
            message: "edited".into(),
            version: Some(2),
            ..row(3)
        };
        for row in [&row(3), &row(3), &mine, &edited, &row(5)] {
            timeline.merge_live(row, true, ME);
        }
        assert_eq!(news(&mut timeline), ["text 3", "text 5"]);
        merge(&mut timeline, Page::Newest, 1..6, false);
        assert_eq!(news(&mut timeline), NOTHING);
        timeline.merge_live(&row(6), true, ME);
        timeline.entered();
        assert_eq!(news(&mut timeline), NOTHING, "there when the reader came");
    }

    #[test]
    fn what_is_filled_in_before_the_newest_message_shown_is_no_news() {
        let mut timeline = opened(10..13, true);
        timeline.merge_live(&row(17), true, ME);
        assert_eq!(news(&mut timeline), NOTHING);
        merge(&mut timeline, after(12), 13..17, true);
        merge(&mut timeline, before(10), 0..10, false);
        assert_eq!(news(&mut timeline), NOTHING);
        timeline.merge_live(&row(18), true, ME);
        assert_eq!(news(&mut timeline), ["text 18"]);
    }

    #[test]
    fn news_whose_frames_were_lost_are_news_when_they_are_found() {
        let mut timeline = entered(0..3, false);
        timeline.merge_live(&row(5), true, ME);
        assert_eq!(news(&mut timeline), ["text 5"]);
        merge(&mut timeline, after(2), 3..6, true);
        assert_eq!(news(&mut timeline), ["text 3", "text 4"]);
        timeline.merge_live(&row(6), true, ME);
        assert_eq!(news(&mut timeline), ["text 6"]);
    }

    #[test]
    fn of_a_long_conversation_that_is_left_only_what_can_be_read_again_is_forgotten() {
        let mut timeline = opened(0..500, false);
        timeline.fetch = Some((RequestId(1), before(0)));
        timeline.left();
        assert_eq!(timeline.count(), 500, "a page is on its way");
        timeline.fetch = None;
        timeline.left();
        assert_eq!(shown(&timeline), (300..500).collect::<Vec<_>>());
        assert_eq!((&*timeline.older, gaps(&timeline)), (&Older::More, vec![]));
        merge(&mut timeline, before(300), 250..300, true);
        assert_eq!((timeline.count(), gaps(&timeline)), (250, vec![]));
        let seed = (0..500).map(|n| MessageRow {
            previous_message_uuid: Predecessor::Unknown,
            ..row(n)
        });
        let mut timeline = Timeline::new("g".into());
        let rows = seed.collect();
        let page = LoadedPage {
            rows,
            has_prev: false,
        };
        timeline.merge_page(&Page::Newest, page, ME);
        timeline.left();
        assert_eq!(timeline.count(), 500, "a seed server has no older pages");
    }
}
