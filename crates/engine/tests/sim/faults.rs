//! What can go wrong with one request, frame or transaction, and the counts of what happened.

use std::collections::BTreeMap;

/// How often each thing happened, by name.
pub type Counts = BTreeMap<&'static str, u64>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    LostRequest,
    LostAnswer,
    /// The network delivers a request twice.
    RepeatedRequest,
    Slow,
    ServerError,
    /// The server stores a message and answers with an error.
    ErrorAfterAcceptance,
    Throttled,
    /// Status 200 with something else than the API's answer.
    CaptivePortal,
    RefusedCursor,
    /// The message has a defect: no frame and no page shows it.
    UnreadableMessage,
    /// A page lacks the newest messages.
    ReadLag,
    LostFrame,
    RepeatedFrame,
    ReorderedFrame,
    BrokenFrame,
    RefusedHandshake,
    EndlessHandshake,
    /// A server asks a connection that has just come to move, twice.
    MovedAtOnce,
    /// The client does not hear that a connection was closed.
    LostClose,
    FailedStorage,
    SlowStorage,
    CognitoError,
}

impl Fault {
    pub const ALL: [Self; 22] = [
        Self::LostRequest,
        Self::LostAnswer,
        Self::RepeatedRequest,
        Self::Slow,
        Self::ServerError,
        Self::ErrorAfterAcceptance,
        Self::Throttled,
        Self::CaptivePortal,
        Self::RefusedCursor,
        Self::UnreadableMessage,
        Self::ReadLag,
        Self::LostFrame,
        Self::RepeatedFrame,
        Self::ReorderedFrame,
        Self::BrokenFrame,
        Self::RefusedHandshake,
        Self::EndlessHandshake,
        Self::MovedAtOnce,
        Self::LostClose,
        Self::FailedStorage,
        Self::SlowStorage,
        Self::CognitoError,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::LostRequest => "lost request",
            Self::LostAnswer => "lost answer",
            Self::RepeatedRequest => "repeated request",
            Self::Slow => "slow",
            Self::ServerError => "server error",
            Self::ErrorAfterAcceptance => "error after acceptance",
            Self::Throttled => "throttled",
            Self::CaptivePortal => "captive portal",
            Self::RefusedCursor => "refused cursor",
            Self::UnreadableMessage => "unreadable message",
            Self::ReadLag => "read lag",
            Self::LostFrame => "lost frame",
            Self::RepeatedFrame => "repeated frame",
            Self::ReorderedFrame => "reordered frame",
            Self::BrokenFrame => "broken frame",
            Self::RefusedHandshake => "refused handshake",
            Self::EndlessHandshake => "endless handshake",
            Self::MovedAtOnce => "moved at once",
            Self::LostClose => "lost close",
            Self::FailedStorage => "failed storage",
            Self::SlowStorage => "slow storage",
            Self::CognitoError => "cognito error",
        }
    }
}

/// The faults that steps have announced and that have not occurred yet.
#[derive(Default)]
pub struct PendingFaults([u64; Fault::ALL.len()]);

impl PendingFaults {
    /// Of the next 64 occasions the fault occurs where a bit of `on` is set.
    pub fn add(&mut self, fault: Fault, on: u64) {
        self.0[fault as usize] |= on;
    }

    /// This is an occasion for the fault: whether it occurs.
    pub fn take(&mut self, fault: Fault) -> bool {
        let pending = &mut self.0[fault as usize];
        let occurs = *pending & 1 == 1;
        *pending >>= 1;
        occurs
    }
}
