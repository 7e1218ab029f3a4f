//! The step after a challenge, or after tokens.

use cruddur_contract::cognito::{AppToken, AuthAnswer, Tokens};
use cruddur_contract::read;

use super::SignIn;
use super::attempt::{Attempt, drop_password};
use super::challenge::{Challenge, Pending};
use super::new_device::NewDevice;
use super::prompt::Prompt;
use crate::auth::Shared;
use crate::auth::faults::Call;
use crate::auth::flow::{Flow, Next, stay};
use crate::auth::outcome::Outcome;
use crate::auth::pool::send;
use crate::auth::view::AccountFault;
use crate::cognito::{self, SignInFlow, SignedIn};
use crate::ctx::Ctx;

impl Attempt {
    /// The pool asks for something. `call`: what it answered.
    pub fn challenged(
        mut self,
        shared: &mut Shared,
        ctx: &mut Ctx,
        call: Call,
        answer: &AuthAnswer,
    ) -> Next {
        let (pending, challenge) = (Pending::of(answer), Challenge::of(answer));
        self.name_user(shared, answer);
        if call == Call::Prove && !challenge.is_of_device() {
            drop_password(ctx, self.password.take());
        }
        self.asked_for_code |= matches!(challenge, Challenge::Code(..) | Challenge::SetUpApp);
        let prompt = match challenge {
            // A service that asks for the proof again and again would never come to an end.
            Challenge::PasswordVerifier(verifier)
                if call == Call::Initiate && self.password.is_some() =>
            {
                return self.prove_password(shared, ctx, pending, verifier);
            }
            Challenge::DeviceSrp
                if self.device.is_some()
                    && !matches!(call, Call::StartDevice | Call::ProveDevice) =>
            {
                return stay(self.start_device(ctx, pending));
            }
            Challenge::DeviceVerifier(verifier) if call == Call::StartDevice => {
                return self.prove_device(shared, ctx, pending, verifier);
            }
            Challenge::Passkey(options) if call != Call::ProvePasskey => {
                return stay(self.ask_browser(ctx, pending, options));
            }
            Challenge::SetUpApp => {
                let session = pending.session.as_deref().unwrap_or_default();
                let request = cognito::associate_app(&shared.pool.cognito, session);
                return stay(SignIn::Associating(send(ctx, request), pending, self));
            }
            Challenge::NewPassword(attributes) => Prompt::new_password(shared, pending, attributes),
            Challenge::Code(kind, sent_to) => Prompt::code(shared, pending, kind, sent_to),
            Challenge::Question(words) => Prompt::question(shared, pending, words),
            Challenge::Choice(names) => match Prompt::choice(shared, pending, &names) {
                Ok(prompt) => prompt,
                Err(name) => return self.unsupported(shared, ctx, name),
            },
            Challenge::Nothing | Challenge::PasswordVerifier(_) | Challenge::Passkey(_) => {
                return self.fail(shared, ctx, AccountFault::Service);
            }
            Challenge::DeviceSrp | Challenge::DeviceVerifier(_) | Challenge::Unknown => {
                return self.unsupported(shared, ctx, pending.name);
            }
        };
        stay(SignIn::Asked(prompt, self))
    }

    fn unsupported(self, shared: &mut Shared, ctx: &mut Ctx, name: String) -> Next {
        self.fail(shared, ctx, AccountFault::UnsupportedChallenge(name))
    }

    /// Takes over the pool's name of the person, or what was typed until it says one.
    fn name_user(&mut self, shared: &Shared, answer: &AuthAnswer) {
        let named = ["USER_ID_FOR_SRP", "USERNAME"].map(|name| answer.parameter(name));
        if let Some(user_id) = named.iter().find(|id| !id.is_empty()) {
            self.user_id = (*user_id).to_owned();
        } else if self.user_id.is_empty() {
            self.user_id = shared.screen.view().email.clone();
        }
    }

    /// The person is in; a browser that is new to the pool is confirmed as a device first.
    pub fn let_in(mut self, shared: &Shared, ctx: &mut Ctx, tokens: Tokens) -> Next {
        drop_password(ctx, self.password.take());
        if let Some(device) = tokens.new_device.clone() {
            let worth_asking = self.flow == SignInFlow::Srp && self.asked_for_code;
            let step = NewDevice::begin(ctx, tokens, device, worth_asking);
            return stay(SignIn::NewDevice(step));
        }
        signed_in(shared, tokens, self.device_key().to_owned())
    }
}

/// The end of a sign-in.
pub fn signed_in(shared: &Shared, tokens: Tokens, device_key: String) -> Next {
    let signed_in = SignedIn {
        tokens,
        device_key,
        email: shared.screen.view().email.clone(),
        keep: shared.keep,
    };
    (Flow::default(), Outcome::SignedIn(Box::new(signed_in)))
}

/// The secret of an authenticator app is here.
pub fn associated(
    shared: &mut Shared,
    ctx: &mut Ctx,
    pending: Pending,
    attempt: Attempt,
    body: &str,
) -> Next {
    match read::object(body) {
        Ok(AppToken { secret, session }) if !secret.is_empty() => {
            let prompt = Prompt::app_set_up(shared, pending.with_session(session), secret);
            stay(SignIn::Asked(prompt, attempt))
        }
        _ => attempt.fail(shared, ctx, AccountFault::Service),
    }
}
