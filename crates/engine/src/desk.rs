//! What every part of the engine works at: the time, the randomness, and the tray for effects.

use crate::effect::{Effect, RequestId, SocketId, TimerKey};
use crate::event::Now;
use crate::random::Draws;

/// Which snapshots changed since they were last published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// `SessionView`, `AccountView`, `HandlePrompt`, `Notices`.
    pub session: bool,
    /// `ConnectionStatus`.
    pub connection: bool,
    /// `GroupsView`.
    pub groups: bool,
    /// `ConversationView` and its rows, and the number of waiting messages.
    pub conversation: bool,
    /// The open conversation's draft.
    pub draft: bool,
    /// `PeopleView`.
    pub people: bool,
}

impl Changed {
    /// Everything that changed here or there.
    pub fn or(self, other: Self) -> Self {
        Self {
            session: self.session | other.session,
            connection: self.connection | other.connection,
            groups: self.groups | other.groups,
            conversation: self.conversation | other.conversation,
            draft: self.draft | other.draft,
            people: self.people | other.people,
        }
    }
}

/// What this tab is among the tabs of its browser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// It knows of no others and works for itself.
    #[default]
    Alone,
    /// Another one works for it, or the lock is still to be had.
    Follower,
    /// It works for all.
    Holder,
}

/// The desk of one turn.
#[derive(Debug, Default)]
pub struct Desk {
    /// When the event happened.
    pub now: Now,
    /// Randomness of this turn.
    pub draws: Draws,
    /// What is to be done, in order.
    pub effects: Vec<Effect>,
    /// What changed.
    pub changed: Changed,
    /// What this tab is.
    pub role: Role,
    last_id: u64,
}

impl Desk {
    /// Adds an effect.
    pub fn do_(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Tells the other tabs something.
    pub fn tell(&mut self, word: &str, rest: &str) {
        if self.role != Role::Alone {
            self.do_(Effect::Tell([word, rest].join("\n")));
        }
    }

    /// Starts (or restarts) a timer, milliseconds.
    pub fn timer(&mut self, key: TimerKey, after: u64) {
        self.do_(Effect::Timer(key, after));
    }

    /// Stops a timer.
    pub fn cancel(&mut self, key: TimerKey) {
        self.do_(Effect::CancelTimer(key));
    }

    /// A new name for a request.
    pub fn request_id(&mut self) -> RequestId {
        self.last_id += 1;
        RequestId(self.last_id)
    }

    /// A new name for a socket.
    pub fn socket_id(&mut self) -> SocketId {
        self.last_id += 1;
        SocketId(self.last_id)
    }
}
