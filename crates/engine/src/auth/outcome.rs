//! What a flow led to, for the rest of the engine.

use crate::cognito::SignedIn;
use crate::secret::Secret;

/// What a flow led to.
#[derive(Debug)]
pub enum Outcome {
    /// Nothing outside of this part.
    Nothing,
    /// A setting needs an access token to go on.
    NeedsToken,
    /// Somebody is signed in.
    SignedIn(Box<SignedIn>),
    /// The person has this display name from now on.
    Renamed(String),
    /// The password is this one, and all sessions of the person have ended: this one signs in again with it.
    PasswordChanged(Secret),
    /// The password was proved again. The refresh token that came of it is not used.
    PasswordProved(Option<Secret>),
    /// All sessions of the person have ended, or the account is deleted.
    Left,
}
