//! Signing in: the password's SRP exchange, a passkey or a code, and every challenge a pool may put.

mod answers;
mod attempt;
mod challenge;
mod challenged;
mod new_device;
mod passkey;
mod prompt;
mod srp;
mod srp_numbers;

pub use attempt::{drop_password, sign_in_after};
pub use challenge::{Challenge, Pending, Verifier, kind_of};
pub use srp::claims;

use super::Shared;
use super::check::{Typed, typed};
use super::flow::{Next, Waiting, stay};
use super::pool::send;
use super::view::{AccountForm, Factor, Field};
use crate::cognito::{self, SignInFlow};
use crate::ctx::Ctx;
use crate::effect::RequestId;
use crate::secret::Secret;
use attempt::Attempt;
use new_device::NewDevice;
use prompt::Prompt;
use srp::{DeviceStep, PasswordStep};

/// The machine of the sign-in page.
#[derive(Debug, Default)]
pub enum SignIn {
    /// Address and password are asked for.
    #[default]
    Form,
    /// The address alone is asked for.
    AddressForm,
    /// `InitiateAuth` with the address alone is in flight.
    Initiating(RequestId, Attempt),
    /// The person's password is proved.
    Password(PasswordStep, Attempt),
    /// The remembered device's password is proved.
    Device(DeviceStep, Attempt),
    /// The person is asked for something.
    Asked(Prompt, Attempt),
    /// The person's answer is in flight.
    Answering(RequestId, Prompt, Attempt),
    /// `AssociateSoftwareToken` is in flight: the secret of an authenticator app.
    Associating(RequestId, Pending, Attempt),
    /// `VerifySoftwareToken` is in flight: the app's first code.
    VerifyingApp(RequestId, Prompt, Attempt),
    /// The browser asks the person for a passkey.
    Passkey(RequestId, Pending, Attempt),
    /// The passkey's credential is in flight.
    ProvingPasskey(RequestId, Attempt),
    /// The pool let the person in, and this browser is new to it.
    NewDevice(NewDevice),
}

impl SignIn {
    /// Proves this password for the address on screen.
    pub fn begin(shared: &Shared, ctx: &mut Ctx, password: Secret) -> Next {
        stay(Attempt::new(Some(password)).start_srp(shared, ctx))
    }

    pub fn waiting(&self) -> Waiting {
        match self {
            Self::Form | Self::AddressForm | Self::Asked(..) => Waiting::Person,
            Self::Password(step, _) => step.waiting(),
            Self::Device(step, _) => step.waiting(),
            Self::Initiating(id, _)
            | Self::Answering(id, ..)
            | Self::Associating(id, ..)
            | Self::VerifyingApp(id, ..)
            | Self::ProvingPasskey(id, _) => Waiting::Response(*id),
            Self::Passkey(id, ..) => Waiting::Passkey(*id),
            Self::NewDevice(step) => step.waiting(),
        }
    }

    pub fn discard(self, ctx: &mut Ctx) {
        if let Some(attempt) = self.into_attempt() {
            drop_password(ctx, attempt.password);
        }
    }

    fn attempt(&self) -> Option<&Attempt> {
        match self {
            Self::Form | Self::AddressForm | Self::NewDevice(_) => None,
            Self::Initiating(_, attempt)
            | Self::Password(_, attempt)
            | Self::Device(_, attempt)
            | Self::Asked(_, attempt)
            | Self::Answering(_, _, attempt)
            | Self::Associating(_, _, attempt)
            | Self::VerifyingApp(_, _, attempt)
            | Self::Passkey(_, _, attempt)
            | Self::ProvingPasskey(_, attempt) => Some(attempt),
        }
    }

    fn into_attempt(self) -> Option<Attempt> {
        match self {
            Self::Form | Self::AddressForm | Self::NewDevice(_) => None,
            Self::Initiating(_, attempt)
            | Self::Password(_, attempt)
            | Self::Device(_, attempt)
            | Self::Asked(_, attempt)
            | Self::Answering(_, _, attempt)
            | Self::Associating(_, _, attempt)
            | Self::VerifyingApp(_, _, attempt)
            | Self::Passkey(_, _, attempt)
            | Self::ProvingPasskey(_, attempt) => Some(attempt),
        }
    }

    pub fn on_submit(self, shared: &mut Shared, ctx: &mut Ctx, all: &Typed) -> Next {
        match self {
            Self::Form => {
                shared.screen.set_email(typed(all, Field::Email));
                let password = typed(all, Field::Password).to_owned();
                Self::begin(shared, ctx, Secret(password))
            }
            Self::AddressForm => {
                shared.screen.set_email(typed(all, Field::Email));
                let email = &shared.screen.view().email;
                let request = cognito::start_without_password(&shared.pool.cognito, email);
                let attempt = Attempt {
                    flow: SignInFlow::Choice,
                    ..Attempt::new(None)
                };
                stay(Self::Initiating(send(ctx, request), attempt))
            }
            Self::Asked(prompt, attempt) => stay(prompt.answer(attempt, shared, ctx, all)),
            other => stay(other),
        }
    }

    pub fn on_choose(self, shared: &mut Shared, ctx: &mut Ctx, factor: Factor) -> Next {
        stay(match (self, factor) {
            (Self::Form, Factor::WithoutPassword) => {
                shared.screen.show(AccountForm::WithoutPassword);
                Self::AddressForm
            }
            (Self::Asked(prompt, attempt), factor) => prompt.choose(attempt, shared, ctx, factor),
            (Self::NewDevice(step), Factor::Remember(remember)) => {
                Self::NewDevice(step.on_choose(shared, ctx, remember))
            }
            (other, _) => other,
        })
    }
}
