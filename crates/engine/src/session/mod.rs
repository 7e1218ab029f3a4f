//! Staying signed in: the tokens of the person, their refresh, and the end of the session.
//!
//! Only a refusal from Cognito, or from the API for a token just issued, ends a session; no network
//! fault does. One refresh at a time, over all tabs.

mod access;
mod handle;
mod lifecycle;
mod refresh;
mod sharing;
mod sign_outs;
mod stored;

use cruddur_contract::config::{AppConfig, CognitoConfig};

use crate::backoff::Backoff;
use crate::ctx::Ctx;
use crate::effect::{Effect, RequestId};
use crate::http::{HttpOutcome, HttpRequest};
use crate::secret::Secret;
use crate::tracked::Tracked;
use crate::view::{HandlePrompt, Me, SessionView};
use access::Access;
use handle::HandleChange;
use refresh::Refreshing;
use sign_outs::SignOuts;

/// What the session made of a response or event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing the rest of the engine must know.
    Nothing,
    /// Somebody signed in.
    SignedIn,
    /// There is a fresh access token: calls that wait for one can go.
    Refreshed,
    /// A refresh failed; it is retried.
    NotRefreshed,
    /// Cognito refused: the person must sign in again, in place.
    Expired,
    /// The same person has signed in again.
    Resumed,
    /// Another person has signed in; what was stored for the one before is forgotten.
    Replaced,
}

/// The session.
#[derive(Debug)]
pub struct Session {
    config: CognitoConfig,
    view: Tracked<SessionView>,
    /// The refresh token was refused; the person is asked to sign in again.
    expired: Tracked<bool>,
    /// The pool's id of the person; empty until a token named it.
    sub: String,
    /// In a follower: the leader was asked for a token.
    asked_leader: bool,
    handle_change: HandleChange,
    /// The refresh token outlives the browser.
    keep: bool,
    /// The pool gives a new refresh token with each refresh.
    rotates: bool,
    access: Option<Access>,
    refresh_token: Option<Secret>,
    /// The pool's key of this browser as a device, which goes with each refresh; empty where it has none.
    device_key: String,
    refresh: Option<Refreshing>,
    sign_outs: SignOuts,
    /// The last sign-out of this browser when the person signed in.
    after_sign_out: u64,
    backoff: Backoff,
}

impl Session {
    /// Before the app has started.
    pub fn new(config: &AppConfig) -> Self {
        Self {
            config: config.cognito.clone(),
            view: Tracked::new(SessionView::Restoring),
            expired: Tracked::new(false),
            sub: String::new(),
            asked_leader: false,
            handle_change: HandleChange::default(),
            keep: false,
            rotates: false,
            access: None,
            refresh_token: None,
            device_key: String::new(),
            refresh: None,
            sign_outs: SignOuts::default(),
            after_sign_out: 0,
            backoff: Backoff::default(),
        }
    }

    /// Who is signed in, as the screen shows it.
    pub fn view(&self) -> &SessionView {
        &self.view
    }

    /// The prompt for another handle.
    pub fn handle_prompt(&self) -> Option<&HandlePrompt> {
        self.handle_change.prompt()
    }

    /// How often who is signed in changed, the name included.
    pub fn person_revision(&self) -> u64 {
        self.view.revision()
    }

    /// How often something shown of the session changed.
    pub fn revision(&self) -> u64 {
        self.view.revision()
            + self.expired.revision()
            + self.handle_change.revision()
            + self.sign_outs.revision()
    }

    /// The signed-in person, perhaps asked to sign in again.
    pub fn me(&self) -> Option<&Me> {
        self.view.me()
    }

    /// The signed-in person, unless they are asked to sign in again.
    pub fn active(&self) -> Option<&Me> {
        self.me().filter(|_| !self.is_expired())
    }

    /// Whether the session outlives the browser.
    pub fn is_kept(&self) -> bool {
        self.keep
    }

    /// The pool's key of this browser as a device; empty where it has none.
    pub fn device_key(&self) -> &str {
        &self.device_key
    }

    /// Whether the person must sign in again for anything to go on.
    pub fn is_expired(&self) -> bool {
        *self.expired
    }

    /// The pool's id of the signed-in person, once a token has named it (`""`: it names none).
    pub fn sub(&self) -> Option<&str> {
        let known = self.access.is_some() || !self.sub.is_empty();
        (known && self.me().is_some()).then_some(self.sub.as_str())
    }

    /// Whether a response is for the session.
    pub fn expects(&self, id: RequestId) -> bool {
        let refresh = self.refresh.map(|refresh| refresh.id);
        [refresh, self.handle_change.in_flight()].contains(&Some(id)) || self.sign_outs.expects(id)
    }

    /// A response for the session arrived.
    pub fn on_response(&mut self, ctx: &mut Ctx, id: RequestId, outcome: HttpOutcome) -> Outcome {
        if let Some(refresh) = self.refresh.take_if(|refresh| refresh.id == id) {
            return self.refreshed(ctx, refresh.asked_at, outcome);
        }
        if self.handle_change.in_flight() == Some(id) {
            self.handle_changed(ctx, outcome);
        } else {
            self.sign_outs.answered(ctx, id, outcome);
        }
        Outcome::Nothing
    }
}

fn send(ctx: &mut Ctx, request: HttpRequest) -> RequestId {
    let id = ctx.request_id();
    ctx.push(Effect::Http(id, request));
    id
}
