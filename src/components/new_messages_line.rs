//! Where the reader stopped, and how far the others have read: marks between the rows of a transcript.

use cruddur_engine::view::RowKey;
use leptos::prelude::*;

use crate::i18n::reads;
use crate::runtime::use_app;

/// The line above the first unread message.
#[component]
pub fn NewMessagesLine(
    /// The row below it.
    row: RowKey,
) -> impl IntoView {
    let app = use_app();
    let is_here = move || {
        app.conversation.with(|view| {
            let first = view.as_ref().and_then(|view| view.first_unread.as_ref());
            first == Some(&row)
        })
    };
    view! {
        <Show when=is_here>
            <div class="day new-messages" role="separator" aria-label=reads::NEW_MESSAGES>
                {reads::NEW_MESSAGES}
            </div>
        </Show>
    }
}

/// Who has read it, below the last own message that others have read.
#[component]
pub fn SeenMark(
    /// The row above it.
    row: RowKey,
) -> impl IntoView {
    let app = use_app();
    let words = Memo::new(move |_| {
        app.conversation.with(|view| {
            let view = view.as_ref()?;
            let seen = view.seen.as_ref().filter(|seen| seen.row == row)?;
            Some(reads::seen(view.people.map(|_| seen.by)))
        })
    });
    move || {
        words
            .get()
            .map(|words| view! { <p class="seen">{words}</p> })
    }
}
