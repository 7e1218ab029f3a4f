//! What the browser does for each effect.

use cruddur_engine::effect::Effect;
use cruddur_engine::effect::RequestId;
use cruddur_engine::event::{Event, Intent, SrpProof};
use cruddur_engine::http::HttpRequest;
use cruddur_engine::persistence::is_kept_for_owner;
use cruddur_engine::view::ConversationKey;

use crate::client::SocketState;
use crate::names;
use crate::world::{Scheduled, World};

impl World {
    pub fn execute(&mut self, effect: Effect) {
        let page = self.client.page;
        match effect {
            Effect::Http(id, request) => self.start_request(id, request),
            Effect::Abort(id) => {
                self.client.requests.remove(&id);
            }
            Effect::StoreSession(text, _) => self.client.session = Some(text),
            Effect::RecordSignOut(number) => self.record_sign_out(number),
            Effect::StoreRevocation(number, token) => self.store_revocation(number, token),
            Effect::Journal(text) => self.client.journal = Some(text),
            Effect::ForgetSession(whose) => self.forget_session(whose.as_deref()),
            Effect::Load(id, prefix) => self.schedule_storage(Scheduled::Load(page, id, prefix)),
            Effect::Store(id, changes) => {
                self.schedule_storage(Scheduled::Store(page, id, changes));
            }
            Effect::Broadcast(text) => self.broadcast_to_tabs(&text),
            Effect::TakeLock => self.take_lock(page),
            Effect::Timer(key, after) => {
                self.client.stamps += 1;
                let stamp = self.client.stamps;
                let due = self.now + after;
                self.client.timers.insert(key.clone(), (due, stamp));
                self.schedule(after, Scheduled::Timer(page, key, stamp));
            }
            Effect::CancelTimer(key) => {
                self.client.timers.remove(&key);
            }
            Effect::OpenSocket(id, url) => {
                self.client.sockets.insert(id, SocketState::Opening);
                self.observed.attempts.push(self.now);
                self.open_socket(id, url);
            }
            Effect::SendFrame(id, text) => self.send_frame(id, text),
            Effect::CloseSocket(id) => {
                self.client.sockets.remove(&id);
                self.close_socket(id);
            }
            Effect::Navigate { path, .. } => {
                let group = path.strip_prefix("/messages/");
                let key = group.map(|group| ConversationKey::Group(group.into()));
                // The engine is there already.
                self.client.open.clone_from(&key);
                self.schedule_event(0, Event::Intent(Intent::Open(key)));
            }
            effect => self.sign_in_effect(effect),
        }
    }

    fn start_request(&mut self, id: RequestId, request: HttpRequest) {
        self.check_request(&request);
        self.client.requests.insert(id, names::request(&request));
        self.request(id, request);
    }

    fn forget_session(&mut self, whose: Option<&str>) {
        self.client.shown.clear();
        self.client.session = None;
        self.client.journal = None;
        let goes = |key: &str| whose.is_some_and(|prefix| key.starts_with(prefix));
        self.browser
            .storage
            .retain(|key, _| is_kept_for_owner(key) && !goes(key));
        self.observed.forgotten(self.server.seed);
    }

    /// The simulated pool asks for no passkey and remembers no devices.
    fn sign_in_effect(&mut self, effect: Effect) {
        match effect {
            Effect::SrpStart { .. } => {
                let srp_a = "abc".to_owned();
                let device = None;
                self.schedule_event(30, Event::SrpStarted { srp_a, device });
            }
            Effect::SrpProve { .. } => {
                let proof = SrpProof {
                    secret_block: "s".into(),
                    signature: "sig".into(),
                    timestamp: "Tue Apr 5 00:00:00 UTC 2022".into(),
                };
                self.schedule_event(60, Event::SrpProved(Some(proof)));
            }
            Effect::Passkey(id, _) => self.schedule_event(60, Event::PasskeyAnswered(id, None)),
            _ => {}
        }
    }

    fn schedule_event(&mut self, after: u64, event: Event) {
        self.schedule(after, Scheduled::Event(self.client.page, event));
    }
}
