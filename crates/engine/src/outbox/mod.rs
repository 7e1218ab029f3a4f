//! Messages that the server has not shown yet: one queue for each conversation, strictly in order, one
//! message in flight.

mod answer;
mod closing;
mod editing;
mod failing;
mod queue;
mod reconcile;
pub(crate) mod record;
mod shared;

use cruddur_contract::message::SendRequest;
use cruddur_contract::{ClientMessageId, GroupId, Timestamp};

pub use self::answer::SendOutcome;
pub use self::editing::UnsentEdit;
use self::failing::Failing;
pub use self::reconcile::Arrived;
pub use self::record::{FailureRecord, OutboxRecord, Recipient, StateRecord};
use crate::backoff::Backoff;
use crate::effect::RequestId;
use crate::tracked::Tracked;
use crate::view::{ConversationKey, RowKey, Trouble};

/// Everything written and not yet seen in the server's own list.
#[derive(Debug, Default)]
pub struct Outbox {
    items: Tracked<Vec<Outgoing>>,
    /// In a follower: messages seen in their conversation before the leader said so.
    reconciled: Vec<ClientMessageId>,
    /// Conversations with a person that messages were redirected to. The list may not show them any more: a
    /// cached row goes with the first page, and a leader's list is not a follower's.
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
    pub state: SendState,
    /// Whether it is stored, so that it may be sent.
    stored: Stored,
    /// On a server without client ids, set before the first attempt: the newest time in the
    /// conversation then. Only a later row can be this message.
    tried_after: Option<Timestamp>,
    /// Its place among all that is stored; 0 before it has one.
    sequence: u64,
    /// In a follower: it was sent to the leader.
    handed_over: bool,
    /// In a follower: the leader has it.
    shared: bool,
    /// In a follower: the person deleted it, in whichever tab.
    discarded: bool,
    backoff: Backoff,
    /// The person has changed its text since it was written.
    edited: bool,
    /// An attempt has failed and is made again by itself. The person need not wait for that.
    delayed: bool,
    /// The server failed on it again and again: it holds up nobody any more, is tried when something suggests that it
    /// may succeed now, and the person decides.
    aside: bool,
    failing: Failing,
}

/// Where a message stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendState {
    /// Waits for its turn.
    Queued,
    /// To be tried again by the person's wish, once the list has shown that it did not arrive.
    Checking,
    /// Asked for; with the request once it is made.
    InFlight(Option<RequestId>),
    /// Will be tried again by itself.
    BackingOff,
    /// The server has it; its row has not been seen yet.
    Acknowledged(Option<Timestamp>),
    /// Refused, or of unknown outcome on a server where trying again could double it.
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

    fn request(&self) -> SendRequest {
        let (message_group_uuid, handle) = match &self.to {
            ConversationKey::Group(id) => (Some(id.clone()), None),
            ConversationKey::New(handle) => (None, Some(handle.clone())),
        };
        SendRequest {
            message: self.text.clone(),
            message_group_uuid,
            handle,
            client_message_id: Some(self.client_id.clone()),
        }
    }

    fn is_unsent(&self) -> bool {
        !matches!(self.state, SendState::Acknowledged(_))
    }

    /// Why it is shown as not sent, if it is.
    pub fn trouble(&self) -> Option<Trouble> {
        match &self.state {
            SendState::Failed(trouble) => Some(trouble.clone()),
            SendState::Acknowledged(_) => None,
            _ => self.aside.then_some(Trouble::Server),
        }
    }

    /// Whether it waits for something else than its turn: another attempt, or a token. While an attempt is made on a
    /// server that keeps no client ids (`idempotent`: it does), nothing else may be sent.
    pub fn is_held_up(&self, idempotent: bool) -> bool {
        let is_held_up = match self.state {
            SendState::InFlight(None) => true,
            SendState::InFlight(Some(_)) => self.delayed && idempotent,
            _ => self.delayed,
        };
        is_held_up && self.is_unsent() && self.trouble().is_none()
    }
}

impl Outbox {
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
        self.waited_for().count()
    }

    /// The messages the person still waits for.
    pub fn waited_for(&self) -> impl Iterator<Item = &ClientMessageId> {
        let waits = |item: &&Outgoing| item.is_unsent() && item.trouble().is_none();
        self.items.iter().filter(waits).map(|item| &item.client_id)
    }

    /// The messages that were not sent.
    pub fn failed(&self) -> impl Iterator<Item = &Outgoing> {
        let failed = |item: &&Outgoing| item.trouble().is_some();
        self.items.iter().filter(failed)
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

    /// The messages that are not stored yet.
    pub fn unstored(&self) -> Vec<ClientMessageId> {
        let unstored = self.items.iter().filter(|item| item.stored == Stored::No);
        unstored.map(|item| item.client_id.clone()).collect()
    }

    /// How the storing of a message stands.
    pub fn storing(&mut self, id: &ClientMessageId, stored: Stored) {
        if let Some(item) = self.find_mut(|item| item.client_id == *id) {
            item.stored = stored;
        }
    }

    /// A transaction has ended. Returns the queue whose message waited for it.
    pub fn stored(&mut self, by: RequestId) -> Option<ConversationKey> {
        let item = self.find_mut(|item| item.stored == Stored::Pending(by))?;
        item.stored = Stored::Yes;
        Some(item.to.clone())
    }

    /// The conversation with a person has an id now: what was to go to the person goes there.
    pub fn redirect(&mut self, from: &ConversationKey, group: &GroupId) {
        for item in self.items.get_mut().iter_mut() {
            if item.to == *from {
                item.to = ConversationKey::Group(group.clone());
            }
        }
        self.note_moved(from, group);
    }

    fn note_moved(&mut self, from: &ConversationKey, group: &GroupId) {
        if matches!(from, ConversationKey::New(_)) && self.moved_from(from).is_none() {
            self.moved.push((from.clone(), group.clone()));
        }
    }

    /// Removes a message.
    pub fn remove(&mut self, id: &ClientMessageId) {
        self.items.get_mut().retain(|item| item.client_id != *id);
    }

    /// The first message of which this holds. Counts as a change only where there is one.
    fn find_mut(&mut self, is_it: impl Fn(&Outgoing) -> bool) -> Option<&mut Outgoing> {
        let place = self.items.iter().position(is_it)?;
        self.items.get_mut().get_mut(place)
    }
}
