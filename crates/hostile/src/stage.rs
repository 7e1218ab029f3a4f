//! An engine with everything around it: a clock, a device that keeps, a line, a server. What a test does
//! not make hostile works as it should.

use std::collections::BTreeMap;

use cruddur_contract::config::AppConfig;
use cruddur_engine::effect::{RequestId, SocketId, TimerKey};
use cruddur_engine::event::{Event, Input, Intent, Now};
use cruddur_engine::http::{HttpAnswer, HttpOutcome, HttpRequest};
use cruddur_engine::view::ConversationKey;
use cruddur_engine::{Changed, Engine};
use serde_json::json;

use crate::server::Server;
use crate::watch;

/// The conversation that is open.
pub const GROUP: &str = "g1";
/// More turns than this within one [`Stage::run`] are an engine that runs hot.
const TURNS: usize = 600;

/// Answers a request in the server's place; `None`: the server does.
pub type Hostile = Box<dyn Fn(&HttpRequest) -> Option<HttpAnswer>>;

/// The engine and what is around it.
pub struct Stage {
    /// The engine.
    pub engine: Engine,
    /// What the device keeps.
    pub kept: BTreeMap<String, String>,
    /// The journal of the page before.
    pub journal: Option<String>,
    /// The good server.
    pub server: Server,
    /// Who answers before the server does.
    pub hostile: Option<Hostile>,
    /// The open socket.
    pub socket: Option<SocketId>,
    pub(crate) mono: u64,
    turns: u64,
    pub(crate) requests: Vec<(RequestId, HttpRequest)>,
    pub(crate) opening: Vec<SocketId>,
    pub(crate) timers: Vec<(TimerKey, u64)>,
    pub(crate) said: Vec<Event>,
}

impl Stage {
    /// Before anything was said to the engine.
    pub fn new() -> Self {
        let config = json!({
            "cognito": {"user_pool_id": "us-east-1_Ab1", "client_id": "c"},
            "api_url": "https://api", "live_url": "wss://live/prod",
        });
        let config = AppConfig::parse(&config.to_string()).expect("a good config");
        Self {
            engine: Engine::new(config),
            kept: BTreeMap::new(),
            journal: None,
            server: Server::default(),
            hostile: None,
            socket: None,
            mono: 1_000,
            turns: 0,
            requests: Vec::new(),
            opening: Vec::new(),
            timers: Vec::new(),
            said: Vec::new(),
        }
    }

    /// Andrew is back with a stored session; nothing has been answered yet.
    pub fn started() -> Self {
        let mut stage = Self::new();
        stage.start(Some(session()));
        stage.open();
        stage
    }

    /// Andrew is signed in, connected, and has the conversation on screen.
    pub fn connected() -> Self {
        let mut stage = Self::started();
        stage.run(1_000);
        stage
    }

    /// The app starts.
    pub fn start(&mut self, stored_session: Option<String>) {
        self.tell(Event::Started {
            stored_session,
            journal: self.journal.clone(),
            online: true,
        });
    }

    /// Opens the conversation.
    pub fn open(&mut self) {
        let group = ConversationKey::Group(GROUP.into());
        self.want(Intent::Open(Some(group)));
    }

    /// The person wants something.
    pub fn want(&mut self, intent: Intent) {
        self.tell(Event::Intent(intent));
    }

    /// Makes whoever it is answer before the server, and lets this many milliseconds pass.
    pub fn endure(&mut self, hostile: Hostile, milliseconds: u64) {
        self.hostile = Some(hostile);
        self.run(milliseconds);
        self.hostile = None;
    }

    /// Answers what was asked and lets time pass, timer by timer.
    pub fn run(&mut self, milliseconds: u64) {
        let end = self.mono + milliseconds;
        for _ in 0..TURNS {
            if !self.turn(end) {
                self.mono = end;
                return;
            }
        }
        panic!("the engine runs hot: {:?}", self.requests);
    }

    /// The next thing that happens until then, if anything does.
    fn turn(&mut self, end: u64) -> bool {
        if !self.requests.is_empty() {
            let (id, request) = self.requests.remove(0);
            let hostile = self.hostile.as_ref().and_then(|hostile| hostile(&request));
            let answer = hostile.unwrap_or_else(|| self.server.answer(&request));
            let outcome = HttpOutcome::Answer(answer);
            self.tell(Event::Answered { id, outcome });
        } else if let Some(id) = self.opening.pop() {
            self.socket = Some(id);
            self.tell(Event::SocketOpened(id));
        } else {
            let due = self.timers.iter().enumerate().min_by_key(|(_, due)| due.1);
            let Some((at, _)) = due.filter(|(_, (_, due))| *due <= end) else {
                return false;
            };
            let (key, due) = self.timers.swap_remove(at);
            self.mono = self.mono.max(due);
            self.tell(Event::Timer(key));
        }
        true
    }

    /// Says this to the engine, carries out what it wants done, and looks at what it shows.
    pub fn tell(&mut self, event: Event) {
        let mut changed = Changed::default();
        self.said.push(event);
        while !self.said.is_empty() {
            let event = self.said.remove(0);
            self.turns += 1;
            let turn = self.engine.handle(Input {
                now: Now {
                    mono: self.mono,
                    wall: 1_800_000_000_000 + self.mono as i64,
                },
                random: u128::from(self.turns) * 0x1234_5678_9ABC_DEF1_1357_9BDF,
                event,
            });
            changed = changed.or(turn.changed);
            for effect in turn.effects {
                self.carry_out(effect);
            }
        }
        if changed != Changed::default() {
            watch::screen(&self.engine);
        }
    }

    /// The texts on screen.
    pub fn texts(&self) -> Vec<String> {
        let messages = self.engine.messages().into_iter();
        messages.map(|message| message.text).collect()
    }
}

impl Default for Stage {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Stage({:?})", self.requests)
    }
}

/// Andrew's session as it is stored.
pub fn session() -> String {
    let session = json!({"refresh_token": "r", "sub": "s", "handle": "andrewbrown",
        "display_name": "Andrew Brown", "email": "andrewbrown@example.com"});
    session.to_string()
}
