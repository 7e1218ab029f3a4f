//! Asks for another username when the account's is taken or missing.

use cruddur_contract::person::{bare_handle, is_handle};
use leptos::html;
use leptos::prelude::*;

use crate::components::modal::Modal;
use crate::i18n::{en, faults};
use crate::platform::focus;
use crate::runtime::use_app;

/// A dialog that stays until a username was accepted, or the person signs out.
#[component]
pub fn HandlePromptDialog() -> impl IntoView {
    let app = use_app();
    view! {
        <Show when=move || app.handle_prompt.with(Option::is_some)>
            <Modal labelled_by="handle-heading" class="dialog" first="#handle">
                <PromptForm/>
            </Modal>
        </Show>
    }
}

#[component]
fn PromptForm() -> impl IntoView {
    let app = use_app();
    let field = NodeRef::<html::Input>::new();
    let invalid = RwSignal::new(false);
    let busy = move || {
        app.handle_prompt
            .with(|prompt| prompt.as_ref().is_some_and(|prompt| prompt.busy))
    };
    let save = move || {
        let Some(field) = field.get_untracked() else {
            return;
        };
        let handle = bare_handle(&field.value()).to_owned();
        invalid.set(!is_handle(&handle));
        if invalid.get_untracked() {
            focus::focus(&field);
        } else if !untrack(busy) {
            app.choose_handle(handle);
        }
    };
    let why = Signal::derive(move || {
        let prompt = app.handle_prompt.get();
        prompt.map_or_else(String::new, |prompt| en::username_taken(&prompt.refused))
    });
    let trouble = Signal::derive(move || {
        let trouble = app.handle_prompt.get().and_then(|prompt| prompt.trouble);
        trouble.map_or_else(String::new, |trouble| faults::trouble_sentence(&trouble))
    });
    let words = Signal::derive(move || if busy() { en::SAVING } else { en::SAVE });
    view! {
        <form method="dialog" novalidate on:submit=move |ev| { ev.prevent_default(); save(); }>
            <h2 id="handle-heading">{en::CHOOSE_USERNAME}</h2>
            <p role="alert" prop:textContent=why></p>
            <HandleField field=field invalid=invalid/>
            <p class="field-fault" role="alert" prop:textContent=trouble></p>
            <div class="dialog-buttons">
                <button type="button" class="button button--quiet" on:click=move |_| app.sign_out()>
                    {en::SIGN_OUT}
                </button>
                <button
                    type="submit"
                    class="button button--primary"
                    aria-disabled=move || busy().to_string()
                    prop:textContent=words
                ></button>
            </div>
        </form>
    }
}

#[component]
fn HandleField(field: NodeRef<html::Input>, invalid: RwSignal<bool>) -> impl IntoView {
    view! {
        <div class="field">
            <label for="handle">{en::USERNAME}</label>
            <input
                node_ref=field
                id="handle"
                type="text"
                name="username"
                autocomplete="username"
                autocapitalize="none"
                spellcheck="false"
                maxlength="30"
                aria-describedby="handle-rule"
                aria-invalid=move || invalid.get().to_string()
            />
            <p id="handle-rule" class="field-rule" class:field-fault=move || invalid.get()>
                {en::USERNAME_RULE}
            </p>
        </div>
    }
}
