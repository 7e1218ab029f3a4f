//! The password is asked for again before what a stranger at an unlocked browser must not do: by the SRP exchange of
//! a sign-in, whose tokens are not used but handed on to be revoked.

mod answers;

use super::{Settings, Step};
use crate::auth::Shared;
use crate::auth::check::{Typed, typed};
use crate::auth::flow::{Next, Waiting, stay};
use crate::auth::pool::send;
use crate::auth::sign_in::{Pending, claims};
use crate::auth::view::{AccountFault, Field};
use crate::cognito::{self, SignInFlow};
use crate::ctx::Ctx;
use crate::effect::{Effect, RequestId};
use crate::event::SrpProof;

/// What the password is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guarded {
    /// The authenticator app is turned off.
    RemoveApp,
    /// The last question before the account is deleted.
    DeleteAccount,
}

/// How far the proof of the password is.
#[derive(Debug)]
pub enum PasswordCheck {
    /// The SRP client computes `A`.
    Starting,
    /// `InitiateAuth` is in flight; another flow may need the same `A`.
    Initiating {
        id: RequestId,
        flow: SignInFlow,
        srp_a: String,
    },
    /// The SRP client computes the proof.
    Proving { pending: Pending, user_id: String },
    /// The proof is in flight.
    Verifying(RequestId),
}

impl PasswordCheck {
    pub fn waiting(&self) -> Waiting {
        match self {
            Self::Starting | Self::Proving { .. } => Waiting::Client,
            Self::Initiating { id, .. } | Self::Verifying(id) => Waiting::Response(*id),
        }
    }

    /// `InitiateAuth` with `A`; without this browser's key as a device, whose own proof nobody asked for.
    fn initiate(shared: &Shared, ctx: &mut Ctx, flow: SignInFlow, srp_a: String) -> Self {
        let email = &shared.screen.view().email;
        let request = cognito::start_srp(&shared.pool.cognito, flow, email, &srp_a, "");
        let id = send(ctx, request);
        Self::Initiating { id, flow, srp_a }
    }
}

impl Settings {
    /// Has the SRP client compute `A` for the password in the form.
    pub(super) fn check_password(
        self,
        shared: &Shared,
        ctx: &mut Ctx,
        all: &Typed,
        guarded: Guarded,
    ) -> Next {
        ctx.push(Effect::SrpStart {
            pool: shared.pool.cognito.user_pool_id.clone(),
            password: typed(all, Field::Password).to_owned(),
            device_record: None,
        });
        self.at(Step::Password(PasswordCheck::Starting, guarded))
    }

    /// The SRP client computed `A`.
    pub fn on_srp_started(self, shared: &Shared, ctx: &mut Ctx, srp_a: &str) -> Next {
        match self.step {
            Step::Password(PasswordCheck::Starting, guarded) => {
                let flow = SignInFlow::default();
                let check = PasswordCheck::initiate(shared, ctx, flow, srp_a.to_owned());
                self.at(Step::Password(check, guarded))
            }
            _ => stay(self),
        }
    }

    /// The SRP client computed the proof, or could not from what the pool sent.
    pub fn on_srp_proved(
        self,
        shared: &mut Shared,
        ctx: &mut Ctx,
        proof: Option<&SrpProof>,
    ) -> Next {
        let Step::Password(PasswordCheck::Proving { pending, user_id }, guarded) = &self.step
        else {
            return stay(self);
        };
        let Some(proof) = proof else {
            return self.not_proved(shared, ctx, AccountFault::Service);
        };
        ctx.push(Effect::SrpEnd);
        let [block, signature, timestamp] = claims(proof);
        let responses = [("USERNAME", user_id.as_str()), block, signature, timestamp];
        let Pending { name, session } = pending;
        let config = &shared.pool.cognito;
        let request = cognito::respond(config, name, session.as_deref(), &responses);
        let check = PasswordCheck::Verifying(send(ctx, request));
        let guarded = *guarded;
        self.at(Step::Password(check, guarded))
    }
}
