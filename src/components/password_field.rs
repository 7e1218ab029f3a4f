//! A password.

use leptos::html::Input;
use leptos::prelude::*;

use crate::components::reactive::{flag, text, word};
use crate::html::{Node, view};
use crate::text::en;

/// The field with a button that shows what is typed.
#[component(transparent)]
pub fn PasswordField(
    /// The element, to read it and to give it the focus.
    node: NodeRef<Input>,
    /// What is wrong with it.
    fault: RwSignal<Option<&'static str>>,
) -> Node {
    let shown = RwSignal::new(false);
    let kind = word(move || if shown.get() { "text" } else { "password" });
    let words = text(move || {
        if shown.get() {
            en::HIDE_PASSWORD
        } else {
            en::SHOW_PASSWORD
        }
        .to_owned()
    });
    view! {
        <div class="field">
            <label for="password">{en::PASSWORD}</label>
            <div class="field-with-button">
                <input
                    node_ref=node
                    id="password"
                    type=kind
                    name="password"
                    autocomplete="current-password"
                    autocapitalize="none"
                    spellcheck="false"
                    required
                    aria-invalid=flag(move || fault.get().is_some())
                    aria-describedby="password-fault"
                />
                <button type="button" class="button button--quiet" aria-controls="password" on:click=move |_| shown.update(|shown| *shown = !*shown)>
                    {words}
                </button>
            </div>
            <p id="password-fault" class="field-fault">{text(move || fault.get().unwrap_or_default().to_owned())}</p>
        </div>
    }
}
