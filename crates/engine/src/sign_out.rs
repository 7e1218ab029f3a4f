//! Leaving: the question before unsent messages are lost, and why a session has ended.

use crate::tracked::Tracked;

/// The question before signing out, and the reason why a session has ended.
#[derive(Debug, Default)]
pub struct SignOut {
    asking: Tracked<bool>,
    elsewhere: Tracked<bool>,
}

impl SignOut {
    /// Counts the changes.
    pub fn revision(&self) -> u64 {
        self.asking.revision() + self.elsewhere.revision()
    }

    /// The person wants to sign out and has unsent messages.
    pub fn ask(&mut self, asking: bool) {
        self.asking.set(asking);
    }

    /// Whether the person is asked.
    pub fn is_asking(&self) -> bool {
        *self.asking
    }

    /// Whether the session has ended because the person signed out everywhere, on another device.
    pub fn was_elsewhere(&self) -> bool {
        *self.elsewhere
    }

    /// The session has ended: for that reason or not.
    pub fn ended(&mut self, elsewhere: bool) {
        self.elsewhere.set(elsewhere);
    }

    /// Somebody is signed in.
    pub fn resumed(&mut self) {
        self.elsewhere.set(false);
    }
}
