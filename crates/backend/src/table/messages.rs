//! The messages of a conversation, and pages of them.

use cruddur_contract::message::{SystemEvent, SystemKind};
use cruddur_contract::{
    ClientMessageId, GroupId, MessageId, MessageRow, PersonId, Predecessor, Timestamp,
};
use serde::{Deserialize, Serialize};

use super::Table;
use super::error::TableError;
use super::key::{self, Key};
use super::read::{Range, Sort};
use crate::ids;

/// A message as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredMessage {
    /// Not named `message_group_uuid`: the index must hold list rows only.
    pub of_group: GroupId,
    pub message_uuid: MessageId,
    pub message: String,
    /// The sort key.
    pub created_at: Timestamp,
    /// Position in the conversation, from 1.
    pub ordinal: u64,
    /// `None` for the first message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_message_uuid: Option<MessageId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_message_id: Option<ClientMessageId>,
    pub user_uuid: PersonId,
    /// The sender's name when it was sent.
    pub user_display_name: String,
    /// The sender's handle when it was sent.
    pub user_handle: String,
    /// From 1; incremented by each change.
    pub version: u64,
    /// When it was last edited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// When it was deleted; its text is empty then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
    /// What happened to the group; the text is empty then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<SystemEvent>,
}

impl StoredMessage {
    /// The message as a member sees it who may see messages from this time on: their first one has no predecessor.
    /// `None` when it is an earlier one.
    pub fn seen_from(mut self, joined_at: Timestamp) -> Option<Self> {
        if self.created_at == joined_at {
            self.previous_message_uuid = None;
        }
        (self.created_at >= joined_at).then_some(self)
    }

    /// Who left the group, or was removed from it, by what this row tells of.
    pub fn left(&self) -> &[PersonId] {
        match &self.system {
            Some(event) if matches!(event.kind, SystemKind::Left | SystemKind::Removed) => {
                &event.user_uuids
            }
            _ => &[],
        }
    }

    /// The row of the API.
    pub fn into_row(self) -> MessageRow {
        MessageRow {
            uuid: self.message_uuid,
            display_name: self.user_display_name,
            handle: self.user_handle,
            message: self.message,
            created_at: self.created_at,
            user_uuid: Some(self.user_uuid),
            client_message_id: self.client_message_id,
            previous_message_uuid: Predecessor::from(self.previous_message_uuid),
            version: Some(self.version),
            edited_at: self.edited_at,
            deleted_at: self.deleted_at,
            system: self.system,
        }
    }
}

/// Which page of a conversation to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cursor {
    Newest,
    /// The messages just before this one.
    Before(MessageId),
    /// The messages just after this one.
    After(MessageId),
}

/// How long after its placing no message can appear any more, in microseconds: `send` writes within 10 s, and what has
/// begun then ends within a function's 15 s.
const HOLE_AFTER: i64 = 60_000_000;

/// A page, oldest message first, and whether there are older or newer messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MessagePage {
    pub messages: Vec<StoredMessage>,
    pub older: bool,
    pub newer: bool,
}

impl Table {
    /// Reads a page of at most `limit` messages that a member may see who joined at this time; `None` when the cursor's
    /// message is not one of them.
    ///
    /// # Errors
    /// [`TableError`] when a read fails.
    pub async fn messages(
        &self,
        group: &GroupId,
        joined_at: Timestamp,
        cursor: &Cursor,
        limit: usize,
        now_micros: i64,
    ) -> Result<Option<MessagePage>, TableError> {
        let first = joined_at.to_string();
        let (sort, ascending) = match cursor {
            Cursor::Newest => (Sort::From(first), false),
            Cursor::Before(id) | Cursor::After(id) => {
                let Some(time) = self.time_in_group(group, joined_at, id).await? else {
                    return Ok(None);
                };
                match cursor {
                    Cursor::After(_) => (Sort::From(after(time).to_string()), true),
                    _ if time == joined_at => return Ok(Some(MessagePage::default())),
                    _ => (Sort::Between(first, before(time).to_string()), false),
                }
            }
        };
        // One row more than requested shows whether there is a next page.
        let mut messages: Vec<StoredMessage> = self
            .range(Range {
                pk: key::messages_of(group),
                sort,
                ascending,
                limit: limit + 1,
            })
            .await?;
        let rest = messages.split_off(limit.min(messages.len()));
        let more = !rest.is_empty();
        let older_neighbour = match cursor {
            Cursor::After(id) => Some(id.clone()),
            _ => rest.into_iter().next().map(|one| one.message_uuid),
        };
        if !ascending {
            messages.reverse();
        }
        let (older, newer) = match cursor {
            Cursor::Newest => (more, false),
            Cursor::Before(_) => (more, !messages.is_empty()),
            Cursor::After(_) => (!messages.is_empty(), more),
        };
        Ok(Some(MessagePage {
            messages: chained(messages, older_neighbour, joined_at, now_micros),
            older,
            newer,
        }))
    }

    /// Reads one message by its time.
    ///
    /// # Errors
    /// [`TableError`] when the read fails.
    pub async fn message_at(
        &self,
        group: &GroupId,
        created_at: Timestamp,
    ) -> Result<Option<StoredMessage>, TableError> {
        self.get(&Key::message(group, created_at)).await
    }

    /// Reads the message with that id, if a member may see it who joined at this time.
    ///
    /// # Errors
    /// [`TableError`] when the read fails.
    pub async fn message(
        &self,
        group: &GroupId,
        joined_at: Timestamp,
        id: &MessageId,
    ) -> Result<Option<StoredMessage>, TableError> {
        let Some(time) = ids::message_time(id).filter(|time| *time >= joined_at) else {
            return Ok(None);
        };
        let there = self.message_at(group, time).await?;
        Ok(there.filter(|message| message.message_uuid == *id))
    }

    async fn time_in_group(
        &self,
        group: &GroupId,
        joined_at: Timestamp,
        id: &MessageId,
    ) -> Result<Option<Timestamp>, TableError> {
        let message = self.message(group, joined_at, id).await?;
        Ok(message.map(|message| message.created_at))
    }
}

/// The messages with the predecessors that a member finds, oldest first.
///
/// A message whose predecessor got its place and was never written names one that does not exist. Once the place is too
/// old to be filled, such a message names the one really before it; until then the missing one may still appear.
fn chained(
    messages: Vec<StoredMessage>,
    older_neighbour: Option<MessageId>,
    joined_at: Timestamp,
    now_micros: i64,
) -> Vec<StoredMessage> {
    let mut before = older_neighbour;
    let chain = |mut message: StoredMessage| {
        let there = before.replace(message.message_uuid.clone());
        let settled = now_micros.saturating_sub(message.created_at.micros()) >= HOLE_AFTER;
        if settled && message.previous_message_uuid != there {
            message.previous_message_uuid = there;
        }
        message.seen_from(joined_at)
    };
    messages.into_iter().filter_map(chain).collect()
}

/// One microsecond later, which is the unit of sort keys.
fn after(time: Timestamp) -> Timestamp {
    Timestamp::from_micros(time.micros().saturating_add(1)).unwrap_or(time)
}

fn before(time: Timestamp) -> Timestamp {
    Timestamp::from_micros(time.micros().saturating_sub(1)).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(second: i64, previous: Option<&str>) -> StoredMessage {
        StoredMessage {
            of_group: "g".into(),
            message_uuid: second.to_string().into(),
            message: "hello".into(),
            created_at: at(second),
            ordinal: 1,
            previous_message_uuid: previous.map(MessageId::from),
            client_message_id: None,
            user_uuid: "a".into(),
            user_display_name: "A".into(),
            user_handle: "a".into(),
            version: 1,
            edited_at: None,
            deleted_at: None,
            system: None,
        }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_micros(second * 1_000_000).expect("in range")
    }

    fn predecessors(
        rows: &[StoredMessage],
        neighbour: Option<&str>,
        joined: i64,
        now: i64,
    ) -> Vec<Option<String>> {
        let neighbour = neighbour.map(MessageId::from);
        chained(rows.to_vec(), neighbour, at(joined), now * 1_000_000)
            .into_iter()
            .map(|row| row.previous_message_uuid.map(|id| id.0))
            .collect()
    }

    #[test]
    fn a_predecessor_that_never_came_is_replaced_once_it_cannot_come_any_more() {
        let rows = [message(10, Some("9")), message(12, Some("11"))];
        let of = |texts: [&str; 2]| texts.map(|text| Some(text.to_owned())).to_vec();
        assert_eq!(predecessors(&rows, Some("9"), 0, 71), of(["9", "11"]));
        assert_eq!(predecessors(&rows, Some("9"), 0, 72), of(["9", "10"]));
        // The one before the page is missing, too.
        assert_eq!(predecessors(&rows, Some("8"), 0, 72), of(["8", "10"]));
        let first = predecessors(&rows, None, 0, 72);
        assert_eq!(first, [None, Some("10".to_owned())]);
    }

    #[test]
    fn who_joined_later_finds_no_predecessor_of_their_first_message() {
        let rows = [message(10, Some("9")), message(12, Some("10"))];
        let seen = predecessors(&rows, None, 10, 11);
        assert_eq!(seen, [None, Some("10".to_owned())]);
        assert_eq!(message(9, None).seen_from(at(10)), None);
    }
}
