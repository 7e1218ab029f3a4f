//! The names under which `session` and `account` know [`Ctx`].

pub use crate::changed::Changed;
pub use crate::ctx::{Ctx as Desk, Role};
use crate::effect::{Effect, TimerKey};

impl Desk {
    /// See [`Desk::push`].
    pub fn do_(&mut self, effect: Effect) {
        self.push(effect);
    }

    /// Sends a message to the other tabs.
    pub fn tell(&mut self, word: &str, rest: &str) {
        if self.role != Role::Alone {
            self.push(Effect::Tell([word, rest].join("\n")));
        }
    }

    /// See [`Desk::set_timer`].
    pub fn timer(&mut self, key: TimerKey, after: u64) {
        self.set_timer(key, after);
    }

    /// See [`Desk::cancel_timer`].
    pub fn cancel(&mut self, key: TimerKey) {
        self.cancel_timer(key);
    }
}
