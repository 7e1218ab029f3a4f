//! Two texts for one conversation, typed in different tabs.

use leptos::prelude::*;

use crate::i18n::en;
use crate::runtime::use_app;

/// So many characters of the other text are shown.
const EXCERPT: usize = 120;

/// Offers what another tab has typed, not knowing the text in the field. There only while there is such a text.
#[component]
pub fn OtherDraft(
    /// Called before the buttons are removed, so that the focus can go elsewhere.
    on_chosen: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let is_there = Memo::new(move |_| app.other_draft.with(Option::is_some));
    let words = move || {
        app.other_draft.with(|other| {
            let excerpt: String = other
                .iter()
                .flat_map(|text| text.chars())
                .take(EXCERPT)
                .collect();
            en::other_draft(excerpt.trim())
        })
    };
    let keep = move || match app.draft.with(String::is_empty) {
        true => en::DELETE_IT,
        false => en::KEEP_MINE,
    };
    let choose = move |other| {
        on_chosen.run(());
        app.choose_draft(other);
    };
    view! {
        <Show when=move || is_there.get()>
            <div class="other-draft">
                <p class="other-draft-words" role="status" prop:textContent=words></p>
                <button type="button" class="button button--small" on:click=move |_| choose(true)>{en::USE_IT}</button>
                <button type="button" class="button button--small" prop:textContent=keep on:click=move |_| choose(false)></button>
            </div>
        </Show>
    }
}
