//! Signing in, staying signed in, signing out.
//!
//! Only a refusal from Cognito, or from the API for a token just issued, ends a session; no network
//! fault does. One refresh at a time.

mod accounts;
mod sharing;

use cruddur_contract::cognito::{AuthAnswer, IdClaims, Tokens};
use cruddur_contract::config::{AppConfig, CognitoConfig};
use cruddur_contract::{lenient, read};
use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::backoff::Backoff;
use crate::cognito::{self, accepted, auth_answer};
use crate::desk::{Desk, Role};
use crate::effect::{Effect, RequestId, TimerKey};
use crate::http::{HttpOutcome, HttpRequest};
use crate::secret::Secret;
use crate::view::{HandlePrompt, Me, SessionView, Trouble};

/// A token is not used in its last seconds: the request would arrive too late.
const MARGIN: u64 = 30_000;
/// The shortest life of a token, milliseconds. One that is said to live shorter is used for so long all
/// the same: asking for another before each use would never come to an end.
const SHORTEST_LIFE: u64 = 5_000;

/// What the session made of an answer or event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing the rest of the engine must know.
    Nothing,
    /// Somebody signed in.
    SignedIn,
    /// A fresh access token is there: parked calls can go.
    Refreshed,
    /// Cognito refused: the person must sign in again, in place.
    Expired,
    /// The same person has done so.
    Resumed,
    /// Another person has; what was stored for the one before is forgotten.
    Replaced,
    /// The person has left everywhere: here, too.
    Left,
}

/// The session.
#[derive(Debug)]
pub struct Session {
    config: CognitoConfig,
    view: SessionView,
    /// The pool's id of the person; empty until a token named it.
    sub: String,
    /// The refresh token was refused; the person is asked to sign in again.
    expired: bool,
    /// Somebody has signed out on this page.
    left: bool,
    /// In a follower: the holder was asked for a token.
    waits: bool,
    account: Account,
    handle_prompt: Option<HandlePrompt>,
    /// The refresh token outlives the browser.
    keep: bool,
    /// The pool gives a new refresh token with each refresh.
    rotates: bool,
    access: Option<Access>,
    refresh_token: Option<Secret>,
    /// The pool's name of this browser, which goes with each refresh; empty where it has none.
    device_key: String,
    refresh: Option<RequestId>,
    revoke: Option<RequestId>,
    change_handle: Option<RequestId>,
    backoff: Backoff,
}

/// An access token and the end of its life on the monotonic clock.
#[derive(Debug)]
struct Access {
    token: Secret,
    expires_at: u64,
    /// So long before its end it is used no more.
    margin: u64,
    /// Requests named before this one went with an older token.
    since: RequestId,
}

impl Access {
    /// A token with so much life left, milliseconds.
    fn new(desk: &mut Desk, token: String, left: u64) -> Self {
        Self {
            token: Secret(token),
            expires_at: desk.now.mono.saturating_add(left),
            margin: MARGIN.min(left / 5),
            since: desk.request_id(),
        }
    }

    fn is_good(&self, desk: &Desk) -> bool {
        desk.now.mono.saturating_add(self.margin) < self.expires_at
    }
}

/// What is kept over a reload.
#[derive(Serialize, Deserialize)]
struct Stored {
    refresh_token: Secret,
    /// Whether it outlives the browser.
    #[serde(default, deserialize_with = "lenient::or_default")]
    keep: bool,
    /// Whether each refresh brings another.
    #[serde(default, deserialize_with = "lenient::or_default")]
    rotates: bool,
    #[serde(default)]
    device_key: String,
    #[serde(default)]
    sub: String,
    handle: String,
    display_name: String,
    email: String,
}

impl Session {
    /// Before the app has started.
    pub fn new(config: &AppConfig) -> Self {
        Self {
            account: Account::new(config),
            config: config.cognito.clone(),
            view: SessionView::Restoring,
            sub: String::new(),
            expired: false,
            left: false,
            waits: false,
            handle_prompt: None,
            keep: false,
            rotates: false,
            access: None,
            refresh_token: None,
            device_key: String::new(),
            refresh: None,
            revoke: None,
            change_handle: None,
            backoff: Backoff::default(),
        }
    }

    /// Who is signed in, as the screen shows it.
    pub fn view(&self) -> &SessionView {
        &self.view
    }

    /// The prompt for another handle.
    pub fn handle_prompt(&self) -> Option<&HandlePrompt> {
        self.handle_prompt.as_ref()
    }

    /// The signed-in person.
    pub fn me(&self) -> Option<&Me> {
        self.view.me()
    }

    /// Whether the person must sign in again for anything to go on.
    pub fn is_expired(&self) -> bool {
        self.expired
    }

    /// The pool's id of the signed-in person, once a token has named it (`""`: it names none).
    pub fn sub(&self) -> Option<&str> {
        let known = self.access.is_some() || !self.sub.is_empty();
        (known && self.me().is_some()).then_some(self.sub.as_str())
    }

    /// Takes up a stored session, without waiting for the network: the person is known, and the first
    /// token is fetched at once.
    pub fn start(&mut self, desk: &mut Desk, stored: Option<&str>) -> Outcome {
        desk.changed.session = true;
        let Some(text) = stored else {
            if desk.role != Role::Follower {
                self.view = SessionView::SignedOut;
            }
            return Outcome::Nothing;
        };
        let Ok(stored) = read::object::<Stored>(text) else {
            self.view = SessionView::SignedOut;
            return Outcome::Nothing;
        };
        self.take_stored(stored);
        self.refresh(desk);
        Outcome::SignedIn
    }

    /// A token good for a request now; otherwise a refresh is under way.
    pub fn access_token(&mut self, desk: &mut Desk) -> Option<&str> {
        let good = self.access.as_ref().is_some_and(|it| it.is_good(desk));
        if !good {
            self.access = None;
            self.refresh(desk);
        }
        self.access.as_ref().map(|access| access.token.0.as_str())
    }

    /// The API refused the present token, or it says what is no longer so.
    pub fn token_refused(&mut self, desk: &mut Desk) {
        let refused = self.access.take().map(|access| access.token.0);
        if desk.role == Role::Follower {
            self.waits = false;
            self.ask_holder(desk, &refused.unwrap_or_default());
        } else {
            self.refresh(desk);
        }
    }

    /// A timer says that it is time to refresh.
    pub fn refresh_due(&mut self, desk: &mut Desk) {
        self.waits = false;
        self.refresh(desk);
    }

    /// Whether there is a token that this request could not have been made with.
    pub fn is_newer_than(&self, id: RequestId) -> bool {
        self.access.as_ref().is_some_and(|access| id < access.since)
    }

    /// Whether new tokens are on their way.
    pub fn is_refreshing(&self) -> bool {
        self.refresh.is_some()
    }

    /// The network is back: past failures were its fault.
    pub fn network_back(&mut self) {
        self.backoff.reset();
    }

    /// Refreshes the tokens, unless that is already under way. Only one tab does; the others ask it.
    pub fn refresh(&mut self, desk: &mut Desk) {
        if desk.role == Role::Follower {
            return self.ask_holder(desk, "");
        }
        let (None, Some(token)) = (self.refresh, &self.refresh_token) else {
            return;
        };
        let request = if self.rotates {
            cognito::rotate(&self.config, &token.0, &self.device_key)
        } else {
            cognito::refresh(&self.config, &token.0, &self.device_key)
        };
        self.refresh = Some(self.send(desk, request));
    }

    /// Ends the session on the person's wish: the refresh token is revoked, everything forgotten.
    pub fn sign_out(&mut self, desk: &mut Desk) {
        if let Some(token) = self.refresh_token.take() {
            let request = cognito::revoke(&self.config, &token.0);
            self.revoke = Some(self.send(desk, request));
        }
        self.end(desk);
        desk.do_(Effect::ForgetSession);
    }

    /// Ends the session. What is stored is the caller's to remove.
    pub fn end(&mut self, desk: &mut Desk) {
        self.drop_tokens(desk);
        self.account.end(desk);
        self.expired = false;
        self.left = true;
        self.sub.clear();
        self.view = SessionView::SignedOut;
    }

    /// The tokens are good no more. The person stays, with all there is on screen and on the device,
    /// and is asked to sign in again.
    pub fn expire(&mut self, desk: &mut Desk) {
        self.drop_tokens(desk);
        self.expired = true;
        let email = self.me().map(|me| me.email.clone()).unwrap_or_default();
        self.account.ask_again(desk, &email);
    }

    fn drop_tokens(&mut self, desk: &mut Desk) {
        for id in [self.refresh.take(), self.change_handle.take()]
            .into_iter()
            .flatten()
        {
            desk.do_(Effect::Abort(id));
        }
        self.access = None;
        self.refresh_token = None;
        self.waits = false;
        self.handle_prompt = None;
        self.backoff.reset();
        desk.changed.session = true;
        desk.cancel(TimerKey::RefreshTokens);
        desk.cancel(TimerKey::RetryRefresh);
    }

    /// The server says the pool's handle cannot be used.
    pub fn handle_refused(&mut self, desk: &mut Desk) {
        let refused = self.me().map(|me| me.handle.clone()).unwrap_or_default();
        self.handle_prompt = Some(HandlePrompt {
            refused,
            busy: false,
            trouble: None,
        });
        desk.changed.session = true;
    }

    /// Asks the pool for another handle.
    pub fn choose_handle(&mut self, desk: &mut Desk, handle: &str) {
        let (Some(prompt), None) = (&mut self.handle_prompt, self.change_handle) else {
            return;
        };
        prompt.busy = true;
        prompt.trouble = None;
        desk.changed.session = true;
        let Some(access) = &self.access else {
            prompt.busy = false;
            prompt.trouble = Some(Trouble::Network);
            return self.refresh(desk);
        };
        let request =
            cognito::change_attribute(&self.config, &access.token.0, "preferred_username", handle);
        self.change_handle = Some(self.send(desk, request));
    }

    /// Whether an answer is for the session.
    pub fn expects(&self, id: RequestId) -> bool {
        [self.refresh, self.revoke, self.change_handle].contains(&Some(id))
            || self.account.expects(id)
    }

    /// An answer for the session arrived.
    pub fn answered(&mut self, desk: &mut Desk, id: RequestId, outcome: HttpOutcome) -> Outcome {
        if self.refresh == Some(id) {
            self.refresh = None;
            self.refreshed(desk, outcome)
        } else if self.revoke == Some(id) {
            // Whether or not the service heard it: here the session is over.
            self.revoke = None;
            Outcome::Nothing
        } else if self.change_handle == Some(id) {
            self.change_handle = None;
            self.handle_changed(desk, outcome)
        } else {
            self.account_answered(desk, id, outcome)
        }
    }

    fn refreshed(&mut self, desk: &mut Desk, outcome: HttpOutcome) -> Outcome {
        match auth_answer(outcome) {
            Ok(AuthAnswer {
                authentication_result: Some(tokens),
                ..
            }) => {
                self.backoff.reset();
                self.take_tokens(desk, tokens, None);
                Outcome::Refreshed
            }
            Err(Some(fault)) if !self.rotates && cognito::may_rotate(&fault) => {
                self.rotates = true;
                self.refresh(desk);
                Outcome::Nothing
            }
            Err(Some(fault)) if cognito::ends_session(&fault) => {
                self.expire(desk);
                Outcome::Expired
            }
            _ => {
                self.account.no_token_came(desk);
                let wait = self.backoff.fail(&mut desk.rng, None);
                desk.timer(TimerKey::RetryRefresh, wait);
                Outcome::Nothing
            }
        }
    }

    fn handle_changed(&mut self, desk: &mut Desk, outcome: HttpOutcome) -> Outcome {
        desk.changed.session = true;
        match accepted(outcome) {
            Ok(_) => {
                // The new id token brings the new handle, and the parked calls try again with it.
                self.handle_prompt = None;
                self.token_refused(desk);
            }
            Err(fault) => {
                if let Some(prompt) = &mut self.handle_prompt {
                    prompt.busy = false;
                    prompt.trouble = Some(if fault.is_some() {
                        Trouble::Server
                    } else {
                        Trouble::Network
                    });
                }
            }
        }
        Outcome::Nothing
    }

    /// Keeps new tokens, and stores what a reload needs before anything uses them. Returns whether they
    /// are another person's than the one before; then what was stored for that one is forgotten first.
    fn take_tokens(&mut self, desk: &mut Desk, tokens: Tokens, typed: Option<String>) -> bool {
        let life = (u64::from(tokens.expires_in) * 1_000).max(SHORTEST_LIFE);
        if let Some(refresh_token) = tokens.refresh_token {
            self.refresh_token = Some(Secret(refresh_token));
        }
        let before = typed.or_else(|| self.me().map(|me| me.email.clone()));
        let claims = IdClaims::of_token(&tokens.id_token).unwrap_or_default();
        let me = Me {
            handle: claims.preferred_username.clone().unwrap_or_default(),
            display_name: claims.shown_name().to_owned(),
            email: claims.email.clone().or(before).unwrap_or_default(),
        };
        let other = self.me().is_some() && !self.sub.is_empty() && self.sub != claims.sub;
        if other {
            desk.do_(Effect::ForgetSession);
        }
        self.sub = claims.sub;
        self.expired = false;
        self.left = false;
        self.store(desk, &me);
        self.view = SessionView::SignedIn(me);
        desk.changed.session = true;
        self.access = Some(Access::new(desk, tokens.access_token, life));
        self.plan_refresh(desk);
        self.share(desk);
        self.ask_settings(desk);
        other
    }

    fn store(&self, desk: &mut Desk, me: &Me) {
        if let Some(text) = self.text(me) {
            desk.do_(Effect::StoreSession(text, self.keep));
        }
    }

    /// What is stored, as [`Stored`] reads it.
    fn text(&self, me: &Me) -> Option<String> {
        let stored = Stored {
            refresh_token: self.refresh_token.clone()?,
            keep: self.keep,
            rotates: self.rotates,
            device_key: self.device_key.clone(),
            sub: self.sub.clone(),
            handle: me.handle.clone(),
            display_name: me.display_name.clone(),
            email: me.email.clone(),
        };
        serde_json::to_string(&stored).ok()
    }

    fn send(&self, desk: &mut Desk, request: HttpRequest) -> RequestId {
        let id = desk.request_id();
        desk.do_(Effect::Http(id, request));
        id
    }
}
