//! Notices that ask for nothing: the page shows a cached copy; this browser cannot store unsent messages.

use leptos::prelude::*;

use crate::i18n::en;
use crate::runtime::use_app;

/// Small notices below the page's header; the layout does not move when they come and go.
#[component]
pub fn QuietNotices() -> impl IntoView {
    let app = use_app();
    let read = RwSignal::new(false);
    let cached = move || {
        let open = app
            .conversation
            .with(|view| view.as_ref().is_some_and(|view| view.saved));
        open || app.groups.with(|groups| groups.saved)
    };
    let stores_nothing = move || app.notices.with(|notices| notices.keeps_nothing) && !read.get();
    view! {
        <div class="quiet-notices" role="status">
            <Show when=cached>
                <p class="quiet-notice quiet-notice--late">{en::SAVED_COPY}</p>
            </Show>
            <Show when=stores_nothing>
                <p class="quiet-notice">
                    {en::KEEPS_NOTHING}
                    <button type="button" class="button button--small" on:click=move |_| read.set(true)>
                        {en::GOT_IT}
                    </button>
                </p>
            </Show>
        </div>
    }
}
