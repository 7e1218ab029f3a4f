//! A dialog that stays until what it asks for is done.

use leptos::ev::Event;
use leptos::html;
use leptos::prelude::*;

use crate::platform::focus;

/// Shows itself as soon as it is in the page; Escape does not close it, unless it can be left. The rest of the page stays as
/// it is, out of reach.
#[component]
pub fn Modal(
    /// The id of its heading.
    labelled_by: &'static str,
    /// The dialog's class.
    class: &'static str,
    /// Finds what has the focus at first.
    first: &'static str,
    /// Called when the person presses Escape.
    #[prop(optional)]
    on_escape: Option<Callback<()>>,
    /// What it asks.
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        if let Some(dialog) = dialog.get().filter(|dialog| !dialog.open()) {
            // Refused only for an element outside the document.
            let _ = dialog.show_modal();
            focus::focus_first(&dialog, first);
        }
    });
    let on_cancel = move |ev: Event| {
        ev.prevent_default();
        // It bubbles from a dialog within.
        if let Some(left) = on_escape.filter(|_| ev.target() == ev.current_target()) {
            left.run(());
        }
    };
    view! {
        <dialog class=class node_ref=dialog aria-labelledby=labelled_by on:cancel=on_cancel>
            {children()}
        </dialog>
    }
}
