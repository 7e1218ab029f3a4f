//! How much is unread: beside a name, in the list's heading, and where the browser shows the app itself.

use leptos::prelude::*;

use crate::i18n::reads;
use crate::platform::badge;
use crate::runtime::use_app;

/// A pill with the number; nothing for none. Its words follow a name: "Bayko, 3 unread".
pub fn unread_pill(count: u64) -> impl IntoView + use<> {
    (count > 0).then(|| {
        view! {
            <span class="unread" aria-hidden="true">{reads::in_pill(count)}</span>
            <span class="visually-hidden">{reads::after_name(count)}</span>
        }
    })
}

/// How much is unread in all listed conversations.
#[component]
pub fn UnreadTotal() -> impl IntoView {
    let unread = use_app().unread;
    move || unread_pill(unread.get())
}

/// Marks the app's icons while something is unread.
pub fn use_badge() {
    let unread = use_app().unread;
    Effect::new(move || badge::set(unread.get()));
}
