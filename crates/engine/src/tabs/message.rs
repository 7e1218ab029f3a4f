//! What the tabs of one browser say to each other over their channel.

use cruddur_contract::{GroupId, MessageId};
use serde::{Deserialize, Serialize};

use crate::edits::EditRecord;
use crate::outbox::{OutboxRecord, Recipient};
use crate::persistence::DraftText;
use crate::reads::Mark;
use crate::view::{ConnectionStatus, RowKey};

/// The version of these messages. A tab ignores messages of any other version.
pub const VERSION: u32 = 4;

/// One message.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TabMessage {
    /// A follower has started or woken up: the leader answers with the session and how things stand.
    Hello {
        /// The follower's stored session, for a leader that has none.
        session: Option<String>,
    },
    /// The tokens: somebody signed in, or they were refreshed.
    Session {
        /// Never stored; `None` while there is none.
        access_token: Option<String>,
        /// The rest of its life, milliseconds.
        expires_in: u64,
        /// The session as it is stored.
        session: String,
    },
    /// Nobody is signed in.
    SignedOut {
        /// The number of the last sign-out: sessions after it go on.
        last: u64,
    },
    /// The session was refused: the person must sign in again.
    Expired {
        /// Because the person signed out everywhere on another device.
        elsewhere: bool,
    },
    /// A follower needs a token.
    TokenWanted {
        /// The one the API refused, if any.
        refused: Option<String>,
    },
    /// The leader's socket received a frame.
    Frame {
        /// Frames are numbered, so that a follower notices a missing one.
        number: u64,
        /// The frame.
        text: String,
    },
    /// The leader's connection.
    Connection {
        /// Its status.
        status: ConnectionStatus,
        /// The number of the last frame.
        frames: u64,
    },
    /// The leader's connection is up again: frames may have been missed.
    CatchUp,
    /// The leader's whole outbox.
    Outbox {
        /// Its messages, in order.
        messages: Vec<OutboxRecord>,
        /// Messages that are to be edited or deleted.
        #[serde(default)]
        edits: Vec<EditRecord>,
    },
    /// In a follower the person wants a message edited or deleted; that is stored.
    Edit {
        /// How.
        edit: EditRecord,
    },
    /// In a follower the person leaves a message as the server has it.
    DropEdit {
        /// Which.
        message: MessageId,
    },
    /// In a follower the person edits a message that the server may not have yet.
    EditUnsent {
        /// Its row.
        key: RowKey,
        /// The new text.
        text: String,
    },
    /// A follower's message is stored and can be sent.
    Send {
        /// The message.
        message: OutboxRecord,
        /// The handle of the one other person in its conversation, where the follower knows it: earlier
        /// messages may still wait in the leader under that person, and must be sent first.
        #[serde(default)]
        person: Option<String>,
    },
    /// The person has read a conversation in this tab, or has marked it as unread.
    Mark {
        /// Which.
        group: GroupId,
        /// Up to where.
        mark: Mark,
    },
    /// The server has done the last mark of a conversation that the leader knows.
    Marked {
        /// Which.
        group: GroupId,
        /// The version of the row that shows it; `None`: the server has refused.
        version: Option<u64>,
    },
    /// The person wants a message tried again, in a follower.
    Retry {
        /// Its row.
        key: RowKey,
    },
    /// The person deleted a message that was not sent, in a follower.
    Discard {
        /// Its row.
        key: RowKey,
    },
    /// In a follower the person looks at other conversations than before.
    Look {
        /// Which tab it is.
        tab: String,
        /// The open one first; none where nobody looks.
        groups: Vec<GroupId>,
    },
    /// In a follower the person types.
    Typing {
        /// Where.
        group: GroupId,
    },
    /// What was typed in a tab and is not sent; empty once it is.
    Draft {
        /// The conversation.
        to: Recipient,
        /// The text.
        draft: DraftText,
    },
}

#[derive(Debug, Serialize, Deserialize)]
struct Envelope {
    version: u32,
    message: TabMessage,
}

#[derive(Debug, Deserialize)]
struct Version {
    version: u32,
}

impl TabMessage {
    /// The text for the channel.
    pub fn encode(self) -> String {
        let envelope = Envelope {
            version: VERSION,
            message: self,
        };
        // Fails only for maps whose keys are no texts, and no message has one.
        serde_json::to_string(&envelope).unwrap_or_default()
    }

    /// Reads a text of the channel; `None`: of another version, or damaged.
    pub fn decode(text: &str) -> Option<Self> {
        let Version { version } = serde_json::from_str(text).ok()?;
        if version != VERSION {
            return None;
        }
        let envelope: Envelope = serde_json::from_str(text).ok()?;
        Some(envelope.message)
    }

    /// Whether a leader sends this without being asked. A follower that hears it before an answer to its
    /// hello knows that the tab became the leader after that.
    pub fn is_from_leader(&self) -> bool {
        matches!(
            self,
            Self::Frame { .. } | Self::Connection { .. } | Self::CatchUp | Self::Outbox { .. }
        )
    }

    /// Whether this answers a hello.
    pub fn is_answer(&self) -> bool {
        matches!(
            self,
            Self::Session { .. } | Self::SignedOut { .. } | Self::Expired { .. }
        )
    }
}

impl std::fmt::Debug for TabMessage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Tokens and what people wrote stay out of logs.
        f.write_str(match self {
            Self::Hello { .. } => "Hello",
            Self::Session { .. } => "Session",
            Self::SignedOut { .. } => "SignedOut",
            Self::Expired { .. } => "Expired",
            Self::TokenWanted { .. } => "TokenWanted",
            Self::Frame { .. } => "Frame",
            Self::Connection { .. } => "Connection",
            Self::CatchUp => "CatchUp",
            Self::Outbox { .. } => "Outbox",
            Self::Send { .. } => "Send",
            Self::Retry { .. } => "Retry",
            Self::Discard { .. } => "Discard",
            Self::Edit { .. } => "Edit",
            Self::DropEdit { .. } => "DropEdit",
            Self::EditUnsent { .. } => "EditUnsent",
            Self::Mark { .. } => "Mark",
            Self::Marked { .. } => "Marked",
            Self::Draft { .. } => "Draft",
            Self::Look { .. } => "Look",
            Self::Typing { .. } => "Typing",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_read_as_it_was_written_and_other_versions_are_ignored() {
        let status = TabMessage::Connection {
            status: ConnectionStatus::Connected,
            frames: u64::MAX,
        };
        let text = status.clone().encode();
        assert_eq!(
            text,
            r#"{"version":4,"message":{"connection":{"status":"connected","frames":18446744073709551615}}}"#
        );
        assert_eq!(TabMessage::decode(&text), Some(status));
        let later = text.replace("\"version\":4", "\"version\":5");
        for other in [later.as_str(), "", "out\n", "{}", r#"{"version":4}"#] {
            assert_eq!(TabMessage::decode(other), None, "{other}");
        }
        let signed_out = TabMessage::SignedOut { last: 7 };
        let out = signed_out.clone().encode();
        assert_eq!(out, r#"{"version":4,"message":{"signed_out":{"last":7}}}"#);
        assert_eq!(TabMessage::decode(&out), Some(signed_out));
    }
}
