//! A run as data: what a property generates, shrinks and prints.

use std::fmt;

use crate::faults::Fault;

/// A run: a setup, then steps. Each step makes sense whatever steps stand before it, so that any of them
/// can be removed.
#[derive(Clone)]
pub struct Run {
    pub setup: Setup,
    pub steps: Vec<Step>,
}

/// The state before the page is opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    pub kind: Kind,
    /// The most messages in a page.
    pub page_size: usize,
    /// The most conversations in a page of the list.
    pub group_page_size: usize,
    pub token_seconds: u64,
    /// The device's clock minus the server's, milliseconds.
    pub clock_skew: i64,
    /// How many messages the two conversations hold that exist already.
    pub history: (u64, u64),
    /// Faults announced before the page is opened; see `Action::Fault`.
    pub faults: Vec<(Fault, u64)>,
    /// Seed of the start and of the final checks.
    pub jitter: u32,
}

impl Setup {
    /// Nothing unusual.
    pub fn plain(kind: Kind) -> Self {
        Self {
            kind,
            page_size: 50,
            group_page_size: 20,
            token_seconds: 3_600,
            clock_skew: 0,
            history: (1, 1),
            faults: Vec::new(),
            jitter: 0,
        }
    }
}

/// Each kind of run is a property of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A server with the whole contract, and one tab.
    Full,
    /// The same with two tabs in one browser.
    TwoTabs,
    /// A server with the seed part of the contract alone, and one tab.
    Seed,
}

/// What happens, and how much time passes after it.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Where the person acts.
    pub tab: Tab,
    pub action: Action,
    /// Milliseconds.
    pub wait: u64,
    /// Seed of everything that varies during this step; 0: nothing varies.
    pub jitter: u32,
}

impl Step {
    pub const WAIT: Self = Self {
        tab: Tab::First,
        action: Action::Wait,
        wait: 0,
        jitter: 0,
    };
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    First,
    Second,
}

/// Who a conversation is with. The one with Vir does not exist until somebody writes; the room is a group of several, in
/// which the person reads and others write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    Bayko,
    Londo,
    Vir,
    Room,
}

impl Peer {
    pub fn handle(self) -> &'static str {
        match self {
            Self::Bayko => "bayko",
            Self::Londo => "londo",
            Self::Vir => "vir",
            Self::Room => "room",
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub enum Action {
    Wait,
    /// What the person does. One who is signed out signs in instead.
    Person(Person),
    /// Another person writes so many messages.
    Receive {
        from: Peer,
        count: u8,
    },
    /// Another person edits the message that many before the newest one (from the newest again where
    /// there are fewer); nothing if it is not theirs.
    Edit {
        from: Peer,
        before_newest: u8,
    },
    Delete {
        from: Peer,
        before_newest: u8,
    },
    /// Another person comes online, or goes offline.
    Presence {
        who: Peer,
        online: bool,
    },
    /// Another person types.
    Typing {
        from: Peer,
    },
    /// The person reads a conversation on another device, or marks it there as unread.
    Elsewhere {
        with: Peer,
        unread: bool,
    },
    /// Of the next 64 occasions for this fault it occurs where a bit is set, the lowest bit first.
    Fault {
        fault: Fault,
        on: u64,
    },
    Room(Room),
    Environment(Environment),
}

/// What others do in the room. Whoever is in it already is not added again, and so on.
#[derive(Clone, Copy, Debug)]
pub enum Room {
    Write,
    AddMe,
    RemoveMe,
    AddVir,
    RemoveVir,
    /// Gives it another title.
    Title,
}

#[derive(Clone, Copy, Debug)]
pub enum Person {
    Send,
    /// Sends a text that the server refuses, or fails on, with this status.
    SendRefused(u16),
    Open(Peer),
    OpenNone,
    LoadOlder,
    Retry,
    Discard,
    /// Edits the last own message that was sent.
    EditOwn,
    /// Deletes it.
    DeleteOwn,
    UndoDelete,
    /// Chooses between two texts of a message, if there is such a choice.
    ChooseText {
        keep: bool,
    },
    /// The messages of the open conversation are on screen for a while, all but so many.
    ReadScreen {
        all_but: u8,
    },
    MarkUnread,
    Reload,
    LoadOlderGroups,
    ReloadGroups,
    SearchPeople,
    /// Looks at this tab or not; at the list beside the conversation or not.
    Look {
        looks: bool,
        list: bool,
    },
    /// Types a text in place of the one that is there.
    Draft,
    /// Chooses between two drafts, if there are two.
    ChooseDraft {
        other: bool,
    },
    ChooseHandle,
    /// The tab becomes visible.
    ShowTab,
    ReloadPage,
    /// The tab shows another site; opening, showing or reloading it brings it back.
    LeaveSite,
    /// Asked whether unsent messages may be lost, the person answers this.
    SignOut {
        leave: bool,
    },
}

/// What happens to the network, the server and the device.
#[derive(Clone, Copy, Debug)]
pub enum Environment {
    LoseNetwork {
        browser_notices: bool,
    },
    RestoreNetwork {
        half_open: bool,
    },
    CloseConnections {
        code: u16,
    },
    /// Connections look open at both ends, and nothing passes.
    HalfOpenConnections,
    StopServer,
    StartServer,
    Sleep {
        millis: u64,
    },
    InvalidateToken,
    AskToReconnect,
    JumpClock {
        millis: i64,
    },
    RevokeSession,
}

impl fmt::Debug for Run {
    /// A line for each step, close to the source that makes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} steps after {:?}", self.steps.len(), self.setup)?;
        for step in &self.steps {
            writeln!(f, "    {step:?},")?;
        }
        Ok(())
    }
}
