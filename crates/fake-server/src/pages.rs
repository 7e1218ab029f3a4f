//! Pages of messages and of conversations, and their `Link` headers.

use cruddur_contract::link::link;
use cruddur_contract::paths::{Path, encode, query};
use cruddur_contract::{GroupRow, MessageRow, Timestamp};

use crate::{FakeServer, Mode, seed};

/// A page and its `Link` header.
pub struct Page<T> {
    pub rows: Vec<T>,
    pub link: Option<String>,
}

/// How a malformed message is rendered: a wrong type and a lone surrogate.
const UNREADABLE: &str = r#"{"uuid":7,"message":"\ud800"}"#;

/// A parameter of a query.
pub(crate) fn parameter(query: &str, name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find_map(|(key, value)| (key == name).then(|| value.into_owned()))
}

/// Whether the request asks for a page before or after a message.
pub(crate) fn has_cursor(query: &str) -> bool {
    [query::BEFORE, query::AFTER]
        .iter()
        .any(|name| parameter(query, name).is_some())
}

impl FakeServer {
    /// A page of a conversation without the newest `hidden` messages; `None`: the message it is to be before
    /// or after is unknown. A seed server has no other page than the newest.
    pub fn messages(&self, at: usize, query: &str, hidden: usize) -> Option<Page<MessageRow>> {
        self.messages_from(0, at, query, hidden)
    }

    /// The same for a member who sees the messages from this number on.
    pub(crate) fn messages_from(
        &self,
        first: usize,
        at: usize,
        query: &str,
        hidden: usize,
    ) -> Option<Page<MessageRow>> {
        let group = &self.groups[at];
        let end = group.len().saturating_sub(hidden);
        let cursor = |name| {
            let id = parameter(query, name).filter(|_| self.mode == Mode::Full)?;
            Some(group.position(&id).filter(|n| (first..end).contains(n)))
        };
        let (from, to) = match (cursor(query::BEFORE), cursor(query::AFTER)) {
            (Some(before), _) => (before?.saturating_sub(self.page).max(first), before?),
            (_, Some(after)) => (after? + 1, end.min(after? + 1 + self.page)),
            _ => (end.saturating_sub(self.page).max(first.min(end)), end),
        };
        let rows = (from..to).map(|n| group.row_from(n, first));
        let rows: Vec<MessageRow> = rows.collect();
        let mut links = Vec::new();
        let mut add = |parameter: &str, row: &MessageRow, rel| {
            let path = Path::MessagesOf(group.id.clone());
            let (limit, id) = (query::LIMIT, encode(row.uuid.as_str()));
            links.push(link(&format!("{path}?{limit}=50&{parameter}={id}"), rel));
        };
        if let (true, Some(oldest)) = (from > first, rows.first()) {
            add(query::BEFORE, oldest, "prev");
        }
        if let (true, Some(last)) = (to < end, rows.last()) {
            add(query::AFTER, last, "next");
        }
        let has_links = self.mode == Mode::Full && !links.is_empty();
        Some(Page {
            rows,
            link: has_links.then(|| links.join(", ")),
        })
    }

    /// A person's whole list, newest first.
    pub fn list(&self, reader: &str) -> Vec<GroupRow> {
        let all = 0..self.groups.len();
        let mut rows: Vec<GroupRow> = all.filter_map(|at| self.group_row(at, reader)).collect();
        rows.sort_by(|a, b| (b.created_at, &b.uuid).cmp(&(a.created_at, &a.uuid)));
        rows
    }

    /// A page of the list, rendered.
    pub(crate) fn list_page(&self, reader: &str, query: &str) -> Page<String> {
        let all = self.list(reader);
        let before = parameter(query, query::BEFORE);
        // A place, so that it also holds for a row that has moved or gone since.
        let from = before.map_or(0, |cursor| {
            let (at, id) = cursor.split_once('_').unwrap_or_default();
            let at = Timestamp::parse(at).unwrap_or(Timestamp::EPOCH);
            let is_before = |row: &&GroupRow| (row.created_at, row.uuid.as_str()) >= (at, id);
            all.iter().take_while(is_before).count()
        });
        let size = match self.mode {
            Mode::Seed => seed::PAGE,
            Mode::Full => self.group_page,
        };
        let to = all.len().min(from + size);
        let rows = &all[from..to];
        let more = to < all.len() && self.mode == Mode::Full;
        let link = rows.last().filter(|_| more).map(|last| {
            let (path, limit, before) = (Path::MessageGroups, query::LIMIT, query::BEFORE);
            let cursor = format!("{}_{}", last.created_at, last.uuid);
            let cursor = encode(&cursor);
            link(&format!("{path}?{before}={cursor}&{limit}=20"), "next")
        });
        let rows = rows.iter().map(|row| match self.mode {
            Mode::Seed => seed::list_row(row, self.is_imported(row)),
            Mode::Full => serde_json::to_string(row).unwrap_or_default(),
        });
        Page {
            rows: rows.collect(),
            link,
        }
    }

    fn is_imported(&self, row: &GroupRow) -> bool {
        let group = self.groups.iter().find(|group| group.id == row.uuid);
        group.is_some_and(|group| group.len() <= group.imported)
    }

    /// A conversation as the list of a member shows it; `None` without messages.
    pub fn group_row(&self, at: usize, reader: &str) -> Option<GroupRow> {
        let group = &self.groups[at];
        let last = group.row(group.len().checked_sub(1)?);
        let other = group.other(reader);
        if !group.has(reader) || group.created_by.is_none() && other.is_none() {
            return None;
        }
        let full = self.mode == Mode::Full;
        let (unread, read, read_version) = group.read_state(reader);
        Some(GroupRow {
            uuid: group.id.clone(),
            display_name: group.name_for(reader),
            handle: other.map(|other| other.handle.clone()).unwrap_or_default(),
            message: last.message.clone(),
            created_at: last.created_at,
            user_uuid: other
                .filter(|_| full && group.created_by.is_none())
                .map(|other| other.uuid.clone()),
            last_message_uuid: full.then(|| last.uuid.clone()),
            last_read_message_uuid: read.filter(|_| full).map(|n| group.message_id(n)),
            unread_count: full.then_some(unread as u64),
            read_version: full.then_some(read_version),
            title: group.title.clone(),
            members: full.then(|| group.member_list()),
            member_count: full.then_some(group.members.len()),
            created_by: group.created_by.clone(),
            last_system: last.system.as_ref().map(|event| event.kind),
        })
    }

    /// A row as a page has it.
    pub(crate) fn rendered(&self, at: usize, row: &MessageRow) -> String {
        if self.malformed.contains(&row.uuid) {
            return UNREADABLE.to_owned();
        }
        match self.mode {
            Mode::Seed => {
                let group = &self.groups[at];
                let n = group.position(row.uuid.as_str());
                seed::message_row(row, n.is_some_and(|n| n < group.imported))
            }
            Mode::Full => serde_json::to_string(row).unwrap_or_default(),
        }
    }
}
