//! What the pool's answers to a sign-in lead to.

use cruddur_contract::cognito::{AppToken, AuthAnswer, Fault};
use cruddur_contract::read;

use super::SignIn;
use super::attempt::Attempt;
use super::challenged::associated;
use super::srp::{DeviceStep, PasswordStep};
use crate::auth::Shared;
use crate::auth::faults::{Call, Meaning, meaning};
use crate::auth::flow::{Next, Waiting, stay};
use crate::auth::recovery::Recovery;
use crate::auth::sign_up::Confirm;
use crate::auth::view::AccountFault;
use crate::cognito::{SignInFlow, accepted, auth_answer};
use crate::ctx::Ctx;
use crate::effect::RequestId;
use crate::http::HttpOutcome;

impl SignIn {
    pub fn on_response(
        self,
        shared: &mut Shared,
        ctx: &mut Ctx,
        id: RequestId,
        outcome: HttpOutcome,
    ) -> Next {
        match self {
            Self::NewDevice(step) => step.on_response(shared, ctx, id, outcome),
            Self::Associating(asked, pending, attempt) if asked == id => match accepted(outcome) {
                Ok(answer) => associated(shared, ctx, pending, attempt, &answer.body),
                Err(fault) => {
                    Self::Associating(asked, pending, attempt).refused(shared, ctx, fault)
                }
            },
            Self::VerifyingApp(asked, prompt, attempt) if asked == id => match accepted(outcome) {
                Ok(answer) => {
                    let token: AppToken = read::object(&answer.body).unwrap_or_default();
                    prompt.app_verified(attempt, shared, ctx, token)
                }
                Err(fault) => {
                    Self::VerifyingApp(asked, prompt, attempt).refused(shared, ctx, fault)
                }
            },
            other if other.waiting() == Waiting::Response(id) => match auth_answer(outcome) {
                Ok(answer) => other.answered(shared, ctx, answer),
                Err(fault) => other.refused(shared, ctx, fault),
            },
            other => stay(other),
        }
    }

    /// What the request in flight is for.
    fn call(&self) -> Option<Call> {
        Some(match self {
            Self::Initiating(..) | Self::Password(PasswordStep::Initiating { .. }, _) => {
                Call::Initiate
            }
            Self::Password(PasswordStep::Verifying(_), _) => Call::Prove,
            Self::Device(DeviceStep::Sending(_), _) => Call::StartDevice,
            Self::Device(DeviceStep::Verifying(_), _) => Call::ProveDevice,
            Self::Answering(..) => Call::Respond,
            Self::Associating(..) => Call::Associate,
            Self::VerifyingApp(..) => Call::Verify,
            Self::ProvingPasskey(..) => Call::ProvePasskey,
            _ => return None,
        })
    }

    fn answered(self, shared: &mut Shared, ctx: &mut Ctx, answer: AuthAnswer) -> Next {
        let call = self.call();
        let (Some(call), Some(attempt)) = (call, self.into_attempt()) else {
            return stay(Self::Form);
        };
        match answer.authentication_result {
            // Without a refresh token the session would end unnoticed with the first access token.
            Some(tokens) if tokens.refresh_token.is_some() => attempt.let_in(shared, ctx, tokens),
            _ => attempt.challenged(shared, ctx, call, &answer),
        }
    }

    fn refused(self, shared: &mut Shared, ctx: &mut Ctx, fault: Option<Fault>) -> Next {
        let (Some(fault), Some(call)) = (fault, self.call()) else {
            return self.failed(shared, ctx, AccountFault::NoNetwork);
        };
        match (meaning(call, &fault), self) {
            (_, refused) if refused.is_about_device(call, &fault) => match refused.into_attempt() {
                Some(attempt) => attempt.retry_without_device(shared, ctx),
                None => stay(Self::Form),
            },
            (Meaning::Said(fault), refused) => refused.failed(shared, ctx, fault),
            (
                Meaning::OtherFlow,
                Self::Password(PasswordStep::Initiating { srp_a, .. }, attempt),
            ) if attempt.flow == SignInFlow::Srp => {
                let attempt = Attempt {
                    flow: SignInFlow::Choice,
                    device: None,
                    ..attempt
                };
                stay(attempt.initiate(shared, ctx, srp_a))
            }
            (Meaning::OtherFlow, refused) => refused.failed(shared, ctx, AccountFault::WrongPool),
            // Of an address nobody asked about: the pool mixes up its answers.
            (Meaning::AlreadyConfirmed, refused) => {
                refused.failed(shared, ctx, AccountFault::Refused)
            }
            (Meaning::Unconfirmed, refused) => {
                let attempt = refused.into_attempt();
                let password = attempt.and_then(|attempt| attempt.password);
                Confirm::begin(shared, ctx, password)
            }
            (Meaning::ResetFirst, refused) => {
                refused.discard(ctx);
                Recovery::begin_reset(shared, ctx)
            }
        }
    }

    /// The form stays, with a sentence, where it can be sent again; else the sign-in starts over.
    fn failed(self, shared: &mut Shared, ctx: &mut Ctx, fault: AccountFault) -> Next {
        match self {
            Self::Answering(_, prompt, attempt) | Self::VerifyingApp(_, prompt, attempt) => {
                prompt.failed(attempt, shared, ctx, fault)
            }
            other => match other.into_attempt() {
                Some(attempt) => attempt.fail(shared, ctx, fault),
                None => stay(Self::Form),
            },
        }
    }

    /// Whether a refusal is about the device rather than the person.
    fn is_about_device(&self, call: Call, fault: &Fault) -> bool {
        let kinds = [
            "ResourceNotFoundException",
            "NotAuthorizedException",
            "InvalidParameterException",
        ];
        let names_device = || fault.message.to_ascii_lowercase().contains("device");
        self.attempt()
            .is_some_and(|attempt| attempt.device.is_some())
            && kinds.contains(&fault.kind.as_str())
            && match call {
                Call::StartDevice | Call::ProveDevice => true,
                call => call.is_sign_in() && names_device(),
            }
    }
}
