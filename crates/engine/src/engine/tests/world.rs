//! A world the engine lives in: every effect is noted, the test answers what it wants answered.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use cruddur_contract::config::AppConfig;
use serde_json::{Value, json};

use super::views::Views;
use crate::Engine;
use crate::changed::Changed;
use crate::effect::{Effect, RequestId, SocketId, TimerKey};
use crate::event::{Event, Input, Intent, Now, ProfileSignOuts, Revocation, SrpProof};
use crate::http::{HttpAnswer, HttpOutcome, HttpRequest};
use crate::persistence::is_kept_for_owner;
use crate::trace::TraceEntry;
use crate::view::{ConversationKey, DeliveryState, MessageView};

pub struct World {
    pub engine: Engine,
    pub mono: u64,
    /// How far the device's clock is ahead of the servers', milliseconds; when it is, they date their answers.
    pub clock_error: i64,
    /// How often a turn reported that the clock was corrected.
    pub clock_corrections: usize,
    turns: u128,
    pub requests: Vec<(RequestId, HttpRequest)>,
    pub sockets: Vec<(SocketId, String)>,
    pub effects: Vec<Effect>,
    /// What the device keeps; it survives [`World::restart`].
    pub stored: BTreeMap<String, String>,
    /// What the session storage keeps; so does it.
    pub session: Option<String>,
    /// And the journal.
    pub journal: Option<String>,
    /// What the profile's storage holds of sign-outs; it survives everything.
    pub profile: ProfileSignOuts,
    /// How the device answers.
    pub storage: Storage,
    /// Requests the device has not answered.
    pub unanswered: Vec<Effect>,
    /// As the runtime makes it, but with every entry ever made.
    pub traced: Vec<TraceEntry>,
    config: AppConfig,
}

/// How the device answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    Works,
    /// Takes its time, until [`World::storage_answers`].
    Waits,
    Fails,
}

impl World {
    /// Before anything was said to the engine.
    pub fn new(live: bool) -> Self {
        Self::with(config(live))
    }

    /// The same, keeping no conversations on the device.
    pub fn without_cache() -> Self {
        Self::with(AppConfig {
            offline_cache: false,
            ..config(true)
        })
    }

    /// The same, of a pool that lets people in without a password.
    pub fn passwordless() -> Self {
        let mut config = config(true);
        config.cognito.passwordless = true;
        Self::with(config)
    }

    fn with(config: AppConfig) -> Self {
        Self {
            engine: Engine::new(config.clone()),
            config,
            stored: BTreeMap::new(),
            session: None,
            journal: None,
            profile: ProfileSignOuts::default(),
            storage: Storage::Works,
            unanswered: Vec::new(),
            traced: Vec::new(),
            mono: 1_000,
            clock_error: 0,
            clock_corrections: 0,
            turns: 0,
            requests: Vec::new(),
            sockets: Vec::new(),
            effects: Vec::new(),
        }
    }

    /// Andrew is signed in and has a token.
    pub fn signed_in(live: bool) -> Self {
        Self::new(live).with_andrew()
    }

    /// Andrew signed in before; he is back and has a token.
    pub fn with_andrew(mut self) -> Self {
        let stored = json!({"refresh_token": "r", "sub": "s", "handle": "andrewbrown",
            "display_name": "Andrew Brown", "email": "andrewbrown@example.com"});
        self.session = Some(stored.to_string());
        self.start(true);
        self.answer_cognito("InitiateAuth", 200, &tokens());
        self
    }

    /// The page is gone and comes again; the first token is there.
    pub fn back(self) -> Self {
        let mut world = self.restart();
        world.start(true);
        world.answer_cognito("InitiateAuth", 200, &tokens());
        world
    }

    /// The refresh token is refused.
    pub fn expire(&mut self) {
        self.handle(Event::Timer(TimerKey::RefreshTokens));
        let refused = json!({"__type": "NotAuthorizedException", "message": "revoked"});
        self.answer_cognito("InitiateAuth", 400, &refused);
    }

    /// The page starts, with what the session storage has.
    pub fn start(&mut self, online: bool) {
        self.handle(Event::SignOuts(self.profile.clone()));
        self.handle(Event::Started {
            stored_session: self.session.clone(),
            journal: self.journal.clone(),
            online,
        });
    }

    /// The page is gone, at once and without a word, and another one takes its place.
    pub fn restart(self) -> Self {
        Self {
            stored: self.stored,
            session: self.session,
            journal: self.journal,
            profile: self.profile,
            mono: self.mono,
            turns: self.turns,
            storage: self.storage,
            ..Self::with(self.config)
        }
    }

    /// Andrew is signed in, his conversations are listed and the socket is open.
    pub fn connected() -> Self {
        let mut world = Self::signed_in(true);
        world.answer(
            "GET /api/message_groups",
            200,
            &json!([group("g1", "bayko", 5)]),
        );
        world.answer(
            "POST /api/live/ticket",
            200,
            &json!({"ticket": "t", "expires_in": 60}),
        );
        let id = world.last_socket();
        world.handle(Event::SocketOpened(id));
        world.answer(
            "GET /api/message_groups",
            200,
            &json!([group("g1", "bayko", 5)]),
        );
        world
    }

    pub fn handle(&mut self, event: Event) {
        self.turns += 1;
        let now = Now {
            mono: self.mono,
            wall: self.server_time() + self.clock_error,
        };
        let random = self.turns * 0x1234_5678_9ABC_DEF1_1357_9BDF;
        let before = Views::of(&self.engine);
        self.traced.push(TraceEntry::of_event(self.mono, &event));
        let turn = self.engine.handle(Input { now, random, event });
        Views::of(&self.engine).assert_reported(&before, turn.changed);
        // After a person has left everything is reported.
        self.clock_corrections += usize::from(turn.changed.clock && turn.changed != Changed::ALL);
        for effect in turn.effects {
            self.traced.push(TraceEntry::of_effect(self.mono, &effect));
            match &effect {
                Effect::Http(id, request) => self.requests.push((*id, request.clone())),
                Effect::Abort(id) => self.requests.retain(|(known, _)| known != id),
                Effect::OpenSocket(id, url) => self.sockets.push((*id, url.clone())),
                Effect::StoreSession(text, _) => self.session = Some(text.clone()),
                Effect::RecordSignOut(number) => self.profile.last = *number,
                Effect::StoreRevocation(number, token) => {
                    store_revocation(&mut self.profile, *number, token);
                }
                Effect::Journal(text) => self.journal = Some(text.clone()),
                Effect::ForgetSession(whose) => {
                    self.session = None;
                    self.journal = None;
                    let goes =
                        |key: &str| whose.as_ref().is_some_and(|prefix| key.starts_with(prefix));
                    self.stored
                        .retain(|key, _| is_kept_for_owner(key) && !goes(key));
                }
                Effect::Load(..) | Effect::Store(..) => self.unanswered.push(effect.clone()),
                _ => {}
            }
            self.effects.push(effect);
        }
        if self.storage != Storage::Waits {
            self.storage_answers();
        }
    }

    /// Whether the stored session was deleted.
    pub fn forgot_session(&self) -> bool {
        let forgets = |effect: &Effect| matches!(effect, Effect::ForgetSession(_));
        self.effects.iter().any(forgets)
    }

    /// The device does what it was asked to, in order.
    pub fn storage_answers(&mut self) {
        for effect in std::mem::take(&mut self.unanswered) {
            let fails = self.storage == Storage::Fails;
            match effect {
                Effect::Load(id, _) if fails => self.handle(Event::Loaded(id, None)),
                Effect::Load(id, prefix) => {
                    self.stored
                        .retain(|key, _| key.starts_with(&prefix) || is_kept_for_owner(key));
                    let own = self.stored.iter();
                    let own = own.filter(|(key, _)| key.starts_with(&prefix));
                    let entries = own
                        .map(|(key, value)| (key.clone(), value.clone()))
                        .collect();
                    self.handle(Event::Loaded(id, Some(entries)));
                }
                Effect::Store(id, _) if fails => self.handle(Event::Stored(id, false)),
                Effect::Store(id, changes) => {
                    for change in changes {
                        match change.value {
                            Some(value) => {
                                self.stored.insert(change.key, value);
                            }
                            None if change.key.ends_with('/') => {
                                self.stored.retain(|key, _| !key.starts_with(&change.key));
                            }
                            None => {
                                self.stored.remove(&change.key);
                            }
                        }
                    }
                    self.handle(Event::Stored(id, true));
                }
                _ => {}
            }
        }
    }

    /// The servers' clock, milliseconds.
    pub fn server_time(&self) -> i64 {
        1_800_000_000_000 + self.mono as i64
    }

    pub fn want(&mut self, intent: Intent) {
        self.handle(Event::Intent(intent));
    }

    pub fn open(&mut self, group: &str) {
        self.want(Intent::Open(Some(ConversationKey::Group(group.into()))));
    }

    /// The waiting requests as "VERB /path".
    pub fn waiting(&self) -> Vec<String> {
        self.requests
            .iter()
            .map(|(_, request)| name(request))
            .collect()
    }

    /// Takes the first waiting request whose name begins so.
    pub fn take(&mut self, beginning: &str) -> (RequestId, HttpRequest) {
        let at = self
            .requests
            .iter()
            .position(|(_, request)| name(request).starts_with(beginning))
            .unwrap_or_else(|| panic!("no {beginning} in {:?}", self.waiting()));
        self.requests.remove(at)
    }

    pub fn answer(&mut self, beginning: &str, status: u16, body: &Value) -> HttpRequest {
        self.answer_linked(beginning, status, body, None)
    }

    pub fn answer_linked(
        &mut self,
        beginning: &str,
        status: u16,
        body: &Value,
        link: Option<&str>,
    ) -> HttpRequest {
        let (id, request) = self.take(beginning);
        let answer = HttpAnswer {
            status,
            body: body.to_string(),
            link: link.map(str::to_owned),
            date: (self.clock_error != 0).then(|| self.server_time() / 1_000 * 1_000),
            ..HttpAnswer::default()
        };
        self.handle(Event::Answered {
            id,
            outcome: HttpOutcome::Answer(answer),
        });
        request
    }

    pub fn lose(&mut self, beginning: &str) {
        let (id, _) = self.take(beginning);
        self.handle(Event::Answered {
            id,
            outcome: HttpOutcome::NoAnswer,
        });
    }

    pub fn answer_cognito(&mut self, operation: &str, status: u16, body: &Value) -> HttpRequest {
        self.answer(&format!("COGNITO {operation}"), status, body)
    }

    pub fn last_socket(&self) -> SocketId {
        self.sockets.last().expect("a socket").0
    }

    pub fn frame(&mut self, frame: &Value) {
        let id = self.last_socket();
        self.handle(Event::SocketFrame(id, frame.to_string()));
    }

    /// The longest a timer of this kind was set to wait, the last time it was set.
    pub fn timer(&self, wanted: &TimerKey) -> Option<u64> {
        self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Timer(key, after) if key == wanted => Some(*after),
            _ => None,
        })
    }

    pub fn texts(&self) -> Vec<String> {
        self.engine
            .messages()
            .into_iter()
            .map(|message| message.text)
            .collect()
    }

    pub fn last(&self) -> MessageView {
        self.engine.messages().pop().expect("a message")
    }

    pub fn last_state(&self) -> DeliveryState {
        self.last().state
    }

    /// Andrew asks to sign in, up to the last answer.
    pub fn sign_in_until_proof(&mut self) {
        self.want(Intent::sign_in(" a@example.com ", "secret"));
        self.prove();
    }

    /// The SRP client answers and Cognito challenges, up to the last answer.
    pub fn prove(&mut self) {
        self.handle(Event::SrpStarted {
            srp_a: "abc".into(),
            device: None,
        });
        self.answer_cognito(
            "InitiateAuth",
            200,
            &json!({"ChallengeName": "PASSWORD_VERIFIER", "ChallengeParameters": {
                "SALT": "00ab", "SRP_B": "1234", "USER_ID_FOR_SRP": "u", "SECRET_BLOCK": "s"}}),
        );
        self.handle(Event::SrpProved(Some(proof())));
    }

    /// The SRP client answers somebody who does not wait for it any more.
    pub fn prove_nothing(&mut self) {
        let waiting = self.waiting();
        let srp_a = "abc".into();
        self.handle(Event::SrpStarted {
            srp_a,
            device: None,
        });
        self.handle(Event::SrpProved(Some(proof())));
        assert_eq!(self.waiting(), waiting);
    }
}

fn store_revocation(profile: &mut ProfileSignOuts, number: u64, token: &str) {
    let revocations = &mut profile.revocations;
    revocations.retain(|known| known.number != number);
    if !token.is_empty() {
        let token = token.to_owned();
        revocations.push(Revocation { number, token });
    }
}

fn config(live: bool) -> AppConfig {
    let config = json!({
        "cognito": {"user_pool_id": "us-east-1_Ab1", "client_id": "c"},
        "api_url": "https://api", "live_url": live.then_some("wss://live/prod"),
    });
    AppConfig::parse(&config.to_string()).expect("a config")
}

fn name(request: &HttpRequest) -> String {
    let target = request
        .headers
        .iter()
        .find(|(name, _)| *name == "x-amz-target");
    match target {
        Some((_, target)) => format!("COGNITO {}", target.rsplit('.').next().unwrap_or_default()),
        None => format!(
            "{} {}",
            format!("{:?}", request.method).to_uppercase(),
            request.url.trim_start_matches("https://api")
        ),
    }
}

/// What the SRP client makes of a challenge.
pub fn proof() -> SrpProof {
    SrpProof {
        secret_block: "s".into(),
        signature: "sig".into(),
        timestamp: "Tue Apr 5 00:00:00 UTC 2022".into(),
    }
}

pub fn tokens() -> Value {
    tokens_of("s", "Andrew Brown", "andrewbrown")
}

pub fn tokens_of(sub: &str, name: &str, handle: &str) -> Value {
    let claims = json!({"sub": sub, "name": name, "preferred_username": handle,
        "email": format!("{handle}@example.com")});
    let id = BASE64_URL_SAFE_NO_PAD.encode(claims.to_string());
    json!({"AuthenticationResult": {"AccessToken": "access", "IdToken": format!("h.{id}.s"),
        "RefreshToken": "refresh", "ExpiresIn": 900}})
}

pub fn group(uuid: &str, handle: &str, second: i64) -> Value {
    json!({"uuid": uuid, "display_name": handle, "handle": handle, "message": "last",
        "created_at": time(second), "members": []})
}

pub fn time(second: i64) -> String {
    cruddur_contract::Timestamp::from_micros(1_700_000_000_000_000 + second * 1_000_000)
        .expect("in range")
        .to_string()
}

/// Message n of a full server: by bayko unless told otherwise, after message n − 1.
pub fn message(n: i64) -> Value {
    json!({"uuid": format!("m{n}"), "display_name": "Bayko", "handle": "bayko",
        "message": format!("text {n}"), "created_at": time(n), "version": 1,
        "previous_message_uuid": (n > 0).then(|| format!("m{}", n - 1))})
}

pub fn messages(range: std::ops::Range<i64>) -> Value {
    Value::Array(range.map(message).collect())
}

pub fn insert(group: &str, mut row: Value) -> Value {
    row["message_group_uuid"] = json!(group);
    json!({"type": "INSERT", "table": "messages", "row": row})
}

/// Connected, with the first three messages of g1 on screen.
pub fn in_conversation() -> World {
    let mut world = World::connected();
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    world
}

/// What a request carries.
pub fn body(request: &HttpRequest) -> Value {
    serde_json::from_str(request.body.as_deref().expect("a body")).expect("json")
}
