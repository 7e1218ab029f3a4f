//! A new account, and the confirmation of its address.

mod confirm;
mod handle;

use cruddur_contract::cognito::CodeSent;
use cruddur_contract::read;

pub use confirm::Confirm;

use super::Shared;
use super::check::{Typed, typed};
use super::faults::{Call, Meaning, meaning};
use super::flow::{Flow, Next, Waiting, stay};
use super::pool::send;
use super::recovery::Recovery;
use super::sign_in::{SignIn, drop_password, sign_in_after};
use super::view::{AccountFault, Field, FieldFault, HandleState, Said};
use crate::cognito::{self, accepted};
use crate::ctx::Ctx;
use crate::effect::RequestId;
use crate::http::HttpOutcome;
use crate::secret::Secret;
use handle::HandleCheck;

/// The machine of the sign-up page.
#[derive(Debug)]
pub enum SignUp {
    /// The form is on screen.
    Form(HandleCheck),
    /// The last check of the username is in flight.
    Checking(RequestId, NewAccount),
    /// `SignUp` is in flight.
    Creating(RequestId, NewAccount),
}

/// What was typed. The password is needed to sign in once the address is confirmed.
#[derive(Debug)]
pub struct NewAccount {
    email: String,
    name: String,
    handle: String,
    password: Secret,
}

impl Default for SignUp {
    fn default() -> Self {
        Self::Form(HandleCheck::Idle)
    }
}

impl SignUp {
    pub fn waiting(&self) -> Waiting {
        match self {
            Self::Form(_) => Waiting::Person,
            Self::Checking(id, _) | Self::Creating(id, _) => Waiting::Response(*id),
        }
    }

    pub fn discard(self, ctx: &mut Ctx) {
        if let Self::Form(check) = self {
            check.discard(ctx);
        }
    }

    /// Whether an answer is for the check of the username, which runs beside the form.
    pub fn checks_handle(&self, id: RequestId) -> bool {
        matches!(self, Self::Form(check) if check.expects(id))
    }

    /// Whether the username in the form is known to be taken.
    pub fn knows_taken(&self, all: &Typed) -> bool {
        let handle = typed(all, Field::Username);
        matches!(self, Self::Form(check) if check.knows(handle, HandleState::Taken))
    }

    /// The username's field has changed.
    pub fn on_handle_typed(self, shared: &mut Shared, ctx: &mut Ctx, text: &str) -> Next {
        stay(match self {
            Self::Form(check) => Self::Form(check.on_typed(shared, ctx, text)),
            other => other,
        })
    }

    /// The username's field has not changed for a moment.
    pub fn on_handle_due(self, shared: &Shared, ctx: &mut Ctx) -> Next {
        stay(match self {
            Self::Form(check) => Self::Form(check.on_due(shared, ctx)),
            other => other,
        })
    }

    /// Creates the account, after a last check of a username not known to be free.
    pub fn on_submit(self, shared: &mut Shared, ctx: &mut Ctx, all: &Typed) -> Next {
        let Self::Form(check) = self else {
            return stay(self);
        };
        let text = |field| typed(all, field).to_owned();
        let account = NewAccount {
            email: text(Field::Email),
            name: text(Field::Name),
            handle: text(Field::Username),
            password: Secret(text(Field::FirstPassword)),
        };
        shared.screen.set_email(&account.email);
        let is_free = check.knows(&account.handle, HandleState::Free);
        check.discard(ctx);
        shared.screen.set_handle(HandleState::Unknown);
        if is_free {
            return create(shared, ctx, account);
        }
        let id = send(ctx, handle::availability(&shared.pool, &account.handle));
        stay(Self::Checking(id, account))
    }

    pub fn on_response(
        self,
        shared: &mut Shared,
        ctx: &mut Ctx,
        id: RequestId,
        outcome: HttpOutcome,
    ) -> Next {
        match self {
            Self::Form(check) if check.expects(id) => {
                stay(Self::Form(check.on_response(shared, outcome)))
            }
            Self::Checking(asked, account) if asked == id => {
                let state = handle::state_of(outcome);
                shared.screen.set_handle(state);
                if state != HandleState::Taken {
                    return create(shared, ctx, account);
                }
                let wrong = vec![(Field::Username, FieldFault::Taken)];
                shared.screen.refuse(wrong);
                stay(Self::Form(HandleCheck::Known(account.handle, state)))
            }
            Self::Creating(asked, account) if asked == id => created(shared, ctx, account, outcome),
            other => stay(other),
        }
    }
}

fn create(shared: &Shared, ctx: &mut Ctx, account: NewAccount) -> Next {
    let request = cognito::sign_up(
        &shared.pool.cognito,
        &account.email,
        &account.password.0,
        &account.name,
        &account.handle,
    );
    stay(SignUp::Creating(send(ctx, request), account))
}

fn created(shared: &mut Shared, ctx: &mut Ctx, account: NewAccount, outcome: HttpOutcome) -> Next {
    let fault = match accepted(outcome) {
        Ok(answer) => match read::object::<CodeSent>(&answer.body) {
            Ok(sent) if sent.confirmed => return SignIn::begin(shared, ctx, account.password),
            Ok(_) => {
                confirm::show(shared, ctx);
                return stay(Confirm::Form(Some(account.password)));
            }
            Err(_) => AccountFault::Service,
        },
        Err(None) => AccountFault::NoNetwork,
        Err(Some(fault)) => match meaning(Call::SignUp, &fault) {
            // Nobody learns who has an account: the page is the same, and the mail says it.
            Meaning::Said(AccountFault::EmailTaken) => {
                drop_password(ctx, Some(account.password));
                return Confirm::remind(shared, ctx);
            }
            Meaning::Said(fault) => fault,
            Meaning::Unconfirmed => {
                return Confirm::begin(shared, ctx, Some(account.password));
            }
            Meaning::AlreadyConfirmed => {
                let password = Some(account.password);
                return sign_in_after(shared, ctx, password, Said::Confirmed);
            }
            Meaning::ResetFirst => return Recovery::begin_reset(shared, ctx),
            Meaning::OtherFlow => AccountFault::WrongPool,
        },
    };
    shared.screen.fail(fault);
    let state = shared.screen.view().handle;
    stay(Flow::SignUp(SignUp::Form(HandleCheck::Known(
        account.handle,
        state,
    ))))
}
