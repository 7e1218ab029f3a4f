//! The connection's state.

use cruddur_engine::view::ConnectionStatus;
use leptos::prelude::*;

use crate::components::reactive::memo;
use crate::runtime::use_app;
use crate::text::en;

/// A slim line that lies over the lower edge of its pane and never moves it. Connected is said to
/// assistive technology only.
#[component]
pub fn StatusLine() -> impl IntoView {
    let app = use_app();
    let connected = Signal::derive(move || app.connection.get() == ConnectionStatus::Connected);
    let offline = Signal::derive(move || app.connection.get() == ConnectionStatus::Offline);
    let words = memo(move || en::connection(app.connection.get(), app.waiting.get()));
    view! {
        <div
            class="status-line"
            class:status-line--connected=connected
            class:status-line--offline=offline
            role="status"
        >
            {words}
        </div>
    }
}
