//! Messages on their way: one queue a conversation, strictly in order, one in flight.

use cruddur_contract::message::SendRequest;
use cruddur_contract::{ClientMessageId, GroupId, Timestamp};

use crate::backoff::Backoff;
use crate::effect::RequestId;
use crate::view::{ConversationKey, RowKey, Trouble};

/// Everything written and not yet seen in the server's own list.
#[derive(Debug, Default)]
pub struct Outbox {
    items: Vec<Outgoing>,
}

/// One message.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Idempotency key, and the row's name on screen.
    pub client_id: ClientMessageId,
    /// Where it goes.
    pub to: ConversationKey,
    /// The text, checked and trimmed.
    pub text: String,
    /// When it was written, by the server's clock as far as known.
    pub written_at: Timestamp,
    /// Where it stands.
    pub state: OutState,
    backoff: Backoff,
}

/// Where a message stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutState {
    /// Waits for its turn.
    Queued,
    /// On its way.
    InFlight(RequestId),
    /// Will be tried again by itself.
    Waiting,
    /// The server has it; its row has not been seen yet.
    Acked(Option<Timestamp>),
    /// Refused, or of unknown fate on a server where trying again could double it.
    Failed(Trouble),
}

impl Outgoing {
    /// The name of its row.
    pub fn key(&self) -> RowKey {
        RowKey(self.client_id.0.clone())
    }

    /// The body of its request.
    pub fn body(&self) -> SendRequest {
        let (message_group_uuid, handle) = match &self.to {
            ConversationKey::Group(id) => (Some(id.clone()), None),
            ConversationKey::New(handle) => (None, Some(handle.clone())),
        };
        SendRequest {
            message: self.text.clone(),
            message_group_uuid,
            handle,
            handles: None,
            client_message_id: Some(self.client_id.clone()),
        }
    }
}

impl Outbox {
    /// Puts a message at the end of its conversation's queue.
    pub fn push(
        &mut self,
        client_id: ClientMessageId,
        to: ConversationKey,
        text: String,
        at: Timestamp,
    ) {
        let state = OutState::Queued;
        let backoff = Backoff::default();
        self.items.push(Outgoing {
            client_id,
            to,
            text,
            written_at: at,
            state,
            backoff,
        });
    }

    /// The messages of a conversation, in the order written.
    pub fn of<'a>(&'a self, to: &'a ConversationKey) -> impl Iterator<Item = &'a Outgoing> {
        self.items.iter().filter(move |item| item.to == *to)
    }

    /// How many the person still waits for.
    pub fn waiting(&self) -> usize {
        let waits = |item: &&Outgoing| {
            matches!(
                item.state,
                OutState::Queued | OutState::InFlight(_) | OutState::Waiting
            )
        };
        self.items.iter().filter(waits).count()
    }

    /// The conversations that have messages to send.
    pub fn queues(&self) -> Vec<ConversationKey> {
        let mut queues: Vec<ConversationKey> = Vec::new();
        for item in &self.items {
            if !queues.contains(&item.to) {
                queues.push(item.to.clone());
            }
        }
        queues
    }

    /// The message whose turn it is, if none of its conversation is in flight or waiting.
    pub fn next(&mut self, to: &ConversationKey) -> Option<&mut Outgoing> {
        let turn = self.items.iter_mut().find(|item| {
            item.to == *to && !matches!(item.state, OutState::Acked(_) | OutState::Failed(_))
        })?;
        (turn.state == OutState::Queued).then_some(turn)
    }

    /// Whether a message of this conversation is on its way.
    pub fn is_sending(&self, group: &GroupId) -> bool {
        self.items.iter().any(|item| {
            matches!(item.state, OutState::InFlight(_))
                && matches!(&item.to, ConversationKey::Group(to) if to == group)
        })
    }

    /// The message of this request.
    pub fn in_flight(&mut self, id: RequestId) -> Option<&mut Outgoing> {
        self.items
            .iter_mut()
            .find(|item| item.state == OutState::InFlight(id))
    }

    /// The message of this row.
    pub fn get_mut(&mut self, key: &RowKey) -> Option<&mut Outgoing> {
        self.items.iter_mut().find(|item| item.client_id.0 == key.0)
    }

    /// A message that waited may be tried again.
    pub fn wake(&mut self, to: &ConversationKey) {
        for item in self.items.iter_mut().filter(|item| item.to == *to) {
            if item.state == OutState::Waiting {
                item.state = OutState::Queued;
            }
        }
    }

    /// Removes messages.
    pub fn remove(&mut self, mut gone: impl FnMut(&Outgoing) -> bool) {
        self.items.retain(|item| !gone(item));
    }

    /// The conversation with a person has an id now: what was to go to the person goes there.
    pub fn redirect(&mut self, from: &ConversationKey, group: &GroupId) {
        for item in self.items.iter_mut().filter(|item| item.to == *from) {
            item.to = ConversationKey::Group(group.clone());
        }
    }

    /// All messages, to be changed.
    pub fn items_mut(&mut self) -> impl Iterator<Item = &mut Outgoing> {
        self.items.iter_mut()
    }
}

impl Outgoing {
    /// One more passing failure: waits this many milliseconds.
    pub fn wait(&mut self, draws: &mut crate::random::Draws, retry_after: Option<u32>) -> u64 {
        self.state = OutState::Waiting;
        self.backoff.fail(draws, retry_after)
    }
}
