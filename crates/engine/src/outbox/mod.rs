//! Messages on their way: one queue a conversation, strictly in order, one in flight.

use cruddur_contract::message::SendRequest;
use cruddur_contract::{ClientMessageId, GroupId, Timestamp};

use crate::backoff::Backoff;
use crate::effect::RequestId;
use crate::tracked::Tracked;
use crate::view::{ConversationKey, RowKey, Trouble};

mod record;
mod shared;

pub use record::{FailureRecord, OutboxRecord, Recipient, StateRecord};

/// Everything written and not yet seen in the server's own list.
#[derive(Debug, Default)]
pub struct Outbox {
    items: Tracked<Vec<Outgoing>>,
    /// In a follower: messages seen in their conversation before the leader said so.
    reconciled: Vec<ClientMessageId>,
    /// In a follower: conversations with a person that have got an id.
    moved: Vec<(ConversationKey, GroupId)>,
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
    /// Whether it is stored, so that it may be tried.
    pub stored: Stored,
    /// On a server without client ids, set before the first attempt: the newest time in the
    /// conversation then. Only a later row can be this message.
    pub tried_after: Option<Timestamp>,
    /// Its place among all that is stored; 0 before it has one.
    sequence: u64,
    /// In a follower: it was sent to the leader.
    handed_over: bool,
    /// In a follower: the leader has it.
    shared: bool,
    backoff: Backoff,
}

/// Where a message stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutState {
    /// Waits for its turn.
    Queued,
    /// Is to be tried again by the person's wish, once the list has told that it did not arrive.
    Checking,
    /// On its way.
    InFlight(RequestId),
    /// Will be tried again by itself.
    Waiting,
    /// The server has it; its row has not been seen yet.
    Acked(Option<Timestamp>),
    /// Refused, or of unknown fate on a server where trying again could double it.
    Failed(Trouble),
}

/// Whether a message is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// Not yet.
    No,
    /// With the end of this transaction.
    Pending(RequestId),
    /// As far as the browser stores anything.
    Yes,
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

    /// One more passing failure: waits this many milliseconds.
    pub fn wait(&mut self, rng: &mut crate::random::RandomBits, retry_after: Option<u32>) -> u64 {
        self.state = OutState::Waiting;
        self.backoff.fail(rng, retry_after)
    }

    fn is_unsent(&self) -> bool {
        !matches!(self.state, OutState::Acked(_))
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
        self.items.get_mut().push(Outgoing {
            client_id,
            to,
            text,
            written_at: at,
            state: OutState::Queued,
            stored: Stored::No,
            tried_after: None,
            sequence: 0,
            handed_over: false,
            shared: false,
            backoff: Backoff::default(),
        });
    }

    /// Counts the changes of the messages.
    pub fn revision(&self) -> u64 {
        self.items.revision()
    }

    /// The messages of a conversation, in the order written.
    pub fn of<'a>(&'a self, to: &'a ConversationKey) -> impl Iterator<Item = &'a Outgoing> {
        self.items.iter().filter(move |item| item.to == *to)
    }

    /// How many the person still waits for.
    pub fn waiting(&self) -> usize {
        let waits =
            |item: &&Outgoing| item.is_unsent() && !matches!(item.state, OutState::Failed(_));
        self.items.iter().filter(waits).count()
    }

    /// How many would be lost without this outbox: those waited for, and those not sent.
    pub fn unsent(&self) -> usize {
        self.items.iter().filter(|item| item.is_unsent()).count()
    }

    /// The conversations that have messages to send.
    pub fn queues(&self) -> Vec<ConversationKey> {
        let mut queues: Vec<ConversationKey> = Vec::new();
        for item in self.items.iter() {
            if !queues.contains(&item.to) {
                queues.push(item.to.clone());
            }
        }
        queues
    }

    /// How the storing of a message stands.
    pub fn storing(&mut self, id: &ClientMessageId, stored: Stored) {
        let mut items = self.items.get_mut().iter_mut();
        if let Some(item) = items.find(|item| item.client_id == *id) {
            item.stored = stored;
        }
    }

    /// A transaction has ended. Returns the queue whose message waited for it.
    pub fn stored(&mut self, by: RequestId) -> Option<ConversationKey> {
        let waits = |item: &Outgoing| item.stored == Stored::Pending(by);
        let place = self.items.iter().position(waits)?;
        let item = self.items.get_mut().get_mut(place)?;
        item.stored = Stored::Yes;
        Some(item.to.clone())
    }

    /// The messages that are not stored yet.
    pub fn unstored(&self) -> Vec<ClientMessageId> {
        let unstored = self.items.iter().filter(|item| item.stored == Stored::No);
        unstored.map(|item| item.client_id.clone()).collect()
    }

    /// The message whose turn it is, if it can be tried now: none of its conversation is in flight or
    /// waiting, and it is stored.
    pub fn next(&mut self, to: &ConversationKey) -> Option<&mut Outgoing> {
        // One that is tried again by hand may stand before one that is on its way.
        let flies = |item: &Outgoing| matches!(item.state, OutState::InFlight(_));
        if self.of(to).any(flies) {
            return None;
        }
        let turn = self.items.get_mut().iter_mut().find(|item| {
            item.to == *to && !matches!(item.state, OutState::Acked(_) | OutState::Failed(_))
        })?;
        (turn.state == OutState::Queued && turn.stored == Stored::Yes).then_some(turn)
    }

    /// Whether a message of this conversation is on its way, from this tab or the holder.
    pub fn is_sending(&self, group: &GroupId) -> bool {
        self.items.iter().any(|item| {
            let told = item.shared && item.state == OutState::Queued && item.tried_after.is_some();
            (told || matches!(item.state, OutState::InFlight(_)))
                && matches!(&item.to, ConversationKey::Group(to) if to == group)
        })
    }

    /// The message of this request.
    pub fn in_flight(&mut self, id: RequestId) -> Option<&mut Outgoing> {
        self.items
            .get_mut()
            .iter_mut()
            .find(|item| item.state == OutState::InFlight(id))
    }

    /// The message of this row.
    pub fn get_mut(&mut self, key: &RowKey) -> Option<&mut Outgoing> {
        self.items
            .get_mut()
            .iter_mut()
            .find(|item| item.client_id.0 == key.0)
    }

    /// A message that waited may be tried again.
    pub fn wake(&mut self, to: &ConversationKey) {
        for item in self
            .items
            .get_mut()
            .iter_mut()
            .filter(|item| item.to == *to)
        {
            if item.state == OutState::Waiting {
                item.state = OutState::Queued;
            }
        }
    }

    /// Removes messages.
    pub fn remove(&mut self, mut gone: impl FnMut(&Outgoing) -> bool) {
        self.items.get_mut().retain(|item| !gone(item));
    }

    /// The conversation with a person has an id now: what was to go to the person goes there.
    pub fn redirect(&mut self, from: &ConversationKey, group: &GroupId) {
        for item in self
            .items
            .get_mut()
            .iter_mut()
            .filter(|item| item.to == *from)
        {
            item.to = ConversationKey::Group(group.clone());
        }
    }

    /// All messages, to be changed.
    pub fn items_mut(&mut self) -> impl Iterator<Item = &mut Outgoing> {
        self.items.get_mut().iter_mut()
    }
}
