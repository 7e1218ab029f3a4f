//! The connection's state.

use cruddur_engine::view::ConnectionStatus;
use leptos::prelude::*;

use crate::components::reactive::text;
use crate::html::{Node, view};
use crate::runtime::use_app;
use crate::text::en;

/// A slim line that lies over the lower edge of its pane and never moves it. Connected is said to
/// assistive technology only.
#[component(transparent)]
pub fn StatusLine() -> Node {
    let app = use_app();
    let is = move |status| app.connection.get() == status;
    let words = text(move || en::connection(app.connection.get(), app.waiting.get()));
    view! {
        <div
            class="status-line"
            class:status-line--connected=move || is(ConnectionStatus::Connected)
            class:status-line--offline=move || is(ConnectionStatus::Offline)
            role="status"
        >
            {words}
        </div>
    }
}
