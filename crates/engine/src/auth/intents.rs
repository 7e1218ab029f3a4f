//! What the person does with a form.

use super::check::{Typed, check, tidied};
use super::flow::{Flow, stay};
use super::form::{Page, is_setting};
use super::recovery::Recovery;
use super::settings::Settings;
use super::sign_up::{Confirm, SignUp};
use super::view::{AccountForm, Factor, Field, FieldFault};
use super::{Auth, Outcome};
use crate::ctx::Ctx;
use crate::effect::Effect;
use crate::event::AccountIntent;

/// The signed-in person, as far as a setting needs it.
#[derive(Clone, Copy, Debug)]
pub struct Person<'a> {
    /// The address.
    pub email: &'a str,
    /// The pool's key of this browser as a device; empty where it has none.
    pub device_key: &'a str,
}

impl Auth {
    /// An intent of the account pages. With `person`, somebody whose session has not expired, only settings
    /// are answered; without, only what leads to a session.
    pub fn on_intent(
        &mut self,
        ctx: &mut Ctx,
        person: Option<Person<'_>>,
        intent: AccountIntent,
    ) -> Outcome {
        match (intent, person) {
            (AccountIntent::Open(form, _), Some(person)) if is_setting(form) => {
                return self.open_setting(ctx, form, person);
            }
            (AccountIntent::Open(form, email), None) if !is_setting(form) => {
                self.open_page(ctx, Page::of(form), &email);
            }
            (AccountIntent::Submit { form, typed, keep }, person)
                if is_setting(form) == person.is_some() =>
            {
                self.keep_from(form, keep);
                return self.submit(ctx, form, typed);
            }
            (
                AccountIntent::Choose {
                    factor,
                    email,
                    keep,
                },
                _,
            ) => {
                self.keep_from(self.view().form, keep);
                return self.choose(ctx, factor, &email);
            }
            (AccountIntent::Resend(email), _) => return self.resend(ctx, email.trim()),
            (AccountIntent::StartOver, _) => self.stop(ctx),
            (AccountIntent::HandleTyped(text), _) => {
                return self.step(ctx, |flow, shared, ctx| match flow {
                    Flow::SignUp(flow) => flow.on_handle_typed(shared, ctx, &text),
                    other => stay(other),
                });
            }
            _ => {}
        }
        Outcome::Nothing
    }

    /// A page is shown. Where the form on screen belongs to it, the flow goes on.
    fn open_page(&mut self, ctx: &mut Ctx, page: Page, email: &str) {
        if Page::of(self.view().form) != page {
            let flow = match page {
                Page::SignIn => Flow::default(),
                Page::SignUp => SignUp::default().into(),
                Page::Confirm => Confirm::default().into(),
                Page::Forgot => Recovery::default().into(),
            };
            self.restart(ctx, flow, page.first_form());
        }
        if self.view().email.is_empty() {
            self.shared.screen.set_email(email.trim());
        }
        ctx.push(Effect::SrpPrepare);
    }

    /// A form of the settings page is opened, or (`Settings`) none.
    fn open_setting(&mut self, ctx: &mut Ctx, form: AccountForm, person: Person<'_>) -> Outcome {
        let settings = Settings::new(person.device_key);
        self.restart(ctx, settings.into(), form);
        self.shared.screen.show_settings_of(person);
        if self.view().fields.contains(&Field::Password) {
            ctx.push(Effect::SrpPrepare);
        }
        self.step(ctx, |flow, shared, _| match flow {
            Flow::Settings(settings) => settings.look_up(shared),
            other => stay(other),
        })
    }

    /// Only the first form of a sign-in has the box "Keep me signed in".
    fn keep_from(&mut self, form: AccountForm, keep: bool) {
        if form == AccountForm::SignIn {
            self.shared.keep = keep;
        }
    }

    fn submit(&mut self, ctx: &mut Ctx, form: AccountForm, typed: Typed) -> Outcome {
        let screen = &mut self.shared.screen;
        if !self.flow.awaits_person() || form != screen.view().form {
            return Outcome::Nothing;
        }
        let typed = tidied(typed);
        let pool = &self.shared.pool;
        let mut wrong = check(&typed, pool.password_policy(), &pool.brand);
        if self.flow.knows_taken(&typed) {
            wrong.push((Field::Username, FieldFault::Taken));
        }
        screen.clear_messages();
        if !wrong.is_empty() {
            screen.refuse(wrong);
            return Outcome::Nothing;
        }
        self.step(ctx, |flow, shared, ctx| flow.on_submit(shared, ctx, &typed))
    }

    fn choose(&mut self, ctx: &mut Ctx, factor: Factor, email: &str) -> Outcome {
        let screen = &mut self.shared.screen;
        if !self.flow.awaits_person() || !screen.view().choices.contains(&factor) {
            return Outcome::Nothing;
        }
        if screen.view().form == AccountForm::SignIn {
            screen.set_email(email.trim());
        }
        screen.clear_messages();
        self.step(ctx, |flow, shared, ctx| flow.on_choose(shared, ctx, factor))
    }

    fn resend(&mut self, ctx: &mut Ctx, email: &str) -> Outcome {
        if !self.flow.awaits_person() || self.view().resend_in > 0 {
            return Outcome::Nothing;
        }
        self.step(ctx, |flow, shared, ctx| flow.on_resend(shared, ctx, email))
    }
}
