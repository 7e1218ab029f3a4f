//! Any form of the account pages: what the engine asks for, field by field.

mod field;
mod qr;
mod rules;

use cruddur_engine::view::{AccountFault, AccountForm, AccountView, Field};
use leptos::prelude::*;

use self::field::{AccountField, id};
use self::qr::QrCode;
use crate::i18n::{account, en, faults};
use crate::platform::dom;
use crate::runtime::use_app;

/// The form of the present step. The next step's form starts with empty fields, and with the focus in the
/// first of them, or where the form can be sent.
#[component]
pub fn AccountFormView(
    /// Whether the first form takes the focus as well: it was opened from its page.
    opened: bool,
) -> impl IntoView {
    let app = use_app();
    let step = Memo::new(move |_| app.account.with(|view| view.generation));
    let focus = StoredValue::new(opened);
    // Keyed by the step: a form that is updated in place would keep what was typed.
    view! {
        <For each=move || [step.get()] key=|step| *step let:_step>
            {
                let view = app.account.get_untracked();
                if focus.try_update_value(|focus| std::mem::replace(focus, true)) == Some(true) {
                    focus_first_control(&view);
                }
                view! { <StepForm view=view/> }
            }
        </For>
    }
}

fn focus_first_control(view: &AccountView) {
    // The address of a confirmation is known, as a rule, and that of somebody who starts over.
    let asks_again = matches!(view.form, AccountForm::Confirm | AccountForm::SignIn);
    let known = |field: &&Field| asks_again && **field == Field::Email && !view.email.is_empty();
    let first = match view.fields.iter().find(|field| !known(field)) {
        Some(field) => id(*field),
        None if !has_button(view.form) => CHOICE.to_owned(),
        None => SUBMIT.to_owned(),
    };
    request_animation_frame(move || dom::focus_id(&first));
}

#[component]
fn StepForm(view: AccountView) -> impl IntoView {
    let app = use_app();
    let form = view.form;
    let fields = view.fields.clone();
    let submit = move || {
        let typed = fields
            .iter()
            .map(|field| (*field, dom::value_of(&id(*field))));
        app.submit_account(form, typed.collect(), dom::is_checked(KEEP));
    };
    focus_invalid_field(view.fields.clone());
    let fault = Signal::derive(move || {
        app.account.with(|view| {
            let fault = view.fault.as_ref();
            fault
                .map(faults::account_fault_sentence)
                .unwrap_or_default()
        })
    });
    let said = Signal::derive(move || app.account.with(account::said));
    let fields: Vec<_> = view
        .fields
        .iter()
        .map(|field| view! { <AccountField view=view.clone() field=*field/> })
        .collect();
    let is_sign_in = form == AccountForm::SignIn;
    view! {
        <form class="form" novalidate on:submit=move |ev| { ev.prevent_default(); submit(); }>
            <div class="form-fault" role="alert" prop:textContent=fault></div>
            <p class="form-said" role="status" prop:textContent=said></p>
            {explanation(&view)}
            {asks_present_password(form).then(without_password)}
            {known_address(&view)}
            {fields}
            {(!is_sign_in).then(|| choices(&view))}
            {is_sign_in.then(keep_signed_in)}
            {has_button(form).then(|| view! { <SubmitButton form=form/> })}
            {is_sign_in.then(|| choices(&view))}
            {resend(form)}
            {is_step(form).then(|| view! {
                <button type="button" class="button button--quiet" on:click=move |_| app.start_over()>
                    {en::START_OVER}
                </button>
            })}
        </form>
    }
}

/// After a refusal the focus goes to the first invalid field, or to the one that the service's refusal is about.
fn focus_invalid_field(fields: Vec<Field>) {
    let app = use_app();
    let refusals = Memo::new(move |_| app.account.with(|view| view.refusals));
    Effect::new(move || {
        refusals.get();
        let wrong = app.account.with_untracked(|view| {
            let invalid = view.wrong.first().map(|(field, _)| *field);
            let about = view.fault.as_ref().map_or(&[][..], is_about).iter();
            invalid.or(about.copied().find(|field| fields.contains(field)))
        });
        if let Some(field) = wrong {
            dom::focus_id(&id(field));
        }
    });
}

/// The fields that a fault may be about; a form has one of them at most.
fn is_about(fault: &AccountFault) -> &'static [Field] {
    match fault {
        AccountFault::WrongPassword => &[Field::Password],
        AccountFault::WrongCode | AccountFault::ExpiredCode => &[Field::Code],
        AccountFault::EmailTaken => &[Field::Email],
        AccountFault::PasswordRefused(_) | AccountFault::PasswordUsed => {
            &[Field::FirstPassword, Field::NewPassword]
        }
        _ => &[],
    }
}

#[component]
fn SubmitButton(form: AccountForm) -> impl IntoView {
    let app = use_app();
    let busy = move || app.account.with(|view| view.busy);
    let [words, progress] = account::button(form);
    let class = match is_final(form) {
        true => "button button--danger button--wide",
        false => "button button--primary button--wide",
    };
    let progress = Signal::derive(move || if busy() { progress } else { "" });
    view! {
        <button
            id=SUBMIT
            type="submit"
            class=class
            aria-disabled=move || busy().to_string()
        >
            <span class="button-words" class:button-words--busy=busy prop:textContent=words></span>
            <span class="button-busy" prop:textContent=progress></span>
        </button>
    }
}

/// The id of the button that sends the form.
const SUBMIT: &str = "submit";
/// The id of the first choice.
const CHOICE: &str = "choice-0";
/// The id of the checkbox to stay signed in.
const KEEP: &str = "keep";

fn keep_signed_in() -> impl IntoView {
    view! {
        <label class="check"><input id=KEEP type="checkbox" name="keep"/>{en::KEEP_SIGNED_IN}</label>
    }
}

/// Whether a form has a submit button; else choosing submits it.
fn has_button(form: AccountForm) -> bool {
    !matches!(
        form,
        AccountForm::Choose
            | AccountForm::RememberBrowser
            | AccountForm::PreferCode
            | AccountForm::Browsers
    )
}

/// Whether what a form does cannot be undone.
fn is_final(form: AccountForm) -> bool {
    matches!(
        form,
        AccountForm::DeleteAccount | AccountForm::DeleteForGood
    )
}

/// Whether a form is a later step of signing in, which can be left by starting over.
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

fn explanation(view: &AccountView) -> Option<impl IntoView + use<>> {
    let words = account::explanation(view);
    let shows_key = !view.detail.is_empty()
        && matches!(view.form, AccountForm::SetUpTotp | AccountForm::AddApp);
    let key = shows_key.then(|| {
        let brand = use_app().config().brand.clone();
        view! { <QrCode secret=view.detail.clone() email=view.email.clone() brand=brand/> }
    });
    (!words.is_empty()).then(|| view! { <p class="form-words" prop:textContent=words></p>{key} })
}

/// Whether a setting asks for the password again before it does anything.
fn asks_present_password(form: AccountForm) -> bool {
    matches!(form, AccountForm::RemoveApp | AccountForm::DeleteAccount)
}

/// Where one can sign in without a password: what somebody does who has none.
fn without_password() -> Option<impl IntoView> {
    let passwordless = use_app().config().cognito.passwordless;
    passwordless.then(|| view! { <p class="form-words">{en::NO_PASSWORD}</p> })
}

/// Tells password managers which account a password belongs to.
fn known_address(view: &AccountView) -> Option<impl IntoView + use<>> {
    let asked = view.fields.contains(&Field::NewPassword) || asks_present_password(view.form);
    (asked && !view.email.is_empty()).then(|| {
        view! { <input type="text" name="email" autocomplete="username" value=view.email.clone() readonly hidden/> }
    })
}

fn choices(view: &AccountView) -> Vec<impl IntoView + use<>> {
    let app = use_app();
    let choice = |(n, factor): (usize, &_)| {
        let factor = *factor;
        let choose = move |_| {
            app.choose_factor(
                factor,
                dom::value_of(&id(Field::Email)),
                dom::is_checked(KEEP),
            );
        };
        view! {
            <button id=format!("choice-{n}") type="button" class="button button--wide" on:click=choose>
                {account::factor(view, factor)}
            </button>
        }
    };
    view.choices.iter().enumerate().map(choice).collect()
}

fn resend(form: AccountForm) -> Option<impl IntoView> {
    let app = use_app();
    let left = move || app.account.with(|view| view.resend_in);
    let words = Signal::derive(move || account::resend(left()));
    let resend = move |_| app.resend_code(dom::value_of(&id(Field::Email)));
    matches!(form, AccountForm::Confirm | AccountForm::Reset).then(|| {
        view! {
            <button
                type="button"
                class="button button--quiet"
                aria-disabled=move || (left() > 0).to_string()
                on:click=resend
            >
                {words}
            </button>
        }
    })
}
