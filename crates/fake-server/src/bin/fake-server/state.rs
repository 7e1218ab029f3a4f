//! What the program holds: the server, open sockets, the calls it answered.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;
use std::time::{SystemTime, UNIX_EPOCH};

use cruddur_contract::frame::ServerFrame;
use cruddur_contract::{GroupId, Person};
use cruddur_fake_server::{Account, FakeServer, MessageIndex, Mode, Pool, Read};
use tokio::sync::mpsc::UnboundedSender;

/// All tasks run on one thread; none holds a borrow while it waits.
pub type Shared = Rc<RefCell<State>>;

pub struct State {
    pub server: FakeServer,
    /// The address of Cognito.
    pub cognito: String,
    /// The one origin that may read a seed server's answers.
    pub frontend: Option<String>,
    /// `METHOD path` of every call answered.
    pub calls: Vec<String>,
    /// Handles by access token, as Cognito named them.
    pub callers: HashMap<String, String>,
    pub sockets: BTreeMap<u64, Socket>,
    /// The texts of all frames received.
    pub frames: Vec<String>,
    /// People who are online without a connection, because a test says so.
    pub stand_ins: BTreeSet<String>,
    pub next_socket: u64,
}

/// An open socket. Dropping it closes the connection without a close frame.
pub struct Socket {
    pub handle: String,
    pub frames: UnboundedSender<String>,
    /// The conversations that it watches.
    pub watched: Vec<GroupId>,
}

impl State {
    pub fn new(mode: Mode, cognito: String) -> Shared {
        Rc::new(RefCell::new(Self {
            server: server(mode, Vec::new()),
            cognito,
            frontend: None,
            calls: Vec::new(),
            callers: HashMap::new(),
            sockets: BTreeMap::new(),
            frames: Vec::new(),
            stand_ins: BTreeSet::new(),
            next_socket: 0,
        }))
    }

    /// Forgets everything but the front end.
    pub fn reset(&mut self, people: Vec<Person>) {
        self.server = server(self.server.mode, people);
        self.calls.clear();
        self.callers.clear();
        self.sockets.clear();
        self.frames.clear();
        self.stand_ins.clear();
    }

    /// Sends the frame of a new or changed message to the members of its conversation.
    pub fn announce(&self, message: MessageIndex, new: bool) {
        for socket in self.sockets_of(message.group) {
            if let Some(frame) = self.server.message_frame(message, new, &socket.handle) {
                socket.send(&frame);
            }
        }
    }

    /// Tells a person that they are no member of a conversation any more.
    pub fn announce_gone(&self, group: usize, handle: &str) {
        let frame = self.server.gone_frame(group);
        let sockets = self.sockets.values();
        for socket in sockets.filter(|socket| socket.handle == handle) {
            socket.send(&frame);
        }
    }

    /// Sends each member the conversation's row in their list.
    pub fn announce_group(&self, group: usize) {
        for socket in self.sockets_of(group) {
            if let Some(frame) = self.server.group_frame(group, &socket.handle) {
                socket.send(&frame);
            }
        }
    }

    /// Sends the members how far one of them has read, and that one their row.
    pub fn announce_read(&self, read: &Read) {
        let frame = self.server.read_frame(read);
        for socket in self.sockets_of(read.group) {
            frame.iter().for_each(|frame| socket.send(frame));
            if socket.handle == read.reader.handle
                && let Some(row) = self.server.group_frame(read.group, &socket.handle)
            {
                socket.send(&row);
            }
        }
    }

    fn sockets_of(&self, group: usize) -> impl Iterator<Item = &Socket> {
        let group = &self.server.groups[group];
        self.sockets
            .values()
            .filter(|socket| group.has(&socket.handle))
    }
}

impl Socket {
    pub fn send(&self, frame: &ServerFrame) {
        // A closed socket is removed by its own task.
        let _ = frame.to_text().map(|text| self.frames.send(text));
    }
}

fn server(mode: Mode, people: Vec<Person>) -> FakeServer {
    FakeServer::new(mode, people, Pool::new(Account::default()))
}

/// Milliseconds since 1970-01-01 UTC.
pub fn now() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.map_or(0, |now| now.as_millis() as i64)
}
