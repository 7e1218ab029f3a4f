//! Who somebody is, in a page that others change too.
//!
//! A page translator moves each text node into an element of its own and writes there what it made of it; a text
//! node that is updated afterwards is no longer in the page. So names are set as the whole content of their
//! element, and are not translated.

use leptos::prelude::*;

/// A person's name: its reading direction stays inside.
#[component]
pub fn PersonName(
    /// The name.
    #[prop(into)]
    name: Signal<String>,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    view! { <bdi class=class translate="no" prop:textContent=name></bdi> }
}

/// The handle to show beside a name; nothing where the name ends with it already, which is so for a name that is not
/// known yet and for one that could be taken for another.
pub fn handle_beside(name: &str, handle: &str) -> String {
    let named = name.rsplit_once('@').is_some_and(|(_, end)| end == handle);
    if named {
        String::new()
    } else {
        handle.to_owned()
    }
}

/// A person's handle behind its `@`; nothing while it is not known.
#[component]
pub fn AtHandle(
    /// The handle.
    #[prop(into)]
    handle: Signal<String>,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let words = move || {
        handle.with(|handle| match handle.as_str() {
            "" => String::new(),
            handle => format!("@{handle}"),
        })
    };
    view! { <span class=class translate="no" prop:textContent=words></span> }
}
