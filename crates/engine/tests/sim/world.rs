//! The simulated world: its clock, and everything that is scheduled to happen.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use cruddur_engine::effect::{RequestId, SocketId, StoreChange, TimerKey};
use cruddur_engine::event::Event;
use cruddur_engine::http::HttpRequest;

use crate::browser::Browser;
use crate::client::Client;
use crate::faults::{Counts, Fault, PendingFaults};
use crate::jitter::Jitter;
use crate::observed::Observed;
use crate::server::Server;
use crate::step::{Kind, Setup, Tab};

/// Something scheduled. The number names a page: what was for a page that is closed reaches nobody.
pub enum Scheduled {
    /// A request reaches the server.
    Request(u32, RequestId, HttpRequest),
    /// An event reaches the client.
    Event(u32, Event),
    Timer(u32, TimerKey, u64),
    /// A socket's handshake reaches the server.
    Handshake(u32, SocketId, String),
    /// A frame of the client reaches the server.
    Frame(u32, SocketId, String),
    Load(u32, RequestId, String),
    Store(u32, RequestId, Vec<StoreChange>),
    WakeUp,
}

/// When, and in which order of those that are scheduled for the same moment.
struct Entry {
    at: u64,
    number: u64,
    what: Scheduled,
}

impl Entry {
    fn key(&self) -> (u64, u64) {
        (self.at, self.number)
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}
impl Eq for Entry {}
impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

pub struct World {
    /// Milliseconds.
    pub now: u64,
    pub jitter: Jitter,
    /// The engine's randomness.
    pub randomness: Jitter,
    pub faults: PendingFaults,
    pub counts: Counts,
    pub server: Server,
    /// The tab that is being simulated now.
    pub client: Client,
    /// The other tab of the browser, if there is one.
    pub other: Option<Box<Client>>,
    pub browser: Browser,
    pub observed: Observed,
    /// There is a network between client and server.
    pub network: bool,
    /// The device's clock minus the server's, milliseconds.
    pub clock_skew: i64,
    /// Lines of the log, where one is written.
    pub trace: Option<Vec<String>>,
    queue: BinaryHeap<Reverse<Entry>>,
    scheduled: u64,
}

impl World {
    pub fn new(setup: &Setup) -> Self {
        let seed_server = setup.kind == Kind::Seed;
        let mut server = Server::new(seed_server);
        server.page = setup.page_size;
        server.group_page = setup.group_page_size;
        server.pool.token_life = setup.token_seconds;
        Self {
            now: 1_000,
            jitter: Jitter::new(setup.jitter),
            randomness: Jitter::always(setup.jitter),
            faults: PendingFaults::default(),
            counts: Counts::default(),
            server,
            client: Client::new(seed_server, Tab::First),
            other: None,
            browser: Browser::default(),
            observed: Observed::default(),
            network: true,
            clock_skew: setup.clock_skew,
            trace: None,
            queue: BinaryHeap::new(),
            scheduled: 0,
        }
    }

    /// Everything that varies from here on comes from this seed.
    pub fn vary(&mut self, seed: u32) {
        self.jitter = Jitter::new(seed);
        self.randomness = Jitter::always(seed);
    }

    pub fn count(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
    }

    pub fn log(&mut self, text: impl FnOnce() -> String) {
        if let Some(trace) = &mut self.trace {
            let line = format!("{:>10.3} s  {}", self.now as f64 / 1_000.0, text());
            trace.push(line);
        }
    }

    /// This is an occasion for a fault: whether it occurs.
    pub fn occurs(&mut self, fault: Fault) -> bool {
        let occurs = self.faults.take(fault);
        if occurs {
            self.count(fault.name());
            self.log(|| format!("   fault: {}", fault.name()));
        }
        occurs
    }

    pub fn schedule(&mut self, after: u64, what: Scheduled) {
        self.scheduled += 1;
        self.queue.push(Reverse(Entry {
            at: self.now + after,
            number: self.scheduled,
            what,
        }));
    }

    /// The pages that are open.
    pub fn pages(&self) -> Vec<u32> {
        let other = self.other.iter().map(|other| other.page);
        [self.client.page].into_iter().chain(other).collect()
    }

    /// Goes on with this page. `false`: it is closed.
    pub fn switch_to(&mut self, page: u32) -> bool {
        if let Some(other) = &mut self.other
            && other.page == page
        {
            std::mem::swap(&mut self.client, other);
        }
        self.client.page == page
    }

    pub fn switch_to_tab(&mut self, tab: Tab) {
        if let Some(other) = &mut self.other
            && other.tab == tab
        {
            std::mem::swap(&mut self.client, other);
        }
    }

    /// The time a request, an answer or a frame takes.
    pub fn latency(&mut self) -> u64 {
        if self.occurs(Fault::Slow) {
            self.jitter.range(500, 8_000)
        } else {
            self.jitter.range(5, 200)
        }
    }

    /// Lets this much time pass.
    pub fn pass(&mut self, millis: u64) {
        let until = self.now + millis;
        while self.queue.peek().is_some_and(|next| next.0.at <= until) {
            let Some(Reverse(Entry { at, what, .. })) = self.queue.pop() else {
                break;
            };
            self.now = self.now.max(at);
            self.happens(what);
            self.apply_gateway_limits();
        }
        self.now = until;
        self.apply_gateway_limits();
    }

    fn happens(&mut self, what: Scheduled) {
        match what {
            Scheduled::Request(page, id, request) => {
                return self.request_arrives(page, id, &request);
            }
            Scheduled::Handshake(page, id, url) => return self.handshake_arrives(page, id, &url),
            Scheduled::Frame(page, id, text) => return self.frame_arrives(page, id, &text),
            Scheduled::WakeUp => return self.wake_up(),
            _ => {}
        }
        match what {
            Scheduled::Event(page, event) if self.switch_to(page) => self.deliver(event),
            Scheduled::Timer(page, key, stamp) if self.switch_to(page) => {
                self.timer_ends(key, stamp);
            }
            Scheduled::Load(page, id, prefix) if self.switch_to(page) => self.load(id, &prefix),
            Scheduled::Store(page, id, changes) if self.switch_to(page) => self.store(id, changes),
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
        self.dispatch(Event::Timer(key));
    }

    /// A sleeping client gets its events when it wakes up.
    pub fn deliver(&mut self, event: Event) {
        if self.client.away {
            return;
        }
        if self.client.asleep {
            self.client.late_events.push(event);
        } else if self.client.expects(&event) {
            self.dispatch(event);
        }
    }
}
