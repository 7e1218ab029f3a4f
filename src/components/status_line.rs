//! The connection's state.

use cruddur_engine::view::ConnectionStatus;
use leptos::prelude::*;

use crate::i18n::en;
use crate::runtime::use_app;

/// A slim line with a place of its own at the lower edge of its pane, which it keeps while it says nothing.
/// Connected is said to assistive technology only.
#[component]
pub fn StatusLine() -> impl IntoView {
    let app = use_app();
    let is = move |status| app.connection.get() == status;
    let poll_seconds = app.config().poll_seconds;
    let words = Signal::derive(move || {
        en::connection(app.connection.get(), app.waiting.get(), poll_seconds)
    });
    view! {
        <div
            class="status-line"
            class:status-line--connected=move || is(ConnectionStatus::Connected)
            class:status-line--offline=move || is(ConnectionStatus::Offline)
            role="status"
        >
            <span class="status-words" prop:textContent=words></span>
        </div>
    }
}
