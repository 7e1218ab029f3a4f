//! A person's list of conversations, newest message first.

use cruddur_contract::{GroupId, GroupRow, Member, MessageId, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use super::Table;
use super::conversation::{Membership, Meta};
use super::error::TableError;
use super::key;
use super::read::{Range, Sort};
use crate::ids;

/// A row as stored; its sort key starts with the time of the last message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListRow {
    /// The index's partition key.
    pub message_group_uuid: GroupId,
    pub message: String,
    pub last_message_uuid: MessageId,
    pub last_message_at: Timestamp,
    pub last_ordinal: u64,
    /// The other person, if there is exactly one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_uuid: Option<PersonId>,
    /// The other people's names, separated by commas.
    pub user_display_name: String,
    /// The (first) other person's handle.
    pub user_handle: String,
    pub members: Vec<Member>,
}

/// What a row shows of the last message.
#[derive(Clone, Debug)]
pub struct Last<'a> {
    pub group: &'a GroupId,
    pub message: &'a str,
    pub uuid: &'a MessageId,
    pub at: Timestamp,
    pub ordinal: u64,
}

/// A position in a person's list; the rows after it are older.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupCursor {
    /// Time of the row's last message.
    pub at: Timestamp,
    pub group: GroupId,
}

impl ListRow {
    /// The row of this member.
    pub(super) fn new(member: &PersonId, meta: &Meta, last: &Last<'_>) -> Self {
        Self {
            message_group_uuid: last.group.clone(),
            message: last.message.to_owned(),
            last_message_uuid: last.uuid.clone(),
            last_message_at: last.at,
            last_ordinal: last.ordinal,
            user_uuid: None,
            user_display_name: String::new(),
            user_handle: String::new(),
            members: meta.members.clone(),
        }
        .seen_by(member)
    }

    /// The row as this member sees it: it names the other members.
    pub(super) fn seen_by(mut self, member: &PersonId) -> Self {
        let others: Vec<&Member> = self
            .members
            .iter()
            .filter(|one| one.user_uuid != *member)
            .collect();
        let names: Vec<&str> = others.iter().map(|one| one.display_name.as_str()).collect();
        let (only, first) = (others.len() == 1, others.first());
        let uuid = first.filter(|_| only).map(|one| one.user_uuid.clone());
        let handle = first.map(|one| one.handle.clone()).unwrap_or_default();
        self.user_display_name = names.join(", ");
        self.user_uuid = uuid;
        self.user_handle = handle;
        self
    }

    /// The row of the API, with this member's read marker.
    pub fn into_group_row(self, membership: Option<&Membership>) -> GroupRow {
        let unread = membership.map_or(0, |membership| membership.unread(self.last_ordinal));
        GroupRow {
            uuid: self.message_group_uuid,
            display_name: self.user_display_name,
            handle: self.user_handle,
            message: self.message,
            created_at: self.last_message_at,
            user_uuid: self.user_uuid,
            last_message_uuid: Some(self.last_message_uuid),
            last_read_message_uuid: membership.and_then(|one| one.last_read_message_uuid.clone()),
            unread_count: Some(unread),
            title: None,
            members: Some(self.members),
        }
    }

    /// The position of this row in its list.
    pub fn cursor(&self) -> GroupCursor {
        GroupCursor {
            at: self.last_message_at,
            group: self.message_group_uuid.clone(),
        }
    }
}

impl GroupCursor {
    /// Reads a cursor as [`std::fmt::Display`] writes it.
    pub fn parse(text: &str) -> Option<Self> {
        let (at, group) = text.split_once('_')?;
        let at = Timestamp::parse(at).ok()?;
        Some(Self {
            at,
            group: ids::canonical(group)?.to_string().into(),
        })
    }
}

impl std::fmt::Display for GroupCursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // An underscore, because `#` would end the URL's query.
        write!(f, "{}_{}", self.at, self.group)
    }
}

impl Table {
    /// Reads up to `limit` rows of a person's list, newest first, from the top or after a cursor.
    ///
    /// # Errors
    /// [`TableError`] when the query fails.
    pub async fn list(
        &self,
        person: &PersonId,
        before: Option<&GroupCursor>,
        limit: usize,
    ) -> Result<Vec<ListRow>, TableError> {
        let sort = before.map_or(Sort::Any, |cursor| {
            Sort::Below(key::list_sort(cursor.at, &cursor.group))
        });
        self.range(Range {
            pk: key::list_of(person),
            sort,
            ascending: false,
            limit,
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_garbage_does_not() {
        let text = "2026-11-20T08:09:10.000001Z_8f0f7c0a-1f0e-5c53-9f50-6f6b2b0a3b11";
        let cursor = GroupCursor::parse(text).expect("a cursor");
        assert_eq!(cursor.to_string(), text);
        for garbage in [
            "",
            "_",
            "2026_x",
            "now_8f0f7c0a-1f0e-5c53-9f50-6f6b2b0a3b11",
        ] {
            assert_eq!(GroupCursor::parse(garbage), None, "{garbage}");
        }
    }
}
