//! The two SRP exchanges of a sign-in: the person's password, and the remembered device's.

use super::SignIn;
use super::attempt::{Attempt, drop_password};
use super::challenge::{Pending, Verifier};
use crate::auth::Shared;
use crate::auth::flow::{Next, Waiting, stay};
use crate::auth::pool::send;
use crate::auth::view::AccountFault;
use crate::cognito;
use crate::ctx::Ctx;
use crate::effect::{Effect, RequestId};
use crate::event::SrpProof;

/// How far the proof of the person's password is.
#[derive(Debug)]
pub enum PasswordStep {
    /// The SRP client computes `A`.
    Starting,
    /// `InitiateAuth` is in flight; another flow may need the same `A`.
    Initiating { id: RequestId, srp_a: String },
    /// The SRP client computes the proof.
    Proving(Pending),
    /// The proof is in flight.
    Verifying(RequestId),
}

/// How far the proof of the device's password is.
#[derive(Debug)]
pub enum DeviceStep {
    /// The SRP client computes `A`.
    Starting(Pending),
    /// `A` is in flight.
    Sending(RequestId),
    /// The SRP client computes the proof.
    Proving(Pending),
    /// The proof is in flight.
    Verifying(RequestId),
}

impl PasswordStep {
    pub fn waiting(&self) -> Waiting {
        match self {
            Self::Starting | Self::Proving(_) => Waiting::Client,
            Self::Initiating { id, .. } | Self::Verifying(id) => Waiting::Response(*id),
        }
    }
}

impl DeviceStep {
    pub fn waiting(&self) -> Waiting {
        match self {
            Self::Starting(_) | Self::Proving(_) => Waiting::Client,
            Self::Sending(id) | Self::Verifying(id) => Waiting::Response(*id),
        }
    }
}

impl SignIn {
    /// The SRP client computed `A`; `record`: what is stored of the device for the address.
    pub fn on_srp_started(
        self,
        shared: &Shared,
        ctx: &mut Ctx,
        srp_a: &str,
        record: Option<&str>,
    ) -> Next {
        stay(match self {
            Self::Password(PasswordStep::Starting, mut attempt) => {
                attempt.use_record(record);
                attempt.initiate(shared, ctx, srp_a.to_owned())
            }
            Self::Device(DeviceStep::Starting(pending), attempt) => {
                let id = attempt.respond(shared, ctx, &pending, &[("SRP_A", srp_a)]);
                Self::Device(DeviceStep::Sending(id), attempt)
            }
            other => other,
        })
    }

    /// The SRP client computed the proof, or could not from what the pool sent.
    pub fn on_srp_proved(
        self,
        shared: &mut Shared,
        ctx: &mut Ctx,
        proof: Option<&SrpProof>,
    ) -> Next {
        match (self, proof) {
            (Self::Password(PasswordStep::Proving(pending), mut attempt), Some(proof)) => {
                if attempt.device.is_none() {
                    drop_password(ctx, attempt.password.take());
                }
                let id = attempt.respond(shared, ctx, &pending, &claims(proof));
                stay(Self::Password(PasswordStep::Verifying(id), attempt))
            }
            (Self::Password(PasswordStep::Proving(_), attempt), None) => {
                attempt.fail(shared, ctx, AccountFault::WrongPassword)
            }
            (Self::Device(DeviceStep::Proving(pending), attempt), Some(proof)) => {
                let id = attempt.respond(shared, ctx, &pending, &claims(proof));
                stay(Self::Device(DeviceStep::Verifying(id), attempt))
            }
            (Self::Device(DeviceStep::Proving(_), attempt), None) => {
                attempt.retry_without_device(shared, ctx)
            }
            (other, _) => stay(other),
        }
    }
}

impl Attempt {
    /// `InitiateAuth` with `A`.
    pub fn initiate(self, shared: &Shared, ctx: &mut Ctx, srp_a: String) -> SignIn {
        let email = &shared.screen.view().email;
        let config = &shared.pool.cognito;
        let request = cognito::start_srp(config, self.flow, email, &srp_a, self.device_key());
        let id = send(ctx, request);
        SignIn::Password(PasswordStep::Initiating { id, srp_a }, self)
    }

    /// The pool sent what the proof of the password needs.
    pub fn prove_password(
        self,
        shared: &mut Shared,
        ctx: &mut Ctx,
        pending: Pending,
        verifier: Verifier,
    ) -> Next {
        let asked = verifier.user_id.clone();
        let can_prove = verifier.prove(ctx, asked);
        let next = SignIn::Password(PasswordStep::Proving(pending), self);
        match can_prove {
            true => stay(next),
            false => next.on_srp_proved(shared, ctx, None),
        }
    }

    /// The pool asks the device to prove its password, as it asked the person.
    pub fn start_device(self, ctx: &mut Ctx, pending: Pending) -> SignIn {
        if let Some(device) = &self.device {
            ctx.push(Effect::SrpStart {
                // The client takes what follows `_` as the pool's name, and the group stands for it.
                pool: format!("_{}", device.group),
                password: device.password.0.clone(),
                device_record: None,
            });
        }
        SignIn::Device(DeviceStep::Starting(pending), self)
    }

    /// The pool sent what the proof of the device's password needs.
    pub fn prove_device(
        self,
        shared: &mut Shared,
        ctx: &mut Ctx,
        pending: Pending,
        verifier: Verifier,
    ) -> Next {
        let can_prove = verifier.prove(ctx, self.device_key().to_owned());
        let next = SignIn::Device(DeviceStep::Proving(pending), self);
        match can_prove {
            true => stay(next),
            false => next.on_srp_proved(shared, ctx, None),
        }
    }
}

/// What a proof is answered with.
pub fn claims(proof: &SrpProof) -> [(&str, &str); 3] {
    [
        ("PASSWORD_CLAIM_SECRET_BLOCK", &proof.secret_block),
        ("PASSWORD_CLAIM_SIGNATURE", &proof.signature),
        ("TIMESTAMP", &proof.timestamp),
    ]
}
