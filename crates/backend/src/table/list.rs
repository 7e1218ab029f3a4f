//! A person's list of conversations, newest message first.

use cruddur_contract::message::SystemKind;
use cruddur_contract::{GroupId, MessageId, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use super::error::TableError;
use super::item::{Item, keys, record, text};
use super::key::{self, Key};
use super::messages::StoredMessage;
use super::preview::preview;
use super::{LIST_INDEX, Table};
use crate::ids;

/// A row as stored: of one conversation in one person's list, with what that person has read. It holds no copies of names
/// and members, so that it stays one write unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListRow {
    /// The partition key of the index over a conversation's rows.
    pub message_group_uuid: GroupId,
    /// The beginning of the last message; empty for a system row, and before the first message.
    pub message: String,
    /// What the last message tells of the group, if it is a system row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_system: Option<SystemKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_message_uuid: Option<MessageId>,
    /// The sort key of the list's index. The row of a person who left has none, so that the list lacks it.
    pub last_message_at: Timestamp,
    pub last_ordinal: u64,
    /// The version of the last message that `message` is of: a change of it comes once, or late.
    #[serde(default)]
    pub last_version: u64,
    /// How many messages came before this person joined.
    #[serde(default)]
    pub joined_after: u64,
    /// The number of the last message this person has read.
    #[serde(default)]
    pub read_ordinal: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_read_message_uuid: Option<MessageId>,
    /// When that was moved by reading, not by writing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_at: Option<Timestamp>,
    /// How many messages follow the unread one and do not count, after it was marked as unread: the person's own.
    #[serde(default)]
    pub own_after_unread: u64,
    /// Counts the changes of the read marker.
    #[serde(default)]
    pub read_version: u64,
}

/// A position in a person's list; the rows after it are older.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupCursor {
    /// Time of the row's last message.
    pub at: Timestamp,
    pub group: GroupId,
}

impl ListRow {
    /// The row that shows this message to a person who joined after so many; `own`: it is theirs.
    pub(super) fn of(message: &StoredMessage, joined_after: u64, own: bool) -> Self {
        Self {
            message_group_uuid: message.of_group.clone(),
            message: preview(&message.message),
            last_system: message.system.as_ref().map(|event| event.kind),
            last_message_uuid: Some(message.message_uuid.clone()),
            last_message_at: message.created_at,
            last_ordinal: message.ordinal,
            last_version: message.version,
            joined_after,
            read_ordinal: if own { message.ordinal } else { 0 },
            last_read_message_uuid: own.then(|| message.message_uuid.clone()),
            read_at: None,
            own_after_unread: 0,
            read_version: 0,
        }
    }

    /// The row of a conversation without messages.
    pub(super) fn empty(group: &GroupId, created_at: Timestamp) -> Self {
        Self {
            message_group_uuid: group.clone(),
            message: String::new(),
            last_system: None,
            last_message_uuid: None,
            last_message_at: created_at,
            last_ordinal: 0,
            last_version: 0,
            joined_after: 0,
            read_ordinal: 0,
            last_read_message_uuid: None,
            read_at: None,
            own_after_unread: 0,
            read_version: 0,
        }
    }

    /// How many messages this person has not read.
    pub fn unread(&self) -> u64 {
        self.last_ordinal
            .saturating_sub(self.read_ordinal.max(self.joined_after))
            .saturating_sub(self.own_after_unread)
    }

    /// Where the read marker goes when the message of that number is read: beyond the person's own messages after it.
    pub(super) fn marker_at(&self, ordinal: u64) -> u64 {
        if self.own_after_unread == 0 || ordinal <= self.read_ordinal {
            return ordinal;
        }
        ordinal.max(self.read_ordinal + 1 + self.own_after_unread)
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

/// Reads a row; `None` for that of a person who left.
pub(super) fn row(item: Item) -> Result<Option<ListRow>, TableError> {
    if item.contains_key(LEFT) || !item.contains_key("last_message_at") {
        return Ok(None);
    }
    record(item).map(Some)
}

/// Counted with each change of the read marker.
pub(super) const READ_VERSION: &str = "read_version";

/// The number of the message that told of the person's leaving; the row has it as long as they are gone.
pub(super) const LEFT: &str = "left_ordinal";

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
        // The start key names one place also among rows of the same microsecond, and also after the row has moved.
        let mut from = before.map(|cursor| {
            let mut start = keys(&Key::list_row(person, &cursor.group));
            start.insert("last_message_at".to_owned(), text(cursor.at.to_string()));
            start
        });
        let mut found = Vec::new();
        loop {
            let left = limit.saturating_sub(found.len());
            let answer = self
                .client
                .query()
                .table_name(&self.name)
                .index_name(LIST_INDEX)
                .consistent_read(true)
                .scan_index_forward(false)
                .key_condition_expression("pk = :pk")
                .expression_attribute_values(":pk", text(key::list_of(person)))
                .limit(i32::try_from(left).unwrap_or(i32::MAX))
                .set_exclusive_start_key(from)
                .send()
                .await
                .map_err(TableError::of("Query list"))?;
            for item in answer.items.unwrap_or_default() {
                found.extend(row(item)?);
            }
            from = answer.last_evaluated_key;
            if from.is_none() || found.len() >= limit {
                return Ok(found);
            }
        }
    }

    /// Reads a conversation's row in a person's list; `None` when it is missing or the person left.
    ///
    /// # Errors
    /// [`TableError`] when the read fails.
    pub async fn list_row(
        &self,
        person: &PersonId,
        group: &GroupId,
    ) -> Result<Option<ListRow>, TableError> {
        let item: Option<Item> = self.get_item(&Key::list_row(person, group)).await?;
        item.map_or(Ok(None), row)
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

    #[test]
    fn what_came_before_joining_is_not_unread_nor_are_own_messages_after_the_mark() {
        let row = |last_ordinal, joined_after, read_ordinal, own_after_unread| ListRow {
            last_ordinal,
            joined_after,
            read_ordinal,
            own_after_unread,
            ..ListRow::empty(&"g".into(), Timestamp::EPOCH)
        };
        assert_eq!(row(0, 0, 0, 0).unread(), 0);
        assert_eq!(row(7, 0, 0, 0).unread(), 7);
        assert_eq!(row(7, 5, 0, 0).unread(), 2);
        assert_eq!(row(7, 5, 6, 0).unread(), 1);
        assert_eq!(row(7, 0, 4, 2).unread(), 1);
        assert_eq!(row(7, 0, 9, 0).unread(), 0);
        let marked = row(8, 0, 4, 2);
        assert_eq!(
            [4, 5, 6, 7, 8].map(|one| marked.marker_at(one)),
            [4, 7, 7, 7, 8]
        );
        assert_eq!(row(8, 0, 4, 0).marker_at(6), 6);
    }
}
