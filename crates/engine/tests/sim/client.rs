//! The client: an engine, and what a browser does for it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use cruddur_contract::config::AppConfig;
use cruddur_contract::{GroupId, Timestamp};
use cruddur_engine::Engine;
use cruddur_engine::effect::{Effect, RequestId, SocketId, TimerKey};
use cruddur_engine::event::{Event, Input, Intent, Now, SrpProof};
use cruddur_engine::tabs::TabMessage;
use cruddur_engine::transcript::Change;
use cruddur_engine::view::{ConversationKey, MessageView, PlacedMessage, SessionView};
use serde_json::json;

use crate::names;
use crate::world::{Way, World};

/// How a socket stands, as the browser sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SocketState {
    Opening,
    Open,
}

pub struct Client {
    pub engine: Engine,
    /// Counts the restarts of the page.
    pub life: u32,
    pub asleep: bool,
    pub late_timers: Vec<TimerKey>,
    pub unheard: Vec<Event>,
    /// When each timer is due, and its stamp: a timer started anew is another one.
    pub timers: HashMap<TimerKey, (u64, u64)>,
    /// What is on its way.
    pub requests: BTreeMap<RequestId, String>,
    pub sockets: BTreeMap<SocketId, SocketState>,
    pub open: Option<ConversationKey>,
    /// What the browser says of its network.
    pub online: bool,
    /// The device's clock against the server's, milliseconds.
    pub skew: i64,
    pub session: Option<String>,
    pub journal: Option<String>,
    /// There may be other tabs.
    pub tabbed: bool,
    /// Some state on screen changed since it was last looked at.
    pub changed: bool,
    /// The version of each edited message that was shown.
    pub versions: BTreeMap<String, u64>,
    /// What was shown in each conversation.
    pub shown: BTreeMap<GroupId, BTreeSet<String>>,
    /// The rows as they are published: each time only what changed.
    published: Vec<PlacedMessage>,
    started_at: u64,
    stamps: u64,
    seed: bool,
}

impl Client {
    pub fn new(seed: bool) -> Self {
        let stored = json!({"refresh_token": "refresh", "handle": crate::server::ME, "sub": "me",
            "display_name": "ANDREWBROWN", "email": "andrewbrown@example.com"});
        Self {
            engine: engine(seed),
            life: 0,
            asleep: false,
            late_timers: Vec::new(),
            unheard: Vec::new(),
            timers: HashMap::new(),
            requests: BTreeMap::new(),
            sockets: BTreeMap::new(),
            open: None,
            online: true,
            skew: 0,
            session: Some(stored.to_string()),
            journal: None,
            tabbed: false,
            changed: false,
            versions: BTreeMap::new(),
            shown: BTreeMap::new(),
            published: Vec::new(),
            started_at: 0,
            stamps: 0,
            seed,
        }
    }

    pub fn is_signed_in(&self) -> bool {
        let known = matches!(self.engine.session_view(), SessionView::SignedIn(_));
        known && !self.engine.notices().expired
    }

    pub fn timer_due(&self, key: &TimerKey, stamp: u64) -> bool {
        self.timers
            .get(key)
            .is_some_and(|(_, known)| *known == stamp)
    }

    /// Whether the browser would report this: nothing of what was aborted or closed.
    pub fn expects(&self, event: &Event) -> bool {
        match event {
            Event::Answered { id, .. } => self.requests.contains_key(id),
            Event::SocketOpened(id) => self.sockets.get(id) == Some(&SocketState::Opening),
            Event::SocketFrame(id, _) => self.sockets.get(id) == Some(&SocketState::Open),
            Event::SocketClosed(id, _) => self.sockets.contains_key(id),
            _ => true,
        }
    }

    /// Publishes what changed, and looks whether all is as it would be when published as a whole.
    pub fn show(&mut self, all: &[MessageView]) {
        let change = self.engine.take_rows();
        let end = self.published.len() - change.after;
        let changed = change.before..end;
        self.published.splice(changed, change.place(day_of));
        let whole = Change::from(all.to_vec()).place(day_of);
        assert!(
            self.published == whole,
            "rows that changed and were not told"
        );
    }

    fn note(&mut self, event: &Event) {
        match event {
            Event::Answered { id, .. } => {
                self.requests.remove(id);
            }
            Event::SocketOpened(id) => {
                self.sockets.insert(*id, SocketState::Open);
            }
            Event::SocketClosed(id, _) => {
                self.sockets.remove(id);
            }
            Event::Online(online) => self.online = *online,
            Event::Intent(Intent::Open(key)) => self.open.clone_from(key),
            _ => {}
        }
    }
}

fn day_of(at: Timestamp) -> i64 {
    at.millis() / 86_400_000
}

fn engine(seed: bool) -> Engine {
    let config = json!({
        "cognito": {"user_pool_id": "us-east-1_Ab1", "client_id": "c", "endpoint": "https://cognito"},
        "api_url": "https://api", "live_url": (!seed).then_some("wss://live/prod"),
    });
    Engine::new(AppConfig::parse(&config.to_string()).expect("a config"))
}

impl World {
    /// The page is opened, or opened again: only what is kept on the device is left.
    pub fn start(&mut self) {
        let seed = self.client.seed;
        self.device.pages += 1;
        let life = self.device.pages;
        let new = Client {
            life,
            ..Client::new(seed)
        };
        let old = std::mem::replace(&mut self.client, new);
        let client = &mut self.client;
        if old.life > 0 {
            client.session = old.session;
            client.journal = old.journal;
        }
        client.open.clone_from(&old.open);
        client.skew = old.skew;
        client.started_at = self.now;
        client.tabbed = old.tabbed;
        client.online = self.network || self.rng.percent(50);
        self.log(|| format!("page {life} starts"));
        // What the old page had open ends with it.
        let sockets = self
            .server
            .conns
            .iter()
            .filter(|conn| conn.life == old.life);
        let sockets: Vec<_> = sockets.map(|conn| conn.socket).collect();
        for socket in sockets {
            self.server.disconnect(old.life, socket);
        }
        self.watch.restarted(seed);
        if self.client.tabbed {
            self.leave_lock(old.life);
            self.want_lock(life);
            self.tell(Event::Tabbed);
        }
        let stored_session = self.client.session.clone();
        let journal = self.client.journal.clone();
        let online = self.client.online;
        self.tell(Event::Started {
            stored_session,
            journal,
            online,
        });
        self.tell(Event::Intent(Intent::Open(old.open)));
    }

    pub fn want(&mut self, intent: Intent) {
        self.tell(Event::Intent(intent));
    }

    /// Gives the engine an event and carries out what it wants.
    pub fn tell(&mut self, event: Event) {
        self.count(names::event(&event));
        if let Event::Intent(intent) = &event {
            self.count(names::intent(intent));
        }
        self.log(|| format!("[{}]", self.client.life));
        self.log(|| match &event {
            Event::TabMessage(line) => format!("<- said {line:?}"),
            Event::Intent(Intent::Send(text)) => format!("<- Send {text}"),
            Event::Intent(Intent::Retry(key) | Intent::Discard(key)) => {
                format!("<- {event:?} {key:?}")
            }
            Event::SocketFrame(id, text) => format!("<- frame {} {text}", id.0),
            event => format!("<- {event:?}"),
        });
        self.client.note(&event);
        self.watch.hears(&event, self.now);
        let heard = match &event {
            Event::TabMessage(text) => TabMessage::decode(text),
            _ => None,
        };
        if heard == Some(TabMessage::SignedOut) {
            self.watch.hears_of_sign_out(self.client.life);
        }
        let now = Now {
            mono: self.now - self.client.started_at,
            wall: 1_700_000_000_000 + self.now as i64 + self.client.skew,
        };
        let random = self.rng.wide();
        let turn = self.client.engine.handle(Input { now, random, event });
        for effect in turn.effects {
            self.count(names::effect(&effect));
            self.log(|| match &effect {
                Effect::Http(_, request) => {
                    let body = request.body.as_deref().unwrap_or_default();
                    format!("-> {effect:?} {body}")
                }
                effect => format!("-> {effect:?}"),
            });
            self.carry_out(effect);
        }
        self.client.changed |= turn.changed.conversation || turn.changed.session;
        self.check_turn();
    }

    fn carry_out(&mut self, effect: Effect) {
        let life = self.client.life;
        match effect {
            Effect::Http(id, request) => {
                self.watch_request(&request);
                self.client.requests.insert(id, names::request(&request));
                self.request(id, request);
            }
            Effect::Abort(id) => {
                self.client.requests.remove(&id);
            }
            Effect::SrpStart { .. } => {
                let srp_a = "abc".to_owned();
                self.post(
                    30,
                    Way::ToClient(
                        life,
                        Event::SrpStarted {
                            srp_a,
                            device: None,
                        },
                    ),
                );
            }
            Effect::SrpProve { .. } => {
                let proof = SrpProof {
                    secret_block: "s".into(),
                    signature: "sig".into(),
                    timestamp: "Tue Apr 5 00:00:00 UTC 2022".into(),
                };
                self.post(60, Way::ToClient(life, Event::SrpProved(Some(proof))));
            }
            // No pool of the simulation asks for one.
            Effect::Passkey(id, _) => {
                self.post(60, Way::ToClient(life, Event::PasskeyAnswered(id, None)));
            }
            Effect::SrpPrepare | Effect::SrpEnd => {}
            // The server of this simulation keeps no track of devices.
            Effect::MakeDevice(_) | Effect::StoreDevice(..) => {}
            Effect::StoreSession(text, _) => self.client.session = Some(text),
            Effect::Journal(text) => self.client.journal = Some(text),
            Effect::ForgetSession => {
                self.client.shown.clear();
                self.client.session = None;
                self.client.journal = None;
                self.device.kept.clear();
                self.watch.forgotten(self.server.seed);
            }
            Effect::Load(id, prefix) => self.disk(Way::Load(life, id, prefix)),
            Effect::Store(id, changes) => self.disk(Way::Store(life, id, changes)),
            Effect::Broadcast(line) => self.tell_tabs(&line),
            Effect::TakeLock => self.take_lock(life),
            Effect::Timer(key, after) => {
                self.client.stamps += 1;
                let stamp = self.client.stamps;
                self.client
                    .timers
                    .insert(key.clone(), (self.now + after, stamp));
                self.post(after, Way::Timer(life, key, stamp));
            }
            Effect::CancelTimer(key) => {
                self.client.timers.remove(&key);
            }
            Effect::OpenSocket(id, url) => {
                self.client.sockets.insert(id, SocketState::Opening);
                self.watch.attempts.push(self.now);
                self.open_socket(id, url);
            }
            Effect::SendFrame(id, _) => self.send_frame(id),
            Effect::CloseSocket(id) => {
                self.client.sockets.remove(&id);
                self.close_socket(id);
            }
            Effect::Navigate { path, .. } => {
                let group = path.strip_prefix("/messages/");
                let key = group.map(|group| ConversationKey::Group(group.into()));
                self.post(0, Way::ToClient(life, Event::Intent(Intent::Open(key))));
            }
        }
    }
}
