//! Orientation: the page's heading, the document's title, and the focus after navigation.

use leptos::prelude::*;

use crate::components::unread_count::unread_once_a_second;
use crate::i18n::{en, reads};
use crate::platform::{dom, focus};
use crate::runtime::use_app;

/// The one `h1` of a page; the focus goes to it after navigation.
#[component]
pub fn PageHeading(
    /// The text.
    #[prop(into)]
    text: Signal<String>,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// Where something else refers to it.
    #[prop(optional)]
    id: Option<&'static str>,
    /// "no" where it is a name.
    #[prop(optional)]
    translate: Option<&'static str>,
) -> impl IntoView {
    // The whole content: a text node would no longer be in the page after a page translator (person_name.rs).
    view! {
        <h1 id=id class=class tabindex="-1" data-page-heading="" translate=translate prop:textContent=text></h1>
    }
}

/// Sets the document's title: how much is unread, what is shown, then the brand.
pub fn use_title(what: impl Fn() -> String + 'static) {
    let app = use_app();
    let brand = app.config().brand.clone();
    let unread = unread_once_a_second();
    Effect::new(move || {
        let title = en::title(&what(), &brand);
        dom::set_title(&reads::title(&title, unread.get()));
    });
}

/// Whether a page has been shown yet.
#[derive(Clone, Copy)]
struct PageShown(RwSignal<bool>);

/// Provides the context of [`use_arrival`].
pub fn provide_arrivals() {
    provide_context(PageShown(RwSignal::new(false)));
}

/// Moves the focus to the page's heading after navigation from another page, but not when the app is
/// opened: then the browser's own start of the document is right.
pub fn use_arrival() {
    let Some(PageShown(shown)) = use_context() else {
        return;
    };
    if shown.get_untracked() {
        request_animation_frame(focus::focus_page_heading);
    }
    shown.set(true);
}

/// Calls `arrive` to move the focus whenever `place` changes, but not when the page is opened. `stays` tells which
/// changes a person does not perceive as navigation.
pub fn use_arrival_focus<P: PartialEq + Clone + Send + Sync + 'static>(
    place: Memo<P>,
    stays: impl Fn(&P, &P) -> bool + 'static,
    arrive: fn(&P),
) {
    Effect::new(move |before: Option<P>| {
        let now = place.get();
        if before.is_some_and(|before| before != now && !stays(&before, &now)) {
            // The new page is rendered by effects too; after the frame it is there.
            let now = now.clone();
            request_animation_frame(move || arrive(&now));
        }
        now
    });
}
