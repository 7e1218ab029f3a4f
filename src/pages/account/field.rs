//! One field of a form.

use cruddur_engine::view::{AccountForm, AccountView, Field};
use leptos::prelude::*;

use super::rules::Rules;
use crate::components::reactive::{flag, text, word};
use crate::html::{Node, State, view};
use crate::pages::account::display_name;
use crate::platform::dom;
use crate::runtime::use_app;
use crate::text::{account, en};

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

/// Label, field, and what is wrong with what was typed.
#[component(transparent)]
pub fn AccountField(
    /// The form.
    view: AccountView,
    /// Which of its fields.
    field: Field,
) -> Node {
    let app = use_app();
    let id = id(field);
    let fault_id = format!("{id}-fault");
    let rule_id = format!("{id}-rule");
    let label = account::label(&view, field);
    let secret = kind(field) == "password";
    let new = matches!(field, Field::FirstPassword | Field::NewPassword);
    let fault = move || {
        app.account.with(|view| {
            let wrong = view.wrong.iter().find(|(wrong, _)| *wrong == field);
            wrong.map_or("", |(_, fault)| account::field_fault(field, *fault))
        })
    };
    let seen = State::new(false);
    let input_kind = word(move || if seen.get() { "text" } else { kind(field) });
    let typed = State::new(());
    let value = match field {
        Field::Email => view.email.clone(),
        Field::Name if view.form == AccountForm::Name => app.session.with_untracked(display_name),
        _ => String::new(),
    };
    let described = if new || field == Field::Username {
        format!("{rule_id} {fault_id}")
    } else {
        fault_id.clone()
    };
    let length = match field {
        Field::Username => "30",
        _ => "256",
    };
    let input_id = id.clone();
    let on_input = move |_| {
        if field == Field::Username {
            app.type_handle(dom::value_of(&input_id));
        }
        if new {
            typed.set(());
        }
    };
    let input = view! {
        <input
            id=id.clone()
            type=input_kind
            name=id.clone()
            value=value
            autocomplete=autocomplete(field)
            inputmode=keyboard(field)
            maxlength=length
            autocapitalize="none"
            spellcheck="false"
            required
            aria-invalid=flag(move || !fault().is_empty())
            aria-describedby=described
            on:input=on_input
        />
    };
    let input = if secret {
        with_button(input, &id, seen)
    } else {
        input
    };
    let below = match field {
        Field::Username => Some(view! {
            <p id=rule_id class="field-rule">{en::USERNAME_RULE}</p>
            <p class="field-rule" role="status">{word(move || app.account.with(|view| account::handle_state(view.handle)))}</p>
        }),
        _ if new => Some(view! { <Rules id=rule_id field=id.clone() typed=typed/> }),
        _ => None,
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {input}
            {below}
            <p id=fault_id class="field-fault">{word(fault)}</p>
        </div>
    }
}

/// Which keys a phone shows (HTML, "inputmode").
fn keyboard(field: Field) -> &'static str {
    match field {
        Field::Code => "numeric",
        Field::Email => "email",
        _ => "text",
    }
}

fn with_button(input: Node, id: &str, seen: State<bool>) -> Node {
    let words = text(move || {
        if seen.get() {
            en::HIDE_PASSWORD
        } else {
            en::SHOW_PASSWORD
        }
        .to_owned()
    });
    view! {
        <div class="field-with-button">
            {input}
            <button type="button" class="button button--quiet" aria-controls=id.to_owned() on:click=move |_| seen.update(|seen| *seen = !*seen)>
                {words}
            </button>
        </div>
    }
}
