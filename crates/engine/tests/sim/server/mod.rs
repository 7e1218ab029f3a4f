//! The model server: what is true. One person's view of it is all the runs need.

mod cognito;
mod live;
mod pages;
mod rest;

use std::collections::{BTreeMap, BTreeSet};

use cruddur_contract::{ClientMessageId, GroupId, MessageId, MessageRow, Predecessor, Timestamp};

pub use live::Conn;
pub use rest::Mood;

pub const ME: &str = "andrewbrown";
pub const OTHERS: [&str; 3] = ["bayko", "londo", "vir"];

/// A conversation of two.
pub struct Group {
    pub id: GroupId,
    pub other: &'static str,
    pub messages: Vec<MessageRow>,
}

pub struct Server {
    /// Speaks the seed part of the contract alone.
    pub seed: bool,
    pub up: bool,
    pub groups: Vec<Group>,
    /// The most messages a page holds.
    pub page: usize,
    /// The most conversations a page of the list holds.
    pub group_page: usize,
    /// Seconds an access token lives.
    pub token_life: u64,
    pub revoked: bool,
    pub conns: Vec<Conn>,
    /// Messages that nobody can read: a defect of the data, in frames and pages alike.
    pub poisoned: BTreeSet<MessageId>,
    /// How often each text was stored.
    pub stored: BTreeMap<String, usize>,
    /// When each access token was issued; those up to `valid_from` are good no more.
    issued: Vec<u64>,
    valid_from: usize,
    tickets: BTreeSet<String>,
    next_ticket: u64,
    sends: BTreeMap<ClientMessageId, (usize, usize)>,
    clock: i64,
}

impl Server {
    pub fn new(seed: bool) -> Self {
        Self {
            seed,
            up: true,
            groups: Vec::new(),
            page: 50,
            group_page: 20,
            token_life: 900,
            revoked: false,
            conns: Vec::new(),
            poisoned: BTreeSet::new(),
            stored: BTreeMap::new(),
            issued: Vec::new(),
            valid_from: 0,
            tickets: BTreeSet::new(),
            next_ticket: 0,
            sends: BTreeMap::new(),
            clock: 1_700_000_000_000_000,
        }
    }

    /// The conversation with that person, begun now if there is none.
    pub fn group_with(&mut self, other: &str) -> usize {
        if let Some(at) = self.groups.iter().position(|group| group.other == other) {
            return at;
        }
        let other = OTHERS.iter().find(|known| **known == other).expect("known");
        self.groups.push(Group {
            id: GroupId(format!("g-{other}")),
            other,
            messages: Vec::new(),
        });
        self.groups.len() - 1
    }

    pub fn group(&self, id: &str) -> Option<usize> {
        self.groups.iter().position(|group| group.id.0 == id)
    }

    /// Takes a message: its time is later than that of every other, it names the one before it.
    pub fn store(
        &mut self,
        at: usize,
        from: &str,
        text: &str,
        client: Option<ClientMessageId>,
        now: u64,
    ) -> usize {
        self.clock = (self.clock + 1).max(1_700_000_000_000_000 + now as i64 * 1_000);
        let group = &mut self.groups[at];
        let n = group.messages.len();
        let before = group.messages.last().map(|row| row.uuid.clone());
        let full = !self.seed;
        group.messages.push(MessageRow {
            uuid: MessageId(format!("{}-{n:04}", group.id.0)),
            display_name: from.to_uppercase(),
            handle: from.to_owned(),
            message: text.to_owned(),
            created_at: Timestamp::from_micros(self.clock).expect("in range"),
            user_uuid: None,
            client_message_id: client.filter(|_| full),
            previous_message_uuid: if full {
                Predecessor::from(before)
            } else {
                Predecessor::Unknown
            },
            version: full.then_some(1),
            edited_at: None,
            deleted_at: None,
        });
        *self.stored.entry(text.to_owned()).or_default() += 1;
        n
    }

    /// Someone edits or takes back a message of theirs.
    pub fn change(&mut self, at: usize, n: usize, delete: bool) {
        let row = &mut self.groups[at].messages[n];
        let version = row.version.unwrap_or(1) + 1;
        if row.deleted_at.is_some() {
            return;
        }
        row.version = Some(version);
        if delete {
            row.message = String::new();
            row.deleted_at = Some(row.created_at);
        } else {
            let name = row.message.split(' ').next().unwrap_or_default();
            row.message = format!("{name} v{version}");
            row.edited_at = Some(row.created_at);
        }
    }
}
