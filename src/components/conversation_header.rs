//! The top of an open conversation.

use leptos::prelude::*;

use crate::components::avatar::Avatar;
use crate::components::icons::BackIcon;
use crate::components::page_heading::PageHeading;
use crate::components::reactive::{Derived, text};
use crate::html::{Node, varying, view};
use crate::text::en;

/// The way back (narrow screens), who it is with, and the page's heading.
#[component(transparent)]
pub fn ConversationHeader(
    /// The other person's name; the heading.
    name: Derived<String>,
    /// The other person's handle; empty while unknown.
    handle: Derived<String>,
) -> Node {
    let avatar = varying(
        move || (name.get(), handle.get()),
        |(name, handle)| {
            (!handle.is_empty())
                .then(|| view! { <Avatar name=name.clone() handle=handle.clone()/> })
        },
    );
    let at_handle = text(move || {
        let at_handle = format!("@{}", handle.get());
        let told = at_handle.len() > 1 && at_handle != name.get();
        if told { at_handle } else { String::new() }
    });
    view! {
        <header class="pane-header">
            <BackLink/>
            {avatar}
            <div class="pane-titles">
                <PageHeading text=text(move || name.get()) class="pane-title"/>
                <p class="pane-subtitle">{at_handle}</p>
            </div>
        </header>
    }
}

/// Back to the list; shown on narrow screens only.
#[component(transparent)]
pub fn BackLink() -> Node {
    view! {
        <a class="icon-button back" href="/messages" aria-label=en::BACK_TO_MESSAGES><BackIcon/></a>
    }
}
