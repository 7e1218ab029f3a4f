//! What is said in passing: what is shown is a saved copy; this browser keeps nothing.

use leptos::prelude::*;

use crate::html::{Node, State, shown, view};
use crate::runtime::use_app;
use crate::text::en;

/// Small marks below the upper bar of the page; nothing moves when they come and go.
#[component(transparent)]
pub fn QuietNotices() -> Node {
    let app = use_app();
    let read = State::new(false);
    let saved = move || {
        let open = app
            .conversation
            .with(|view| view.as_ref().is_some_and(|view| view.saved));
        open || app.groups.with(|groups| groups.saved)
    };
    let unkept = move || app.notices.with(|notices| notices.keeps_nothing) && !read.get();
    view! {
        <div class="quiet-notices" role="status">
            {shown(saved, || view! { <p class="quiet-notice quiet-notice--late">{en::SAVED_COPY}</p> })}
            {shown(unkept, move || view! {
                <p class="quiet-notice">
                    {en::KEEPS_NOTHING}
                    <button type="button" class="button button--small" on:click=move |_| read.set(true)>{en::GOT_IT}</button>
                </p>
            })}
        </div>
    }
}
