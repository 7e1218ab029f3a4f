//! A message as it is stored, and as tabs send it to each other.

use cruddur_contract::{ClientMessageId, ErrorCode, GroupId, Timestamp};
use serde::{Deserialize, Serialize};

use super::failing::Failing;
use super::{Outbox, Outgoing, SendState, Stored};
use crate::backoff::Backoff;
use crate::view::{ConversationKey, RowKey, Trouble};

/// A message of the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxRecord {
    /// The message's id.
    pub client_id: ClientMessageId,
    /// Where it goes.
    pub to: Recipient,
    /// The text.
    pub text: String,
    /// When it was written.
    #[serde(with = "micros")]
    pub written_at: Timestamp,
    /// Its place among all that is stored; 0 before it has one.
    pub sequence: u64,
    /// On a server without client ids: the newest time in the conversation when it was first tried.
    #[serde(with = "optional_micros")]
    pub tried_after: Option<Timestamp>,
    /// Where it stands.
    pub state: StateRecord,
    /// The server failed on it before. Not sent for a reason that is not known: that is the reason.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub delayed: bool,
    /// The person has changed its text since it was written: the server may have stored the one before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub edited: bool,
}

/// Where a message goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// To a conversation.
    Group(GroupId),
    /// To the person of this handle.
    Person(String),
}

impl From<&ConversationKey> for Recipient {
    fn from(key: &ConversationKey) -> Self {
        match key {
            ConversationKey::Group(group) => Self::Group(group.clone()),
            ConversationKey::New(handle) => Self::Person(handle.clone()),
        }
    }
}

impl From<&Recipient> for ConversationKey {
    fn from(to: &Recipient) -> Self {
        match to {
            Recipient::Group(group) => Self::Group(group.clone()),
            Recipient::Person(handle) => Self::New(handle.clone()),
        }
    }
}

/// Where a message stands, as far as that outlives the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateRecord {
    /// To be sent.
    Queued,
    /// Not sent; the person decides.
    NotSent {
        /// Why.
        because: FailureRecord,
    },
    /// The server has it.
    Sent {
        /// The server's time, where its answer named one.
        #[serde(with = "optional_micros")]
        at: Option<Timestamp>,
    },
}

/// Why a message was not sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureRecord {
    /// It is not known whether the server has it.
    Unknown,
    /// There is no such conversation or person.
    NotFound,
    /// The server refused it.
    Refused {
        /// Its reasons.
        codes: Vec<ErrorCode>,
    },
}

impl Outgoing {
    /// As it is stored.
    pub fn record(&self) -> OutboxRecord {
        OutboxRecord {
            client_id: self.client_id.clone(),
            to: Recipient::from(&self.to),
            text: self.text.clone(),
            written_at: self.written_at,
            sequence: self.sequence,
            tried_after: self.tried_after,
            state: match &self.state {
                SendState::Acknowledged(at) => StateRecord::Sent { at: *at },
                _ => match self.trouble() {
                    Some(trouble) => StateRecord::NotSent {
                        because: failure_of(&trouble),
                    },
                    None => StateRecord::Queued,
                },
            },
            delayed: self.delayed,
            edited: self.edited,
        }
    }
}

impl OutboxRecord {
    /// Where it goes.
    pub fn conversation(&self) -> ConversationKey {
        ConversationKey::from(&self.to)
    }

    /// Whether it stepped aside.
    pub fn is_aside(&self) -> bool {
        let because = FailureRecord::Unknown;
        self.delayed && self.state == StateRecord::NotSent { because }
    }

    /// Where it stands.
    pub fn send_state(&self) -> SendState {
        match &self.state {
            StateRecord::Queued => SendState::Queued,
            StateRecord::NotSent { .. } if self.is_aside() => SendState::Failed(Trouble::Server),
            StateRecord::NotSent { because } => SendState::Failed(trouble_of(because)),
            StateRecord::Sent { at } => SendState::Acknowledged(*at),
        }
    }
}

impl Outbox {
    /// Takes up a stored message, in the order written, before what was written since. An attempt of
    /// unknown outcome is made again where that cannot double it; else the person decides.
    pub fn restore(&mut self, record: OutboxRecord, idempotent: bool) {
        let known = |item: &Outgoing| item.client_id == record.client_id;
        if !RowKey::can_be(&record.client_id) || self.items.iter().any(known) {
            return;
        }
        let state = match (record.send_state(), record.tried_after) {
            (SendState::Queued, Some(_)) if !idempotent => SendState::Failed(Trouble::Network),
            (state, _) => state,
        };
        let sequence = match record.sequence {
            // Written before it was known what is stored: after all that is.
            0 => self.next_sequence(),
            sequence => sequence,
        };
        let place = self
            .items
            .partition_point(|item| item.sequence != 0 && item.sequence <= sequence);
        let aside = record.is_aside();
        let item = Outgoing {
            delayed: record.delayed,
            edited: record.edited,
            aside,
            failing: if aside {
                Failing::LONG
            } else {
                Failing::default()
            },
            to: record.conversation(),
            client_id: record.client_id,
            text: record.text,
            written_at: record.written_at,
            state,
            stored: Stored::Yes,
            tried_after: record.tried_after,
            sequence,
            handed_over: true,
            shared: false,
            discarded: false,
            backoff: Backoff::default(),
        };
        self.items.get_mut().insert(place, item);
    }

    /// The record of a message; `numbered`: with a place among all that is stored. Without one it comes
    /// after them.
    pub fn number(&mut self, id: &ClientMessageId, numbered: bool) -> Option<OutboxRecord> {
        let next = self.next_sequence();
        let mut items = self.items.get_mut().iter_mut();
        let item = items.find(|item| item.client_id == *id)?;
        if numbered && item.sequence == 0 {
            item.sequence = next;
        }
        Some(item.record())
    }

    fn next_sequence(&self) -> u64 {
        let last = self.items.iter().map(|item| item.sequence).max();
        last.unwrap_or(0).saturating_add(1)
    }
}

pub(crate) fn failure_of(trouble: &Trouble) -> FailureRecord {
    match trouble {
        Trouble::NotFound => FailureRecord::NotFound,
        Trouble::Refused(codes) => FailureRecord::Refused {
            codes: codes.clone(),
        },
        Trouble::Network | Trouble::Server | Trouble::Throttled => FailureRecord::Unknown,
    }
}

pub(crate) fn trouble_of(failure: &FailureRecord) -> Trouble {
    match failure {
        FailureRecord::NotFound => Trouble::NotFound,
        FailureRecord::Refused { codes } => Trouble::Refused(codes.clone()),
        FailureRecord::Unknown => Trouble::Network,
    }
}

/// Times as microseconds since 1970-01-01 UTC: unlike a text, every time that can be held can be read.
pub(crate) mod micros {
    use cruddur_contract::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub fn serialize<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(at.micros())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        let micros = i64::deserialize(deserializer)?;
        Timestamp::from_micros(micros).ok_or_else(|| de::Error::custom("no such time"))
    }
}

mod optional_micros {
    use cruddur_contract::Timestamp;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    pub fn serialize<S: Serializer>(
        at: &Option<Timestamp>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        at.map(Timestamp::micros).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Timestamp>, D::Error> {
        let micros = Option::<i64>::deserialize(deserializer)?;
        micros.map_or(Ok(None), |micros| {
            let at = Timestamp::from_micros(micros);
            at.map(Some)
                .ok_or_else(|| de::Error::custom("no such time"))
        })
    }
}
