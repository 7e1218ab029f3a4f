//! Which message goes next.

use cruddur_contract::message::SendRequest;
use cruddur_contract::{ClientMessageId, GroupId, Timestamp};

use super::failing::Failing;
use super::{Outbox, Outgoing, SendState, Stored};
use crate::backoff::Backoff;
use crate::effect::RequestId;
use crate::view::{ConversationKey, RowKey, Trouble};

impl Outbox {
    /// Puts a message at the end of its conversation's queue.
    pub fn push(
        &mut self,
        client_id: ClientMessageId,
        to: ConversationKey,
        text: String,
        written_at: Timestamp,
    ) {
        let last = self.items.iter().map(|item| item.written_at).max();
        let next = last.and_then(|last| Timestamp::from_micros(last.micros().saturating_add(1)));
        self.items.get_mut().push(Outgoing {
            client_id,
            to,
            text,
            // What is stored without a place is ordered by it.
            written_at: next.map_or(written_at, |next| next.max(written_at)),
            state: SendState::Queued,
            stored: Stored::No,
            tried_after: None,
            sequence: 0,
            handed_over: false,
            shared: false,
            discarded: false,
            edited: false,
            backoff: Backoff::default(),
            delayed: false,
            aside: false,
            failing: Failing::default(),
        });
    }

    /// The person wants a message that was not sent tried again. On a server where that could double it
    /// the list is asked first. Returns the message and its queue.
    pub fn retry(
        &mut self,
        key: &RowKey,
        idempotent: bool,
    ) -> Option<(ClientMessageId, ConversationKey)> {
        let item = self.find_mut(|item| item.key() == *key)?;
        let trouble = item.trouble()?;
        // From here on it keeps its place again; but the server need not fail for a minute once more.
        item.aside = false;
        if matches!(item.state, SendState::InFlight(_)) {
            return None;
        }
        let unknown = matches!(trouble, Trouble::Network | Trouble::Server);
        item.state = if unknown && !idempotent {
            SendState::Checking
        } else {
            SendState::Queued
        };
        Some((item.client_id.clone(), item.to.clone()))
    }

    /// The person wants a message tried that waits, or waits behind such a one. Returns its queue.
    pub fn hurry(&mut self, key: &RowKey) -> Option<ConversationKey> {
        let waits = |item: &&Outgoing| item.key() == *key && item.trouble().is_none();
        let to = self.items.iter().find(waits)?.to.clone();
        self.wake(&to);
        Some(to)
    }

    /// The person drops a message that was not sent, or waits: then it may have arrived all the same. One whose first
    /// attempt is being made is left alone. Returns it and its queue.
    pub fn discard(
        &mut self,
        key: &RowKey,
        idempotent: bool,
    ) -> Option<(ClientMessageId, ConversationKey)> {
        let can = |item: &Outgoing| {
            let waits = matches!(item.state, SendState::Queued | SendState::Checking);
            item.key() == *key && (waits || item.is_held_up(idempotent) || item.trouble().is_some())
        };
        let place = self.items.iter().position(can)?;
        let item = self.items.get_mut().remove(place);
        Some((item.client_id, item.to))
    }

    /// Whether a call that waited for a token still has a message to send.
    pub fn wants(&self, id: Option<&ClientMessageId>) -> bool {
        let in_flight = |item: &Outgoing| matches!(item.state, SendState::InFlight(_));
        let mut items = self.items.iter();
        items.any(|item| Some(&item.client_id) == id && in_flight(item))
    }

    /// The server may be well again: what stepped aside is tried once, behind everything else.
    pub fn try_aside(&mut self) {
        let failed = |item: &Outgoing| item.aside && matches!(item.state, SendState::Failed(_));
        while let Some(item) = self.find_mut(failed) {
            item.state = SendState::Queued;
        }
    }

    /// Whether a message of this queue can be sent now.
    pub fn has_next(&self, to: &ConversationKey) -> bool {
        self.next(to).is_some()
    }

    /// The message whose turn it is, if it can be sent now: none of its conversation is in flight or
    /// backing off, and it is stored.
    fn next(&self, to: &ConversationKey) -> Option<usize> {
        // One that is tried again by hand may stand before one in flight.
        let in_flight = |item: &Outgoing| matches!(item.state, SendState::InFlight(_));
        if self.of(to).any(in_flight) {
            return None;
        }
        let first = |aside: bool| {
            self.items.iter().position(|item| {
                item.to == *to
                    && item.aside == aside
                    && !matches!(
                        item.state,
                        SendState::Acknowledged(_) | SendState::Failed(_)
                    )
            })
        };
        let place = first(false).or_else(|| first(true))?;
        let item = &self.items[place];
        (item.state == SendState::Queued && item.stored == Stored::Yes).then_some(place)
    }

    /// On a server without client ids: notes what was the newest time before the first attempt. Returns
    /// the message, which must be stored again: that it was tried must outlive the page, so that it is
    /// not tried again by itself.
    pub fn mark_tried(
        &mut self,
        to: &ConversationKey,
        newest: Timestamp,
    ) -> Option<ClientMessageId> {
        let place = self.next(to)?;
        if self.items[place].tried_after.is_some() {
            return None;
        }
        let item = self.items.get_mut().get_mut(place)?;
        item.tried_after = Some(newest);
        Some(item.client_id.clone())
    }

    /// Begins to send the message whose turn it is.
    pub fn start_next(&mut self, to: &ConversationKey) -> Option<SendRequest> {
        let place = self.next(to)?;
        let item = self.items.get_mut().get_mut(place)?;
        // Before the call, which may wait for a token: it is not made twice.
        item.state = SendState::InFlight(None);
        Some(item.request())
    }

    /// This request sends that message.
    pub fn requested(&mut self, id: RequestId, client_id: Option<&ClientMessageId>) {
        if let Some(item) = self.find_mut(|item| Some(&item.client_id) == client_id) {
            item.state = SendState::InFlight(Some(id));
        }
    }

    /// Whether a message of this conversation is in flight, from this tab or the leader.
    pub fn is_sending(&self, group: &GroupId) -> bool {
        self.items.iter().any(|item| {
            let by_leader =
                item.shared && item.state == SendState::Queued && item.tried_after.is_some();
            (by_leader || matches!(item.state, SendState::InFlight(_)))
                && matches!(&item.to, ConversationKey::Group(to) if to == group)
        })
    }

    /// A message that backed off may be tried again.
    pub fn wake(&mut self, to: &ConversationKey) {
        let waits = |item: &Outgoing| item.to == *to && item.state == SendState::BackingOff;
        while let Some(item) = self.find_mut(waits) {
            item.state = SendState::Queued;
        }
    }
}
