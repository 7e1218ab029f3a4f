//! The username of a new account, checked while it is typed.
//!
//! The server decides for good when the account is first used: a name may be reported as free to two people,
//! one of them gets it.

use cruddur_contract::paths::Path;
use cruddur_contract::person::{bare_handle, fold_handle, is_handle, same_handle};
use cruddur_contract::profile::Availability;
use cruddur_contract::read;

use crate::auth::Shared;
use crate::auth::pool::{Pool, send};
use crate::auth::view::{Field, HandleState};
use crate::ctx::Ctx;
use crate::effect::{Effect, RequestId, TimerKey};
use crate::http::{HttpOutcome, HttpRequest, Method};

/// Milliseconds without a change before the server is asked.
const PAUSE: u64 = 400;

/// How far the check of the typed username is.
#[derive(Debug, Default)]
pub enum HandleCheck {
    /// The field is empty.
    #[default]
    Idle,
    /// It may change yet.
    Typing(String),
    /// The server is asked.
    Asked(RequestId, String),
    /// The server answered, or the name is not valid.
    Known(String, HandleState),
}

impl HandleCheck {
    fn handle(&self) -> &str {
        match self {
            Self::Idle => "",
            Self::Typing(handle) | Self::Asked(_, handle) | Self::Known(handle, _) => handle,
        }
    }

    /// Whether this answer is for the check.
    pub fn expects(&self, id: RequestId) -> bool {
        matches!(self, Self::Asked(asked, _) if *asked == id)
    }

    /// Whether the check found this out about this name.
    pub fn knows(&self, name: &str, state: HandleState) -> bool {
        matches!(self, Self::Known(handle, known) if *known == state && same_handle(handle, name))
    }

    /// The field has changed.
    pub fn on_typed(self, shared: &mut Shared, ctx: &mut Ctx, text: &str) -> Self {
        let handle = bare_handle(text);
        if same_handle(handle, self.handle()) {
            return self;
        }
        self.discard(ctx);
        let (check, state) = match handle {
            "" => (Self::Idle, HandleState::Unknown),
            handle if is_handle(handle) => {
                ctx.set_timer(TimerKey::CheckHandle, PAUSE);
                (Self::Typing(handle.to_owned()), HandleState::Checking)
            }
            handle => {
                let state = HandleState::Invalid;
                (Self::Known(handle.to_owned(), state), state)
            }
        };
        shared.screen.set_handle(state);
        // What was wrong with another name says nothing of this one.
        shared.screen.clear_fault_of(Field::Username);
        check
    }

    /// The field has not changed for a moment.
    pub fn on_due(self, shared: &Shared, ctx: &mut Ctx) -> Self {
        match self {
            Self::Typing(handle) => {
                let id = send(ctx, availability(&shared.pool, &handle));
                Self::Asked(id, handle)
            }
            other => other,
        }
    }

    /// The server answered.
    pub fn on_response(self, shared: &mut Shared, outcome: HttpOutcome) -> Self {
        match self {
            Self::Asked(_, handle) => {
                let state = state_of(outcome);
                shared.screen.set_handle(state);
                Self::Known(handle, state)
            }
            other => other,
        }
    }

    /// Ends the check.
    pub fn discard(self, ctx: &mut Ctx) {
        match self {
            Self::Asked(id, _) => ctx.push(Effect::Abort(id)),
            Self::Typing(_) => ctx.cancel_timer(TimerKey::CheckHandle),
            Self::Idle | Self::Known(..) => {}
        }
    }
}

/// Asks whether a username is free.
pub fn availability(pool: &Pool, handle: &str) -> HttpRequest {
    HttpRequest {
        method: Method::Get,
        url: pool.api(&Path::Handle(fold_handle(handle))),
        headers: Vec::new(),
        body: None,
    }
}

/// What the server says of a username. A server without such a route says nothing.
pub fn state_of(outcome: HttpOutcome) -> HandleState {
    let answer = outcome.success().ok();
    match answer.and_then(|answer| read::object::<Availability>(&answer.body).ok()) {
        Some(answer) if answer.available => HandleState::Free,
        Some(_) => HandleState::Taken,
        None => HandleState::Unknown,
    }
}
