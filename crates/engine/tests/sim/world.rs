//! The simulated network and its clock: what was sent arrives late, twice, in another order or never.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use cruddur_engine::effect::{RequestId, SocketId, StoreChange, TimerKey};
use cruddur_engine::event::Event;
use cruddur_engine::http::{HttpAnswer, HttpOutcome, HttpRequest};

use crate::client::Client;
use crate::device::Device;
use crate::faults::{Faults, Tally};
use crate::rng::Rng;
use crate::server::{Mood, Server};
use crate::watch::Watch;

/// The browser gives up a request after so long.
const TIME_LIMIT: u64 = 30_000;
/// A socket that broke.
const ABNORMAL: u16 = 1006;

/// Something on its way. `life` counts the client's restarts: what was on its way to an earlier one
/// reaches nobody.
pub enum Way {
    Request(u32, RequestId, HttpRequest),
    ToClient(u32, Event),
    Timer(u32, TimerKey, u64),
    Handshake(u32, SocketId, String),
    Ping(u32, SocketId),
    Load(u32, RequestId, String),
    Store(u32, RequestId, Vec<StoreChange>),
    Wake,
}

struct Parcel(u64, u64, Way);

impl PartialEq for Parcel {
    fn eq(&self, other: &Self) -> bool {
        (self.0, self.1) == (other.0, other.1)
    }
}
impl Eq for Parcel {}
impl PartialOrd for Parcel {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Parcel {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.0, self.1).cmp(&(other.0, other.1))
    }
}

pub struct World {
    pub now: u64,
    pub rng: Rng,
    pub faults: Faults,
    pub tally: Tally,
    pub server: Server,
    /// The tab that is at work now.
    pub client: Client,
    /// The other tab of the browser, if there is one.
    pub other: Option<Box<Client>>,
    pub device: Device,
    pub watch: Watch,
    /// There is a network between client and server.
    pub network: bool,
    pub trace: bool,
    queue: BinaryHeap<Reverse<Parcel>>,
    posted: u64,
}

impl World {
    pub fn new(seed: u64, old_server: bool, trace: bool) -> Self {
        Self {
            now: 1_000,
            rng: Rng::new(seed),
            faults: Faults::default(),
            tally: Tally::default(),
            server: Server::new(old_server),
            client: Client::new(old_server),
            other: None,
            device: Device::default(),
            watch: Watch::default(),
            network: true,
            trace,
            queue: BinaryHeap::new(),
            posted: 0,
        }
    }

    pub fn count(&mut self, what: &'static str) {
        *self.tally.entry(what).or_default() += 1;
    }

    pub fn log(&self, text: impl FnOnce() -> String) {
        if self.trace {
            eprintln!("{:>10.3} s  {}", self.now as f64 / 1_000.0, text());
        }
    }

    /// True with this chance, and counted.
    pub fn strikes(&mut self, chance: u64, what: &'static str) -> bool {
        let strikes = self.rng.percent(chance);
        if strikes {
            self.count(what);
            self.log(|| format!("   fault: {what}"));
        }
        strikes
    }

    pub fn post(&mut self, after: u64, way: Way) {
        self.posted += 1;
        self.queue
            .push(Reverse(Parcel(self.now + after, self.posted, way)));
    }

    fn tell_later(&mut self, life: u32, after: u64, event: Event) {
        self.post(after, Way::ToClient(life, event));
    }

    /// The pages that are open.
    pub fn lives(&self) -> Vec<u32> {
        let other = self.other.iter().map(|other| other.life);
        [self.client.life].into_iter().chain(other).collect()
    }

    /// Lets this page be at work. `false`: it is closed.
    pub fn turn_to(&mut self, life: u32) -> bool {
        if let Some(other) = &mut self.other
            && other.life == life
        {
            std::mem::swap(&mut self.client, other);
        }
        self.client.life == life
    }

    fn latency(&mut self) -> u64 {
        if self.strikes(self.faults.slow, "slow") {
            self.rng.range(500, 8_000)
        } else {
            self.rng.range(5, 200)
        }
    }

    /// Lets this much time pass.
    pub fn pass(&mut self, millis: u64) {
        let until = self.now + millis;
        while self.queue.peek().is_some_and(|next| next.0.0 <= until) {
            let Some(Reverse(Parcel(at, _, way))) = self.queue.pop() else {
                break;
            };
            self.now = self.now.max(at);
            self.arrive(way);
            self.gateway_limits();
        }
        self.now = until;
        self.gateway_limits();
    }

    fn arrive(&mut self, way: Way) {
        match way {
            Way::Request(life, id, request) => return self.request_arrives(life, id, &request),
            Way::Handshake(life, id, url) => return self.handshake_arrives(life, id, &url),
            Way::Ping(life, id) => return self.ping_arrives(life, id),
            Way::Wake => return self.wake(),
            _ => {}
        }
        match way {
            Way::ToClient(life, event) if self.turn_to(life) => self.deliver(event),
            Way::Timer(life, key, stamp) if self.turn_to(life) => self.timer_ends(key, stamp),
            Way::Load(life, id, prefix) if self.turn_to(life) => self.loads(id, &prefix),
            Way::Store(life, id, changes) if self.turn_to(life) => self.stores(id, changes),
            // The page was closed meanwhile.
            _ => {}
        }
    }

    fn timer_ends(&mut self, key: TimerKey, stamp: u64) {
        if !self.client.timer_due(&key, stamp) {
            return;
        }
        if self.client.asleep {
            return self.client.late_timers.push(key);
        }
        self.client.timers.remove(&key);
        self.tell(Event::Timer(key));
    }

    /// A sleeping client hears nothing until it wakes.
    pub fn deliver(&mut self, event: Event) {
        if self.client.asleep {
            self.client.unheard.push(event);
        } else if self.client.expects(&event) {
            self.tell(event);
        }
    }

    pub fn wake(&mut self) {
        for life in self.lives() {
            self.turn_to(life);
            if std::mem::replace(&mut self.client.asleep, false) {
                self.count("wakes");
                self.log(|| "wakes".to_owned());
                self.wake_tab();
            }
        }
    }

    fn wake_tab(&mut self) {
        let timers = std::mem::take(&mut self.client.late_timers);
        let events = std::mem::take(&mut self.client.unheard);
        let timers_first = self.rng.percent(50);
        if self.rng.percent(70) {
            self.tell(Event::Woken);
        }
        for turn in [timers_first, !timers_first] {
            if !turn {
                for event in &events {
                    if self.client.expects(event) {
                        self.tell(event.clone());
                    }
                }
                continue;
            }
            for key in &timers {
                // Started anew by what came before it on waking: not due any more.
                let due = self.client.timers.get(key);
                if due.is_some_and(|(due, _)| *due <= self.now) {
                    self.client.timers.remove(key);
                    self.tell(Event::Timer(key.clone()));
                }
            }
        }
    }

    /// Both tabs hear of it, unless the browser keeps it to itself.
    pub fn says_online(&mut self, online: bool) {
        for life in self.lives() {
            self.turn_to(life);
            self.deliver(Event::Online(online));
        }
    }

    /// The client makes a request.
    pub fn request(&mut self, id: RequestId, request: HttpRequest) {
        let life = self.client.life;
        self.tell_later(
            life,
            TIME_LIMIT,
            Event::Answered {
                id,
                outcome: HttpOutcome::NoAnswer,
            },
        );
        if !self.network {
            self.count("request without network");
            let after = self.rng.range(1, 50);
            return self.no_answer(life, after, id);
        }
        let cognito = request.url.contains("cognito");
        if self.strikes(self.faults.lost_request, "lost request") {
            return self.perhaps_no_answer(life, id);
        }
        let latency = self.latency();
        let again = self.faults.repeated_request;
        if !self.server.seed && !cognito && self.strikes(again, "repeated request") {
            let later = latency + self.rng.range(1, 5_000);
            self.post(later, Way::Request(life, id, request.clone()));
        }
        self.post(latency, Way::Request(life, id, request));
    }

    /// The browser notices at once, or waits until its time is up.
    fn perhaps_no_answer(&mut self, life: u32, id: RequestId) {
        if self.rng.percent(60) {
            let after = self.rng.range(10, 3_000);
            self.no_answer(life, after, id);
        }
    }

    fn no_answer(&mut self, life: u32, after: u64, id: RequestId) {
        self.tell_later(
            life,
            after,
            Event::Answered {
                id,
                outcome: HttpOutcome::NoAnswer,
            },
        );
    }

    fn request_arrives(&mut self, life: u32, id: RequestId, request: &HttpRequest) {
        if !self.network {
            self.count("request lost with the network");
            return self.no_answer(life, 0, id);
        }
        let answer = self.answer(request);
        let Some(mut answer) = answer else { return };
        answer.date = Some(1_700_000_000_000 + self.now as i64);
        if self.strikes(self.faults.lost_answer, "lost answer") {
            return self.perhaps_no_answer(life, id);
        }
        let latency = self.latency();
        self.log(|| format!("   {request:?} -> {}", answer.status));
        let event = Event::Answered {
            id,
            outcome: HttpOutcome::Answer(answer),
        };
        self.post(latency, Way::ToClient(life, event));
    }

    fn answer(&mut self, request: &HttpRequest) -> Option<HttpAnswer> {
        if request.url.contains("cognito") {
            if self.strikes(self.faults.cognito_error, "cognito error") {
                let throttled = r#"{"__type":"TooManyRequestsException"}"#;
                let (status, body) =
                    *self
                        .rng
                        .pick(&[(500, "{}"), (400, throttled), (502, "<html>")]);
                return Some(plain(status, body));
            }
            return Some(self.server.cognito(request, self.now));
        }
        if !self.server.up {
            self.count("server down");
            return Some(plain(503, "<html>"));
        }
        if self.strikes(self.faults.server_error, "server error") {
            let status = *self.rng.pick(&[500, 502, 503, 504]);
            return Some(plain(status, "<html>"));
        }
        if self.strikes(self.faults.throttled, "throttled") {
            let mut answer = plain(429, r#"["too_many_requests"]"#);
            answer.retry_after = self.rng.percent(50).then(|| self.rng.range(1, 5) as u32);
            return Some(answer);
        }
        if self.strikes(self.faults.portal, "portal") {
            let body = *self
                .rng
                .pick(&["<html>sign in to this network</html>", "", "[{", "null"]);
            return Some(plain(200, body));
        }
        let mood = self.mood();
        let done = self.server.rest(request, mood, self.now);
        if done.answer.status == 401 {
            self.count("token refused");
        }
        if let Some((at, n)) = done.news {
            self.count("message stored");
            self.broadcast(at, n, true);
            if self.strikes(self.faults.error_after_acceptance, "error after acceptance") {
                return Some(plain(502, "<html>"));
            }
        }
        Some(done.answer)
    }

    fn mood(&mut self) -> Mood {
        let hidden = if !self.server.seed && self.strikes(self.faults.lag, "lag") {
            self.rng.range(1, 3) as usize
        } else {
            0
        };
        let refused = self.strikes(self.faults.refused_cursor, "refused cursor");
        let status = *self.rng.pick(&[400, 404, 422]);
        Mood {
            hidden,
            refuse_cursor: refused.then_some(status),
        }
    }

    /// Tells every connection of a new or changed message.
    pub fn broadcast(&mut self, at: usize, n: usize, new: bool) {
        let poisoned = self
            .server
            .poisoned
            .contains(&self.server.groups[at].messages[n].uuid);
        for text in self.server.frames(at, n, new) {
            let text = if poisoned && text.contains(r#""table":"messages""#) {
                text.replace(r#""uuid":""#, r#""uuid":7,"x":""#)
            } else {
                text
            };
            self.push_all(&text);
        }
    }

    pub fn push_all(&mut self, text: &str) {
        let to: Vec<_> = self
            .server
            .conns
            .iter()
            .map(|conn| (conn.life, conn.socket))
            .collect();
        for (life, socket) in to {
            self.push(life, socket, text.to_owned());
        }
    }

    fn push(&mut self, life: u32, socket: SocketId, text: String) {
        let latency = self.latency();
        let reorder = self.strikes(self.faults.reordered_frame, "reordered frame");
        let lost = self.strikes(self.faults.lost_frame, "lost frame");
        let twice = self.strikes(self.faults.repeated_frame, "repeated frame");
        let broken = self.strikes(self.faults.broken_frame, "broken frame");
        let extra = self.rng.range(0, 4_000);
        let (now, network) = (self.now, self.network);
        let Some(conn) = self.server.conn(life, socket) else {
            return;
        };
        if lost || conn.half_open || !network {
            return;
        }
        let mut at = now + latency;
        if reorder {
            at += extra;
        } else {
            at = at.max(conn.last_arrival);
            conn.last_arrival = at;
        }
        if twice {
            self.post(at - now + extra, frame(life, socket, text.clone()));
        }
        if broken {
            let cut = text.len() / 2;
            self.post(at - now, frame(life, socket, text[..cut].to_owned()));
        }
        self.post(at - now, frame(life, socket, text));
    }

    /// The client opens a socket.
    pub fn open_socket(&mut self, id: SocketId, url: String) {
        let life = self.client.life;
        if !self.network {
            return self.tell_later(life, 20, Event::SocketClosed(id, ABNORMAL));
        }
        if self.strikes(self.faults.endless_handshake, "endless handshake") {
            return;
        }
        let latency = self.latency();
        if self.strikes(self.faults.refused_handshake, "refused handshake") {
            return self.tell_later(life, latency, Event::SocketClosed(id, ABNORMAL));
        }
        self.post(latency, Way::Handshake(life, id, url));
    }

    fn handshake_arrives(&mut self, life: u32, id: SocketId, url: &str) {
        let accepted = self.network && self.server.connect(life, id, url, self.now);
        let latency = self.latency();
        let event = if accepted {
            Event::SocketOpened(id)
        } else {
            Event::SocketClosed(id, ABNORMAL)
        };
        if let Some(conn) = self.server.conn(life, id) {
            conn.last_arrival = self.now + latency;
        }
        self.post(latency, Way::ToClient(life, event));
    }

    /// The client sends a frame; the only one there is asks whether the server is there.
    pub fn send_frame(&mut self, id: SocketId) {
        let life = self.client.life;
        let latency = self.latency();
        self.post(latency, Way::Ping(life, id));
    }

    fn ping_arrives(&mut self, life: u32, id: SocketId) {
        let now = self.now;
        let network = self.network;
        let Some(conn) = self.server.conn(life, id) else {
            return;
        };
        if conn.half_open || !network {
            return;
        }
        conn.heard_at = now;
        let pong = format!(r#"{{"type":"PONG","server_time":{now}}}"#);
        self.push(life, id, pong);
    }

    /// The client closed a socket.
    pub fn close_socket(&mut self, id: SocketId) {
        let life = self.client.life;
        self.server.disconnect(life, id);
    }

    /// A connection ends on the server's side or between; the client may never be told.
    pub fn cut(&mut self, life: u32, socket: SocketId, code: u16) {
        self.server.disconnect(life, socket);
        if self.strikes(self.faults.lost_close, "lost close") {
            return;
        }
        let latency = self.latency();
        self.post(
            latency,
            Way::ToClient(life, Event::SocketClosed(socket, code)),
        );
    }

    pub fn cut_all(&mut self, code: u16) {
        let all: Vec<_> = self
            .server
            .conns
            .iter()
            .map(|conn| (conn.life, conn.socket))
            .collect();
        for (life, socket) in all {
            self.cut(life, socket, code);
        }
    }

    fn gateway_limits(&mut self) {
        for (life, socket) in self.server.expired(self.now) {
            self.count("gateway limit");
            self.cut(life, socket, 1001);
        }
    }
}

fn frame(life: u32, socket: SocketId, text: String) -> Way {
    Way::ToClient(life, Event::SocketFrame(socket, text))
}

fn plain(status: u16, body: &str) -> HttpAnswer {
    HttpAnswer {
        status,
        body: body.to_owned(),
        ..HttpAnswer::default()
    }
}
