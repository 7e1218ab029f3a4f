//! The list of conversations: merged by id, newest message first.

use std::sync::Arc;

use cruddur_contract::person::same_handle;
use cruddur_contract::{GroupId, GroupRow, MessageId, MessageRow, Timestamp};
use rustc_hash::{FxHashMap, FxHashSet};

use super::membership::Memberships;
use super::page_ends::PageEnds;
use crate::tracked::Tracked;
use crate::view::{GroupsView, Load, Older, Trouble};

/// Conversations of the list that are cached.
const CACHED: usize = 50;

/// The list of conversations.
#[derive(Debug, Default)]
pub struct ConversationList {
    view: Tracked<GroupsView>,
    /// The conversations that are here from the cache alone.
    unconfirmed: FxHashSet<GroupId>,
    next_query: Option<String>,
    /// The last messages that were changed, with the version that the preview is of.
    changed: FxHashMap<GroupId, (MessageId, u64)>,
    memberships: Memberships,
    page_ends: PageEnds,
    /// The newest message's time when the list was last read as far as anything had changed.
    read_to: Option<Timestamp>,
    /// Such a reading is under way: the newest message's time, and the query of the page asked for.
    reading: Option<(Timestamp, String)>,
}

impl ConversationList {
    /// What the screen shows.
    pub fn view(&self) -> &GroupsView {
        &self.view
    }

    /// Counts the changes of what the screen shows.
    pub fn revision(&self) -> u64 {
        self.view.revision()
    }

    /// The conversation of that id.
    pub fn get(&self, id: &GroupId) -> Option<&GroupRow> {
        self.view
            .rows
            .iter()
            .find(|row| row.uuid == *id)
            .map(Arc::as_ref)
    }

    /// The conversation with that one person.
    pub fn with(&self, handle: &str) -> Option<&GroupRow> {
        self.view
            .rows
            .iter()
            .find(|row| same_handle(&row.handle, handle) && row.is_of_two())
            .map(Arc::as_ref)
    }

    /// The newest page arrived. Rows that are not in it stay: a conversation is never taken away.
    /// Returns the query of the next page where more changed than the page holds.
    pub fn newest(&mut self, rows: Vec<GroupRow>, next_query: Option<String>) -> Option<String> {
        let first = self.view.load != Load::Ready;
        if self.view.saved {
            let unconfirmed = std::mem::take(&mut self.unconfirmed);
            let view = self.view.get_mut();
            view.saved = false;
            // What is no more, or further down than this page, is read again when asked for. A server that was
            // restored from a backup may know of earlier messages only.
            let newest = rows.iter().map(|row| row.created_at).max();
            view.rows.retain(|known| {
                let is_listed = rows.iter().any(|row| row.uuid == known.uuid);
                !unconfirmed.contains(&known.uuid) && (Some(known.created_at) > newest || is_listed)
            });
        }
        let oldest = rows.iter().map(|row| row.created_at).min();
        let newest = rows.iter().map(|row| row.created_at).max();
        let more = self.read_on(newest, oldest, next_query.clone());
        for row in rows {
            self.upsert(row);
        }
        let reaches_end =
            self.view.rows.last().map(|row| row.created_at) >= oldest && next_query.is_none();
        if first || reaches_end {
            self.set_next(next_query);
        }
        if first {
            self.view.get_mut().load = Load::Ready;
        }
        more
    }

    /// The list is sorted by the last message: what changed since it was last read stands before what
    /// was the newest then. Returns the query to go on with until that is reached.
    fn read_on(
        &mut self,
        newest: Option<Timestamp>,
        oldest: Option<Timestamp>,
        next_query: Option<String>,
    ) -> Option<String> {
        let newest = newest?;
        if self.read_to.is_none_or(|read_to| oldest <= Some(read_to)) || next_query.is_none() {
            self.read_to = Some(newest);
            self.reading = None;
            return None;
        }
        self.reading = next_query.clone().map(|query| (newest, query));
        next_query
    }

    /// Frames may have been missed: the next reading goes through all that is shown, for an edit or a
    /// deletion of a last message changes a row and moves none.
    pub fn read_through(&mut self) {
        let oldest = self.view.rows.last().map(|row| row.created_at);
        // Never forward: the rows shown may have moved since, past one that is not shown yet.
        self.read_to = self.read_to.min(oldest.or(self.read_to));
    }

    /// Whether the page of this query was asked for to see what changed.
    pub fn is_reading(&self, query: &str) -> bool {
        matches!(&self.reading, Some((_, known)) if known == query)
    }

    /// What changed could not be read to the end.
    pub fn stop_reading(&mut self) {
        self.reading = None;
    }

    /// The newest rows, for the cache; `None` before the server has answered.
    pub fn newest_rows(&self) -> Option<Vec<&GroupRow>> {
        let rows = self.view.rows.iter().take(CACHED).map(Arc::as_ref);
        (self.view.load == Load::Ready).then(|| rows.collect())
    }

    /// Shows the cached list until the server has answered.
    pub fn hydrate(&mut self, rows: Vec<GroupRow>) {
        if self.view.load == Load::Ready {
            return;
        }
        for row in rows {
            // What a frame brought is newer.
            if self.get(&row.uuid).is_none() {
                let id = row.uuid.clone();
                self.upsert(row);
                self.unconfirmed.insert(id);
            }
        }
        self.view.get_mut().saved = true;
    }

    /// The page of this query arrived. Returns the query to go on with, as [`ConversationList::newest`] does.
    pub fn older(
        &mut self,
        query: &str,
        rows: Vec<GroupRow>,
        next_query: Option<String>,
    ) -> Option<String> {
        let mut more = None;
        if let Some((newest, _)) = self.reading.take_if(|(_, known)| known == query) {
            let oldest = rows.iter().map(|row| row.created_at).min();
            more = self.read_on(Some(newest), oldest, next_query);
        } else {
            self.set_next(next_query);
        }
        for row in rows {
            self.upsert(row);
        }
        more
    }

    /// The newest page could not be had. What is shown stays shown.
    pub fn newest_failed(&mut self, trouble: Trouble) {
        if self.view.load != Load::Ready {
            self.view.get_mut().load = Load::Failed(trouble);
        }
    }

    /// An older page could not be had.
    pub fn older_failed(&mut self, trouble: Trouble) {
        self.view.get_mut().older = Older::Failed(trouble);
    }

    /// Nothing was loaded yet: the screen waits again.
    pub fn wait(&mut self) {
        if matches!(self.view.load, Load::Failed(_)) {
            self.view.get_mut().load = Load::Waiting;
        }
    }

    /// The query for the next older page, if there is one to be asked for now.
    pub fn begin_older(&mut self) -> Option<String> {
        if !matches!(self.view.older, Older::More | Older::Failed(_)) {
            return None;
        }
        self.view.get_mut().older = Older::Loading;
        self.next_query.clone()
    }

    /// Whether older conversations are there to be had.
    pub fn has_older(&self) -> bool {
        self.next_query.is_some()
    }

    /// Puts a row of the server in, as far as it is newer than what is there.
    pub fn upsert(&mut self, row: GroupRow) {
        self.unconfirmed.remove(&row.uuid);
        let known = self.view.rows.iter().find(|known| known.uuid == row.uuid);
        let row = self.memberships.merge(known.map(Arc::as_ref), row);
        self.put(row);
    }

    /// Takes a conversation out: the person is in it no more.
    pub fn remove(&mut self, group: &GroupId) {
        if self.get(group).is_some() {
            self.view.get_mut().rows.retain(|row| row.uuid != *group);
        }
        self.memberships.forget(group);
        self.changed.remove(group);
    }

    /// The time of the row that a conversation's members were taken from.
    pub fn members_at(&self, group: &GroupId) -> Option<Timestamp> {
        self.memberships.at(group)
    }

    /// The groups that this page should have and has not: they have moved, or the person is in them no more. `older`: the
    /// query it was asked for with; `next`: that of the page after it.
    pub fn missing_from(
        &mut self,
        rows: &[GroupRow],
        older: Option<&str>,
        next: Option<&str>,
    ) -> Vec<GroupId> {
        let (from, to) = self.page_ends.range(rows, older, next);
        let missing = self.view.rows.iter().filter(|known| {
            let is_within = from.is_none_or(|from| from < known.created_at)
                && to.is_none_or(|to| known.created_at < to);
            let is_there = rows.iter().any(|row| row.uuid == known.uuid);
            is_within && !is_there && !known.is_of_two()
        });
        missing.map(|row| row.uuid.clone()).collect()
    }

    fn put(&mut self, row: GroupRow) {
        let known = self
            .view
            .rows
            .iter()
            .position(|known| known.uuid == row.uuid);
        if known.is_some_and(|at| *self.view.rows[at] == row) {
            return;
        }
        let rows = &mut self.view.get_mut().rows;
        if let Some(at) = known {
            rows.remove(at);
        }
        let order = |row: &GroupRow| (row.created_at, row.uuid.clone());
        let place = rows.partition_point(|known| order(known) > order(&row));
        rows.insert(place, Arc::new(row));
    }

    /// So many messages of a conversation are unread.
    pub fn set_unread(&mut self, id: &GroupId, unread: u64) {
        let known = self.view.rows.iter().position(|row| row.uuid == *id);
        let Some(at) = known.filter(|at| self.view.rows[*at].unread_count != Some(unread)) else {
            return;
        };
        if let Some(row) = self.view.get_mut().rows.get_mut(at) {
            Arc::make_mut(row).unread_count = Some(unread);
        }
    }

    /// A message of a known conversation: its preview and place follow. Returns whether it is known.
    pub fn note_message(&mut self, id: &GroupId, text: &str, at: Timestamp) -> bool {
        let Some(row) = self.get(id) else {
            return false;
        };
        if row.created_at < at {
            self.put(GroupRow {
                message: text.to_owned(),
                created_at: at,
                ..row.clone()
            });
        }
        true
    }

    /// A message has changed: where it is the last of its conversation, the preview follows.
    pub fn note_change(&mut self, id: &GroupId, row: &MessageRow) {
        let (last, version) = (&row.uuid, row.version.unwrap_or(0));
        // Times are unique in a conversation; the row's `last_message_uuid` lags behind frames of messages.
        let is_last = |group: &&GroupRow| group.created_at == row.created_at;
        let Some(changed) = self.get(id).filter(is_last).cloned() else {
            return;
        };
        // Frames come in any order.
        let known = self.changed.get(id);
        if known.is_some_and(|(message, known)| message == last && *known > version) {
            return;
        }
        self.changed.insert(id.clone(), (last.clone(), version));
        self.put(GroupRow {
            message: row.message.clone(),
            ..changed
        });
    }

    fn set_next(&mut self, next_query: Option<String>) {
        let older = if next_query.is_some() {
            Older::More
        } else {
            Older::Beginning
        };
        if self.view.older != older {
            self.view.get_mut().older = older;
        }
        self.next_query = next_query;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, second: i64) -> GroupRow {
        GroupRow {
            uuid: id.into(),
            display_name: id.to_uppercase(),
            handle: id.to_owned(),
            message: format!("at {second}"),
            created_at: Timestamp::from_micros(second * 1_000_000).expect("in range"),
            user_uuid: None,
            last_message_uuid: None,
            last_read_message_uuid: None,
            unread_count: None,
            read_version: None,
            title: None,
            members: None,
            member_count: None,
            created_by: None,
            last_system: None,
        }
    }

    fn order(groups: &ConversationList) -> Vec<&str> {
        groups
            .view()
            .rows
            .iter()
            .map(|row| row.uuid.as_str())
            .collect()
    }

    #[test]
    fn a_new_message_moves_its_conversation_to_the_top_and_an_old_one_does_not() {
        let mut groups = ConversationList::default();
        groups.newest(vec![row("a", 3), row("b", 2), row("c", 1)], None);
        groups.upsert(row("c", 9));
        assert_eq!(order(&groups), ["c", "a", "b"]);
        groups.upsert(row("c", 1));
        assert_eq!(order(&groups), ["c", "a", "b"]);
        assert!(groups.note_message(&"b".into(), "new", row("b", 10).created_at));
        assert_eq!(order(&groups), ["b", "c", "a"]);
        assert!(!groups.note_message(&"x".into(), "new", row("x", 10).created_at));
    }

    #[test]
    fn a_conversation_listed_twice_is_shown_once() {
        let mut groups = ConversationList::default();
        groups.newest(vec![row("a", 3), row("a", 2), row("b", 2)], None);
        assert_eq!(order(&groups), ["a", "b"]);
    }

    #[test]
    fn a_refresh_of_the_newest_page_does_not_forget_where_paging_stands() {
        let mut groups = ConversationList::default();
        groups.newest(vec![row("a", 9), row("b", 8)], Some("before=b".into()));
        assert_eq!(groups.begin_older().as_deref(), Some("before=b"));
        groups.older("before=b", vec![row("c", 3)], Some("before=c".into()));
        groups.newest(vec![row("a", 9), row("b", 8)], Some("before=b".into()));
        assert_eq!(groups.begin_older().as_deref(), Some("before=c"));
        assert_eq!(groups.begin_older(), None, "one page at a time");
        groups.older("before=c", vec![], None);
        assert_eq!(groups.view().older, Older::Beginning);
    }

    #[test]
    fn a_list_that_changed_in_more_rows_than_a_page_holds_is_read_to_where_it_did_not() {
        let mut groups = ConversationList::default();
        let all = vec![row("a", 9), row("b", 8), row("c", 3), row("d", 2)];
        assert_eq!(groups.newest(all, None), None);
        let more = groups.newest(vec![row("d", 20), row("c", 19)], Some("before=c".into()));
        assert_eq!(more.as_deref(), Some("before=c"));
        assert!(groups.is_reading("before=c"));
        let page = vec![row("b", 18), row("a", 9)];
        assert_eq!(
            groups.older("before=c", page, Some("before=a".into())),
            None
        );
        assert_eq!(order(&groups), ["d", "c", "b", "a"]);
        assert_eq!(
            groups.view().older,
            Older::Beginning,
            "paging stands where it stood"
        );
        let quiet = groups.newest(vec![row("d", 20), row("c", 19)], Some("before=c".into()));
        assert_eq!(quiet, None);
    }

    #[test]
    fn after_missed_frames_the_list_is_read_as_far_as_it_is_shown() {
        let mut groups = ConversationList::default();
        groups.read_through();
        groups.newest(vec![row("a", 9), row("b", 8)], Some("before=b".into()));
        groups.begin_older();
        groups.older("before=b", vec![row("c", 3), row("d", 2)], None);
        groups.read_through();
        let more = groups.newest(vec![row("a", 9), row("b", 8)], Some("before=b".into()));
        assert_eq!(more.as_deref(), Some("before=b"));
        // The last message of "d" was deleted: the row has changed in its place.
        let deleted = GroupRow {
            message: String::new(),
            ..row("d", 2)
        };
        assert_eq!(
            groups.older("before=b", vec![row("c", 3), deleted], None),
            None
        );
        assert_eq!(
            groups.get(&"d".into()).map(|row| row.message.as_str()),
            Some("")
        );
        let quiet = groups.newest(vec![row("a", 9), row("b", 8)], Some("before=b".into()));
        assert_eq!(quiet, None, "once");
    }

    #[test]
    fn news_of_what_is_shown_do_not_hide_what_is_not() {
        let mut groups = ConversationList::default();
        groups.newest(vec![row("a", 3), row("b", 2)], None);
        groups.upsert(row("a", 20));
        groups.upsert(row("b", 19));
        groups.read_through();
        let page = vec![row("a", 20), row("b", 19)];
        let more = groups.newest(page, Some("before=b".into()));
        assert_eq!(more.as_deref(), Some("before=b"), "the new one is below");
    }

    #[test]
    fn a_refresh_while_an_older_page_is_read_does_not_have_it_read_twice() {
        let mut groups = ConversationList::default();
        let newest = || vec![row("a", 9), row("b", 8)];
        groups.newest(newest(), Some("before=b".into()));
        assert_eq!(groups.begin_older().as_deref(), Some("before=b"));
        groups.newest(newest(), Some("before=b".into()));
        assert_eq!(groups.view().older, Older::Loading);
        assert_eq!(groups.begin_older(), None);
    }
}
