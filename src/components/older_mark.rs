//! What stands above the oldest message shown.

use cruddur_engine::view::Older;
use leptos::prelude::*;

use crate::components::reactive::{Derived, text};
use crate::html::{Node, nothing, varying, view};
use crate::runtime::use_app;
use crate::text::{en, faults};

/// The beginning, a mark while older messages load, or why they could not be loaded. Its height is the
/// same in every state but the last.
#[component(transparent)]
pub fn OlderMark(
    /// What lies there.
    older: Derived<Older>,
    /// The other person's name.
    name: Derived<String>,
) -> Node {
    let app = use_app();
    let content = varying(
        move || older.get(),
        move |older| match older {
            Older::Beginning => view! { <p>{text(move || en::beginning_with(&name.get()))}</p> },
            Older::More => nothing(),
            Older::Loading => view! { <p class="older-loading">{en::LOADING_OLDER}</p> },
            Older::Failed(trouble) => view! {
                <p>{faults::trouble_sentence(trouble)}</p>
                <button type="button" class="button button--small" on:click=move |_| app.load_older()>{en::TRY_AGAIN}</button>
            },
        },
    );
    view! { <div class="older-mark">{content}</div> }
}
