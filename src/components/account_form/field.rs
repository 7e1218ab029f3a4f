//! One field of a form.

use cruddur_engine::view::{AccountForm, AccountView, Field};
use leptos::either::{Either, EitherOf3};
use leptos::prelude::*;

use super::rules::Rules;
use crate::i18n::{account, en};
use crate::platform::dom;
use crate::runtime::use_app;

/// The id of a field's element.
pub fn id(field: Field) -> String {
    let id = match field {
        Field::Email => "email",
        Field::Password => "password",
        Field::FirstPassword => "first-password",
        Field::NewPassword => "new-password",
        Field::Again => "again",
        Field::Name => "name",
        Field::Username => "username",
        Field::Code => "code",
        Field::Answer => "answer",
        Field::Attribute(n) => return format!("attribute-{n}"),
    };
    id.to_owned()
}

/// What a browser and a password manager take a field for (HTML, "autofill").
fn autocomplete(field: Field) -> &'static str {
    match field {
        Field::Email => "username",
        Field::Password => "current-password",
        Field::FirstPassword | Field::NewPassword | Field::Again => "new-password",
        Field::Name => "name",
        Field::Username => "nickname",
        Field::Code => "one-time-code",
        Field::Answer | Field::Attribute(_) => "off",
    }
}

fn kind(field: Field) -> &'static str {
    match field {
        Field::Email => "email",
        Field::Password | Field::FirstPassword | Field::NewPassword | Field::Again => "password",
        _ => "text",
    }
}

/// Label, field, and the field's validation error.
#[component]
pub fn AccountField(
    /// The form.
    view: AccountView,
    /// Which of its fields.
    field: Field,
) -> impl IntoView {
    let app = use_app();
    let id = id(field);
    let fault_id = format!("{id}-fault");
    let rule_id = format!("{id}-rule");
    let is_new_password = matches!(field, Field::FirstPassword | Field::NewPassword);
    let fault = Signal::derive(move || {
        app.account.with(|view| {
            let wrong = view.wrong.iter().find(|(wrong, _)| *wrong == field);
            wrong.map_or("", |(_, fault)| account::field_fault(field, *fault))
        })
    });
    let typed = RwSignal::new(());
    let described = if is_new_password || field == Field::Username {
        format!("{rule_id} {fault_id}")
    } else {
        fault_id.clone()
    };
    let input_id = id.clone();
    let on_input = move || {
        if field == Field::Username {
            app.type_handle(dom::value_of(&input_id));
        }
        if is_new_password {
            typed.set(());
        }
    };
    let below = match field {
        Field::Username => EitherOf3::A(view! { <UsernameRule id=rule_id/> }),
        _ if is_new_password => {
            EitherOf3::B(view! { <Rules id=rule_id field=id.clone() typed=typed/> })
        }
        _ => EitherOf3::C(()),
    };
    view! {
        <div class="field">
            <label for=id>{account::label(&view, field)}</label>
            <FieldInput
                field=field
                value=initial_value(&view, field)
                described=described
                invalid=Signal::derive(move || !fault.get().is_empty())
                on_input=on_input
            />
            {below}
            <p id=fault_id class="field-fault" prop:textContent=fault></p>
        </div>
    }
}

/// The input; a password has a button that shows it.
#[component]
fn FieldInput(
    field: Field,
    value: String,
    /// The ids of what describes it.
    described: String,
    invalid: Signal<bool>,
    on_input: impl Fn() + 'static,
) -> impl IntoView {
    let id = id(field);
    let revealed = RwSignal::new(false);
    let input = view! {
        <input
            id=id.clone()
            type=move || if revealed.get() { "text" } else { kind(field) }
            name=id.clone()
            value=value
            autocomplete=autocomplete(field)
            inputmode=keyboard(field)
            maxlength=if field == Field::Username { "30" } else { "256" }
            autocapitalize="none"
            spellcheck="false"
            required
            aria-invalid=move || invalid.get().to_string()
            aria-describedby=described
            on:input=move |_| on_input()
        />
    };
    if kind(field) == "password" {
        Either::Left(view! {
            <div class="field-with-button">{input}<RevealButton field_id=id revealed=revealed/></div>
        })
    } else {
        Either::Right(input)
    }
}

/// What the field holds when it appears.
fn initial_value(view: &AccountView, field: Field) -> String {
    match field {
        Field::Email => view.email.clone(),
        Field::Name if view.form == AccountForm::Name => {
            let me = use_app().session.get_untracked();
            me.me()
                .map(|me| me.display_name.clone())
                .unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// The rule for usernames, and whether the typed one is free.
#[component]
fn UsernameRule(id: String) -> impl IntoView {
    let app = use_app();
    let state = Signal::derive(move || {
        app.account.with(|view| {
            // Once it was refused, the field itself says so.
            let is_refused = view
                .wrong
                .iter()
                .any(|(field, _)| *field == Field::Username);
            if is_refused {
                ""
            } else {
                account::handle_state(view.handle)
            }
        })
    });
    view! {
        <p id=id class="field-rule">{en::USERNAME_RULE}</p>
        <p class="field-rule" role="status" prop:textContent=state></p>
    }
}

/// Which keyboard a phone shows (HTML, "inputmode").
fn keyboard(field: Field) -> &'static str {
    match field {
        Field::Code => "numeric",
        Field::Email => "email",
        _ => "text",
    }
}

#[component]
fn RevealButton(field_id: String, revealed: RwSignal<bool>) -> impl IntoView {
    let words = Signal::derive(move || {
        if revealed.get() {
            en::HIDE_PASSWORD
        } else {
            en::SHOW_PASSWORD
        }
    });
    view! {
        <button
            type="button"
            class="button button--quiet"
            aria-controls=field_id
            on:click=move |_| revealed.update(|revealed| *revealed = !*revealed)
            prop:textContent=words
        ></button>
    }
}
