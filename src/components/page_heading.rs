//! What tells where one is: the page's heading, the document's title, and the focus after navigation.

use leptos::prelude::*;

use crate::components::reactive::{Derived, effect};
use crate::html::{Computed, Node, State, view};
use crate::platform::{dom, focus};
use crate::runtime::use_app;
use crate::text::en;

/// The one `h1` of a page; the focus goes to it after navigation.
#[component(transparent)]
pub fn PageHeading(
    /// The words.
    #[prop(into)]
    text: Computed,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
) -> Node {
    view! { <h1 class=class tabindex="-1" data-page-heading="">{text}</h1> }
}

/// Keeps the document's title: what is shown, then the brand.
pub fn use_title(what: impl Fn() -> String + 'static) {
    let brand = use_app().config().brand.clone();
    effect(move || dom::set_title(&en::title(&what(), &brand)));
}

/// Whether a page has been shown yet.
#[derive(Clone, Copy)]
struct Shown(State<bool>);

/// Makes [`use_arrival`] work below.
pub fn provide_arrivals() {
    provide_context(Shown(State::new(false)));
}

/// Moves the focus to the page's heading when one comes from another page, but not when the app is
/// opened: then the browser's own beginning of the document is right.
pub fn use_arrival() {
    let Some(Shown(shown)) = use_context() else {
        return;
    };
    if shown.get_untracked() {
        request_animation_frame(focus::focus_page_heading);
    }
    shown.set(true);
}

/// Moves the focus to the page's heading whenever `place` changes, but not when the page is opened.
/// `stays` says which changes are none to a person.
pub fn use_heading_focus<P: PartialEq + Clone + Send + Sync + 'static>(
    place: Derived<P>,
    stays: impl Fn(&P, &P) -> bool + 'static,
) {
    let mut before = None::<P>;
    effect(move || {
        let now = place.get();
        if before
            .as_ref()
            .is_some_and(|before| *before != now && !stays(before, &now))
        {
            // The new place's views are made by effects too; after the frame they are there.
            request_animation_frame(focus::focus_page_heading);
        }
        before = Some(now);
    });
}
