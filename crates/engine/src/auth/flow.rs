//! The flow under way.

use super::Shared;
use super::check::Typed;
use super::outcome::Outcome;
use super::recovery::Recovery;
use super::settings::Settings;
use super::sign_in::SignIn;
use super::sign_up::{Confirm, SignUp};
use super::view::{AccountView, Factor};
use crate::ctx::Ctx;
use crate::effect::{Effect, RequestId};
use crate::http::HttpOutcome;

/// The machine of the flow under way.
#[derive(Debug)]
pub enum Flow {
    /// `/signin`
    SignIn(SignIn),
    /// `/signup`
    SignUp(SignUp),
    /// `/confirm`
    Confirm(Confirm),
    /// `/forgot`
    Recovery(Recovery),
    /// `/settings`
    Settings(Settings),
}

/// The flow after a step, and what the step led to.
pub type Next = (Flow, Outcome);

/// Nothing for the rest of the engine.
pub fn stay(flow: impl Into<Flow>) -> Next {
    (flow.into(), Outcome::Nothing)
}

/// What a machine waits for, with the ids by which answers are matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// The person.
    Person,
    /// The SRP client, or the browser's password as a device.
    Client,
    /// An access token.
    Token,
    /// The answer to this request.
    Response(RequestId),
    /// The browser, which asks the person for a passkey.
    Passkey(RequestId),
}

impl Default for Flow {
    fn default() -> Self {
        Self::SignIn(SignIn::default())
    }
}

impl Flow {
    fn waiting(&self) -> Waiting {
        match self {
            Self::SignIn(flow) => flow.waiting(),
            Self::SignUp(flow) => flow.waiting(),
            Self::Confirm(flow) => flow.waiting(),
            Self::Recovery(flow) => flow.waiting(),
            Self::Settings(flow) => flow.waiting(),
        }
    }

    /// Whether the form on screen can be used.
    pub fn awaits_person(&self) -> bool {
        self.waiting() == Waiting::Person
    }

    /// Whether this answer is for the machine.
    pub fn expects(&self, id: RequestId) -> bool {
        self.waiting() == Waiting::Response(id)
            || matches!(self, Self::SignUp(flow) if flow.checks_handle(id))
    }

    /// See [`super::Auth::wants_token`].
    pub fn wants_token(&self, view: &AccountView) -> bool {
        matches!(self, Self::Settings(flow) if flow.wants_token(view))
    }

    /// See [`super::Auth::is_leaving`].
    pub fn is_leaving(&self) -> bool {
        matches!(self, Self::Settings(flow) if flow.is_leaving())
    }

    /// Whether the username in the form is known to be taken.
    pub fn knows_taken(&self, typed: &Typed) -> bool {
        matches!(self, Self::SignUp(flow) if flow.knows_taken(typed))
    }

    /// Ends the machine: its request is aborted, its password dropped.
    pub fn discard(self, ctx: &mut Ctx) {
        if let Waiting::Response(id) | Waiting::Passkey(id) = self.waiting() {
            ctx.push(Effect::Abort(id));
        }
        match self {
            Self::SignIn(flow) => flow.discard(ctx),
            Self::SignUp(flow) => flow.discard(ctx),
            Self::Confirm(flow) => flow.discard(ctx),
            Self::Settings(flow) => flow.discard(ctx),
            Self::Recovery(_) => {}
        }
    }

    /// The form on screen was sent, and nothing in it is wrong as far as can be known here.
    pub fn on_submit(self, shared: &mut Shared, ctx: &mut Ctx, typed: &Typed) -> Next {
        match self {
            Self::SignIn(flow) => flow.on_submit(shared, ctx, typed),
            Self::SignUp(flow) => flow.on_submit(shared, ctx, typed),
            Self::Confirm(flow) => flow.on_submit(shared, ctx, typed),
            Self::Recovery(flow) => flow.on_submit(shared, ctx, typed),
            Self::Settings(flow) => flow.on_submit(shared, ctx, typed),
        }
    }

    /// One of the choices on screen was taken.
    pub fn on_choose(self, shared: &mut Shared, ctx: &mut Ctx, factor: Factor) -> Next {
        match self {
            Self::SignIn(flow) => flow.on_choose(shared, ctx, factor),
            Self::Settings(flow) => flow.on_choose(shared, factor),
            other => stay(other),
        }
    }

    /// Another code is asked for, to the address typed last.
    pub fn on_resend(self, shared: &mut Shared, ctx: &mut Ctx, email: &str) -> Next {
        match self {
            Self::Confirm(flow) => flow.on_resend(shared, ctx, email),
            Self::Recovery(flow) => flow.on_resend(shared, ctx, email),
            other => stay(other),
        }
    }

    /// The service answered.
    pub fn on_response(
        self,
        shared: &mut Shared,
        ctx: &mut Ctx,
        id: RequestId,
        outcome: HttpOutcome,
    ) -> Next {
        match self {
            Self::SignIn(flow) => flow.on_response(shared, ctx, id, outcome),
            Self::SignUp(flow) => flow.on_response(shared, ctx, id, outcome),
            Self::Confirm(flow) => flow.on_response(shared, ctx, id, outcome),
            Self::Recovery(flow) => flow.on_response(shared, ctx, id, outcome),
            Self::Settings(flow) => flow.on_response(shared, ctx, id, outcome),
        }
    }
}

impl From<SignIn> for Flow {
    fn from(flow: SignIn) -> Self {
        Self::SignIn(flow)
    }
}

impl From<SignUp> for Flow {
    fn from(flow: SignUp) -> Self {
        Self::SignUp(flow)
    }
}

impl From<Confirm> for Flow {
    fn from(flow: Confirm) -> Self {
        Self::Confirm(flow)
    }
}

impl From<Recovery> for Flow {
    fn from(flow: Recovery) -> Self {
        Self::Recovery(flow)
    }
}

impl From<Settings> for Flow {
    fn from(flow: Settings) -> Self {
        Self::Settings(flow)
    }
}
