//! What `session` and `account` use until they take [`Ctx`] and [`TabMessage`] as they are.

pub use crate::changed::Changed;
pub use crate::ctx::{Ctx as Desk, Role};
use crate::effect::{Effect, TimerKey};
use crate::tabs::TabMessage;

impl Desk {
    /// See [`Desk::push`].
    pub fn do_(&mut self, effect: Effect) {
        self.push(effect);
    }

    /// Sends `session`, `token` or `expired` to the other tabs.
    pub fn tell(&mut self, word: &str, rest: &str) {
        let message = match word {
            "session" => {
                let mut lines = rest.splitn(3, '\n');
                let mut line = || lines.next().unwrap_or_default().to_owned();
                let (token, left, session) = (line(), line(), line());
                TabMessage::Session {
                    access_token: Some(token).filter(|token| !token.is_empty()),
                    expires_in: left.parse().unwrap_or(0),
                    session,
                }
            }
            "token" => TabMessage::TokenWanted {
                refused: Some(rest.to_owned()).filter(|token| !token.is_empty()),
            },
            _ => TabMessage::Expired {
                elsewhere: !rest.is_empty(),
            },
        };
        self.broadcast(message);
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
