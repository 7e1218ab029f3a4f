//! An address that shows nothing.

use leptos::prelude::*;

use crate::components::brand_mark::BrandMark;
use crate::components::page_heading::{PageHeading, use_arrival, use_title};
use crate::html::{Node, view};
use crate::runtime::use_app;
use crate::text::en;

/// Says so, with a way back.
#[component(transparent)]
pub fn NotFoundPage() -> Node {
    use_title(|| en::PAGE_NOT_FOUND.to_owned());
    use_arrival();
    let brand = use_app().config().brand.clone();
    view! {
        <main class="card-page">
            <BrandMark brand=brand/>
            <div class="card"><NotFound/></div>
        </main>
    }
}

/// The words alone, for a pane.
#[component(transparent)]
pub fn NotFound() -> Node {
    view! {
        <PageHeading text=en::PAGE_NOT_FOUND.to_owned()/>
        <p>{en::PAGE_NOT_FOUND_WHY}</p>
        <p><a class="button" href="/messages">{en::GO_TO_MESSAGES}</a></p>
    }
}
