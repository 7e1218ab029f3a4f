//! A forgotten password: a code sent to the address allows a new one.
//!
//! What is shown does not tell whether there is such an account, with one exception: where the pool itself tells
//! that an address was never confirmed, no code would ever come, and the way on is to confirm it.

use super::Shared;
use super::check::{Typed, typed};
use super::faults::{Call, Meaning, meaning, recovery_may_say};
use super::flow::{Next, Waiting, stay};
use super::pool::send;
use super::sign_in::sign_in_after;
use super::sign_up::Confirm;
use super::view::{AccountFault, AccountForm, Field, FieldFault, Said};
use crate::cognito::{self, accepted};
use crate::ctx::Ctx;
use crate::effect::RequestId;
use crate::http::HttpOutcome;
use crate::secret::Secret;

/// The machine of the recovery page.
#[derive(Debug, Default)]
pub enum Recovery {
    /// The address is asked for.
    #[default]
    Address,
    /// `ForgotPassword` is in flight, for the first time or (`again`) from the form for the code.
    Sending { id: RequestId, again: bool },
    /// The code and a new password are asked for.
    Code,
    /// `ConfirmForgotPassword` is in flight.
    Resetting(RequestId, Secret),
}

impl Recovery {
    /// The pool wants the password recovered before anything else.
    pub fn begin_reset(shared: &mut Shared, ctx: &mut Ctx) -> Next {
        shared.screen.show_page(ctx, AccountForm::Reset);
        shared.screen.say(Said::ResetFirst);
        stay(Self::Code)
    }

    pub fn waiting(&self) -> Waiting {
        match self {
            Self::Address | Self::Code => Waiting::Person,
            Self::Sending { id, .. } | Self::Resetting(id, _) => Waiting::Response(*id),
        }
    }

    pub fn on_submit(self, shared: &mut Shared, ctx: &mut Ctx, all: &Typed) -> Next {
        match self {
            Self::Address => {
                shared.screen.set_email(typed(all, Field::Email));
                stay(send_code(shared, ctx, false))
            }
            Self::Code => {
                let password = typed(all, Field::NewPassword);
                let code = typed(all, Field::Code);
                let email = &shared.screen.view().email;
                let request = cognito::reset(&shared.pool.cognito, email, code, password);
                let password = Secret(password.to_owned());
                stay(Self::Resetting(send(ctx, request), password))
            }
            other => stay(other),
        }
    }

    pub fn on_resend(self, shared: &mut Shared, ctx: &mut Ctx, email: &str) -> Next {
        let Self::Code = self else {
            return stay(self);
        };
        shared.screen.clear_messages();
        if !email.is_empty() {
            shared.screen.set_email(email);
        }
        if shared.screen.view().email.is_empty() {
            let wrong = vec![(Field::Email, FieldFault::Missing)];
            shared.screen.refuse(wrong);
            return stay(self);
        }
        stay(send_code(shared, ctx, true))
    }

    pub fn on_response(
        self,
        shared: &mut Shared,
        ctx: &mut Ctx,
        asked: RequestId,
        outcome: HttpOutcome,
    ) -> Next {
        match self {
            Self::Sending { id, again } if asked == id => code_sent(shared, ctx, again, outcome),
            Self::Resetting(id, password) if asked == id => reset(shared, ctx, password, outcome),
            other => stay(other),
        }
    }
}

fn send_code(shared: &Shared, ctx: &mut Ctx, again: bool) -> Recovery {
    let email = &shared.screen.view().email;
    let request = cognito::forgot(&shared.pool.cognito, email);
    let id = send(ctx, request);
    Recovery::Sending { id, again }
}

fn code_sent(shared: &mut Shared, ctx: &mut Ctx, again: bool, outcome: HttpOutcome) -> Next {
    let fault = match accepted(outcome) {
        Ok(_) => None,
        Err(None) => Some(AccountFault::NoNetwork),
        Err(Some(fault)) => match meaning(Call::Forgot, &fault) {
            Meaning::Said(fault) => Some(fault).filter(recovery_may_say),
            Meaning::ResetFirst => return Recovery::begin_reset(shared, ctx),
            Meaning::Unconfirmed => return Confirm::begin(shared, ctx, None),
            Meaning::AlreadyConfirmed | Meaning::OtherFlow => None,
        },
    };
    if let Some(fault) = fault {
        shared.screen.fail(fault);
        return stay(match again {
            true => Recovery::Code,
            false => Recovery::Address,
        });
    }
    if !again {
        shared.screen.show_page(ctx, AccountForm::Reset);
    }
    shared
        .screen
        .code_sent(ctx, Said::RecoverySent, String::new());
    stay(Recovery::Code)
}

fn reset(shared: &mut Shared, ctx: &mut Ctx, password: Secret, outcome: HttpOutcome) -> Next {
    let fault = match accepted(outcome) {
        Ok(_) => return sign_in_after(shared, ctx, Some(password), Said::PasswordChanged),
        Err(None) => AccountFault::NoNetwork,
        Err(Some(fault)) => match meaning(Call::Reset, &fault) {
            Meaning::Said(fault) => fault,
            // The new password was not taken, so it cannot sign in.
            Meaning::Unconfirmed => return Confirm::begin(shared, ctx, None),
            Meaning::AlreadyConfirmed => {
                return sign_in_after(shared, ctx, None, Said::Confirmed);
            }
            Meaning::ResetFirst => return Recovery::begin_reset(shared, ctx),
            Meaning::OtherFlow => AccountFault::WrongPool,
        },
    };
    shared.screen.fail(fault);
    stay(Recovery::Code)
}
