//! What a flow led to, for the rest of the engine.

use cruddur_contract::cognito::Tokens;

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
    /// All sessions of the person have ended, or the account is deleted.
    Left,
}

/// A finished sign-in.
#[derive(Debug)]
pub struct SignedIn {
    /// With a refresh token.
    pub tokens: Tokens,
    /// The pool's key of this browser as a device; empty where it has none.
    pub device_key: String,
    /// The address signed in with.
    pub email: String,
    /// The refresh token outlives the browser.
    pub keep: bool,
}
