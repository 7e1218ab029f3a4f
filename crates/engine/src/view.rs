//! What a screen needs to know: plain snapshots of the engine's state. The runtime publishes them as
//! signals; views read them and nothing else.

use std::sync::Arc;

use cruddur_contract::message::SystemKind;
use cruddur_contract::{
    ClientMessageId, ErrorCode, GroupId, GroupRow, Member, MessageId, Person, PersonId, Timestamp,
};

use serde::{Deserialize, Serialize};

pub use crate::auth::view::*;
pub use crate::groups::{ClosedView, GroupDetails, GroupTask, MemberView, TaskState, TasksView};

/// Who is using the app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SessionView {
    /// A stored session is being restored.
    #[default]
    Restoring,
    /// Nobody is signed in.
    SignedOut,
    /// Somebody is; perhaps asked to sign in again ([`Notices::expired`]).
    SignedIn(Me),
}

impl SessionView {
    /// The signed-in person.
    pub fn me(&self) -> Option<&Me> {
        match self {
            Self::SignedIn(me) => Some(me),
            Self::Restoring | Self::SignedOut => None,
        }
    }
}

/// Notices and questions about the session and the browser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notices {
    /// Cognito refused the refresh token, or the API a fresh access token: sign in again, in place.
    pub expired: bool,
    /// The reason is that the person signed out everywhere, on another device.
    pub elsewhere: bool,
    /// The reason is that the password was changed here: the new one signs in by itself.
    pub new_password: bool,
    /// The number of unsent messages that signing out would lose, while the person is asked; else 0.
    pub leaving: usize,
    /// Another person signs in over this page, whose unsent messages are not theirs: they are asked.
    pub replacing: Option<Replacing>,
    /// The pool could not be told of a sign-out yet: whoever has the session's token can still use it.
    pub unrevoked: bool,
    /// This browser stores nothing, or cannot any more: a reload loses what is not sent.
    pub keeps_nothing: bool,
}

/// The question to a person who signs in over another one's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacing {
    /// How many messages of the owner's are unsent.
    pub unsent: usize,
    /// The name of the one whose page it is.
    pub owner: String,
    /// The name of the one who signs in.
    pub newcomer: String,
}

/// The signed-in person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Me {
    /// Handle without the `@`; empty when the pool has none for this person.
    pub handle: String,
    /// The name shown.
    pub display_name: String,
    /// The address signed in with.
    pub email: String,
}

/// Choosing another handle, when the server found the pool's taken or missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandlePrompt {
    /// The handle that cannot be used; may be empty.
    pub refused: String,
    /// A change is under way.
    pub busy: bool,
    /// What went wrong with the last try, other than the handle being taken.
    pub trouble: Option<Trouble>,
}

/// What can go wrong with a request, as far as a person is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The server could not be reached, or did not answer in time.
    Network,
    /// The server failed, or answered something else than the contract says.
    Server,
    /// The server asks to slow down.
    Throttled,
    /// There is no such thing, or it is not for this person.
    NotFound,
    /// The server refused, and says why.
    Refused(Vec<ErrorCode>),
}

/// How the loading of something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Load {
    /// Nothing to show yet; loading.
    #[default]
    Waiting,
    /// Loaded at least once.
    Ready,
    /// Nothing to show, and this is why.
    Failed(Trouble),
}

/// The live connection, as the status line shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionStatus {
    /// First connection under way.
    #[default]
    Connecting,
    /// Live, or polling with success.
    Connected,
    /// Was connected; trying again.
    Reconnecting,
    /// The server answers, but no live connection gets through: the app polls, and goes on trying.
    Blocked,
    /// The browser says there is no network.
    Offline,
}

/// The list of conversations, newest message first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupsView {
    /// The rows, in order.
    pub rows: Vec<Arc<GroupRow>>,
    /// How loading stands.
    pub load: Load,
    /// Shown from the cache; the server has not confirmed it yet.
    pub saved: bool,
    /// Whether and how older conversations can be had.
    pub older: Older,
}

impl GroupsView {
    /// How many messages are unread in all that are listed.
    pub fn unread(&self) -> u64 {
        let counts = self.rows.iter().filter_map(|row| row.unread_count);
        counts.fold(0, u64::saturating_add)
    }
}

/// What lies before the oldest row shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Older {
    /// Nothing: this is the beginning.
    #[default]
    Beginning,
    /// More, when asked for.
    More,
    /// In flight.
    Loading,
    /// Could not be loaded; asking again tries again.
    Failed(Trouble),
}

/// The longest draft that is stored and that other tabs follow, bytes: many times what can be sent, and little
/// enough to be written with every pause in typing.
pub const LONGEST_DRAFT: usize = 64 * 1024;

/// Which conversation is meant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ConversationKey {
    /// An existing one.
    Group(GroupId),
    /// The one to be had with the person of this handle (folded to lower case).
    New(String),
}

/// The conversation on screen, but for its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversationView {
    /// Which one.
    pub key: ConversationKey,
    /// The other person's name; empty until known.
    pub display_name: String,
    /// The other person's handle; empty until known.
    pub handle: String,
    /// How many people are in it; `None` for the conversation of two.
    pub people: Option<usize>,
    /// Title and members of a group; `None` for the conversation of two, and until they are known.
    pub group: Option<GroupDetails>,
    /// The person is in it no more: it shows this and nothing else.
    pub closed: Option<ClosedView>,
    /// How loading stands. For a new conversation: the look-up of the person
    /// (`Failed(NotFound)`: nobody has that handle; `Failed(Refused([ReceiverIsSender]))`: oneself).
    pub load: Load,
    /// Shown from the cache; the server has not confirmed it yet.
    pub saved: bool,
    /// What lies before the oldest message shown.
    pub older: Older,
    /// Where to scroll: the reader was there, or has read up to there, and its row is loaded now.
    pub position: Option<ReadingPosition>,
    /// The row that the line "New messages" stands above. It stays there while the conversation is open.
    pub first_unread: Option<RowKey>,
    /// The server knows what is read.
    pub keeps_reads: bool,
    /// The last own message that others have read.
    pub seen: Option<SeenView>,
}

/// How far the others have read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenView {
    /// The row of the own message.
    pub row: RowKey,
    /// How many of them have read it.
    pub by: usize,
}

/// Names a row for as long as it is on screen: the sender's client id for own messages, else `/` and
/// the server's id. Never changes for a message, so a row never loses its position or focus.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RowKey(pub String);

impl RowKey {
    /// The name of a row that has none by a client. No client's id can be the same.
    pub fn of_message(id: &MessageId) -> Self {
        Self(format!("/{id}"))
    }

    /// Whether a client's id can name a row.
    pub fn can_be(id: &ClientMessageId) -> bool {
        !id.as_str().starts_with('/')
    }
}

/// Where the reader is in a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingPosition {
    /// The first row on screen.
    pub row: RowKey,
    /// Its upper edge from that of the transcript, CSS pixels.
    pub offset: i32,
}

/// One message on screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageView {
    /// Stable name of the row.
    pub key: RowKey,
    /// Written by the signed-in person.
    pub mine: bool,
    /// The sender's name.
    pub display_name: String,
    /// The sender's handle.
    pub handle: String,
    /// The text; empty when deleted.
    pub text: String,
    /// The server's time; for one not sent yet, the local time corrected by the server's clock.
    pub at: Timestamp,
    /// Where it stands.
    pub state: DeliveryState,
    /// When it was changed after it was sent.
    pub edited_at: Option<Timestamp>,
    /// Taken back by its author.
    pub deleted: bool,
    /// What the sender did to the group, in place of a text.
    pub system: Option<SystemView>,
    /// Messages before this one are missing; they are being loaded.
    pub gap_before: bool,
    /// Being sent, but held up: the person can have it tried at once, or delete it.
    pub waits: bool,
    /// The version that an edit is made from, 0 for one that the server does not have yet. `None`: it cannot be edited,
    /// for it is another person's, deleted, or of a server without versions.
    pub version: Option<u64>,
    /// An edit or deletion of it that the server does not have.
    pub edit: EditState,
}

/// What happened to a group. Whoever did it is the row's sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemView {
    pub kind: SystemKind,
    /// Whom it happened to, where that is somebody else than the sender, as far as their names are known.
    pub names: Vec<String>,
    /// How many others there are.
    pub unnamed: usize,
    /// The title that was given; `None`: taken away.
    pub title: Option<String>,
}

/// Where an edit or a deletion of a message stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum EditState {
    /// There is none.
    #[default]
    None,
    /// In flight, or waiting.
    Saving,
    /// A deletion that is asked for in a moment, unless the person takes it back.
    Undoable,
    /// The message was changed elsewhere meanwhile. Its row shows that; the person chooses.
    Conflict {
        /// The text that the person wanted.
        mine: String,
    },
    /// Refused. The row shows what the server has.
    NotSaved {
        /// The text that the person wanted; `None`: a deletion.
        mine: Option<String>,
        /// Why.
        trouble: Trouble,
    },
}

/// Where a message stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliveryState {
    /// Acknowledged by the server.
    Sent,
    /// In flight, queued, or waiting for the network.
    Sending,
    /// Refused, or the outcome is unknown; the person decides.
    NotSent(Trouble),
}

/// A message with its place in the transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedMessage {
    /// The message.
    pub message: MessageView,
    /// The first of its day: a day separator stands above it.
    pub starts_day: bool,
    /// The first of a run of one sender: shows name and avatar.
    pub starts_run: bool,
    /// The last of a run: shows the time.
    pub ends_run: bool,
}

/// A message of somebody else that has just come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// The sender's name.
    pub sender: String,
    /// The text.
    pub text: String,
}

/// What a screen reader is told whatever page is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageAnnouncement {
    /// This person has written in a conversation that is not open.
    MessageFrom(String),
    /// One's own message to this person (empty where the name is not known) was not sent.
    NotSent(String),
}

/// Who is online and who is typing, as far as it is known: empty while no frames arrive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PresenceView {
    /// Everybody who is online in the conversations on screen, in the order of ids.
    pub online: Vec<PersonId>,
    /// The others who are online in the open conversation, in the order in which they joined it.
    pub here: Vec<Member>,
    /// When the other one of an open conversation of two was online last; a coarse time.
    pub last_seen: Option<Timestamp>,
    /// The names of those who are typing, who began first coming first.
    pub typing: Vec<(GroupId, Vec<String>)>,
}

impl PresenceView {
    /// Whether a person is online.
    pub fn is_online(&self, person: &PersonId) -> bool {
        self.online.binary_search(person).is_ok()
    }

    /// The names of those who are typing in a conversation.
    pub fn typing_in(&self, group: &GroupId) -> &[String] {
        let typing = self.typing.iter().find(|(known, _)| known == group);
        typing.map_or(&[], |(_, names)| names)
    }

    /// Somebody types in a conversation.
    pub fn add_typist(&mut self, group: &GroupId, name: &str) {
        let name = name.to_owned();
        match self.typing.iter_mut().find(|(known, _)| known == group) {
            Some((_, names)) => names.push(name),
            None => self.typing.push((group.clone(), vec![name])),
        }
    }
}

/// The people search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleView {
    /// What was asked for last.
    pub query: String,
    /// A request is in flight.
    pub busy: bool,
    /// Who was found for `query`; `None` until the first answer.
    pub people: Option<Vec<Person>>,
    /// Why there is no answer. `NotFound`: this server has no search; a handle can still be typed.
    pub trouble: Option<Trouble>,
}
