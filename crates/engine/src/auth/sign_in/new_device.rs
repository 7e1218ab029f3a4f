//! A browser that is new to the pool is confirmed as a device before the person is in.
//!
//! Whatever the pool says about it, the person is in.

use cruddur_contract::cognito::{
    ConfirmDevice, DeviceConfirmed, DeviceSecretVerifierConfig, NewDevice as NewDeviceKeys, Tokens,
    UpdateDeviceStatus,
};
use cruddur_contract::read;

use super::SignIn;
use super::challenged::signed_in;
use crate::auth::Shared;
use crate::auth::browser::browser;
use crate::auth::device::Device;
use crate::auth::flow::{Next, Waiting, stay};
use crate::auth::pool::send;
use crate::auth::view::{AccountForm, Factor};
use crate::cognito::accepted;
use crate::ctx::Ctx;
use crate::effect::{Effect, RequestId};
use crate::event::MadeDevice;
use crate::http::HttpOutcome;
use crate::secret::Secret;

/// How far the confirmation is.
#[derive(Debug)]
pub enum NewDevice {
    /// The browser makes a password.
    Making(Confirmation),
    /// `ConfirmDevice` is in flight.
    Confirming(RequestId, Confirmation),
    /// The person is asked whether the browser is to be remembered.
    Asking(Confirmation),
    /// `UpdateDeviceStatus` is in flight.
    Remembering {
        id: RequestId,
        remember: bool,
        confirmation: Confirmation,
    },
}

/// The finished sign-in, and the device it brought.
#[derive(Debug)]
pub struct Confirmation {
    tokens: Tokens,
    device: Device,
    /// A code was asked for, which a remembered browser saves the person.
    worth_asking: bool,
}

impl NewDevice {
    pub fn begin(ctx: &mut Ctx, tokens: Tokens, keys: NewDeviceKeys, worth_asking: bool) -> Self {
        ctx.push(Effect::MakeDevice(keys.clone()));
        Self::Making(Confirmation {
            tokens,
            device: keys.into(),
            worth_asking,
        })
    }

    pub fn waiting(&self) -> Waiting {
        match self {
            Self::Making(_) => Waiting::Client,
            Self::Confirming(id, _) | Self::Remembering { id, .. } => Waiting::Response(*id),
            Self::Asking(_) => Waiting::Person,
        }
    }

    fn on_made(self, shared: &Shared, ctx: &mut Ctx, made: MadeDevice) -> Self {
        match self {
            Self::Making(mut confirmation) if confirmation.device.key == made.key => {
                let request = shared.pool.call(&ConfirmDevice {
                    access_token: &confirmation.tokens.access_token,
                    device_key: &made.key,
                    device_name: &browser(&made.agent),
                    device_secret_verifier_config: DeviceSecretVerifierConfig {
                        password_verifier: &made.verifier,
                        salt: &made.salt,
                    },
                });
                confirmation.device.password = Secret(made.password);
                Self::Confirming(send(ctx, request), confirmation)
            }
            other => other,
        }
    }

    /// The person has said whether the browser is to be remembered.
    pub fn on_choose(self, shared: &Shared, ctx: &mut Ctx, remember: bool) -> Self {
        let Self::Asking(confirmation) = self else {
            return self;
        };
        let request = shared.pool.call(&UpdateDeviceStatus {
            access_token: &confirmation.tokens.access_token,
            device_key: &confirmation.device.key,
            device_remembered_status: remember.into(),
        });
        Self::Remembering {
            id: send(ctx, request),
            remember,
            confirmation,
        }
    }

    pub fn on_response(
        self,
        shared: &mut Shared,
        ctx: &mut Ctx,
        answered: RequestId,
        outcome: HttpOutcome,
    ) -> Next {
        match self {
            Self::Confirming(id, confirmation) if id == answered => match accepted(outcome) {
                Ok(answer) => {
                    let confirmed: DeviceConfirmed = read::object(&answer.body).unwrap_or_default();
                    confirmation.confirmed(shared, ctx, confirmed.user_confirmation_necessary)
                }
                Err(_) => confirmation.let_in(shared, ctx, false),
            },
            Self::Remembering {
                id,
                remember,
                confirmation,
            } if id == answered => {
                let remembered = remember && accepted(outcome).is_ok();
                confirmation.let_in(shared, ctx, remembered)
            }
            other => stay(SignIn::NewDevice(other)),
        }
    }
}

impl Confirmation {
    /// The pool took the device; some pools leave it to the person whether it is remembered.
    fn confirmed(self, shared: &mut Shared, ctx: &mut Ctx, pool_asks: bool) -> Next {
        if pool_asks && self.worth_asking {
            let choices = vec![Factor::Remember(true), Factor::Remember(false)];
            shared.screen.offer(AccountForm::RememberBrowser, choices);
            return stay(SignIn::NewDevice(NewDevice::Asking(self)));
        }
        self.let_in(shared, ctx, !pool_asks)
    }

    fn let_in(self, shared: &Shared, ctx: &mut Ctx, remembered: bool) -> Next {
        if remembered {
            self.device.store(ctx, &shared.screen);
        }
        signed_in(shared, self.tokens, self.device.key)
    }
}

impl SignIn {
    /// The browser made its password as a device.
    pub fn on_device_made(self, shared: &Shared, ctx: &mut Ctx, made: MadeDevice) -> Next {
        stay(match self {
            Self::NewDevice(step) => Self::NewDevice(step.on_made(shared, ctx, made)),
            other => other,
        })
    }
}
