//! What stands above the oldest message shown.

use cruddur_engine::view::Older;
use leptos::prelude::*;

use crate::components::reactive::{dynamic, text};
use crate::runtime::use_app;
use crate::text::{en, faults};

/// The beginning, a mark while older messages load, or why they could not be loaded. Its height is the
/// same in every state but the last.
#[component]
pub fn OlderMark(
    /// What lies there.
    older: Signal<Older>,
    /// The other person's name.
    name: Signal<String>,
) -> impl IntoView {
    let app = use_app();
    let content = dynamic(move || {
        match older.get() {
        Older::Beginning => view! { <p>{text(move || en::beginning_with(&name.get()))}</p> }.into_any(),
        Older::More => ().into_any(),
        Older::Loading => view! { <p class="older-loading">{en::LOADING_OLDER}</p> }.into_any(),
        Older::Failed(trouble) => view! {
            <p>{faults::trouble_sentence(&trouble)}</p>
            <button type="button" class="button button--small" on:click=move |_| app.load_older()>{en::TRY_AGAIN}</button>
        }
        .into_any(),
    }
    });
    view! { <div class="older-mark">{content}</div> }
}
