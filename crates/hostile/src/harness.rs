//! An engine with a clock, storage, a socket and a server. Whatever a test does not replace works as it should.

use std::collections::BTreeMap;

use cruddur_contract::config::AppConfig;
use cruddur_engine::effect::{RequestId, SocketId, TimerKey};
use cruddur_engine::event::{Event, Input, Intent, Now};
use cruddur_engine::http::{HttpAnswer, HttpOutcome, HttpRequest};
use cruddur_engine::view::ConversationKey;
use cruddur_engine::{Changed, Engine};
use cruddur_fake_server::FakeServer;
use serde_json::json;

use crate::{invariants, server};

/// The conversation that is open.
pub const GROUP: &str = "g1";
/// The wall clock when the monotonic clock is 0, milliseconds since 1970.
pub const START: i64 = 1_800_000_000_000;
/// More turns than this within one [`Harness::run`] mean that the engine loops.
const TURNS: usize = 600;

/// Answers a request instead of the server; `None` leaves it to the server.
pub type Hostile = Box<dyn Fn(&HttpRequest) -> Option<HttpAnswer>>;

/// The engine and its environment.
pub struct Harness {
    pub engine: Engine,
    /// The browser's store.
    pub stored: BTreeMap<String, String>,
    /// The journal of the page before.
    pub journal: Option<String>,
    pub server: FakeServer,
    /// Answers before the server does.
    pub hostile: Option<Hostile>,
    /// The open socket.
    pub socket: Option<SocketId>,
    pub(crate) mono: u64,
    turns: u64,
    pub(crate) requests: Vec<(RequestId, HttpRequest)>,
    pub(crate) opening: Vec<SocketId>,
    pub(crate) timers: Vec<(TimerKey, u64)>,
    pub(crate) events: Vec<Event>,
}

impl Harness {
    /// An engine before its first event.
    pub fn new() -> Self {
        let config = json!({
            "cognito": {"user_pool_id": "us-east-1_Ab1", "client_id": "c"},
            "api_url": "https://api", "live_url": "wss://live/prod",
        });
        let config = AppConfig::parse(&config.to_string()).expect("a good config");
        Self {
            engine: Engine::new(config),
            stored: BTreeMap::new(),
            journal: None,
            server: server::healthy(),
            hostile: None,
            socket: None,
            mono: 1_000,
            turns: 0,
            requests: Vec::new(),
            opening: Vec::new(),
            timers: Vec::new(),
            events: Vec::new(),
        }
    }

    /// Andrew is back with a stored session; nothing has been answered yet.
    pub fn started() -> Self {
        let mut harness = Self::new();
        harness.start(Some(session()));
        harness.open();
        harness
    }

    /// Andrew is signed in, connected, and has the conversation on screen.
    pub fn connected() -> Self {
        let mut harness = Self::started();
        harness.run(1_000);
        harness
    }

    /// The app starts.
    pub fn start(&mut self, stored_session: Option<String>) {
        self.handle(Event::Started {
            stored_session,
            journal: self.journal.clone(),
            online: true,
        });
    }

    /// Opens the conversation.
    pub fn open(&mut self) {
        let group = ConversationKey::Group(GROUP.into());
        self.intent(Intent::Open(Some(group)));
    }

    pub fn intent(&mut self, intent: Intent) {
        self.handle(Event::Intent(intent));
    }

    /// Lets time pass while requests are answered by `hostile` first.
    pub fn run_with(&mut self, hostile: Hostile, milliseconds: u64) {
        self.hostile = Some(hostile);
        self.run(milliseconds);
        self.hostile = None;
    }

    /// Answers requests and lets time pass, timer by timer.
    pub fn run(&mut self, milliseconds: u64) {
        let end = self.mono + milliseconds;
        for _ in 0..TURNS {
            if !self.turn(end) {
                self.mono = end;
                return;
            }
        }
        panic!("the engine loops: {:?}", self.requests);
    }

    /// Delivers the next event that is due by `end`, if there is one.
    fn turn(&mut self, end: u64) -> bool {
        if !self.requests.is_empty() {
            let (id, request) = self.requests.remove(0);
            let hostile = self.hostile.as_ref().and_then(|hostile| hostile(&request));
            let now = self.wall();
            let answer = hostile.unwrap_or_else(|| server::answer(&mut self.server, &request, now));
            let outcome = HttpOutcome::Answer(answer);
            self.handle(Event::Answered { id, outcome });
        } else if let Some(id) = self.opening.pop() {
            self.socket = Some(id);
            self.handle(Event::SocketOpened(id));
        } else {
            let due = self.timers.iter().enumerate().min_by_key(|(_, due)| due.1);
            let Some((at, _)) = due.filter(|(_, (_, due))| *due <= end) else {
                return false;
            };
            let (key, due) = self.timers.swap_remove(at);
            self.mono = self.mono.max(due);
            self.handle(Event::Timer(key));
        }
        true
    }

    /// Handles an event, executes the effects, and checks what the engine shows.
    pub fn handle(&mut self, event: Event) {
        let mut changed = Changed::default();
        self.events.push(event);
        while !self.events.is_empty() {
            let event = self.events.remove(0);
            self.turns += 1;
            let turn = self.engine.handle(Input {
                now: Now {
                    mono: self.mono,
                    wall: self.wall(),
                },
                random: u128::from(self.turns) * 0x1234_5678_9ABC_DEF1_1357_9BDF,
                event,
            });
            changed = changed.or(turn.changed);
            for effect in turn.effects {
                self.execute(effect);
            }
        }
        if changed != Changed::default() {
            invariants::screen(&self.engine);
        }
    }

    /// The wall clock, milliseconds since 1970.
    pub fn wall(&self) -> i64 {
        START + self.mono as i64
    }

    /// The texts on screen.
    pub fn texts(&self) -> Vec<String> {
        let messages = self.engine.messages().into_iter();
        messages.map(|message| message.text).collect()
    }
}

impl Default for Harness {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Harness {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Harness({:?})", self.requests)
    }
}

/// Andrew's session as it is stored.
pub fn session() -> String {
    let session = json!({"refresh_token": "r", "sub": "s", "handle": "andrewbrown",
        "display_name": "Andrew Brown", "email": "andrewbrown@example.com"});
    session.to_string()
}
