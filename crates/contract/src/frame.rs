//! Live frames: JSON texts on the WebSocket, each below 32 KB.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{GroupId, GroupRow, MessageRow, read};

/// The largest frame either side sends, in bytes (API Gateway's frame limit).
pub const MAX_FRAME_BYTES: usize = 32 * 1024;

/// What a client says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "lowercase")]
pub enum ClientFrame {
    /// Are you there? Answered by `PONG`.
    Ping,
}

/// What a server says.
#[derive(Clone, Debug, PartialEq)]
pub enum ServerFrame {
    /// A new message in a conversation.
    MessageInserted(LiveMessage),
    /// An edited or deleted message: the same id with a higher version.
    MessageUpdated(LiveMessage),
    /// A conversation's row moved or changed.
    GroupUpdated(GroupRow),
    /// Answer to a ping.
    Pong {
        /// The server's clock, milliseconds since 1970-01-01 UTC.
        server_time: i64,
    },
    /// Move to a new socket soon.
    Reconnect,
    /// The person was signed out everywhere, or their account was deleted; the server closes the
    /// connection behind this.
    SignedOut,
    /// Well-formed, but of a type or table this version does not know (API Gateway's own notices
    /// among them): ignored and counted.
    Unknown,
}

/// A message with the conversation it belongs to: on the wire one object, the row with
/// `message_group_uuid` beside its fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LiveMessage {
    pub message_group_uuid: GroupId,
    #[serde(flatten)]
    pub row: MessageRow,
}

/// A frame of a known type whose content cannot be read, or no JSON at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("broken frame")]
pub struct BrokenFrame;

impl ServerFrame {
    /// Reads a frame's text.
    pub fn parse(text: &str) -> Result<Self, BrokenFrame> {
        let frame: Incoming = serde_json::from_str(text).map_err(|_| BrokenFrame)?;
        let row = frame.row.map_or("null", RawValue::get);
        let frame = match (frame.kind.as_deref(), frame.table.as_deref()) {
            (Some("INSERT"), Some("messages")) => Self::MessageInserted(LiveMessage::parse(row)?),
            (Some("UPDATE"), Some("messages")) => Self::MessageUpdated(LiveMessage::parse(row)?),
            (Some("UPDATE"), Some("message_groups")) => Self::GroupUpdated(parse(row)?),
            (Some("PONG"), _) => Self::Pong {
                server_time: frame.server_time.unwrap_or(0),
            },
            (Some("RECONNECT"), _) => Self::Reconnect,
            (Some("SIGNED_OUT"), _) => Self::SignedOut,
            _ => Self::Unknown,
        };
        Ok(frame)
    }

    /// Writes the frame; `None` for [`ServerFrame::Unknown`], which nobody sends.
    pub fn to_text(&self) -> Option<String> {
        let frame = match self {
            Self::MessageInserted(live) => Outgoing::Insert(Row::Messages(live)),
            Self::MessageUpdated(live) => Outgoing::Update(Row::Messages(live)),
            Self::GroupUpdated(row) => Outgoing::Update(Row::MessageGroups(row)),
            Self::Pong { server_time } => Outgoing::Pong {
                server_time: *server_time,
            },
            Self::Reconnect => Outgoing::Reconnect,
            Self::SignedOut => Outgoing::SignedOut,
            Self::Unknown => return None,
        };
        serde_json::to_string(&frame).ok()
    }
}

/// A frame as received; the row stays text until its type is known. No field has a serde default, so that
/// an array is not read as a frame without fields.
#[derive(Deserialize)]
struct Incoming<'a> {
    #[serde(rename = "type")]
    kind: Option<String>,
    table: Option<String>,
    #[serde(borrow)]
    row: Option<&'a RawValue>,
    server_time: Option<i64>,
}

/// A frame as sent.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "SCREAMING_SNAKE_CASE")]
enum Outgoing<'a> {
    Insert(Row<'a>),
    Update(Row<'a>),
    Pong { server_time: i64 },
    Reconnect,
    SignedOut,
}

#[derive(Serialize)]
#[serde(tag = "table", content = "row", rename_all = "snake_case")]
enum Row<'a> {
    Messages(&'a LiveMessage),
    MessageGroups(&'a GroupRow),
}

impl LiveMessage {
    /// Reads the row twice instead of `#[serde(flatten)]`, which buffers fields: it would refuse a row for
    /// a lone surrogate in a field this version does not know.
    fn parse(row: &str) -> Result<Self, BrokenFrame> {
        #[derive(Deserialize)]
        struct Of {
            message_group_uuid: GroupId,
        }
        let Of { message_group_uuid } = parse(row)?;
        Ok(Self {
            message_group_uuid,
            row: parse(row)?,
        })
    }
}

fn parse<T: DeserializeOwned>(row: &str) -> Result<T, BrokenFrame> {
    read::object(row).map_err(|_| BrokenFrame)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_read_back_as_written() {
        let live = r#"{"type":"INSERT","table":"messages","row":{"message_group_uuid":"g","uuid":"m","display_name":"B","handle":"b","message":"hi","created_at":"2026-11-20T08:09:10.000001Z","previous_message_uuid":null,"version":1}}"#;
        let frame = ServerFrame::parse(live).expect("a frame");
        assert!(matches!(&frame, ServerFrame::MessageInserted(m) if m.row.message == "hi"));
        let again = ServerFrame::parse(&frame.to_text().expect("text")).expect("a frame");
        assert_eq!(again, frame);
    }

    #[test]
    fn frames_without_content_read_back_as_written() {
        for (frame, text) in [
            (ServerFrame::Reconnect, r#"{"type":"RECONNECT"}"#),
            (ServerFrame::SignedOut, r#"{"type":"SIGNED_OUT"}"#),
        ] {
            assert_eq!(frame.to_text().as_deref(), Some(text));
            assert_eq!(ServerFrame::parse(text), Ok(frame));
        }
    }

    #[test]
    fn gateway_notices_and_unknown_types_are_unknown_not_broken() {
        for text in [
            r#"{"message":"Forbidden","connectionId":"c","requestId":"r"}"#,
            r#"{"type":"CONFETTI"}"#,
            r#"{"type":"INSERT","table":"cats","row":{}}"#,
        ] {
            assert_eq!(ServerFrame::parse(text), Ok(ServerFrame::Unknown), "{text}");
        }
    }

    #[test]
    fn broken_frames_are_told_apart() {
        for text in [
            "",
            "hello",
            "[]",
            "7",
            r#"{"type":"INSERT","table":"messages","row":{}}"#,
        ] {
            assert_eq!(ServerFrame::parse(text), Err(BrokenFrame), "{text}");
        }
    }

    #[test]
    fn a_ping_is_an_action() {
        let text = serde_json::to_string(&ClientFrame::Ping).expect("json");
        assert_eq!(text, r#"{"action":"ping"}"#);
    }
}
