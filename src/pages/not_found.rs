//! An address that is not a page of the app.

use leptos::prelude::*;

use crate::components::brand_mark::BrandMark;
use crate::components::page_heading::{PageHeading, use_arrival, use_title};
use crate::i18n::en;
use crate::routes::href;
use crate::runtime::use_app;

/// Says so, with a way back.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    use_title(|| en::PAGE_NOT_FOUND.to_owned());
    use_arrival();
    view! {
        <main class="card-page">
            <BrandMark brand=use_app().config().brand.clone()/>
            <div class="card"><NotFound/></div>
        </main>
    }
}

/// The text alone, for a pane.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <PageHeading text=en::PAGE_NOT_FOUND/>
        <p>{en::PAGE_NOT_FOUND_WHY}</p>
        <p><a class="button" href=href("/messages")>{en::GO_TO_MESSAGES}</a></p>
    }
}
