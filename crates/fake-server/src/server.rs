//! What is true on the server: people, conversations, messages.

use std::collections::{BTreeMap, BTreeSet};

use cruddur_contract::{
    ClientMessageId, GroupId, MessageId, MessageRow, Person, PersonId, Predecessor, Timestamp,
};
use serde::Deserialize;
use uuid::Uuid;

use crate::{Faults, Group, MessageIndex, Opens, Pool};

/// Which part of the contract the server speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// What the original Cruddur back end speaks, with its quirks ([`crate::seed`]).
    Seed,
    /// All that the app uses.
    Full,
}

/// The server. Times are milliseconds since 1970-01-01 UTC.
pub struct FakeServer {
    pub mode: Mode,
    pub people: Vec<Person>,
    pub groups: Vec<Group>,
    /// The most messages a page holds, whatever limit the request names.
    pub page: usize,
    /// The most conversations a page of the list holds; a seed server's list has one page.
    pub group_page: usize,
    /// Whether a message to a handle goes into the conversation those two have already.
    pub reuses_groups: bool,
    /// Messages that every page renders unreadable: one bad record in the data.
    pub malformed: BTreeSet<MessageId>,
    /// How often each text was stored.
    pub stored: BTreeMap<String, usize>,
    pub faults: Faults,
    pub pool: Pool,
    /// The handles of those who have a connection.
    pub online: BTreeSet<String>,
    /// When those who had one were here last.
    pub last_seen: BTreeMap<String, Timestamp>,
    /// When each person's typing in each conversation was passed on last.
    pub(crate) typed: BTreeMap<(String, GroupId), i64>,
    /// Messages by sender and client id, which make a send idempotent.
    pub(crate) sends: BTreeMap<(PersonId, ClientMessageId), MessageIndex>,
    /// Unused tickets.
    pub(crate) tickets: BTreeMap<String, Opens>,
    pub(crate) next_ticket: u64,
    /// The time of the newest message, microseconds.
    clock: i64,
}

impl FakeServer {
    /// A server that knows these people.
    pub fn new(mode: Mode, people: Vec<Person>, pool: Pool) -> Self {
        Self {
            mode,
            people,
            groups: Vec::new(),
            page: match mode {
                Mode::Seed => crate::seed::PAGE,
                Mode::Full => 50,
            },
            group_page: 20,
            reuses_groups: mode == Mode::Full,
            malformed: BTreeSet::new(),
            stored: BTreeMap::new(),
            faults: Faults::default(),
            pool,
            online: BTreeSet::new(),
            last_seen: BTreeMap::new(),
            typed: BTreeMap::new(),
            sends: BTreeMap::new(),
            tickets: BTreeMap::new(),
            next_ticket: 0,
            clock: 0,
        }
    }

    pub fn person(&self, handle: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.handle == handle)
    }

    pub fn group(&self, id: &str) -> Option<usize> {
        self.groups.iter().position(|group| group.id.as_str() == id)
    }

    /// Adds a conversation without messages; its index.
    pub fn add_group(&mut self, id: GroupId, members: Vec<Person>) -> usize {
        self.groups.push(Group::new(id, members));
        self.groups.len() - 1
    }

    /// The conversation for a message from one person to another: the one they have, if the server reuses it,
    /// else a new one.
    pub fn group_with(&mut self, one: &Person, other: &Person) -> usize {
        let of_both = |group: &Group| {
            group.created_by.is_none() && group.has(&one.handle) && group.has(&other.handle)
        };
        let known = self.groups.iter().position(of_both);
        if let Some(at) = known.filter(|_| self.reuses_groups) {
            return at;
        }
        let id = self.new_group_id();
        self.add_group(id, vec![one.clone(), other.clone()])
    }

    /// A UUID that is the same in each run.
    pub fn new_group_id(&self) -> GroupId {
        let number = self.groups.len().to_be_bytes();
        GroupId(Uuid::new_v5(&Uuid::NAMESPACE_OID, &number).to_string())
    }

    /// Stores a message: its time is later than that of every other, and it names the one before it.
    pub fn store(
        &mut self,
        at: usize,
        from: &str,
        text: &str,
        client: Option<ClientMessageId>,
        now: i64,
    ) -> usize {
        let members = &self.groups[at].members;
        let sender = members.iter().find(|member| member.handle == from);
        let sender = sender.cloned().unwrap_or_else(|| Person {
            uuid: from.into(),
            handle: from.to_owned(),
            display_name: from.to_owned(),
        });
        let client = client.filter(|_| self.mode == Mode::Full);
        let n = self.append(at, &sender, text, now, |row| row.client_message_id = client);
        *self.stored.entry(text.to_owned()).or_default() += 1;
        n
    }

    /// Adds a row after the last one.
    pub(crate) fn append(
        &mut self,
        at: usize,
        sender: &Person,
        text: &str,
        now: i64,
        finish: impl FnOnce(&mut MessageRow),
    ) -> usize {
        self.clock = (self.clock + 1).max(now.saturating_mul(1_000));
        let full = self.mode == Mode::Full;
        let group = &mut self.groups[at];
        let n = group.len();
        let mut row = MessageRow {
            uuid: group.message_id(n),
            display_name: sender.display_name.clone(),
            handle: sender.handle.clone(),
            message: text.to_owned(),
            created_at: Timestamp::from_micros(self.clock).unwrap_or(Timestamp::EPOCH),
            user_uuid: full.then(|| sender.uuid.clone()),
            client_message_id: None,
            previous_message_uuid: if full {
                Predecessor::from(n.checked_sub(1).map(|n| group.message_id(n)))
            } else {
                Predecessor::Unknown
            },
            version: full.then_some(1),
            edited_at: None,
            deleted_at: None,
            system: None,
        };
        finish(&mut row);
        group.messages.push(row);
        if n >= group.history() + group.imported {
            group.wrote(&sender.handle);
        }
        n
    }

    /// Edits or deletes a message, unless it is deleted. An edit keeps the first word.
    pub fn change(&mut self, at: usize, n: usize, delete: bool) {
        let Some(row) = self.groups[at].stored_mut(n) else {
            return;
        };
        if row.deleted_at.is_some() {
            return;
        }
        let version = row.version.unwrap_or(1) + 1;
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
