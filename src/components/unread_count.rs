//! How much is unread: beside a name, in the list's heading, and where the browser shows the app itself.

use leptos::prelude::*;
use leptos_use::signal_throttled;

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

/// How much is unread, at most once a second. A context.
#[derive(Clone, Copy)]
struct UnreadOnceASecond(Signal<u64>);

/// Marks the app's icons while something is unread, and provides the context of [`unread_once_a_second`].
pub fn provide_unread() {
    let unread = signal_throttled(use_app().unread, 1_000.0);
    provide_context(UnreadOnceASecond(unread));
    Effect::new(move || badge::set(unread.get()));
}

/// For the document's title: at each change of it Chromium loads the tab's icon again, and lays it out. Measured in a burst
/// of messages: twice the layouts.
pub fn unread_once_a_second() -> Signal<u64> {
    use_context().map_or_else(
        || use_app().unread.into(),
        |UnreadOnceASecond(unread)| unread,
    )
}
