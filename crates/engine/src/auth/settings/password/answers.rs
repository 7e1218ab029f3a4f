//! What the pool's answers to the exchange lead to.

use cruddur_contract::cognito::{AuthAnswer, Fault};

use super::super::task::Task;
use super::super::{Settings, Step};
use super::{Guarded, PasswordCheck};
use crate::auth::Shared;
use crate::auth::faults::{Call, Meaning, meaning};
use crate::auth::flow::{Next, stay};
use crate::auth::outcome::Outcome;
use crate::auth::sign_in::{Challenge, Pending, Verifier};
use crate::auth::view::{AccountFault, AccountForm, Field, FieldFault};
use crate::cognito::{SignInFlow, auth_answer};
use crate::ctx::Ctx;
use crate::effect::Effect;
use crate::http::HttpOutcome;
use crate::secret::Secret;

impl Settings {
    /// The pool answered the exchange.
    pub(in crate::auth::settings) fn on_password_response(
        self,
        shared: &mut Shared,
        ctx: &mut Ctx,
        outcome: HttpOutcome,
    ) -> Next {
        match (auth_answer(outcome), &self.step) {
            (Ok(answer), Step::Password(PasswordCheck::Initiating { .. }, guarded)) => {
                let guarded = *guarded;
                self.challenged(shared, ctx, guarded, &answer)
            }
            (Ok(answer), Step::Password(PasswordCheck::Verifying(_), guarded)) => {
                let guarded = *guarded;
                self.verified(shared, ctx, guarded, answer)
            }
            (Err(Some(fault)), _) => self.refused(shared, ctx, &fault),
            (Err(None), _) => self.not_proved(shared, ctx, AccountFault::NoNetwork),
            (Ok(_), _) => stay(self),
        }
    }

    /// The answer to `InitiateAuth`: nothing is proved yet.
    fn challenged(
        self,
        shared: &mut Shared,
        ctx: &mut Ctx,
        guarded: Guarded,
        answer: &AuthAnswer,
    ) -> Next {
        let pending = Pending::of(answer);
        let fault = match Challenge::of(answer) {
            Challenge::PasswordVerifier(verifier) => {
                return self.prove(shared, ctx, guarded, pending, verifier);
            }
            // The password was preferred, and the pool has none to ask for.
            Challenge::Choice(_) => AccountFault::NoPassword,
            Challenge::Nothing => AccountFault::Service,
            _ => AccountFault::UnsupportedChallenge(pending.name),
        };
        self.not_proved(shared, ctx, fault)
    }

    fn prove(
        self,
        shared: &mut Shared,
        ctx: &mut Ctx,
        guarded: Guarded,
        pending: Pending,
        verifier: Verifier,
    ) -> Next {
        let user_id = verifier.user_id.clone();
        if !verifier.prove(ctx, user_id.clone()) {
            return self.not_proved(shared, ctx, AccountFault::Service);
        }
        let check = PasswordCheck::Proving { pending, user_id };
        self.at(Step::Password(check, guarded))
    }

    /// The pool took the proof: whatever it asks for besides, the password is right.
    fn verified(
        self,
        shared: &mut Shared,
        ctx: &mut Ctx,
        guarded: Guarded,
        answer: AuthAnswer,
    ) -> Next {
        let token = match answer.authentication_result {
            Some(tokens) => tokens.refresh_token.map(Secret),
            None => match Challenge::of(&answer) {
                Challenge::Nothing | Challenge::PasswordVerifier(_) => {
                    return self.not_proved(shared, ctx, AccountFault::Service);
                }
                _ => None,
            },
        };
        let (flow, _) = match guarded {
            Guarded::RemoveApp => self.begin(Task::SwitchApp(false)),
            Guarded::DeleteAccount => {
                shared.screen.show(AccountForm::DeleteForGood);
                let proved = Self {
                    password_proved: true,
                    ..self
                };
                proved.at(Step::Idle)
            }
        };
        (flow, Outcome::PasswordProved(token))
    }

    fn refused(self, shared: &mut Shared, ctx: &mut Ctx, fault: &Fault) -> Next {
        let initiating = match &self.step {
            Step::Password(PasswordCheck::Initiating { flow, srp_a, .. }, guarded) => {
                Some((*flow, srp_a, *guarded))
            }
            _ => None,
        };
        let call = initiating.map_or(Call::Prove, |_| Call::Initiate);
        let fault = match (meaning(call, fault), initiating) {
            (Meaning::Said(fault), _) => fault,
            (Meaning::OtherFlow, Some((SignInFlow::Srp, srp_a, guarded))) => {
                let flow = SignInFlow::Choice;
                let check = PasswordCheck::initiate(shared, ctx, flow, srp_a.clone());
                return self.at(Step::Password(check, guarded));
            }
            (Meaning::OtherFlow, _) => AccountFault::WrongPool,
            _ => AccountFault::Refused,
        };
        self.not_proved(shared, ctx, fault)
    }

    /// The form stays as it is; nothing was done.
    pub(super) fn not_proved(
        self,
        shared: &mut Shared,
        ctx: &mut Ctx,
        fault: AccountFault,
    ) -> Next {
        if matches!(self.step, Step::Password(..)) {
            ctx.push(Effect::SrpEnd);
        }
        ctx.push(Effect::SrpPrepare);
        match fault {
            AccountFault::WrongPassword => {
                let wrong = vec![(Field::Password, FieldFault::Wrong)];
                shared.screen.refuse(wrong);
            }
            fault => shared.screen.fail(fault),
        }
        self.at(Step::Idle)
    }
}
