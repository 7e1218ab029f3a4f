//! Live frames: JSON texts on the WebSocket, each below 32 KB.

use serde::{Deserialize, Serialize};

use crate::json::{Fields, FromJson, object};
use crate::{GroupId, GroupRow, MessageRow};

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveMessage {
    /// The conversation.
    pub message_group_uuid: GroupId,
    /// The message.
    pub row: MessageRow,
}

/// A frame of a known type whose content cannot be read, or no JSON at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("broken frame")]
pub struct BrokenFrame;

impl ServerFrame {
    /// Reads a frame's text.
    pub fn parse(text: &str) -> Result<Self, BrokenFrame> {
        let frame = object(text, RawFrame::read).ok_or(BrokenFrame)?;
        let row = frame.row;
        let read = match (frame.kind.as_deref(), frame.table.as_deref()) {
            (Some("INSERT"), Some("messages")) => {
                LiveMessage::from_json(row).map(Self::MessageInserted)
            }
            (Some("UPDATE"), Some("messages")) => {
                LiveMessage::from_json(row).map(Self::MessageUpdated)
            }
            (Some("UPDATE"), Some("message_groups")) => {
                GroupRow::from_json(row).map(Self::GroupUpdated)
            }
            (Some("PONG"), _) => Some(Self::Pong {
                server_time: frame.server_time.unwrap_or(0),
            }),
            (Some("RECONNECT"), _) => Some(Self::Reconnect),
            (Some("SIGNED_OUT"), _) => Some(Self::SignedOut),
            _ => Some(Self::Unknown),
        };
        read.ok_or(BrokenFrame)
    }

    /// Writes the frame; `None` for [`ServerFrame::Unknown`], which nobody sends.
    pub fn to_text(&self) -> Option<String> {
        let text = match self {
            Self::MessageInserted(live) => table_frame("INSERT", "messages", live_text(live)?),
            Self::MessageUpdated(live) => table_frame("UPDATE", "messages", live_text(live)?),
            Self::GroupUpdated(row) => {
                table_frame("UPDATE", "message_groups", serde_json::to_string(row).ok()?)
            }
            Self::Pong { server_time } => {
                format!(r#"{{"type":"PONG","server_time":{server_time}}}"#)
            }
            Self::Reconnect => r#"{"type":"RECONNECT"}"#.to_owned(),
            Self::SignedOut => r#"{"type":"SIGNED_OUT"}"#.to_owned(),
            Self::Unknown => return None,
        };
        Some(text)
    }
}

/// A frame's own fields; the row stays text until its type is known.
struct RawFrame<'a> {
    kind: Option<String>,
    table: Option<String>,
    row: &'a str,
    server_time: Option<i64>,
}

impl<'a> RawFrame<'a> {
    fn read(fields: &mut Fields<'a>) -> Self {
        Self {
            kind: fields.maybe("type"),
            table: fields.maybe("table"),
            row: fields.get("row").unwrap_or("null"),
            server_time: fields.maybe("server_time"),
        }
    }
}

impl FromJson for LiveMessage {
    fn from_json(text: &str) -> Option<Self> {
        object(text, |fields| Self {
            message_group_uuid: fields.text("message_group_uuid").into(),
            row: MessageRow::read(fields),
        })
    }
}

fn live_text(live: &LiveMessage) -> Option<String> {
    let group = serde_json::to_string(&live.message_group_uuid).ok()?;
    let row = serde_json::to_string(&live.row).ok()?;
    let fields = row.strip_prefix('{')?;
    Some(format!(r#"{{"message_group_uuid":{group},{fields}"#))
}

fn table_frame(kind: &str, table: &str, row: String) -> String {
    format!(r#"{{"type":"{kind}","table":"{table}","row":{row}}}"#)
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
