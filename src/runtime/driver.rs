//! Carries out effects and brings their outcomes back as events.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use cruddur_contract::cognito::NewDevice;
use cruddur_contract::config::AppConfig;
use cruddur_engine::Engine;
use cruddur_engine::effect::{Effect, PasskeyRequest, RequestId, SocketId, TimerKey};
use cruddur_engine::event::{Event, Input, MadeDevice, Now, SrpProof};
use cruddur_engine::http::{HttpAnswer, HttpOutcome, HttpRequest, Method};
use cruddur_engine::trace::{Trace, TraceEntry};
use leptos::prelude::Set;
use rustc_hash::FxHashMap;
use wasm_bindgen_futures::spawn_local;

use super::frames::Pending;
use super::navigator::navigate;
use super::sign_outs;
use super::signals::AppSignals;
use super::storage_queue::StorageQueue;
use crate::platform::http::{self, Abort};
use crate::platform::socket::{ABNORMAL, Socket, SocketEvent};
use crate::platform::srp::{Srp, device_password};
use crate::platform::tabs::Tabs;
use crate::platform::timers::{Timeout, after_paint};
use crate::platform::{page, passkeys, random, time, web_storage};

/// Name of the stored session.
pub(super) const SESSION: &str = "cruddur.session";
/// The name of a remembered-device record, followed by the person's address.
const DEVICE: &str = "cruddur.device.";
/// The name of the journal in the session storage.
pub(super) const JOURNAL: &str = "cruddur.journal";

/// Runs the engine in a browser.
pub(super) struct Driver {
    pub(super) engine: RefCell<Engine>,
    /// Borrowed only while an entry is added, so that a panic hook finds it free.
    pub(super) trace: RefCell<Trace>,
    pub(super) prints_trace: bool,
    pub(super) config: AppConfig,
    signals: AppSignals,
    pending: Pending,
    queue: RefCell<VecDeque<Event>>,
    busy: Cell<bool>,
    requests: RefCell<FxHashMap<RequestId, Abort>>,
    timers: RefCell<FxHashMap<TimerKey, Timeout>>,
    sockets: RefCell<FxHashMap<SocketId, Socket>>,
    /// An SRP client whose `A` is computed, for the next sign-in.
    ready_srp: RefCell<Option<Srp>>,
    srp: RefCell<Option<Rc<Srp>>>,
    pub(super) storage: StorageQueue,
    tabs: RefCell<Option<Tabs>>,
}

impl Driver {
    /// Never dropped: it serves the page for as long as that lives.
    pub(super) fn new(config: AppConfig, signals: AppSignals) -> &'static Self {
        Box::leak(Box::new(Self {
            engine: RefCell::new(Engine::new(config.clone())),
            trace: RefCell::default(),
            // Read once: the router's next address does not have it any more.
            prints_trace: page::has_parameter("trace"),
            config,
            signals,
            pending: Pending::default(),
            queue: RefCell::default(),
            busy: Cell::new(false),
            requests: RefCell::default(),
            timers: RefCell::default(),
            sockets: RefCell::default(),
            ready_srp: RefCell::default(),
            srp: RefCell::default(),
            storage: StorageQueue::default(),
            tabs: RefCell::default(),
        }))
    }

    /// Handles an event, after those that came before it. The outcome of an intent is published at once,
    /// everything else with the next frame.
    pub(super) fn event(&'static self, event: Event) {
        self.queue.borrow_mut().push_back(event);
        self.work(false);
    }

    fn work(&'static self, mut at_once: bool) {
        if self.busy.replace(true) {
            return;
        }
        loop {
            // The borrow ends here: handling an event may queue the next one.
            let next = self.queue.borrow_mut().pop_front();
            if let Some(event) = next {
                at_once |= matches!(event, Event::Intent(_));
                self.turn(event);
            } else if std::mem::take(&mut at_once) {
                let changed = self.pending.take();
                self.signals.publish(&mut self.engine.borrow_mut(), changed);
            } else {
                break;
            }
        }
        self.busy.set(false);
    }

    fn turn(&'static self, event: Event) {
        let now = Now {
            mono: time::mono(),
            wall: time::wall(),
        };
        self.note(TraceEntry::of_event(now.mono, &event));
        let input = Input {
            now,
            random: random::bits(),
            event,
        };
        let turn = self.engine.borrow_mut().handle(input);
        for effect in turn.effects {
            self.note(TraceEntry::of_effect(now.mono, &effect));
            self.carry_out(effect);
        }
        self.pending.note(turn.changed, move || self.work(true));
    }

    /// Joins the other tabs of this browser, where it has locks and channels.
    pub(super) fn join_tabs(&'static self) {
        let Some(joined) = Tabs::join(move |line| self.event(Event::TabMessage(line))) else {
            return;
        };
        self.tabs.replace(Some(joined));
        self.event(Event::Tabbed);
        self.ask_lock(false);
    }

    /// The page is left.
    pub(super) fn leave_tabs(&self) {
        if let Some(tabs) = &*self.tabs.borrow() {
            tabs.leave();
        }
    }

    /// The page is shown again.
    pub(super) fn rejoin_tabs(&self) {
        if let Some(tabs) = &*self.tabs.borrow() {
            tabs.come_back();
        }
    }

    fn ask_lock(&'static self, take: bool) {
        let tabs = self.tabs.borrow();
        let Some(tabs) = &*tabs else { return };
        tabs.hold_lock(take, move |held| {
            self.event(if held {
                Event::LockGranted
            } else {
                Event::LockLost
            });
            if !held {
                self.ask_lock(false);
            }
        });
    }

    /// Publishes the server's time, and all times anew where the reader's zone has changed.
    pub(super) fn tick(&self) {
        if time::zone_has_changed() {
            self.signals.zone_changed(self.engine.borrow().messages());
        }
        self.signals
            .now
            .set(self.engine.borrow().server_time(time::wall()));
    }

    fn carry_out(&'static self, effect: Effect) {
        match effect {
            Effect::Http(id, request) => self.fetch(id, request),
            Effect::Abort(id) => {
                let abort = self.requests.borrow_mut().remove(&id);
                if let Some(abort) = abort {
                    abort.abort();
                }
            }
            Effect::SrpPrepare => self.srp_prepare(),
            Effect::SrpStart {
                pool,
                password,
                device_record,
            } => self.srp_start(&pool, &password, device_record.as_deref()),
            Effect::SrpProve {
                secret_block,
                user_id,
                salt,
                srp_b,
            } => {
                self.srp_prove(secret_block, user_id, salt, srp_b);
            }
            Effect::Passkey(id, request) => self.passkey(id, request),
            Effect::SrpEnd => {
                self.srp.borrow_mut().take();
            }
            Effect::MakeDevice(device) => self.make_device(device),
            Effect::StoreDevice(name, text) => {
                web_storage::write_local(&format!("{DEVICE}{name}"), &text);
            }
            Effect::StoreSession(text, keep) => web_storage::write_session(SESSION, &text, keep),
            Effect::RecordSignOut(number) => sign_outs::record(number),
            Effect::StoreRevocation(number, token) => {
                sign_outs::store_revocation(number, &token);
            }
            Effect::Journal(text) => web_storage::write(JOURNAL, &text),
            Effect::ForgetSession(_) => {
                web_storage::clear(SESSION);
                self.queue_storage(effect);
            }
            Effect::Load(..) | Effect::Store(..) => self.queue_storage(effect),
            Effect::TakeLock => self.ask_lock(true),
            Effect::Broadcast(line) => {
                if let Some(tabs) = &*self.tabs.borrow() {
                    tabs.broadcast(&line);
                }
            }
            Effect::Timer(key, after) => self.timer(key, after),
            Effect::CancelTimer(key) => {
                self.timers.borrow_mut().remove(&key);
            }
            Effect::OpenSocket(id, url) => self.open_socket(id, &url),
            Effect::SendFrame(id, text) => {
                if let Some(socket) = self.sockets.borrow().get(&id) {
                    socket.send(text);
                }
            }
            Effect::CloseSocket(id) => {
                self.sockets.borrow_mut().remove(&id);
            }
            Effect::Navigate { path, replace } => navigate(&path, replace),
        }
    }

    fn fetch(&'static self, id: RequestId, request: HttpRequest) {
        let abort = Abort::new();
        self.requests.borrow_mut().insert(id, abort.clone());
        spawn_local(async move {
            let answer = http::fetch(
                http::Request {
                    method: verb(request.method),
                    url: &request.url,
                    headers: &request.headers,
                    body: request.body.as_deref(),
                },
                &abort,
            )
            .await;
            // Nobody waits for an aborted request.
            if self.requests.borrow_mut().remove(&id).is_some() {
                let outcome = answer.map_or(HttpOutcome::NoAnswer, outcome);
                self.event(Event::Answered { id, outcome });
            }
        });
    }

    fn passkey(&'static self, id: RequestId, request: PasskeyRequest) {
        let abort = Abort::new();
        self.requests.borrow_mut().insert(id, abort.clone());
        spawn_local(async move {
            let credential = match &request {
                PasskeyRequest::Get(options) => passkeys::prove(options, &abort).await,
                PasskeyRequest::Create(options) => passkeys::make(options, &abort).await,
            };
            if self.requests.borrow_mut().remove(&id).is_some() {
                self.event(Event::PasskeyAnswered(id, credential));
            }
        });
    }

    fn new_srp(&self) -> Srp {
        Srp::new(&self.config.cognito.client_id)
    }

    fn srp_prepare(&'static self) {
        after_paint(move || {
            let mut ready = self.ready_srp.borrow_mut();
            ready.get_or_insert_with(|| self.new_srp()).public_a();
        });
    }

    fn srp_start(&'static self, pool: &str, password: &str, device_record: Option<&str>) {
        let ready = self.ready_srp.take();
        let mut srp = ready.unwrap_or_else(|| self.new_srp());
        srp.begin(pool, password);
        let device =
            device_record.and_then(|name| web_storage::read_local(&format!("{DEVICE}{name}")));
        let srp = Rc::new(srp);
        self.srp.replace(Some(Rc::clone(&srp)));
        after_paint(move || {
            let srp_a = srp.public_a().to_owned();
            self.event(Event::SrpStarted { srp_a, device });
        });
    }

    fn srp_prove(
        &'static self,
        secret_block: String,
        user_id: String,
        salt: String,
        srp_b: String,
    ) {
        after_paint(move || {
            let srp = self.srp.borrow().clone();
            let Some(srp) = srp else { return };
            let proof = srp
                .prove(&secret_block, &user_id, &salt, &srp_b)
                .map(|proof| SrpProof {
                    secret_block: proof.secret_block,
                    signature: proof.signature,
                    timestamp: proof.timestamp,
                });
            drop(srp);
            self.event(Event::SrpProved(proof));
        });
    }

    fn make_device(&'static self, device: NewDevice) {
        after_paint(move || {
            let made = device_password(&device.group, &device.key);
            self.event(Event::DeviceMade(MadeDevice {
                key: device.key,
                password: made.password,
                verifier: made.verifier,
                salt: made.salt,
                agent: page::agent(),
            }));
        });
    }

    fn timer(&'static self, key: TimerKey, after: u64) {
        let fired = key.clone();
        let after = u32::try_from(after).unwrap_or(u32::MAX);
        let timeout = Timeout::new(after, move || {
            // Dropped after the call, which may start the same timer again.
            let _done = self.timers.borrow_mut().remove(&fired);
            self.event(Event::Timer(fired.clone()));
        });
        self.timers.borrow_mut().insert(key, timeout);
    }

    fn open_socket(&'static self, id: SocketId, url: &str) {
        let socket = Socket::open(url, move |event| {
            self.event(match event {
                SocketEvent::Opened => Event::SocketOpened(id),
                SocketEvent::Frame(text) => Event::SocketFrame(id, text),
                SocketEvent::Closed(code) => Event::SocketClosed(id, code),
            });
        });
        match socket {
            Some(socket) => {
                self.sockets.borrow_mut().insert(id, socket);
            }
            None => self.event(Event::SocketClosed(id, ABNORMAL)),
        }
    }
}

fn verb(method: Method) -> http::Method {
    match method {
        Method::Get => http::Method::GET,
        Method::Post => http::Method::POST,
        Method::Put => http::Method::PUT,
        Method::Delete => http::Method::DELETE,
    }
}

fn outcome(answer: http::Answer) -> HttpOutcome {
    HttpOutcome::Answer(HttpAnswer {
        status: answer.status,
        link: answer.header("link"),
        retry_after: answer
            .header("retry-after")
            .and_then(|text| text.trim().parse().ok()),
        date: answer
            .header("date")
            .and_then(|text| time::http_date(&text)),
        error_type: answer.header("x-amzn-errortype"),
        body: answer.body,
    })
}
