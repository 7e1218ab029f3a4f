//! Asks for another username when the account's is taken or missing.

use cruddur_contract::person::is_handle;
use cruddur_engine::view::HandlePrompt;
use leptos::prelude::*;
use leptos::web_sys::{HtmlDialogElement, HtmlInputElement};

use crate::components::reactive::{effect, flag, text};
use crate::html::{Node, NodeRef, State, shown, view};
use crate::runtime::use_app;
use crate::text::{en, faults};

/// A dialog that stays until a username was taken, or the person signs out.
#[component(transparent)]
pub fn HandlePromptDialog() -> Node {
    let app = use_app();
    shown(
        move || app.handle_prompt.with(Option::is_some),
        || view! { <PromptForm/> },
    )
}

#[component(transparent)]
fn PromptForm() -> Node {
    let app = use_app();
    let dialog = NodeRef::<HtmlDialogElement>::new();
    let field = NodeRef::<HtmlInputElement>::new();
    let odd = State::new(false);
    let prompt = move || app.handle_prompt.get();
    let busy = move || prompt().is_some_and(|prompt| prompt.busy);
    effect(move || {
        if let Some(dialog) = dialog.get().filter(|dialog| !dialog.open()) {
            // Refused only for an element outside the document.
            let _ = dialog.show_modal();
        }
    });
    let save = move || {
        let Some(field) = field.get_untracked() else {
            return;
        };
        let handle = field.value().trim().to_owned();
        odd.set(!is_handle(&handle));
        if odd.get_untracked() {
            let _ = field.focus();
        } else if app
            .handle_prompt
            .with_untracked(|prompt| prompt.as_ref().is_some_and(|prompt| !prompt.busy))
        {
            app.choose_handle(handle);
        }
    };
    let why = text(move || {
        prompt()
            .map(|prompt| en::username_taken(&prompt.refused))
            .unwrap_or_default()
    });
    let trouble = text(move || {
        let trouble = prompt().and_then(|prompt: HandlePrompt| prompt.trouble);
        trouble
            .map(|trouble| faults::trouble_sentence(&trouble))
            .unwrap_or_default()
    });
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby="handle-heading" on:cancel=move |ev: leptos::ev::Event| ev.prevent_default()>
            <form method="dialog" novalidate on:submit=move |ev| { ev.prevent_default(); save(); }>
                <h2 id="handle-heading">{en::CHOOSE_USERNAME}</h2>
                <p role="alert">{why}</p>
                <div class="field">
                    <label for="handle">{en::USERNAME}</label>
                    <input node_ref=field id="handle" type="text" name="username" autocomplete="username" autocapitalize="none"
                        spellcheck="false" maxlength="30" aria-describedby="handle-rule" aria-invalid=flag(move || odd.get())/>
                    <p id="handle-rule" class="field-rule" class:field-fault=move || odd.get()>{en::USERNAME_RULE}</p>
                </div>
                <p class="field-fault" role="alert">{trouble}</p>
                <div class="dialog-buttons">
                    <button type="button" class="button button--quiet" on:click=move |_| app.sign_out()>{en::SIGN_OUT}</button>
                    <button type="submit" class="button button--primary" aria-disabled=flag(busy)>
                        {text(move || if busy() { en::SAVING } else { en::SAVE }.to_owned())}
                    </button>
                </div>
            </form>
        </dialog>
    }
}
