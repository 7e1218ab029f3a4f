//! The form on screen and the messages around it.

use super::form::{Page, fields};
use super::intents::Person;
use super::view::{
    AccountFault, AccountForm, AccountView, CodeKind, Factor, Field, FieldFault, HandleState, Said,
};
use crate::ctx::Ctx;
use crate::effect::{Effect, TimerKey};
use crate::tracked::Tracked;

/// Seconds until another code can be asked for.
const RESEND: u32 = 30;

/// The view, and how it is shown.
#[derive(Debug)]
pub struct Screen {
    view: Tracked<AccountView>,
    /// The configuration offers a sign-in without a password.
    passwordless: bool,
    /// Over the page of somebody whose session has expired: no other page is shown.
    in_place: bool,
}

impl Screen {
    /// At the form of the sign-in page.
    pub fn new(passwordless: bool) -> Self {
        let mut screen = Self {
            view: Tracked::default(),
            passwordless,
            in_place: false,
        };
        screen.show(AccountForm::SignIn);
        screen
    }

    pub fn view(&self) -> &AccountView {
        &self.view
    }

    pub fn revision(&self) -> u64 {
        self.view.revision()
    }

    /// Another form.
    pub fn show(&mut self, form: AccountForm) {
        let view = self.view.get_mut();
        view.form = form;
        view.fields = fields(view);
        view.generation += 1;
        view.fault = None;
        view.wrong.clear();
        view.choices = match form {
            AccountForm::SignIn if self.passwordless => vec![Factor::WithoutPassword],
            AccountForm::PreferCode => {
                let codes = view.known_codes().iter().copied();
                codes.map(Factor::Code).collect()
            }
            _ => Vec::new(),
        };
    }

    /// Another form, on its own page.
    pub fn show_page(&mut self, ctx: &mut Ctx, form: AccountForm) {
        let (from, to) = (Page::of(self.view.form), Page::of(form));
        self.show(form);
        if from != to && !self.in_place {
            ctx.push(Effect::Navigate {
                path: to.path(&self.view.email),
                replace: false,
            });
        }
    }

    /// Another form, with a code's destination, a question or a secret.
    pub fn ask(&mut self, form: AccountForm, detail: String) {
        self.view.get_mut().detail = detail;
        self.show(form);
    }

    /// The form says nothing beside its fields.
    pub fn no_detail(&mut self) {
        self.view.get_mut().detail.clear();
    }

    /// The form for a new password, with attributes the pool wants to know.
    pub fn ask_new_password(&mut self, attributes: Vec<String>) {
        self.view.get_mut().attributes = attributes;
        self.ask(AccountForm::NewPassword, String::new());
    }

    /// A form that is a question with these answers.
    pub fn offer(&mut self, form: AccountForm, choices: Vec<Factor>) {
        self.ask(form, String::new());
        self.view.get_mut().choices = choices;
    }

    /// A form that lists things by name, each of which can be removed.
    pub fn list(&mut self, form: AccountForm, names: Vec<String>, this_browser: Option<usize>) {
        self.show(form);
        let view = self.view.get_mut();
        view.choices = (0..names.len()).map(Factor::Remove).collect();
        view.listed = names;
        view.this_browser = this_browser;
    }

    /// The first form of a flow.
    pub fn begin(&mut self, ctx: &mut Ctx, form: AccountForm) {
        self.stop_countdown(ctx);
        self.view.get_mut().said = None;
        self.set_handle(HandleState::Unknown);
        self.show(form);
        self.set_busy(false);
    }

    /// Asks over the page of somebody whose session has expired.
    pub fn ask_in_place(&mut self, email: &str) {
        self.in_place = true;
        self.set_email(email);
    }

    /// The settings of this person.
    pub fn show_settings_of(&mut self, person: Person<'_>) {
        let view = self.view.get_mut();
        person.email.clone_into(&mut view.email);
        view.tracked = !person.device_key.is_empty();
        view.detail.clear();
    }

    /// Nothing of the person before is left.
    pub fn forget(&mut self) {
        self.in_place = false;
        let view = self.view.get_mut();
        view.email.clear();
        view.codes = None;
        view.preferred = None;
        view.listed.clear();
    }

    pub fn set_email(&mut self, email: &str) {
        if self.view.email != email {
            email.clone_into(&mut self.view.get_mut().email);
        }
    }

    pub fn set_busy(&mut self, busy: bool) {
        if self.view.busy != busy {
            self.view.get_mut().busy = busy;
        }
    }

    pub fn set_handle(&mut self, state: HandleState) {
        if self.view.handle != state {
            self.view.get_mut().handle = state;
        }
    }

    pub fn set_codes(&mut self, codes: Vec<CodeKind>, preferred: Option<CodeKind>) {
        let view = self.view.get_mut();
        view.codes = Some(codes);
        view.preferred = preferred;
    }

    /// The last try failed.
    pub fn fail(&mut self, fault: AccountFault) {
        let view = self.view.get_mut();
        view.fault = Some(fault);
        view.refusals += 1;
    }

    /// What was typed is wrong.
    pub fn refuse(&mut self, wrong: Vec<(Field, FieldFault)>) {
        let view = self.view.get_mut();
        view.wrong = wrong;
        view.refusals += 1;
    }

    /// A field has changed: what was wrong with it is over.
    pub fn clear_fault_of(&mut self, field: Field) {
        if self.view.wrong.iter().any(|(wrong, _)| *wrong == field) {
            self.view
                .get_mut()
                .wrong
                .retain(|(wrong, _)| *wrong != field);
        }
    }

    /// Something was done.
    pub fn say(&mut self, said: Said) {
        self.view.get_mut().said = Some(said);
    }

    /// The form is used again: what was said about the last try is gone.
    pub fn clear_messages(&mut self) {
        let view = self.view.get_mut();
        view.fault = None;
        view.said = None;
        view.wrong.clear();
    }

    /// A code was sent to `destination`; another can be requested after a while.
    pub fn code_sent(&mut self, ctx: &mut Ctx, said: Said, destination: String) {
        let view = self.view.get_mut();
        view.detail = destination;
        view.said = Some(said);
        view.resend_in = RESEND;
        ctx.set_timer(TimerKey::ResendIn, 1_000);
    }

    /// A second of the countdown is over.
    pub fn second_passed(&mut self, ctx: &mut Ctx) {
        if self.view.resend_in == 0 {
            return;
        }
        let view = self.view.get_mut();
        view.resend_in -= 1;
        if view.resend_in > 0 {
            ctx.set_timer(TimerKey::ResendIn, 1_000);
        }
    }

    pub fn stop_countdown(&mut self, ctx: &mut Ctx) {
        if self.view.resend_in > 0 {
            self.view.get_mut().resend_in = 0;
            ctx.cancel_timer(TimerKey::ResendIn);
        }
    }
}
