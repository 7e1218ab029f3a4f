//! What the runtime executes: the engine's output.

use cruddur_contract::MessageId;
use cruddur_contract::cognito::NewDevice;

use crate::http::HttpRequest;
use crate::view::ConversationKey;

/// Identifies a request until its outcome is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RequestId(pub u64);

/// Names a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SocketId(pub u64);

/// Identifies a timer; starting one that runs restarts it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TimerKey {
    /// Refresh the tokens ahead of their end.
    RefreshTokens,
    /// Try the refresh again.
    RetryRefresh,
    /// Tell the pool of a sign-out again.
    Revoke,
    /// Try to connect again.
    Reconnect,
    /// Ask the server whether it is there.
    Ping,
    /// A socket that is being opened should be open by now.
    HandshakeDue,
    /// The answer to the ping is due.
    PongDue,
    /// The connection has been good for long enough to forget past failures.
    Healthy,
    /// Move to a new socket before the gateway closes this one.
    Rotate,
    /// Read by REST where there is no live connection.
    Poll,
    /// Retry what could not be read.
    CatchUp,
    /// Try to send the first waiting message of this conversation again.
    Resend(ConversationKey),
    /// Try to edit or delete this message again.
    ResendEdit(MessageId),
    /// Try to tell the server again what was read.
    ResendReads,
    /// The deletion of this message cannot be undone any more.
    DeleteDue(MessageId),
    /// The person has stopped typing in the people search.
    Search,
    /// A row about a group's members came and the group's own did not.
    GroupRows,
    /// Store the drafts and the cache.
    Save,
    /// What is on screen has stayed so for a moment: watch it.
    Watch,
    /// Watch it again: what was reported is in doubt.
    WatchAgain,
    /// Somebody did not come back, or stopped typing.
    Presence,
    /// The leader should have answered by now.
    AnswerDue,
    /// A second of waiting for another code is over.
    ResendIn,
    /// The person has stopped typing the username of a new account.
    CheckHandle,
}

/// One change of what is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct StoreChange {
    /// The key. One that ends with `/`, without a value: all keys with this prefix.
    pub key: String,
    /// The new value; `None` deletes.
    pub value: Option<String>,
}

impl std::fmt::Debug for StoreChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What the person wrote stays out of logs.
        let word = if self.value.is_some() {
            "put"
        } else {
            "remove"
        };
        write!(f, "StoreChange({word} {})", self.key)
    }
}

/// What is wanted of the browser's passkeys: options of WebAuthn (Level 3, 5.1.8 and 5.1.9) in JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasskeyRequest {
    /// A proof by one that is there.
    Get(String),
    /// A new one.
    Create(String),
}

/// One thing to execute.
#[derive(Clone, PartialEq, Eq)]
pub enum Effect {
    /// Make this request.
    Http(RequestId, HttpRequest),
    /// Nobody waits for this request, or this passkey, any more.
    Abort(RequestId),
    /// Somebody is about to type a password: have `A` ready for the next `SrpStart`.
    SrpPrepare,
    /// Start an SRP exchange; answered by `SrpStarted`.
    SrpStart {
        /// The id of the pool; of a device `_` and the key of its group.
        pool: String,
        /// Held by the SRP client alone, until the proof is made.
        password: String,
        /// The remembered-device record that `SrpStarted` brings along, as `StoreDevice` names it.
        device_record: Option<String>,
    },
    /// Make the proof; answered by `SrpProved`.
    SrpProve {
        /// `SECRET_BLOCK`.
        secret_block: String,
        /// `USER_ID_FOR_SRP`.
        user_id: String,
        /// `SALT`, hexadecimal without leading zero bytes.
        salt: String,
        /// `SRP_B`, hexadecimal.
        srp_b: String,
    },
    /// Ask the browser for a passkey; answered by `PasskeyAnswered`.
    Passkey(RequestId, PasskeyRequest),
    /// Drop the SRP client and the password with it.
    SrpEnd,
    /// Make a password for this browser as a remembered device; answered by `DeviceMade`.
    MakeDevice(NewDevice),
    /// Store the remembered-device record of this name; it outlives the session. Empty: delete it.
    StoreDevice(String, String),
    /// Store the session for the next start: of this tab, or (`true`) of any tab of this browser.
    StoreSession(String, bool),
    /// Record the number of the last sign-out, for all tabs of this browser and all later starts.
    RecordSignOut(u64),
    /// Store the refresh token that the sign-out of this number has to have revoked; it outlives the page.
    /// Empty: delete it.
    StoreRevocation(u64, String),
    /// Store the journal for the next start of this tab, synchronously: it must be there if the page ends
    /// now. Empty: delete it.
    Journal(String),
    /// Delete the stored session, the journal, and all values of `Store` but those that
    /// [`crate::persistence::is_kept_for_owner`] keeps. All values with this prefix go as well: whose they are has
    /// signed out.
    ForgetSession(Option<String>),
    /// Delete all values whose keys do not have this prefix, but for those that
    /// [`crate::persistence::is_kept_for_owner`] keeps, then load those that have it; answered by `Loaded`.
    Load(RequestId, String),
    /// Make these changes in one transaction, after the ones before; answered by `Stored`.
    Store(RequestId, Vec<StoreChange>),
    /// Take the lock of the browser's tabs from a tab that does not answer.
    TakeLock,
    /// Send this to every other tab of this browser; they get it as `TabMessage`.
    Broadcast(String),
    /// Wait, then say `Timer`.
    Timer(TimerKey, u64),
    /// Do not wait any more.
    CancelTimer(TimerKey),
    /// Open a socket.
    OpenSocket(SocketId, String),
    /// Send a text frame.
    SendFrame(SocketId, String),
    /// Close a socket; nothing it says afterwards counts.
    CloseSocket(SocketId),
    /// Show this path instead of the present one (`replace`: without a new history entry).
    Navigate {
        /// Path within the app.
        path: String,
        /// Whether the present entry is replaced.
        replace: bool,
    },
}

impl std::fmt::Debug for Effect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Passwords, tokens, tickets and texts stay out of logs.
        match self {
            Self::Http(id, request) => write!(f, "Http({id:?}, {request:?})"),
            Self::Abort(id) => write!(f, "Abort({id:?})"),
            Self::SrpStart { .. } => f.write_str("SrpStart"),
            Self::SrpProve { .. } => f.write_str("SrpProve"),
            Self::SrpEnd => f.write_str("SrpEnd"),
            Self::MakeDevice(_) => f.write_str("MakeDevice"),
            Self::StoreDevice(..) => f.write_str("StoreDevice"),
            Self::StoreSession(..) => f.write_str("StoreSession"),
            Self::RecordSignOut(_) => f.write_str("RecordSignOut"),
            Self::StoreRevocation(..) => f.write_str("StoreRevocation"),
            Self::Journal(_) => f.write_str("Journal"),
            Self::ForgetSession(_) => f.write_str("ForgetSession"),
            Self::Load(id, _) => write!(f, "Load({id:?})"),
            Self::Store(id, changes) => write!(f, "Store({id:?}, {} changes)", changes.len()),
            Self::TakeLock => f.write_str("TakeLock"),
            Self::Broadcast(_) => f.write_str("Broadcast"),
            Self::Timer(key, after) => write!(f, "Timer({key:?}, {after} ms)"),
            Self::CancelTimer(key) => write!(f, "CancelTimer({key:?})"),
            Self::OpenSocket(id, _) => write!(f, "OpenSocket({id:?})"),
            Self::SendFrame(id, _) => write!(f, "SendFrame({id:?})"),
            Self::CloseSocket(id) => write!(f, "CloseSocket({id:?})"),
            Self::SrpPrepare => f.write_str("SrpPrepare"),
            Self::Passkey(..) => f.write_str("Passkey"),
            Self::Navigate { path, replace } => write!(f, "Navigate({path}, replace {replace})"),
        }
    }
}
