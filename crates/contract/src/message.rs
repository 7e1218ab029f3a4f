//! Messages: rows, the body and answer of a send, and the rule of their text.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::visible::has_visible;
use crate::{ClientMessageId, GroupId, MessageId, PersonId, Timestamp, lenient};

/// The longest message: Unicode scalar values after trimming.
pub const MAX_MESSAGE_CHARS: usize = 1024;

/// One message, as `GET /api/messages/{group}` lists it and as a live frame carries it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageRow {
    pub uuid: MessageId,
    /// The sender's name when the message was sent.
    pub display_name: String,
    pub handle: String,
    /// The text; empty once deleted.
    pub message: String,
    /// Server time; strictly increasing within a conversation on a full server.
    pub created_at: Timestamp,
    /// The sender (full server).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_uuid: Option<PersonId>,
    /// The request's (full server).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_message_id: Option<ClientMessageId>,
    /// The message before this one (full server).
    #[serde(default, skip_serializing_if = "Predecessor::is_unknown")]
    pub previous_message_uuid: Predecessor,
    /// From 1, incremented by each change (full server). The higher version wins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// When it was last edited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// When it was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
    /// What happened to the group, in a row that nobody wrote; its `message` is empty (full server).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<SystemEvent>,
}

/// What a system row says: the row's person did this to these people. The app words it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemEvent {
    pub kind: SystemKind,
    /// The members of a created group, who joined, left or was removed.
    #[serde(default, deserialize_with = "lenient::null_as_default")]
    pub user_uuids: Vec<PersonId>,
    /// The title given; null when it was taken away.
    #[serde(default)]
    pub title: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SystemKind {
    Created,
    Joined,
    Left,
    Removed,
    Titled,
    /// Of a newer server.
    #[serde(other)]
    Unknown,
}

impl SystemKind {
    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Joined => "joined",
            Self::Left => "left",
            Self::Removed => "removed",
            Self::Titled => "titled",
            Self::Unknown => "unknown",
        }
    }
}

/// `previous_message_uuid` of a row: absent (seed server), `null` (the first message of its conversation) or
/// an id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Predecessor {
    /// The server does not say.
    #[default]
    Unknown,
    /// This is the first message.
    First,
    Message(MessageId),
}

impl Predecessor {
    fn is_unknown(&self) -> bool {
        *self == Self::Unknown
    }
}

impl From<Option<MessageId>> for Predecessor {
    fn from(previous: Option<MessageId>) -> Self {
        previous.map_or(Self::First, Self::Message)
    }
}

impl Serialize for Predecessor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Message(id) => serializer.serialize_some(id),
            Self::First | Self::Unknown => serializer.serialize_none(),
        }
    }
}

impl<'de> Deserialize<'de> for Predecessor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<MessageId>::deserialize(deserializer)?.into())
    }
}

/// Body of `POST /api/messages`. Either `message_group_uuid` or `handle` names where it goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendRequest {
    #[serde(default, deserialize_with = "lenient::null_as_default")]
    pub message: String,
    /// An existing conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_group_uuid: Option<GroupId>,
    /// The receiver, for the conversation with that one person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// With the sender it makes the send idempotent (full server; a UUID).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_message_id: Option<ClientMessageId>,
}

/// Answer of `POST /api/messages`. A seed server answers a send by handle with `message_group_uuid` alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendAnswer {
    /// The conversation the message went to, new or existing.
    pub message_group_uuid: GroupId,
    /// The message's id, for clients that read the answer as a row. Never read here: a seed server puts the
    /// **sender's** id there.
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    pub uuid: Option<MessageId>,
    /// The message's id (full server).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_uuid: Option<MessageId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// The text as stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// The sender (full server).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_uuid: Option<PersonId>,
    /// The request's (full server).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_message_id: Option<ClientMessageId>,
    /// The message before (full server).
    #[serde(default, skip_serializing_if = "Predecessor::is_unknown")]
    pub previous_message_uuid: Predecessor,
    /// 1 for a new message (full server). The answer to a repeated send may name a later one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// When it was last edited, where an earlier attempt had stored it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// When it was deleted, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
}

impl SendAnswer {
    /// The answer of a full server.
    pub fn new(message_group_uuid: GroupId, row: MessageRow) -> Self {
        Self {
            message_group_uuid,
            uuid: Some(row.uuid.clone()),
            message_uuid: Some(row.uuid),
            display_name: Some(row.display_name),
            handle: Some(row.handle),
            message: Some(row.message),
            created_at: Some(row.created_at),
            user_uuid: row.user_uuid,
            client_message_id: row.client_message_id,
            previous_message_uuid: row.previous_message_uuid,
            version: row.version,
            edited_at: row.edited_at,
            deleted_at: row.deleted_at,
        }
    }
}

/// Why a text is not a valid message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// Nothing in it shows.
    #[error("the message is blank")]
    Blank,
    #[error("the message is {over} characters too long")]
    TooLong {
        /// Unicode scalar values beyond [`MAX_MESSAGE_CHARS`].
        over: usize,
    },
}

/// A message as it is stored: trimmed, 1 to 1024 Unicode scalar values, at least one of which shows.
pub fn check_text(text: &str) -> Result<&str, TextFault> {
    let trimmed = text.trim();
    match trimmed.chars().count() {
        _ if !has_visible(trimmed) => Err(TextFault::Blank),
        n if n > MAX_MESSAGE_CHARS => Err(TextFault::TooLong {
            over: n - MAX_MESSAGE_CHARS,
        }),
        _ => Ok(trimmed),
    }
}

/// Characters left, negative when the text is too long; shown by the composer's counter.
pub fn chars_left(text: &str) -> i64 {
    MAX_MESSAGE_CHARS as i64 - text.trim().chars().count() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_counted_in_scalar_values_after_trimming() {
        assert_eq!(check_text(" \n\t "), Err(TextFault::Blank));
        assert_eq!(check_text("  hi \n"), Ok("hi"));
        let longest = "\u{1F600}".repeat(MAX_MESSAGE_CHARS);
        assert_eq!(check_text(&longest), Ok(longest.as_str()));
        assert_eq!(
            check_text(&format!("{longest}x")),
            Err(TextFault::TooLong { over: 1 })
        );
        assert_eq!(chars_left(&format!(" {longest}xy ")), -2);
    }

    #[test]
    fn a_text_that_shows_nothing_is_no_message() {
        for blank in ["", "\u{200B}", "\u{3164}", "\u{2800} \u{2800}", "\u{7}"] {
            assert_eq!(check_text(blank), Err(TextFault::Blank), "{blank:?}");
        }
        let long = "\u{200B}".repeat(MAX_MESSAGE_CHARS + 1);
        assert_eq!(check_text(&long), Err(TextFault::Blank));
        assert_eq!(check_text(" \u{200B}a "), Ok("\u{200B}a"));
    }

    #[test]
    fn a_seed_row_has_no_full_fields_and_says_nothing_of_its_predecessor() {
        let row: MessageRow = serde_json::from_str(
            r#"{"uuid":"m1","display_name":"Bayko","handle":"bayko","message":"hi","created_at":"2023-03-24T08:09:10"}"#,
        )
        .expect("a seed row");
        assert_eq!(row.previous_message_uuid, Predecessor::Unknown);
        assert_eq!(row.version, None);
    }

    #[test]
    fn null_predecessor_means_first() {
        let with = |previous: &str| {
            let body = format!(
                r#"{{"uuid":"m2","display_name":"B","handle":"b","message":"x","created_at":"2023-03-24T08:09:10Z","previous_message_uuid":{previous}}}"#
            );
            let row: MessageRow = serde_json::from_str(&body).expect("a row");
            let again: MessageRow =
                serde_json::from_str(&serde_json::to_string(&row).expect("json")).expect("a row");
            assert_eq!(again, row);
            row.previous_message_uuid
        };
        assert_eq!(with("null"), Predecessor::First);
        assert_eq!(with("\"m1\""), Predecessor::Message("m1".into()));
    }

    #[test]
    fn a_kind_of_system_row_is_written_as_it_is_named() {
        for kind in [
            SystemKind::Created,
            SystemKind::Joined,
            SystemKind::Left,
            SystemKind::Removed,
            SystemKind::Titled,
            SystemKind::Unknown,
        ] {
            let json = serde_json::to_string(&kind).expect("json");
            assert_eq!(json, format!("\"{}\"", kind.as_str()));
            let read: SystemKind = serde_json::from_str(&json).expect("a kind");
            assert_eq!(read, kind);
        }
        let newer: SystemKind = serde_json::from_str("\"pinned\"").expect("a kind");
        assert_eq!(newer, SystemKind::Unknown);
    }

    #[test]
    fn the_seed_answers_of_a_send_are_read() {
        let by_handle: SendAnswer =
            serde_json::from_str(r#"{"message_group_uuid":"g"}"#).expect("short form");
        assert_eq!(by_handle.message_uuid, None);
        let by_group: SendAnswer = serde_json::from_str(
            r#"{"message_group_uuid":"g","uuid":"sender","display_name":"A","handle":"a","message":"x","created_at":"2023-03-24T08:09:10.5"}"#,
        )
        .expect("long form");
        assert_eq!(by_group.message_uuid, None);
        assert!(by_group.created_at.is_some());
    }
}
