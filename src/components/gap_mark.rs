//! What stands where messages are missing.

use leptos::prelude::*;

use crate::i18n::en;
use crate::runtime::use_app;

/// Says that messages are being loaded here. They come by themselves; who does not want to wait can
/// ask for them at once.
#[component]
pub fn GapMark() -> impl IntoView {
    let app = use_app();
    view! {
        <div class="older-mark">
            <p>{en::LOADING_MESSAGES}</p>
            <button type="button" class="button button--small" on:click=move |_| app.reload()>{en::TRY_AGAIN}</button>
        </div>
    }
}
