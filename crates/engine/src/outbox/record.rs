//! A message as it is kept on the device and told to other tabs.

use cruddur_contract::{ClientMessageId, ErrorCode, GroupId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Kept, OutState, Outbox, Outgoing};
use crate::backoff::Backoff;
use crate::view::{ConversationKey, Trouble};

/// A message in words.
#[derive(Debug, Serialize, Deserialize)]
pub struct Record {
    id: ClientMessageId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    group: Option<GroupId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    handle: Option<String>,
    text: String,
    at: Timestamp,
    seq: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    after: Option<Timestamp>,
    /// Why it was not sent: `404`, else the server's codes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fault: Option<String>,
    /// When the server took it, told to other tabs; the epoch: it has not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sent: Option<Timestamp>,
}

impl Record {
    /// The message's id.
    pub fn id(&self) -> &ClientMessageId {
        &self.id
    }

    /// The newest time in its conversation when it was first tried, on a server without client ids.
    pub fn after(&self) -> Option<Timestamp> {
        self.after
    }

    /// Where it goes.
    pub fn to(&self) -> Option<ConversationKey> {
        match (&self.group, &self.handle) {
            (Some(group), _) => Some(ConversationKey::Group(group.clone())),
            (None, Some(handle)) => Some(ConversationKey::New(handle.clone())),
            (None, None) => None,
        }
    }

    /// Where it stands in the tab that told it.
    pub fn state(&self) -> OutState {
        match (&self.sent, &self.fault) {
            (Some(at), _) => OutState::Acked(Some(*at).filter(|at| *at != Timestamp::EPOCH)),
            (None, Some(fault)) => OutState::Failed(trouble_of(fault)),
            (None, None) => OutState::Queued,
        }
    }
}

impl Outgoing {
    /// As it is kept.
    pub fn record(&self) -> Record {
        let (group, handle) = match &self.to {
            ConversationKey::Group(group) => (Some(group.clone()), None),
            ConversationKey::New(handle) => (None, Some(handle.clone())),
        };
        let fault = match &self.state {
            OutState::Failed(trouble) => Some(fault_of(trouble)),
            _ => None,
        };
        let sent = match &self.state {
            OutState::Acked(at) => Some(at.unwrap_or(Timestamp::EPOCH)),
            _ => None,
        };
        Record {
            id: self.client_id.clone(),
            group,
            handle,
            text: self.text.clone(),
            at: self.written_at,
            seq: self.seq,
            after: self.after,
            fault,
            sent,
        }
    }
}

impl Outbox {
    /// Takes up what was kept, in the order written, before what was written since. An attempt whose
    /// fate nobody knows is made again where that cannot double it; else the person decides.
    pub fn restore(&mut self, record: Record, idempotent: bool) {
        let Some(to) = record.to() else { return };
        if self.items.iter().any(|item| item.client_id == record.id) {
            return;
        }
        let state = match (record.state(), record.after) {
            (OutState::Queued, Some(_)) if !idempotent => OutState::Failed(Trouble::Network),
            (state, _) => state,
        };
        let place = self
            .items
            .partition_point(|item| item.seq != 0 && item.seq <= record.seq);
        let item = Outgoing {
            client_id: record.id,
            to,
            text: record.text,
            written_at: record.at,
            state,
            kept: Kept::Yes,
            after: record.after,
            seq: record.seq.max(1),
            told: true,
            shared: false,
            backoff: Backoff::default(),
        };
        self.items.insert(place, item);
    }

    /// Gives a message its place among all that is kept.
    pub fn number(&mut self, id: &ClientMessageId) -> Option<&mut Outgoing> {
        let next = self.items.iter().map(|item| item.seq).max().unwrap_or(0) + 1;
        let item = self.items.iter_mut().find(|item| item.client_id == *id)?;
        if item.seq == 0 {
            item.seq = next;
        }
        Some(item)
    }
}

fn fault_of(trouble: &Trouble) -> String {
    match trouble {
        Trouble::NotFound => "404".to_owned(),
        Trouble::Refused(codes) => {
            let codes: Vec<&str> = codes.iter().map(ErrorCode::as_str).collect();
            codes.join(" ")
        }
        Trouble::Network | Trouble::Server | Trouble::Throttled => "?".to_owned(),
    }
}

fn trouble_of(fault: &str) -> Trouble {
    match fault {
        "404" => Trouble::NotFound,
        "?" => Trouble::Network,
        codes => Trouble::Refused(codes.split_whitespace().map(ErrorCode::from).collect()),
    }
}
