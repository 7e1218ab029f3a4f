//! The fake server as the simulation uses it: one person's view, and the connections of that person's pages.

mod adapter;
mod live;

use std::ops::{Deref, DerefMut};

use cruddur_contract::{ClientMessageId, GroupRow, Person};
use cruddur_engine::http::{HttpAnswer, HttpRequest};
use cruddur_fake_server::{Account, FakeServer, Group, MessageIndex, Mode, Pool};
pub use cruddur_fake_server::{Faults as ServerFaults, Throttled};

pub use live::Conn;

use crate::step::Room;

pub const ME: &str = "andrewbrown";
pub const OTHERS: [&str; 3] = ["bayko", "londo", "vir"];

/// The id of the room.
pub const ROOM: &str = "g-room";

/// The server's clock when the clock of a run is 0.
const START: i64 = 1_700_000_000_000;

pub struct Server {
    /// Speaks the seed part of the contract alone.
    pub seed: bool,
    pub up: bool,
    pub conns: Vec<Conn>,
    fake: FakeServer,
}

/// The answer to a request, and the message it stored or changed: which conversation, which message; or what it read.
pub struct Answered {
    pub answer: HttpAnswer,
    pub stored: Option<(usize, usize)>,
    pub changed: Option<(usize, usize)>,
    /// The conversation whose read marker it moved.
    pub read: Option<usize>,
}

impl Deref for Server {
    type Target = FakeServer;

    fn deref(&self) -> &FakeServer {
        &self.fake
    }
}

impl DerefMut for Server {
    fn deref_mut(&mut self) -> &mut FakeServer {
        &mut self.fake
    }
}

impl Server {
    pub fn new(seed: bool) -> Self {
        let mode = if seed { Mode::Seed } else { Mode::Full };
        let people = [ME].into_iter().chain(OTHERS).map(person).collect();
        let pool = Pool::new(Account {
            sub: "me".to_owned(),
            handle: ME.to_owned(),
            display_name: ME.to_uppercase(),
            email: "andrewbrown@example.com".to_owned(),
        });
        let mut fake = FakeServer::new(mode, people, pool);
        // The checks of a run follow one conversation with each person.
        fake.reuses_groups = true;
        Self {
            seed,
            up: true,
            conns: Vec::new(),
            fake,
        }
    }

    /// The conversation with that person, a new one if there is none.
    pub fn group_with(&mut self, other: &str) -> usize {
        let mut groups = self.groups.iter();
        let known = groups.position(|group| is_pair_with(group, other));
        known.unwrap_or_else(|| {
            let members = vec![person(ME), person(other)];
            self.add_group(format!("g-{other}").into(), members)
        })
    }

    /// The other person of a conversation.
    pub fn other(&self, at: usize) -> &'static str {
        let is_other = |other: &&str| is_pair_with(&self.groups[at], other);
        OTHERS.into_iter().find(is_other).expect("a known person")
    }

    /// Bayko starts the room with the person and Londo.
    pub fn start_room(&mut self, now: u64) {
        let others = [ME, "londo"].map(person);
        self.start_group(ROOM.into(), &person("bayko"), &others, None, wall(now));
    }

    pub fn room(&self) -> usize {
        self.group(ROOM).expect("a room")
    }

    /// Whether the person is in this conversation.
    pub fn is_in(&self, at: usize) -> bool {
        self.groups[at].has(ME)
    }

    /// The number of the row, and whether the person is in the room no more by it; `None`: it is so already.
    pub fn change_room(&mut self, change: Room, now: u64) -> Option<(usize, bool)> {
        let (at, bayko, now) = (self.room(), person("bayko"), wall(now));
        let has = |handle| self.groups[at].has(handle);
        let told = match change {
            Room::Write => {
                let text = format!("room{}", self.groups[at].len());
                return Some((self.fake.store(at, "bayko", &text, None, now), false));
            }
            Room::AddMe if !has(ME) => self.join(at, &bayko, vec![person(ME)], now),
            Room::RemoveMe if has(ME) => self.leave(at, &bayko, ME, now),
            Room::AddVir if !has("vir") => self.join(at, &bayko, vec![person("vir")], now),
            Room::RemoveVir if has("vir") => self.leave(at, &bayko, "vir", now),
            Room::Title => {
                let title = format!("title {}", self.groups[at].len());
                self.set_title(at, &bayko, Some(title), now)
            }
            _ => return None,
        };
        Some((told.message, matches!(change, Room::RemoveMe)))
    }

    /// The person's whole list, newest first.
    pub fn list(&self) -> Vec<GroupRow> {
        self.fake.list(ME)
    }

    pub fn store(
        &mut self,
        at: usize,
        from: &str,
        text: &str,
        client: Option<ClientMessageId>,
        now: u64,
    ) -> usize {
        self.fake.store(at, from, text, client, wall(now))
    }

    pub fn rest(&mut self, request: &HttpRequest, faults: ServerFaults, now: u64) -> Answered {
        self.fake.faults = ServerFaults {
            refuses_by_text: true,
            ..faults
        };
        let answered = self.fake.answer(&adapter::request(request), wall(now));
        let index = |MessageIndex { group, message }| (group, message);
        Answered {
            stored: answered.stored.map(index),
            changed: answered.changed.map(index),
            read: answered.read.map(|read| read.group),
            answer: adapter::answer(answered.response),
        }
    }

    pub fn cognito(&mut self, request: &HttpRequest, now: u64) -> HttpAnswer {
        self.rest(request, ServerFaults::default(), now).answer
    }

    /// Refuses the present access token from now on, unless it is new. Returns whether it did.
    pub fn invalidate(&mut self, now: u64) -> bool {
        self.pool.invalidate(wall(now))
    }
}

/// Whether it is the conversation of two with this person.
pub fn is_pair_with(group: &Group, other: &str) -> bool {
    group.created_by.is_none() && group.has(other)
}

fn person(handle: &str) -> Person {
    Person {
        uuid: handle.into(),
        handle: handle.to_owned(),
        display_name: handle.to_uppercase(),
    }
}

/// The server's clock.
pub fn wall(now: u64) -> i64 {
    START + now as i64
}
