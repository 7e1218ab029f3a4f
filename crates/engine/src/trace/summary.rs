//! How the engine stands, in numbers and literals.

use std::fmt::{Display, Formatter, Result as Written};

use crate::ctx::Role;
use crate::view::ConnectionStatus;

/// How the engine stands, without anything that a person wrote or a server sent.
#[derive(Clone, Copy, Debug)]
pub struct Summary {
    pub session: SessionState,
    pub role: Role,
    pub connection: ConnectionStatus,
    /// Conversations in the list.
    pub listed: usize,
    /// Conversations with messages in memory, and how many messages.
    pub loaded: usize,
    pub messages: usize,
    /// Messages the person still waits for.
    pub waiting: usize,
    /// All that are not sent, with those that failed.
    pub unsent: usize,
    /// The browser stores what is unsent.
    pub stores: bool,
}

/// Whether somebody is signed in.
#[derive(Clone, Copy, Debug)]
pub enum SessionState {
    Restoring,
    SignedOut,
    SignedIn,
    /// Signed in, and asked to sign in again.
    Expired,
}

/// One line per part.
impl Display for Summary {
    fn fmt(&self, f: &mut Formatter<'_>) -> Written {
        let session = match self.session {
            SessionState::Restoring => "being restored",
            SessionState::SignedOut => "signed out",
            SessionState::SignedIn => "signed in",
            SessionState::Expired => "expired",
        };
        let tab = match self.role {
            Role::Alone => "alone",
            Role::Follower => "follower",
            Role::Leader => "leader",
        };
        let connection = match self.connection {
            ConnectionStatus::Connecting => "connecting",
            ConnectionStatus::Connected => "connected",
            ConnectionStatus::Reconnecting => "reconnecting",
            ConnectionStatus::Blocked => "blocked",
            ConnectionStatus::Offline => "offline",
        };
        let storage = if self.stores {
            "available"
        } else {
            "not available"
        };
        let Self {
            listed,
            loaded,
            messages,
            waiting,
            unsent,
            ..
        } = self;
        writeln!(f, "session: {session}")?;
        writeln!(f, "tab: {tab}")?;
        writeln!(f, "connection: {connection}")?;
        writeln!(
            f,
            "conversations: {listed} listed, {loaded} loaded with {messages} messages"
        )?;
        writeln!(f, "outbox: {unsent} unsent, {waiting} of them waiting")?;
        writeln!(f, "storage: {storage}")
    }
}
