//! Live frames: JSON texts on the WebSocket, each below 32 KB.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::lenient::LenientList;
use crate::presence::{Presence, Typist};
use crate::receipt::ReadReceipt;
use crate::{GroupId, GroupRow, MessageRow, read};

/// The largest frame either side sends, in bytes (API Gateway's frame limit).
pub const MAX_FRAME_BYTES: usize = 32 * 1024;

/// A frame of the client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "lowercase")]
pub enum ClientFrame {
    /// Answered by `PONG`.
    Ping,
    /// The person is writing; at most once in three seconds.
    Typing { message_group_uuid: GroupId },
    /// The conversations on screen, instead of those named before; answered by `PRESENCE_STATE`.
    Watch { message_group_uuids: Vec<GroupId> },
}

/// The most conversations of a `watch`.
pub const MAX_WATCHED: usize = 50;

/// A frame of the server.
#[derive(Clone, Debug, PartialEq)]
pub enum ServerFrame {
    /// A new message.
    MessageInserted(LiveMessage),
    /// An edited or deleted message: the same id with a higher version.
    MessageUpdated(LiveMessage),
    /// A conversation's row moved or changed.
    GroupUpdated(GroupRow),
    /// The receiver left this conversation, or was removed from it.
    GroupRemoved(GroupId),
    /// A member has read on.
    ReadUpdated(ReadReceipt),
    /// Members of the watched conversations, the receiver apart. There may be several, one after the other: a frame
    /// has a limit.
    PresenceState(Vec<Presence>),
    /// A member of a watched conversation is online.
    PresenceEnter(Presence),
    /// A member of a watched conversation has no connection any more.
    PresenceLeave(Presence),
    /// A member of a watched conversation is writing.
    Typing(Typist),
    /// Answer to a ping.
    Pong {
        /// The server's clock, milliseconds since 1970-01-01 UTC.
        server_time: i64,
        /// Differs when the person's list has changed: a frame may have been lost. Earlier servers do not say it.
        list_version: Option<String>,
    },
    /// The client should move to a new connection soon.
    Reconnect,
    /// The person signed out everywhere, or deleted their account; the server closes the connection next.
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

/// Not JSON, or a frame of a known type whose content cannot be read.
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
            (Some("DELETE"), Some("message_groups")) => {
                let Gone { uuid } = parse(row)?;
                Self::GroupRemoved(uuid)
            }
            (Some("UPDATE"), Some("reads")) => Self::ReadUpdated(parse(row)?),
            (Some("PRESENCE_STATE"), _) => {
                let users: LenientList<Presence> = json(frame.users)?;
                Self::PresenceState(users.items)
            }
            (Some("PRESENCE_ENTER"), _) => Self::PresenceEnter(json(frame.user)?),
            (Some("PRESENCE_LEAVE"), _) => Self::PresenceLeave(json(frame.user)?),
            (Some("TYPING"), _) => Self::Typing(parse(text)?),
            (Some("PONG"), _) => Self::Pong {
                server_time: frame.server_time.unwrap_or(0),
                list_version: frame.list_version,
            },
            (Some("RECONNECT"), _) => Self::Reconnect,
            (Some("SIGNED_OUT"), _) => Self::SignedOut,
            _ => Self::Unknown,
        };
        Ok(frame)
    }

    /// Writes the frame; `None` for [`ServerFrame::Unknown`].
    pub fn to_text(&self) -> Option<String> {
        let frame = match self {
            Self::MessageInserted(live) => Outgoing::Insert(Row::Messages(live)),
            Self::MessageUpdated(live) => Outgoing::Update(Row::Messages(live)),
            Self::GroupUpdated(row) => Outgoing::Update(Row::MessageGroups(row)),
            Self::GroupRemoved(uuid) => {
                let uuid = uuid.clone();
                Outgoing::Delete(GoneRow::MessageGroups(Gone { uuid }))
            }
            Self::ReadUpdated(receipt) => Outgoing::Update(Row::Reads(receipt)),
            Self::PresenceState(users) => Outgoing::PresenceState { users },
            Self::PresenceEnter(user) => Outgoing::PresenceEnter { user },
            Self::PresenceLeave(user) => Outgoing::PresenceLeave { user },
            Self::Typing(typist) => Outgoing::Typing(typist),
            Self::Pong {
                server_time,
                list_version,
            } => Outgoing::Pong {
                server_time: *server_time,
                list_version: list_version.as_deref(),
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
    #[serde(borrow)]
    users: Option<&'a RawValue>,
    #[serde(borrow)]
    user: Option<&'a RawValue>,
    server_time: Option<i64>,
    list_version: Option<String>,
}

/// A frame as sent.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "SCREAMING_SNAKE_CASE")]
enum Outgoing<'a> {
    Insert(Row<'a>),
    Update(Row<'a>),
    Delete(GoneRow),
    PresenceState {
        users: &'a [Presence],
    },
    PresenceEnter {
        user: &'a Presence,
    },
    PresenceLeave {
        user: &'a Presence,
    },
    Typing(&'a Typist),
    Pong {
        server_time: i64,
        #[serde(skip_serializing_if = "Option::is_none")]
        list_version: Option<&'a str>,
    },
    Reconnect,
    SignedOut,
}

#[derive(Serialize)]
#[serde(tag = "table", content = "row", rename_all = "snake_case")]
enum Row<'a> {
    Messages(&'a LiveMessage),
    MessageGroups(&'a GroupRow),
    Reads(&'a ReadReceipt),
}

/// What a row was, by its id.
#[derive(Serialize)]
#[serde(tag = "table", content = "row", rename_all = "snake_case")]
enum GoneRow {
    MessageGroups(Gone),
}

#[derive(Serialize, Deserialize)]
struct Gone {
    uuid: GroupId,
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

fn json<T: DeserializeOwned>(value: Option<&RawValue>) -> Result<T, BrokenFrame> {
    serde_json::from_str(value.map_or("null", RawValue::get)).map_err(|_| BrokenFrame)
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
    fn frames_of_little_content_read_back_as_written() {
        for (frame, text) in [
            (
                ServerFrame::GroupRemoved("g".into()),
                r#"{"type":"DELETE","table":"message_groups","row":{"uuid":"g"}}"#,
            ),
            (ServerFrame::Reconnect, r#"{"type":"RECONNECT"}"#),
            (ServerFrame::SignedOut, r#"{"type":"SIGNED_OUT"}"#),
        ] {
            assert_eq!(frame.to_text().as_deref(), Some(text));
            assert_eq!(ServerFrame::parse(text), Ok(frame));
        }
    }

    #[test]
    fn a_receipt_reads_back_as_written() {
        let text = r#"{"type":"UPDATE","table":"reads","row":{"message_group_uuid":"g","user_uuid":"u","last_read_message_uuid":"m","read_at":"2026-11-20T08:00:00.000001Z"}}"#;
        let frame = ServerFrame::parse(text).expect("a frame");
        assert!(
            matches!(&frame, ServerFrame::ReadUpdated(receipt) if receipt.user_uuid == "u".into())
        );
        assert_eq!(frame.to_text().as_deref(), Some(text));
        let without_message = text.replace(r#""last_read_message_uuid":"m","#, "");
        assert_eq!(ServerFrame::parse(&without_message), Err(BrokenFrame));
    }

    #[test]
    fn presence_and_typing_read_back_as_written() {
        let user = r#"{"user_uuid":"u","handle":"ann","display_name":"Ann","online":true}"#;
        let gone = r#"{"user_uuid":"u","handle":"ann","display_name":"Ann","online":false,"since":"2026-11-20T08:00:00.000000Z"}"#;
        for text in [
            format!(r#"{{"type":"PRESENCE_STATE","users":[{user},{gone}]}}"#),
            format!(r#"{{"type":"PRESENCE_ENTER","user":{user}}}"#),
            format!(r#"{{"type":"PRESENCE_LEAVE","user":{gone}}}"#),
            r#"{"type":"TYPING","message_group_uuid":"g","user_uuid":"u","handle":"ann","display_name":"Ann"}"#.to_owned(),
            r#"{"type":"PONG","server_time":7,"list_version":"v"}"#.to_owned(),
            r#"{"type":"PONG","server_time":7}"#.to_owned(),
        ] {
            let frame = ServerFrame::parse(&text).expect("a frame");
            assert_ne!(frame, ServerFrame::Unknown, "{text}");
            assert_eq!(frame.to_text(), Some(text));
        }
    }

    #[test]
    fn a_broken_person_is_dropped_from_a_list_and_breaks_a_frame_of_one() {
        let list = r#"{"type":"PRESENCE_STATE","users":[{"user_uuid":7},{"user_uuid":"u","handle":"a","display_name":"A","online":true}]}"#;
        let Ok(ServerFrame::PresenceState(users)) = ServerFrame::parse(list) else {
            panic!("a frame");
        };
        assert_eq!(users.len(), 1);
        for text in [
            r#"{"type":"PRESENCE_ENTER","user":{"user_uuid":7}}"#,
            r#"{"type":"PRESENCE_ENTER"}"#,
            r#"{"type":"PRESENCE_STATE","users":7}"#,
            r#"{"type":"TYPING"}"#,
        ] {
            assert_eq!(ServerFrame::parse(text), Err(BrokenFrame), "{text}");
        }
    }

    #[test]
    fn the_actions_of_a_client_read_back_as_written() {
        for text in [
            r#"{"action":"typing","message_group_uuid":"g"}"#,
            r#"{"action":"watch","message_group_uuids":["g","h"]}"#,
        ] {
            let frame: ClientFrame = serde_json::from_str(text).expect("a frame");
            assert_eq!(serde_json::to_string(&frame).expect("JSON"), text);
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
    fn a_broken_frame_is_an_error_and_not_an_unknown_frame() {
        for text in [
            "",
            "hello",
            "[]",
            "7",
            r#"{"type":"INSERT","table":"messages","row":{}}"#,
            r#"{"type":"DELETE","table":"message_groups","row":{}}"#,
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
