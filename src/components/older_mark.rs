//! What stands above the oldest message shown.

use cruddur_engine::view::Older;
use leptos::either::EitherOf4;
use leptos::prelude::*;

use crate::i18n::{en, faults};
use crate::runtime::use_app;

/// The beginning, a mark while older messages load, or why they could not be loaded. Its height is the
/// same in every state but the last.
#[component]
pub fn OlderMark(
    /// What lies there.
    older: Memo<Older>,
    /// The other person's name.
    name: Signal<String>,
) -> impl IntoView {
    let app = use_app();
    let beginning = Signal::derive(move || en::beginning_with(&name.get()));
    let content = move || match older.get() {
        Older::Beginning => EitherOf4::A(view! { <p>{beginning}</p> }),
        Older::More => EitherOf4::B(()),
        Older::Loading => EitherOf4::C(view! { <p class="older-loading">{en::LOADING_OLDER}</p> }),
        Older::Failed(trouble) => EitherOf4::D(view! {
            <p>{faults::trouble_sentence(&trouble)}</p>
            <button type="button" class="button button--small" on:click=move |_| app.load_older()>
                {en::TRY_AGAIN}
            </button>
        }),
    };
    view! { <div class="older-mark">{content}</div> }
}
