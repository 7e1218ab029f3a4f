//! The client: an engine, and what a browser does for it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use cruddur_contract::config::AppConfig;
use cruddur_contract::{GroupId, Timestamp};
use cruddur_engine::Engine;
use cruddur_engine::effect::{RequestId, SocketId, TimerKey};
use cruddur_engine::event::{Event, Intent};
use cruddur_engine::transcript::Change;
use cruddur_engine::view::{ConversationKey, MessageView, PlacedMessage, SessionView};
use serde_json::json;

use crate::step::Tab;

/// How a socket stands, as the browser sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SocketState {
    Opening,
    Open,
}

pub struct Client {
    pub engine: Engine,
    pub tab: Tab,
    /// Which page of all that were opened; 0: none yet.
    pub page: u32,
    pub asleep: bool,
    /// The tab shows another site; coming back starts a page.
    pub away: bool,
    /// What became due during sleep.
    pub late_timers: Vec<TimerKey>,
    pub late_events: Vec<Event>,
    /// When each timer is due, and its stamp: a timer that was set again is another one.
    pub timers: HashMap<TimerKey, (u64, u64)>,
    /// The names of the requests in flight.
    pub requests: BTreeMap<RequestId, String>,
    pub sockets: BTreeMap<SocketId, SocketState>,
    pub open: Option<ConversationKey>,
    /// `navigator.onLine`.
    pub online: bool,
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
    /// The rows, put together from changes alone.
    published: Vec<PlacedMessage>,
    pub started_at: u64,
    /// When it told last that the person types.
    pub typed_at: Option<u64>,
    /// Timers set so far.
    pub stamps: u64,
    pub seed: bool,
}

impl Client {
    pub fn new(seed: bool, tab: Tab) -> Self {
        let stored = json!({"refresh_token": "refresh", "handle": crate::server::ME, "sub": "me",
            "display_name": "ANDREWBROWN", "email": "andrewbrown@example.com"});
        Self {
            engine: engine(seed),
            tab,
            page: 0,
            asleep: false,
            away: false,
            late_timers: Vec::new(),
            late_events: Vec::new(),
            timers: HashMap::new(),
            requests: BTreeMap::new(),
            sockets: BTreeMap::new(),
            open: None,
            online: true,
            session: Some(stored.to_string()),
            journal: None,
            tabbed: false,
            changed: false,
            versions: BTreeMap::new(),
            shown: BTreeMap::new(),
            published: Vec::new(),
            started_at: 0,
            typed_at: None,
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

    /// Publishes what changed, and checks that the result equals publishing everything.
    pub fn show(&mut self, all: &[MessageView]) {
        let change = self.engine.take_rows();
        let end = self.published.len() - change.after;
        let changed = change.before..end;
        self.published.splice(changed, change.place(day_of));
        let whole = Change::from(all.to_vec()).place(day_of);
        assert!(
            self.published == whole,
            "rows that changed were not published"
        );
    }

    pub fn note(&mut self, event: &Event) {
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
