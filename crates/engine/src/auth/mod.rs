//! Sign-in, sign-up, recovery and the account's settings: one state machine per flow.
//!
//! A flow waits for exactly one thing at a time: the person (a form is on screen), the SRP client, the
//! browser, one answer of the pool, or an access token. Its state names which, and holds what is needed to
//! go on. Whatever is answered, a flow ends signed in or at a form, with a sentence where something failed.

mod browser;
mod check;
mod device;
pub mod faults;
mod flow;
mod form;
mod intents;
mod outcome;
mod pool;
mod recovery;
mod screen;
mod settings;
mod sign_in;
mod sign_up;
pub mod view;

use cruddur_contract::config::AppConfig;

pub use check::Typed;
pub use device::device_record;
pub use intents::Person;
pub use outcome::Outcome;

use crate::ctx::Ctx;
use crate::effect::{Effect, RequestId};
use crate::event::{MadeDevice, SrpProof};
use crate::http::HttpOutcome;
use crate::secret::Secret;
use flow::{Flow, Next, stay};
use pool::Pool;
use screen::Screen;
use sign_in::SignIn;
use view::{AccountForm, AccountView, Said};

/// The flow that is under way, and what all flows share.
#[derive(Debug)]
pub struct Auth {
    shared: Shared,
    flow: Flow,
}

/// What every flow uses: the pool it asks and the screen it shows.
#[derive(Debug)]
pub(in crate::auth) struct Shared {
    pool: Pool,
    screen: Screen,
    /// "Keep me signed in", as the first form of the sign-in was sent.
    keep: bool,
}

impl Auth {
    /// At the form of the sign-in page.
    pub fn new(config: &AppConfig) -> Self {
        Self {
            shared: Shared {
                pool: Pool::new(config),
                screen: Screen::new(config.cognito.passwordless),
                keep: false,
            },
            flow: Flow::default(),
        }
    }

    /// The form on screen.
    pub fn view(&self) -> &AccountView {
        self.shared.screen.view()
    }

    /// How often the view changed.
    pub fn revision(&self) -> u64 {
        self.shared.screen.revision()
    }

    /// Whether an answer is for a flow.
    pub fn expects(&self, id: RequestId) -> bool {
        self.flow.expects(id)
    }

    /// Whether an access token lets something go on.
    pub fn wants_token(&self) -> bool {
        self.flow.wants_token(self.view())
    }

    /// Whether the person is about to end all sessions, this one included.
    pub fn is_leaving(&self) -> bool {
        self.flow.is_leaving()
    }

    /// Whatever is under way ends; the form of the sign-in page is shown.
    pub fn stop(&mut self, ctx: &mut Ctx) {
        self.restart(ctx, Flow::default(), AccountForm::SignIn);
    }

    /// The session of this person has expired: the form asks over the page as it is.
    pub fn ask_again(&mut self, ctx: &mut Ctx, email: &str) {
        self.stop(ctx);
        ctx.push(Effect::SrpPrepare);
        self.shared.screen.ask_in_place(email);
    }

    /// The session of this person has ended with a change of the password: it is signed in again with the new one, over
    /// the page as it is. What the pool asks for besides, the form asks.
    pub fn sign_in_again(&mut self, ctx: &mut Ctx, password: Secret, keep: bool) {
        self.shared.keep = keep;
        self.step(ctx, |_, shared, ctx| SignIn::begin(shared, ctx, password));
    }

    /// Says what was done in a form that is closed by now.
    pub fn say(&mut self, said: Said) {
        self.shared.screen.say(said);
    }

    /// Somebody is signed in, or out for good: nothing typed before is left.
    pub fn end(&mut self, ctx: &mut Ctx) {
        self.stop(ctx);
        self.shared.keep = false;
        self.shared.screen.forget();
    }

    /// The pool answered.
    pub fn on_response(&mut self, ctx: &mut Ctx, id: RequestId, outcome: HttpOutcome) -> Outcome {
        self.step(ctx, |flow, shared, ctx| {
            flow.on_response(shared, ctx, id, outcome)
        })
    }

    /// There is an access token.
    pub fn on_token(&mut self, ctx: &mut Ctx, token: &str) -> Outcome {
        self.step(ctx, |flow, shared, ctx| match flow {
            Flow::Settings(settings) => settings.on_token(shared, ctx, token),
            other => stay(other),
        })
    }

    /// A refresh failed: what waits for a token can be tried again.
    pub fn on_no_token(&mut self, ctx: &mut Ctx) {
        self.step(ctx, |flow, shared, _| match flow {
            Flow::Settings(settings) => settings.on_no_token(shared),
            other => stay(other),
        });
    }

    /// The SRP client computed `A`; `device`: the remembered-device record stored for the address.
    pub fn on_srp_started(&mut self, ctx: &mut Ctx, srp_a: &str, device: Option<&str>) -> Outcome {
        self.step(ctx, |flow, shared, ctx| match flow {
            Flow::SignIn(sign_in) => sign_in.on_srp_started(shared, ctx, srp_a, device),
            Flow::Settings(settings) => settings.on_srp_started(shared, ctx, srp_a),
            other => stay(other),
        })
    }

    /// The SRP client computed the proof, or could not.
    pub fn on_srp_proved(&mut self, ctx: &mut Ctx, proof: Option<&SrpProof>) -> Outcome {
        self.step(ctx, |flow, shared, ctx| match flow {
            Flow::SignIn(sign_in) => sign_in.on_srp_proved(shared, ctx, proof),
            Flow::Settings(settings) => settings.on_srp_proved(shared, ctx, proof),
            other => stay(other),
        })
    }

    /// The browser made its password as a remembered device.
    pub fn on_device_made(&mut self, ctx: &mut Ctx, made: MadeDevice) -> Outcome {
        self.step(ctx, |flow, shared, ctx| match flow {
            Flow::SignIn(sign_in) => sign_in.on_device_made(shared, ctx, made),
            other => stay(other),
        })
    }

    /// The browser's credential in JSON; `None` where the person chose none, or the browser has none.
    pub fn on_passkey(
        &mut self,
        ctx: &mut Ctx,
        id: RequestId,
        credential: Option<String>,
    ) -> Outcome {
        self.step(ctx, |flow, shared, ctx| match flow {
            Flow::SignIn(sign_in) => sign_in.on_passkey(shared, ctx, id, credential),
            Flow::Settings(settings) => settings.on_passkey(shared, id, credential),
            other => stay(other),
        })
    }

    /// A second of the wait for another code is over.
    pub fn on_second(&mut self, ctx: &mut Ctx) {
        self.shared.screen.second_passed(ctx);
    }

    /// The username of a new account has not changed for a moment.
    pub fn on_handle_due(&mut self, ctx: &mut Ctx) {
        self.step(ctx, |flow, shared, ctx| match flow {
            Flow::SignUp(sign_up) => sign_up.on_handle_due(shared, ctx),
            other => stay(other),
        });
    }

    /// Drops the flow under way and begins another one at its first form.
    fn restart(&mut self, ctx: &mut Ctx, flow: Flow, form: AccountForm) {
        std::mem::take(&mut self.flow).discard(ctx);
        self.flow = flow;
        self.shared.screen.begin(ctx, form);
    }

    /// One step of the flow under way. Whether the form is busy follows from the state it ends in.
    fn step(
        &mut self,
        ctx: &mut Ctx,
        step: impl FnOnce(Flow, &mut Shared, &mut Ctx) -> Next,
    ) -> Outcome {
        let flow = std::mem::take(&mut self.flow);
        let (flow, outcome) = step(flow, &mut self.shared, ctx);
        self.shared.screen.set_busy(!flow.awaits_person());
        self.flow = flow;
        outcome
    }
}
