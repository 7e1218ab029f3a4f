//! The code that confirms an address.
//!
//! The page is the same for an address that has an account already: what it says and what a code does there tell
//! nobody. The owner learns it by mail.

use cruddur_contract::cognito::Fault;

use crate::auth::Shared;
use crate::auth::check::{Typed, typed};
use crate::auth::faults::{Call, Meaning, meaning};
use crate::auth::flow::{Next, Waiting, stay};
use crate::auth::pool::send;
use crate::auth::recovery::Recovery;
use crate::auth::sign_in::{drop_password, sign_in_after};
use crate::auth::view::{AccountFault, AccountForm, Field, FieldFault, Said};
use crate::cognito::{self, accepted};
use crate::ctx::Ctx;
use crate::effect::RequestId;
use crate::http::HttpOutcome;
use crate::secret::Secret;

/// The machine of the confirmation page. Each state holds the password, if one was typed for this address
/// before: it signs in once the address is confirmed.
#[derive(Debug)]
pub enum Confirm {
    /// The form is on screen.
    Form(Option<Secret>),
    /// `ConfirmSignUp` is in flight.
    Confirming(RequestId, Option<Secret>),
    /// `ResendConfirmationCode` is in flight.
    Resending(RequestId, Option<Secret>),
    /// The address has an account, confirmed or not: `ResendConfirmationCode` is in flight for the latter.
    Reminding(RequestId),
    /// It is confirmed: `ForgotPassword` is in flight, whose mail says so.
    Reminded(RequestId),
}

impl Default for Confirm {
    fn default() -> Self {
        Self::Form(None)
    }
}

impl Confirm {
    /// The pool wants the address confirmed before anything else.
    pub fn begin(shared: &mut Shared, ctx: &mut Ctx, password: Option<Secret>) -> Next {
        shared.screen.show_page(ctx, AccountForm::Confirm);
        shared.screen.no_detail();
        shared.screen.say(Said::ConfirmFirst);
        stay(Self::Form(password))
    }

    /// Somebody signs up with an address that has an account.
    pub fn remind(shared: &mut Shared, ctx: &mut Ctx) -> Next {
        show(shared, ctx);
        let request = cognito::resend(&shared.pool.cognito, &shared.screen.view().email);
        stay(Self::Reminding(send(ctx, request)))
    }

    pub fn waiting(&self) -> Waiting {
        match self {
            Self::Form(_) => Waiting::Person,
            Self::Confirming(id, _)
            | Self::Resending(id, _)
            | Self::Reminding(id)
            | Self::Reminded(id) => Waiting::Response(*id),
        }
    }

    pub fn discard(self, ctx: &mut Ctx) {
        match self {
            Self::Form(password) | Self::Confirming(_, password) | Self::Resending(_, password) => {
                drop_password(ctx, password);
            }
            Self::Reminding(_) | Self::Reminded(_) => {}
        }
    }

    pub fn on_submit(self, shared: &mut Shared, ctx: &mut Ctx, all: &Typed) -> Next {
        let Self::Form(password) = self else {
            return stay(self);
        };
        let email = typed(all, Field::Email);
        let password = password_of(shared, ctx, password, email);
        let code = typed(all, Field::Code);
        let email = &shared.screen.view().email;
        let request = cognito::confirm(&shared.pool.cognito, email, code);
        stay(Self::Confirming(send(ctx, request), password))
    }

    pub fn on_resend(self, shared: &mut Shared, ctx: &mut Ctx, email: &str) -> Next {
        let Self::Form(password) = self else {
            return stay(self);
        };
        let password = password_of(shared, ctx, password, email);
        shared.screen.clear_messages();
        let email = &shared.screen.view().email;
        if email.is_empty() {
            let wrong = vec![(Field::Email, FieldFault::Missing)];
            shared.screen.refuse(wrong);
            return stay(Self::Form(password));
        }
        let request = cognito::resend(&shared.pool.cognito, email);
        stay(Self::Resending(send(ctx, request), password))
    }

    pub fn on_response(
        self,
        shared: &mut Shared,
        ctx: &mut Ctx,
        id: RequestId,
        outcome: HttpOutcome,
    ) -> Next {
        match (self, accepted(outcome)) {
            (Self::Confirming(asked, password), result) if asked == id => match result {
                Ok(_) => sign_in_after(shared, ctx, password, Said::Confirmed),
                Err(fault) => refused(shared, ctx, Call::Confirm, password, fault),
            },
            (Self::Resending(asked, password), result) if asked == id => match result {
                Ok(_) => {
                    say_code_sent(shared, ctx);
                    stay(Self::Form(password))
                }
                Err(fault) => refused(shared, ctx, Call::Resend, password, fault),
            },
            (Self::Reminding(asked), Err(Some(fault))) if asked == id => {
                match meaning(Call::Resend, &fault) {
                    Meaning::AlreadyConfirmed => stay(reminded(shared, ctx)),
                    _ => stay(Self::Form(None)),
                }
            }
            (Self::Reminding(asked) | Self::Reminded(asked), _) if asked == id => {
                stay(Self::Form(None))
            }
            (other, _) => stay(other),
        }
    }
}

/// Shows the page after a sign-up.
pub fn show(shared: &mut Shared, ctx: &mut Ctx) {
    shared.screen.show_page(ctx, AccountForm::Confirm);
    say_code_sent(shared, ctx);
}

/// Names the address as it was typed: where the pool sent the code is known for some addresses only.
fn say_code_sent(shared: &mut Shared, ctx: &mut Ctx) {
    let destination = shared.screen.view().email.clone();
    shared.screen.code_sent(ctx, Said::CodeSent, destination);
}

fn reminded(shared: &Shared, ctx: &mut Ctx) -> Confirm {
    let request = cognito::remind(&shared.pool.cognito, &shared.screen.view().email);
    Confirm::Reminded(send(ctx, request))
}

/// The password, if the code is for the address it was typed for. Takes over the address.
fn password_of(
    shared: &mut Shared,
    ctx: &mut Ctx,
    password: Option<Secret>,
    email: &str,
) -> Option<Secret> {
    if email.is_empty() || email == shared.screen.view().email {
        return password;
    }
    drop_password(ctx, password);
    shared.screen.set_email(email);
    None
}

fn refused(
    shared: &mut Shared,
    ctx: &mut Ctx,
    call: Call,
    password: Option<Secret>,
    fault: Option<Fault>,
) -> Next {
    let fault = match fault {
        None => AccountFault::NoNetwork,
        Some(fault) => match meaning(call, &fault) {
            Meaning::Said(fault) => fault,
            Meaning::Unconfirmed => return Confirm::begin(shared, ctx, password),
            Meaning::AlreadyConfirmed if password.is_some() => {
                return sign_in_after(shared, ctx, password, Said::Confirmed);
            }
            // Nothing shows that it is a person of this address who asks.
            Meaning::AlreadyConfirmed if call == Call::Resend => {
                say_code_sent(shared, ctx);
                return stay(reminded(shared, ctx));
            }
            Meaning::AlreadyConfirmed => AccountFault::WrongCode,
            Meaning::ResetFirst => {
                drop_password(ctx, password);
                return Recovery::begin_reset(shared, ctx);
            }
            Meaning::OtherFlow => AccountFault::WrongPool,
        },
    };
    shared.screen.fail(fault);
    stay(Confirm::Form(password))
}
