//! The button that copies the diagnostics, or shows them where the browser does not copy.

use std::time::Duration;

use leptos::html::Textarea;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::i18n::en;
use crate::platform::focus;
use crate::runtime::use_app;

/// How long the sentence about success stays.
const STAYS: Duration = Duration::from_secs(7);

/// What the diagnostics are, and the button.
#[component]
pub fn CopyDiagnostics() -> impl IntoView {
    let app = use_app();
    let said = RwSignal::new("");
    let refused = RwSignal::new(None::<String>);
    // The person may have left the page when the browser answers, and the signals are gone: hence `try_set`.
    let copy = move |_| {
        let copied = app.copy_diagnostics();
        spawn_local(async move {
            let text = copied.await.err();
            said.try_set(match text {
                None => en::DIAGNOSTICS_COPIED,
                Some(_) => en::COPY_BY_HAND,
            });
            if text.is_none() {
                // Emptied, so that it is announced when it is said again.
                set_timeout(
                    move || {
                        said.try_set("");
                    },
                    STAYS,
                );
            }
            refused.try_set(text);
        });
    };
    view! {
        <p class="form-words">{en::DIAGNOSTICS_WHAT}</p>
        <div class="setting-line">
            <button type="button" class="button" on:click=copy>{en::COPY_DIAGNOSTICS}</button>
        </div>
        <p class="form-said" role="status" prop:textContent=said></p>
        {move || refused.get().map(|text| view! { <ByHand text=text/> })}
    }
}

/// The text, selected, to be copied by hand.
#[component]
fn ByHand(text: String) -> impl IntoView {
    let field = NodeRef::<Textarea>::new();
    Effect::new(move || {
        if let Some(field) = field.get() {
            // Not by `prop:value`, which is set after this and would put an end to the selection.
            field.set_value(&text);
            focus::focus(&field);
            field.select();
        }
    });
    view! {
        <textarea
            class="diagnostics"
            readonly
            spellcheck="false"
            rows="8"
            aria-label=en::DIAGNOSTICS
            node_ref=field
        ></textarea>
    }
}
