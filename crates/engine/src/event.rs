//! What happens to the engine: its input.

use cruddur_contract::GroupId;

use crate::effect::{RequestId, SocketId, TimerKey};
use crate::http::HttpOutcome;
use crate::view::{AccountForm, ConversationKey, Factor, Field, ReadingPosition, RowKey};

/// When an event happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// Milliseconds on a clock that never goes back; for waiting and for lifetimes.
    pub mono: u64,
    /// The device's idea of milliseconds since 1970-01-01 UTC; for showing only.
    pub wall: i64,
}

/// One thing that happened, with the time and fresh randomness.
#[derive(Clone, Debug)]
pub struct Input {
    /// When.
    pub now: Now,
    /// 128 random bits, new for every input; the engine derives jitter and client ids from them.
    pub random: u128,
    /// What.
    pub event: Event,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// The app starts, with what was stored for the session.
    Started {
        /// The stored session, as [`crate::effect::Effect::StoreSession`] wrote it.
        stored_session: Option<String>,
        /// The journal of the tab's page before, as [`crate::effect::Effect::Journal`] wrote it.
        journal: Option<String>,
        /// Whether the browser believes there is a network.
        online: bool,
    },
    /// What the browser's profile holds of sign-outs: before `Started`, before `Woken`, and whenever another tab
    /// changed it.
    SignOuts(ProfileSignOuts),
    /// A person wants something.
    Intent(Intent),
    /// A request came to its end.
    Answered {
        /// Which.
        id: RequestId,
        /// How.
        outcome: HttpOutcome,
    },
    /// The SRP client's public value `A` is ready.
    SrpStarted {
        /// Hexadecimal.
        srp_a: String,
        /// The remembered-device record that `StoreDevice` stored for the address.
        device: Option<String>,
    },
    /// The SRP proof is ready, or could not be made from the challenge.
    SrpProved(Option<SrpProof>),
    /// The password of this browser as a remembered device is made.
    DeviceMade(MadeDevice),
    /// The browser's credential in JSON; nothing where the person chose none, or it has none.
    PasskeyAnswered(RequestId, Option<String>),
    /// The stored values, keys and texts; `None`: the browser stores nothing.
    Loaded(RequestId, Option<Vec<(String, String)>>),
    /// A transaction was committed (`true`), or failed as a whole.
    Stored(RequestId, bool),
    /// Before `Started`: there may be other tabs. This one follows until it is granted the lock.
    Tabbed,
    /// This tab has the lock of the browser's tabs, until it loses it or the page is gone.
    LockGranted,
    /// Another tab has taken the lock, because this one did not answer. The runtime requests it again.
    LockLost,
    /// Another tab sent this, by `Effect::Broadcast`.
    TabMessage(String),
    /// A timer ran out.
    Timer(TimerKey),
    /// A socket is open.
    SocketOpened(SocketId),
    /// A text frame arrived.
    SocketFrame(SocketId, String),
    /// A socket closed, or never opened, with this code (RFC 6455, 7.4; 1006 where there was none).
    SocketClosed(SocketId, u16),
    /// The browser's network came or went.
    Online(bool),
    /// The page became visible, was resumed, or came out of the back/forward cache.
    Woken,
}

/// The sign-outs of a browser, as [`crate::effect::Effect::RecordSignOut`] and
/// [`crate::effect::Effect::StoreRevocation`] recorded them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfileSignOuts {
    /// The number of the last one; 0: none is known.
    pub last: u64,
    /// The tokens that are not known to be revoked.
    pub revocations: Vec<Revocation>,
}

/// A refresh token to be revoked.
#[derive(Clone, PartialEq, Eq)]
pub struct Revocation {
    /// The number of its sign-out.
    pub number: u64,
    /// The token.
    pub token: String,
}

impl std::fmt::Debug for Revocation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Revocation")
    }
}

/// The answer to Cognito's PASSWORD_VERIFIER challenge.
#[derive(Clone, PartialEq, Eq)]
pub struct SrpProof {
    /// `PASSWORD_CLAIM_SECRET_BLOCK`.
    pub secret_block: String,
    /// `PASSWORD_CLAIM_SIGNATURE`.
    pub signature: String,
    /// `TIMESTAMP`.
    pub timestamp: String,
}

impl std::fmt::Debug for SrpProof {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SrpProof")
    }
}

/// A remembered device's password, and what `ConfirmDevice` sends to the pool.
#[derive(Clone, PartialEq, Eq)]
pub struct MadeDevice {
    /// The pool's name of the device.
    pub key: String,
    /// Stays in the browser.
    pub password: String,
    /// `PasswordVerifier`, base64.
    pub verifier: String,
    /// `Salt`, base64.
    pub salt: String,
    /// What the browser says of itself (`navigator.userAgent`).
    pub agent: String,
}

impl std::fmt::Debug for MadeDevice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MadeDevice")
    }
}

/// What a person can ask for.
#[derive(Clone, PartialEq, Eq)]
pub enum Intent {
    /// Something on an account page.
    Account(AccountIntent),
    /// Sign out: revoke the refresh token, forget everything. Asks first where messages are unsent.
    SignOut,
    /// The answer to that question: sign out and delete them, or stay.
    SignOutAnswer(bool),
    /// The answer of a person who signs in over the page of another one with unsent messages: take the place, and
    /// leave the messages stored for their owner, or not.
    ReplaceAnswer(bool),
    /// Take another handle.
    ChooseHandle(String),
    /// The address bar shows this conversation now, or none.
    Open(Option<ConversationKey>),
    /// Load what is before the oldest message of the open conversation.
    LoadOlder,
    /// The reader has scrolled the open conversation to here; `None`: to its newest message.
    Position(Option<ReadingPosition>),
    /// Show the open conversation where the reader was last.
    ReturnToPosition,
    /// Load the open conversation again after a failure.
    Reload,
    /// Load older conversations.
    LoadOlderGroups,
    /// Load the conversations again after a failure.
    ReloadGroups,
    /// Send a text, already checked and trimmed, to the open conversation.
    Send(String),
    /// The text in the composer of the open conversation, at every change.
    Draft(String),
    /// Of two drafts of the open conversation, typed in different tabs, use the one that is not shown, or keep the
    /// one that is.
    ChooseDraft {
        /// Whether it is the one that is not shown.
        other: bool,
    },
    /// Try a message that was not sent once more.
    Retry(RowKey),
    /// Delete a message that was not sent.
    Discard(RowKey),
    /// Change the text of an own message.
    Edit {
        /// Its row.
        key: RowKey,
        /// The new text, already checked and trimmed.
        text: String,
        /// The version that the person began to edit.
        version: u64,
    },
    /// Delete an own message that was sent; it can be undone for a moment.
    Delete(RowKey),
    /// Take such a deletion back.
    UndoDelete(RowKey),
    /// A message was changed elsewhere while it was edited here: use the text of here.
    KeepEdit(RowKey),
    /// Leave the message as the server has it: use the other text, or put away that an edit was refused.
    DropEdit(RowKey),
    /// Somebody looks at these rows of the list, and at the open conversation; `None`: the page is hidden, or shows no
    /// conversations.
    Look(Option<Vec<GroupId>>),
    /// The message of this row, of the open conversation, and with it all before it, was on screen for long enough, while
    /// the window had the focus.
    Seen(RowKey),
    /// The reader is back at the window, after it was without focus.
    Returned,
    /// Mark the open conversation as unread.
    MarkUnread,
    /// Search people by the beginning of a handle or name.
    SearchPeople(String),
    /// Something about a group.
    Group(GroupIntent),
}

/// What a person can ask for about groups: of the open one, but for `Start` and `Dismiss`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupIntent {
    /// Start one with these people and the person. Asked for again after a failure, it is the same group.
    Start {
        /// Two or more, without the person.
        handles: Vec<String>,
        /// Blank: none.
        title: String,
    },
    /// Give it this title; blank takes it away.
    Title(String),
    /// Add these people.
    Add(Vec<String>),
    /// Leave it.
    Leave,
    /// Remove whoever has this handle.
    Remove(String),
    /// Put away whatever of these failed.
    Dismiss,
}

/// What a person can ask for on the account pages.
#[derive(Clone, PartialEq, Eq)]
pub enum AccountIntent {
    /// The page of this form is shown; the address, where the page's own address names it.
    Open(AccountForm, String),
    /// The form is sent.
    Submit {
        /// Which.
        form: AccountForm,
        /// What was typed.
        typed: Vec<(Field, String)>,
        /// Once signed in, stay so over the end of the browser.
        keep: bool,
    },
    /// This way to go on.
    Choose {
        /// Which.
        factor: Factor,
        /// The address, where the form asks for it.
        email: String,
        /// As with `Submit`.
        keep: bool,
    },
    /// Send another code, to this address.
    Resend(String),
    /// Start the sign-in over.
    StartOver,
    /// The text in the field for the username, at every change.
    HandleTyped(String),
}

impl Intent {
    /// The sign-in form, filled in and sent.
    pub fn sign_in(email: &str, password: &str) -> Self {
        Self::Account(AccountIntent::Submit {
            form: AccountForm::SignIn,
            typed: vec![
                (Field::Email, email.to_owned()),
                (Field::Password, password.to_owned()),
            ],
            keep: false,
        })
    }
}

impl std::fmt::Debug for Intent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Account(_) => "Account",
            Self::SignOut => "SignOut",
            Self::SignOutAnswer(_) => "SignOutAnswer",
            Self::ReplaceAnswer(_) => "ReplaceAnswer",
            Self::ChooseHandle(_) => "ChooseHandle",
            Self::Open(_) => "Open",
            Self::LoadOlder => "LoadOlder",
            Self::Position(_) => "Position",
            Self::ReturnToPosition => "ReturnToPosition",
            Self::Reload => "Reload",
            Self::LoadOlderGroups => "LoadOlderGroups",
            Self::ReloadGroups => "ReloadGroups",
            Self::Send(_) => "Send",
            Self::Draft(_) => "Draft",
            Self::ChooseDraft { .. } => "ChooseDraft",
            Self::Retry(_) => "Retry",
            Self::Discard(_) => "Discard",
            Self::Edit { .. } => "Edit",
            Self::Delete(_) => "Delete",
            Self::UndoDelete(_) => "UndoDelete",
            Self::KeepEdit(_) => "KeepEdit",
            Self::DropEdit(_) => "DropEdit",
            Self::Look(_) => "Look",
            Self::Seen(_) => "Seen",
            Self::Returned => "Returned",
            Self::MarkUnread => "MarkUnread",
            Self::SearchPeople(_) => "SearchPeople",
            Self::Group(_) => "Group",
        })
    }
}
