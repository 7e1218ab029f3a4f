//! Any form of the account pages: what the engine asks for, field by field.

use cruddur_engine::view::{AccountForm, AccountView, Field};
use leptos::prelude::*;

use super::field::{AccountField, id};
use super::qr::QrCode;
use crate::components::reactive::{effect, flag, text};
use crate::html::{Node, nothing, varying, view};
use crate::platform::dom;
use crate::runtime::use_app;
use crate::text::{account, en, faults};

/// The form that is asked for now. Another one begins with empty fields, and the focus in the first, or where it
/// can be sent.
#[component(transparent)]
pub fn AccountFormView(
    /// Whether the first form, too, takes the focus: it was opened from its page.
    opened: bool,
) -> Node {
    let app = use_app();
    let focus = std::cell::Cell::new(opened);
    varying(
        move || app.account.with(|view| view.generation),
        move |_| {
            let view = app.account.get_untracked();
            if focus.replace(true) {
                let first = match view.fields.first() {
                    Some(field) => id(*field),
                    None if !has_button(view.form) => CHOICE.to_owned(),
                    None => SUBMIT.to_owned(),
                };
                request_animation_frame(move || dom::focus_id(&first));
            }
            one_form(&view)
        },
    )
}

fn one_form(now: &AccountView) -> Node {
    let app = use_app();
    let form = now.form;
    let fields = now.fields.clone();
    let asked = fields.clone();
    let submit = move || {
        let typed = asked
            .iter()
            .map(|field| (*field, dom::value_of(&id(*field))));
        app.submit_account(form, typed.collect(), dom::is_checked(KEEP));
    };
    effect(move || {
        app.account.with(|view| view.refusals);
        let wrong = app
            .account
            .with_untracked(|view| view.wrong.first().copied());
        if let Some((field, _)) = wrong {
            dom::focus_id(&id(field));
        }
    });
    let busy = move || app.account.with(|view| view.busy);
    let fault = text(move || {
        let fault = app.account.with(|view| view.fault.clone());
        fault
            .map(|fault| faults::account_fault_sentence(&fault))
            .unwrap_or_default()
    });
    let said = text(move || app.account.with(account::said));
    let inputs: Vec<Node> = fields
        .iter()
        .map(|field| view! { <AccountField view=now.clone() field=*field/> })
        .collect();
    let [words, progress] = account::button(form);
    let progress = text(move || if busy() { progress } else { "" }.to_owned());
    let is_sign_in = form == AccountForm::SignIn;
    view! {
        <form class="form" novalidate on:submit=move |ev| { ev.prevent_default(); submit(); }>
            <div class="form-fault" role="alert">{fault}</div>
            <p class="form-said" role="status">{said}</p>
            {explanation(now)}
            {known_address(now)}
            {inputs}
            {(!is_sign_in).then(|| choices(now))}
            {is_sign_in.then(keep_me)}
            {has_button(form).then(|| view! {
                <button id=SUBMIT type="submit" class="button button--primary button--wide" aria-disabled=flag(busy)>
                    <span class="button-words" class:button-words--busy=busy>{words}</span>
                    <span class="button-busy">{progress}</span>
                </button>
            })}
            {is_sign_in.then(|| choices(now))}
            {resend(form)}
            {is_step(form).then(|| view! {
                <button type="button" class="button button--quiet" on:click=move |_| app.start_over()>{en::START_OVER}</button>
            })}
        </form>
    }
}

/// The id of the button that sends the form.
const SUBMIT: &str = "submit";
/// The id of the first way to go on.
const CHOICE: &str = "choice-0";
/// The id of the choice to stay signed in.
const KEEP: &str = "keep";

fn keep_me() -> Node {
    view! {
        <label class="check"><input id=KEEP type="checkbox" name="keep"/>{en::KEEP_SIGNED_IN}</label>
    }
}

/// Whether a form is sent as a whole; else choosing is all there is to do.
fn has_button(form: AccountForm) -> bool {
    !matches!(
        form,
        AccountForm::Choose
            | AccountForm::RememberBrowser
            | AccountForm::PreferCode
            | AccountForm::Browsers
    )
}

/// Whether a form is a step on the way in, which can be left by beginning anew.
fn is_step(form: AccountForm) -> bool {
    matches!(
        form,
        AccountForm::WithoutPassword
            | AccountForm::NewPassword
            | AccountForm::Code(_)
            | AccountForm::Choose
            | AccountForm::SetUpTotp
            | AccountForm::Question
    )
}

fn explanation(now: &AccountView) -> Node {
    let words = account::explanation(now);
    if words.is_empty() {
        return nothing();
    }
    let key = (!now.detail.is_empty()
        && matches!(now.form, AccountForm::SetUpTotp | AccountForm::AddApp))
    .then(|| {
        let brand = use_app().config().brand.clone();
        view! { <QrCode secret=now.detail.clone() email=now.email.clone() brand=brand/> }
    });
    view! { <p class="form-words">{words}</p>{key} }
}

/// Tells password managers whose new password it is.
fn known_address(now: &AccountView) -> Option<Node> {
    let new = now.fields.contains(&Field::NewPassword);
    (new && !now.email.is_empty()).then(|| {
        view! { <input type="text" name="email" autocomplete="username" value=now.email.clone() readonly hidden/> }
    })
}

fn choices(now: &AccountView) -> Vec<Node> {
    let app = use_app();
    let choice = |(n, factor): (usize, &_)| {
        let factor = *factor;
        view! {
            <button id=format!("choice-{n}") type="button" class="button button--wide" on:click=move |_| {
                app.choose_factor(factor, dom::value_of(&id(Field::Email)), dom::is_checked(KEEP));
            }>
                {account::factor(now, factor)}
            </button>
        }
    };
    now.choices.iter().enumerate().map(choice).collect()
}

fn resend(form: AccountForm) -> Option<Node> {
    let app = use_app();
    let left = move || app.account.with(|view| view.resend_in);
    let words = text(move || account::resend(left()));
    matches!(form, AccountForm::Confirm | AccountForm::Reset).then(|| {
        view! {
            <button type="button" class="button button--quiet" aria-disabled=flag(move || left() > 0)
                on:click=move |_| app.resend_code(dom::value_of(&id(Field::Email)))>{words}</button>
        }
    })
}
