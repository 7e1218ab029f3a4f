//! Own messages that are to be edited or deleted, until the server has done it: one entry for each message, one
//! request of it in flight.
//!
//! The timeline holds what the server has; an entry here is shown over it ([`Edit::shown`]). So nothing has to be taken
//! back in the timeline when an edit fails.

mod answer;
mod record;
mod shared;
mod wishes;

use cruddur_contract::edit::EditRequest;
use cruddur_contract::{GroupId, MessageId, Timestamp};

pub use self::answer::EditOutcome;
pub use self::record::EditRecord;
pub use self::wishes::Undone;
use crate::api::Call;
use crate::backoff::Backoff;
use crate::effect::RequestId;
use crate::outbox::Stored;
use crate::tracked::Tracked;
use crate::view::{EditState, Trouble};

/// A deletion can be undone for so long before it is asked for, milliseconds.
pub const UNDO_FOR: u64 = 5_000;

/// All of them.
#[derive(Debug, Default)]
pub struct Edits {
    items: Tracked<Vec<Edit>>,
    /// Messages whose rows are to be shown anew.
    touched: Vec<(GroupId, MessageId)>,
}

/// What is to become of one message.
#[derive(Clone, Debug)]
pub struct Edit {
    pub group: GroupId,
    pub message: MessageId,
    /// What the person wants last.
    pub wish: Wish,
    /// When, by the server's clock as far as known.
    pub at: Timestamp,
    /// The version that it was made from.
    base: u64,
    phase: Phase,
    /// The request that is being made, and what it asks for.
    in_flight: Option<InFlight>,
    /// Texts that were asked for since `base`. Where the answer was lost the server may have one of them.
    tried: Vec<String>,
    /// The edit that a deletion has replaced, for its undoing.
    undo: Option<String>,
    stored: Stored,
    /// In a follower: the leader was told.
    handed_over: bool,
    /// In a follower: the leader has it as it is here.
    shared: bool,
    backoff: Backoff,
}

/// What a person wants of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// This text, checked and trimmed.
    Text(String),
    Deletion,
}

/// Where an edit stands.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Phase {
    /// A deletion that can still be undone.
    Held,
    /// To be asked for.
    Ready,
    /// Will be asked for again by itself.
    BackingOff,
    /// The message has changed since; the person decides.
    Conflict,
    /// Refused.
    Failed(Trouble),
}

#[derive(Clone, Debug)]
struct InFlight {
    /// Once it is made.
    id: Option<RequestId>,
    wish: Wish,
}

impl Edit {
    /// What the message's row shows instead of what the server has.
    pub fn shown(&self) -> Option<&Wish> {
        match self.phase {
            Phase::Held | Phase::Ready | Phase::BackingOff => Some(&self.wish),
            Phase::Conflict | Phase::Failed(_) => None,
        }
    }

    /// Whether the row shows this text by it.
    pub fn shows(&self, text: &str) -> bool {
        matches!(self.shown(), Some(Wish::Text(shown)) if shown == text)
    }

    /// How it is shown that it is not done.
    pub fn state(&self) -> EditState {
        match (&self.phase, &self.wish) {
            (Phase::Held, _) => EditState::Undoable,
            (Phase::Ready | Phase::BackingOff, _) => EditState::Saving,
            (Phase::Conflict, Wish::Text(text)) => EditState::Conflict { mine: text.clone() },
            // A deletion meets no conflict.
            (Phase::Conflict, Wish::Deletion) => EditState::Saving,
            (Phase::Failed(trouble), wish) => EditState::NotSaved {
                mine: match wish {
                    Wish::Text(text) => Some(text.clone()),
                    Wish::Deletion => None,
                },
                trouble: trouble.clone(),
            },
        }
    }

    /// Whether it may go again by itself, or be changed by a later wish without asking.
    fn is_under_way(&self) -> bool {
        self.shown().is_some()
    }
}

impl Edits {
    /// Counts the changes.
    pub fn revision(&self) -> u64 {
        self.items.revision()
    }

    /// What is to become of this message.
    pub fn get(&self, message: &MessageId) -> Option<&Edit> {
        self.items.iter().find(|edit| edit.message == *message)
    }

    /// All messages that are to be changed.
    pub fn messages(&self) -> Vec<MessageId> {
        let messages = self.items.iter().map(|edit| edit.message.clone());
        messages.collect()
    }

    /// Those of a conversation.
    pub fn of(&self, group: &GroupId) -> Vec<MessageId> {
        let edits = self.items.iter().filter(|edit| edit.group == *group);
        edits.map(|edit| edit.message.clone()).collect()
    }

    /// How many would be lost without this: all but those that the server has refused.
    pub fn unsent(&self) -> usize {
        let refused = |edit: &&Edit| matches!(edit.phase, Phase::Failed(_));
        self.items.len() - self.items.iter().filter(refused).count()
    }

    /// The messages whose rows are to be shown anew, since this was last called.
    pub fn take_touched(&mut self) -> Vec<(GroupId, MessageId)> {
        std::mem::take(&mut self.touched)
    }

    /// Those that are not stored yet.
    pub fn unstored(&self) -> Vec<MessageId> {
        let unstored = self.items.iter().filter(|edit| edit.stored == Stored::No);
        unstored.map(|edit| edit.message.clone()).collect()
    }

    /// How the storing stands.
    pub fn storing(&mut self, message: &MessageId, stored: Stored) {
        if let Some(edit) = self.find_mut(message) {
            edit.stored = stored;
        }
    }

    /// A transaction has ended. Returns the message that waited for it.
    pub fn stored(&mut self, by: RequestId) -> Option<MessageId> {
        let waits = |edit: &&Edit| edit.stored == Stored::Pending(by);
        let message = self.items.iter().find(waits)?.message.clone();
        self.storing(&message, Stored::Yes);
        Some(message)
    }

    /// Begins to ask for what is wanted of a message, if that can be now: it is stored, and nothing is in flight.
    pub fn start(&mut self, message: &MessageId) -> Option<Call> {
        let can = |edit: &Edit| {
            edit.phase == Phase::Ready && edit.in_flight.is_none() && edit.stored == Stored::Yes
        };
        self.get(message).filter(|edit| can(edit))?;
        let edit = self.find_mut(message)?;
        // Before the call, which may wait for a token: it is not made twice.
        edit.in_flight = Some(InFlight {
            id: None,
            wish: edit.wish.clone(),
        });
        let (group, message) = (edit.group.clone(), edit.message.clone());
        Some(match &edit.wish {
            Wish::Text(text) => {
                if !edit.tried.contains(text) {
                    edit.tried.push(text.clone());
                }
                let body = EditRequest {
                    message: text.clone(),
                    version: edit.base,
                };
                Call::Edit {
                    group,
                    message,
                    body,
                }
            }
            Wish::Deletion => Call::Delete { group, message },
        })
    }

    /// Whether a call that waited for a token is still to be made.
    pub fn wants(&self, message: &MessageId) -> bool {
        self.get(message)
            .is_some_and(|edit| edit.in_flight.is_some())
    }

    /// This request asks for it.
    pub fn requested(&mut self, id: RequestId, message: &MessageId) {
        if let Some(edit) = self.find_mut(message)
            && let Some(in_flight) = &mut edit.in_flight
        {
            in_flight.id = Some(id);
        }
    }

    /// One that backed off may be asked for again.
    pub fn wake(&mut self, message: &MessageId) {
        if self.is_in(message, &Phase::BackingOff)
            && let Some(edit) = self.find_mut(message)
        {
            edit.phase = Phase::Ready;
        }
    }

    /// A deletion cannot be undone any more. Returns whether it is to be asked for now.
    pub fn due(&mut self, message: &MessageId) -> bool {
        let held = self.is_in(message, &Phase::Held);
        if held && let Some(edit) = self.find_mut(message) {
            edit.phase = Phase::Ready;
            edit.undo = None;
        }
        held
    }

    /// Whether a deletion of this message can still be undone.
    pub fn is_held(&self, message: &MessageId) -> bool {
        self.is_in(message, &Phase::Held)
    }

    fn is_in(&self, message: &MessageId, phase: &Phase) -> bool {
        self.get(message).is_some_and(|edit| edit.phase == *phase)
    }

    /// Counts as a change only where there is one.
    fn find_mut(&mut self, message: &MessageId) -> Option<&mut Edit> {
        let place = self
            .items
            .iter()
            .position(|edit| edit.message == *message)?;
        let edit = self.items.get_mut().get_mut(place)?;
        self.touched
            .push((edit.group.clone(), edit.message.clone()));
        Some(edit)
    }

    fn remove(&mut self, message: &MessageId) {
        if self.find_mut(message).is_some() {
            self.items.get_mut().retain(|edit| edit.message != *message);
        }
    }
}
