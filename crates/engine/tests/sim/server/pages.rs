//! Pages of messages and of conversations, and what the contract says of their links.

use cruddur_contract::link::link;
use cruddur_contract::{GroupRow, Member, MessageRow};

use super::{ME, Server};

/// A page and its `Link` header.
pub struct Page<T> {
    pub rows: T,
    pub link: Option<String>,
}

impl Server {
    /// A page of a conversation; `None`: the message to go on from is not known. The newest `hidden`
    /// messages are not readable yet.
    pub fn messages(&self, at: usize, query: &str, hidden: usize) -> Option<Page<&[MessageRow]>> {
        let group = &self.groups[at];
        let all = &group.messages[..group.messages.len() - hidden.min(group.messages.len())];
        let place = |name: &str| {
            let id = query.split('&').find_map(|part| part.strip_prefix(name))?;
            Some(all.iter().position(|row| row.uuid.0 == id))
        };
        let (from, to) = match (place("before="), place("after=")) {
            (Some(before), _) => {
                let to = before?;
                (to.saturating_sub(self.page), to)
            }
            (_, Some(after)) => {
                let from = after? + 1;
                (from, all.len().min(from + self.page))
            }
            _ => (all.len().saturating_sub(self.page), all.len()),
        };
        let rows = &all[from..to];
        let mut links = Vec::new();
        let address = |cursor: &str, row: &MessageRow| {
            format!(
                "/api/messages/{}?limit=50&{cursor}={}",
                group.id.0, row.uuid.0
            )
        };
        if let (true, Some(first)) = (from > 0, rows.first()) {
            links.push(link(&address("before", first), "prev"));
        }
        if let (true, Some(last)) = (to < all.len(), rows.last()) {
            links.push(link(&address("after", last), "next"));
        }
        let link = (!self.seed && !links.is_empty()).then(|| links.join(", "));
        Some(Page { rows, link })
    }

    /// The whole list, newest first.
    pub fn list(&self) -> Vec<GroupRow> {
        let talked = self.groups.iter().enumerate();
        let talked = talked.filter(|(_, group)| !group.messages.is_empty());
        let mut rows: Vec<GroupRow> = talked.map(|(at, _)| self.group_row(at)).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.created_at));
        rows
    }

    /// A page of the list.
    pub fn list_page(&self, query: &str) -> Page<Vec<GroupRow>> {
        let all = self.list();
        let before = query
            .split('&')
            .find_map(|part| part.strip_prefix("before="));
        let from = before.map_or(0, |id| {
            let known = all.iter().position(|row| row.uuid.0 == id);
            known.map_or(all.len(), |at| at + 1)
        });
        let size = if self.seed {
            all.len()
        } else {
            self.group_page
        };
        let to = all.len().min(from + size);
        let rows = all[from..to].to_vec();
        let more = (to < all.len() && !self.seed)
            .then(|| rows.last())
            .flatten();
        let link = more.map(|last| {
            let address = format!("/api/message_groups?before={}&limit=20", last.uuid.0);
            link(&address, "next")
        });
        Page { rows, link }
    }

    /// A conversation as the list shows it.
    pub fn group_row(&self, at: usize) -> GroupRow {
        let group = &self.groups[at];
        let last = group.messages.last().expect("a message");
        let full = !self.seed;
        let member = |handle: &str| Member {
            user_uuid: handle.into(),
            handle: handle.to_owned(),
            display_name: handle.to_uppercase(),
        };
        GroupRow {
            uuid: group.id.clone(),
            display_name: group.other.to_uppercase(),
            handle: group.other.to_owned(),
            message: last.message.clone(),
            created_at: last.created_at,
            user_uuid: None,
            last_message_uuid: full.then(|| last.uuid.clone()),
            last_read_message_uuid: None,
            unread_count: None,
            title: None,
            members: full.then(|| vec![member(ME), member(group.other)]),
        }
    }
}
