//! A fault with a way out.

use leptos::prelude::*;

use crate::i18n::en;

/// A sentence, and a button that tries again.
#[component]
pub fn ErrorBox(
    /// What happened.
    #[prop(into)]
    sentence: String,
    /// Tries again; without it there is no button.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <div class="error-box" role="alert">
            <p>{sentence}</p>
            {on_retry.map(|retry| view! {
                <button type="button" class="button button--quiet" on:click=move |_| retry.run(())>{en::TRY_AGAIN}</button>
            })}
        </div>
    }
}
