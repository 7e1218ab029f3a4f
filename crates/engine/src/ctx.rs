//! What a part of the engine gets for one turn: the time, random bits, and a list for its effects.

use crate::api::Call;
use crate::effect::{Effect, RequestId, SocketId, TimerKey};
use crate::event::Now;
use crate::random::RandomBits;
use crate::tabs::TabMessage;

/// What this tab is among the tabs of its browser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// The browser has no locks or no channel: the tab knows of no others.
    #[default]
    Alone,
    /// Another tab leads, or the lock is still to be had.
    Follower,
    /// Owns the socket, the outbox and the refresh of the tokens.
    Leader,
}

/// The context of one turn.
#[derive(Debug, Default)]
pub struct Ctx {
    /// When the event happened.
    pub now: Now,
    /// Random bits of this turn.
    pub rng: RandomBits,
    /// What this tab is.
    pub role: Role,
    effects: Vec<Effect>,
    calls: Vec<Call>,
    last_id: u64,
}

impl Ctx {
    /// Begins a turn.
    pub fn begin(&mut self, now: Now, random: u128) {
        self.now = now;
        self.rng = RandomBits::new(random);
    }

    /// Adds an effect.
    pub fn push(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// The effects of this turn, in the order they are to be executed.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// Wants an API call made. It is made at the end of the turn, or when there is a token.
    pub fn call(&mut self, call: Call) {
        self.calls.push(call);
    }

    /// The API calls that are wanted, in order.
    pub fn take_calls(&mut self) -> Vec<Call> {
        std::mem::take(&mut self.calls)
    }

    /// Whether this tab owns the socket and the outbox: it leads, or is alone.
    pub fn leads(&self) -> bool {
        self.role != Role::Follower
    }

    /// Starts (or restarts) a timer, milliseconds.
    pub fn set_timer(&mut self, key: TimerKey, after: u64) {
        self.push(Effect::Timer(key, after));
    }

    /// Stops a timer.
    pub fn cancel_timer(&mut self, key: TimerKey) {
        self.push(Effect::CancelTimer(key));
    }

    /// Sends a message to the other tabs.
    pub fn broadcast(&mut self, message: TabMessage) {
        if self.role != Role::Alone {
            self.push(Effect::Broadcast(message.encode()));
        }
    }

    /// A new id for a request.
    pub fn request_id(&mut self) -> RequestId {
        self.last_id += 1;
        RequestId(self.last_id)
    }

    /// A new id for a socket.
    pub fn socket_id(&mut self) -> SocketId {
        self.last_id += 1;
        SocketId(self.last_id)
    }
}
