//! One attempt to sign in, over all its steps.

use super::SignIn;
use super::challenge::Pending;
use super::srp::PasswordStep;
use crate::auth::Shared;
use crate::auth::device::{Device, delete_device, device_record};
use crate::auth::flow::{Next, stay};
use crate::auth::pool::send;
use crate::auth::view::{AccountFault, AccountForm, Said};
use crate::cognito::{self, DEVICE_KEY, SignInFlow};
use crate::ctx::Ctx;
use crate::effect::{Effect, RequestId};
use crate::secret::Secret;

/// What all steps of one attempt share.
#[derive(Debug)]
pub struct Attempt {
    pub flow: SignInFlow,
    /// Until it is proved; with a remembered device until that has proved its own.
    pub password: Option<Secret>,
    /// This browser, where it is remembered.
    pub device: Option<Device>,
    /// The pool did not know the device: its record is not used again.
    pub without_device: bool,
    /// A code was asked for beside the password.
    pub asked_for_code: bool,
    /// `USERNAME` of each answer, as the pool's challenges name it.
    pub user_id: String,
}

impl Attempt {
    pub fn new(password: Option<Secret>) -> Self {
        Self {
            flow: SignInFlow::default(),
            password,
            device: None,
            without_device: false,
            asked_for_code: false,
            user_id: String::new(),
        }
    }

    /// The pool's key of this browser; empty where it has none.
    pub fn device_key(&self) -> &str {
        self.device.as_ref().map_or("", |device| &device.key)
    }

    /// Uses the stored record. `USER_AUTH` knows no devices.
    pub fn use_record(&mut self, record: Option<&str>) {
        if self.flow == SignInFlow::Srp && !self.without_device {
            self.device = record.and_then(Device::decode);
        }
    }

    /// Has the SRP client compute `A` for the password.
    pub fn start_srp(self, shared: &Shared, ctx: &mut Ctx) -> SignIn {
        if let Some(Secret(password)) = self.password.clone() {
            ctx.push(Effect::SrpStart {
                pool: shared.pool.cognito.user_pool_id.clone(),
                password,
                device_record: Some(device_record(&shared.screen.view().email)),
            });
        }
        SignIn::Password(PasswordStep::Starting, self)
    }

    /// `RespondToAuthChallenge`
    pub fn respond(
        &self,
        shared: &Shared,
        ctx: &mut Ctx,
        pending: &Pending,
        responses: &[(&str, &str)],
    ) -> RequestId {
        let mut all = vec![("USERNAME", self.user_id.as_str())];
        all.extend_from_slice(responses);
        if self.device.is_some() {
            all.push((DEVICE_KEY, self.device_key()));
        }
        let Pending { name, session } = pending;
        let request = cognito::respond(&shared.pool.cognito, name, session.as_deref(), &all);
        send(ctx, request)
    }

    /// Address and password are asked for again.
    pub fn fail(self, shared: &mut Shared, ctx: &mut Ctx, fault: AccountFault) -> Next {
        drop_password(ctx, self.password);
        ctx.push(Effect::SrpPrepare);
        if shared.screen.view().form != AccountForm::SignIn {
            shared.screen.show_page(ctx, AccountForm::SignIn);
        }
        shared.screen.fail(fault);
        stay(SignIn::Form)
    }

    /// The pool does not know the device any more, or refuses its proof: its record is deleted, and the same
    /// attempt begins again without it.
    pub fn retry_without_device(self, shared: &mut Shared, ctx: &mut Ctx) -> Next {
        delete_device(ctx, &shared.screen);
        if self.password.is_none() {
            return self.fail(shared, ctx, AccountFault::SessionOver);
        }
        let again = Self {
            flow: self.flow,
            without_device: true,
            ..Self::new(self.password)
        };
        stay(again.start_srp(shared, ctx))
    }
}

/// Signs in with the password typed before, or asks for it.
pub fn sign_in_after(
    shared: &mut Shared,
    ctx: &mut Ctx,
    password: Option<Secret>,
    said: Said,
) -> Next {
    shared.screen.stop_countdown(ctx);
    if let Some(password) = password {
        shared.screen.say(said);
        return SignIn::begin(shared, ctx, password);
    }
    shared.screen.show_page(ctx, AccountForm::SignIn);
    shared.screen.say(said);
    stay(SignIn::Form)
}

/// Has the SRP client forget the password, if there is one.
pub fn drop_password(ctx: &mut Ctx, password: Option<Secret>) {
    if password.is_some() {
        ctx.push(Effect::SrpEnd);
    }
}
