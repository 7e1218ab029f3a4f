//! Leaving: the questions before unsent messages are lost or left behind, and why a session has ended.

use crate::cognito::SignedIn;
use crate::tracked::Tracked;

/// The question before signing out, and the reason why a session has ended.
#[derive(Debug, Default)]
pub struct SignOut {
    asking: Tracked<bool>,
    /// Another person has signed in over the page of one who has unsent messages, and is asked to confirm it.
    newcomer: Tracked<Option<Box<SignedIn>>>,
    elsewhere: Tracked<bool>,
    /// The person has changed the password here.
    new_password: Tracked<bool>,
}

impl SignOut {
    /// Counts the changes.
    pub fn revision(&self) -> u64 {
        self.asking.revision()
            + self.newcomer.revision()
            + self.elsewhere.revision()
            + self.new_password.revision()
    }

    /// The person wants to sign out and has unsent messages.
    pub fn ask(&mut self, asking: bool) {
        self.asking.set(asking);
    }

    /// Whether the person is asked.
    pub fn is_asking(&self) -> bool {
        *self.asking
    }

    /// Another person wants to take the place of the one who is here.
    pub fn hold(&mut self, newcomer: Box<SignedIn>) {
        *self.newcomer.get_mut() = Some(newcomer);
    }

    /// The person who is asked to confirm that.
    pub fn newcomer(&self) -> Option<&SignedIn> {
        self.newcomer.as_deref()
    }

    /// Ends that question.
    pub fn take_newcomer(&mut self) -> Option<Box<SignedIn>> {
        self.newcomer()?;
        self.newcomer.get_mut().take()
    }

    /// Whether the session has ended because the person signed out everywhere, on another device.
    pub fn was_elsewhere(&self) -> bool {
        *self.elsewhere
    }

    /// The session has ended: for that reason or not.
    pub fn ended(&mut self, elsewhere: bool) {
        self.elsewhere.set(elsewhere);
    }

    /// The session has ended with a change of the password.
    pub fn password_changed(&mut self) {
        self.elsewhere.set(false);
        self.new_password.set(true);
    }

    /// Whether it has, and is not taken up again yet.
    pub fn has_new_password(&self) -> bool {
        *self.new_password
    }

    /// Somebody is signed in, or nobody any more. Returns whether the password was changed before that.
    pub fn resumed(&mut self) -> bool {
        self.elsewhere.set(false);
        self.new_password.set(false)
    }
}
