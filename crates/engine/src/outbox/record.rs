//! A message as it is kept on the device and told to other tabs: a JSON list of texts.

use cruddur_contract::json::{elements, texts};
use cruddur_contract::{ClientMessageId, ErrorCode, GroupId, Timestamp};

use super::{Kept, OutState, Outbox, Outgoing};
use crate::backoff::Backoff;
use crate::view::{ConversationKey, RowKey, Trouble};

/// A message in words.
#[derive(Debug)]
pub struct Record {
    /// The message's id.
    pub id: ClientMessageId,
    /// Where it goes.
    pub to: ConversationKey,
    /// Where it stands, as far as that is told: queued, not sent or acknowledged.
    pub state: OutState,
    /// The newest time in its conversation when it was first tried, on a server without client ids.
    pub after: Option<Timestamp>,
    text: String,
    at: Timestamp,
    seq: u64,
}

impl Record {
    /// Reads a record; `None` when it is none.
    pub fn read(text: &str) -> Option<Self> {
        Self::of(&texts(text)?)
    }

    /// Reads a list of records. One that is none is dropped alone; `None` when it is no list.
    pub fn read_all(text: &str) -> Option<Vec<Self>> {
        let all: Option<Vec<_>> = elements(text)?.into_iter().map(texts).collect();
        let all = all?;
        Some(all.iter().filter_map(|words| Self::of(words)).collect())
    }

    fn of(words: &[String]) -> Option<Self> {
        let [id, group, handle, text, at, seq, after, fault, sent, ..] = words else {
            return None;
        };
        let to = if group.is_empty() {
            ConversationKey::New(handle.clone())
        } else {
            ConversationKey::Group(GroupId(group.clone()))
        };
        let state = match (time(sent), fault.strip_prefix('!')) {
            (Some(at), _) => OutState::Acked(Some(at).filter(|at| *at != Timestamp::EPOCH)),
            (None, Some(fault)) => OutState::Failed(trouble_of(fault)),
            (None, None) => OutState::Queued,
        };
        let id = ClientMessageId(id.clone());
        if !RowKey::can_be(&id) {
            return None;
        }
        Some(Self {
            id,
            to,
            state,
            after: time(after),
            text: text.clone(),
            at: time(at)?,
            seq: seq.parse().ok()?,
        })
    }
}

impl Outgoing {
    /// In words.
    pub fn words(&self) -> Vec<String> {
        let (group, handle) = match &self.to {
            ConversationKey::Group(group) => (group.0.clone(), String::new()),
            ConversationKey::New(handle) => (String::new(), handle.clone()),
        };
        let fault = match &self.state {
            OutState::Failed(trouble) => fault_of(trouble),
            _ => String::new(),
        };
        let sent = match &self.state {
            OutState::Acked(at) => micros(Some(at.unwrap_or(Timestamp::EPOCH))),
            _ => String::new(),
        };
        vec![
            self.client_id.0.clone(),
            group,
            handle,
            self.text.clone(),
            micros(Some(self.written_at)),
            self.seq.to_string(),
            micros(self.after),
            fault,
            sent,
        ]
    }

    /// As it is kept.
    pub fn record(&self) -> String {
        serde_json::to_string(&self.words()).unwrap_or_default()
    }
}

impl Outbox {
    /// Takes up what was kept, in the order written, before what was written since. An attempt whose
    /// fate nobody knows is made again where that cannot double it; else the person decides.
    pub fn restore(&mut self, record: Record, idempotent: bool) {
        if self.items.iter().any(|item| item.client_id == record.id) {
            return;
        }
        let state = match (record.state, record.after) {
            (OutState::Queued, Some(_)) if !idempotent => OutState::Failed(Trouble::Network),
            (state, _) => state,
        };
        let seq = match record.seq {
            // Written before it was known what is kept: after all that is.
            0 => self.next_seq(),
            seq => seq,
        };
        let place = self
            .items
            .partition_point(|item| item.seq != 0 && item.seq <= seq);
        let item = Outgoing {
            client_id: record.id,
            to: record.to,
            text: record.text,
            written_at: record.at,
            state,
            kept: Kept::Yes,
            after: record.after,
            seq,
            told: true,
            shared: false,
            backoff: Backoff::default(),
        };
        self.items.get_mut().insert(place, item);
    }

    /// Gives a message its place among all that is kept.
    pub fn number(&mut self, id: &ClientMessageId) -> Option<&mut Outgoing> {
        let next = self.next_seq();
        let item = self
            .items
            .get_mut()
            .iter_mut()
            .find(|item| item.client_id == *id)?;
        if item.seq == 0 {
            item.seq = next;
        }
        Some(item)
    }

    fn next_seq(&self) -> u64 {
        let last = self.items.iter().map(|item| item.seq).max().unwrap_or(0);
        last.saturating_add(1)
    }
}

fn micros(at: Option<Timestamp>) -> String {
    at.map(|at| at.micros().to_string()).unwrap_or_default()
}

fn time(text: &str) -> Option<Timestamp> {
    Timestamp::from_micros(text.parse().ok()?)
}

/// Why a message was not sent: `!404`, `!?` for a fate nobody knows, else the server's codes.
fn fault_of(trouble: &Trouble) -> String {
    match trouble {
        Trouble::NotFound => "!404".to_owned(),
        Trouble::Refused(codes) => {
            let codes: Vec<&str> = codes.iter().map(ErrorCode::as_str).collect();
            ["!", &codes.join(" ")].concat()
        }
        Trouble::Network | Trouble::Server | Trouble::Throttled => "!?".to_owned(),
    }
}

fn trouble_of(fault: &str) -> Trouble {
    match fault {
        "404" => Trouble::NotFound,
        "?" => Trouble::Network,
        codes => Trouble::Refused(codes.split_whitespace().map(ErrorCode::from).collect()),
    }
}
