//! The conversation that is about to begin, on top of the list.

use cruddur_engine::view::{ConversationKey, ConversationView, Load};
use leptos::prelude::*;

use crate::components::avatar::Avatar;
use crate::components::person_name::{AtHandle, PersonName};
use crate::routes::{Place, href, new_path};
use crate::runtime::use_app;

/// A row for the person written to for the first time; goes when the conversation exists.
#[component]
pub fn NewGroup(
    /// What the page shows.
    place: Memo<Place>,
) -> impl IntoView {
    let app = use_app();
    let person = Memo::new(move |_| {
        let Place::New(handle) = place.get() else {
            return None;
        };
        app.conversation
            .with(|view| view.as_ref().and_then(|view| person_of(view, &handle)))
    });
    move || {
        person.get().map(|(name, handle)| {
            view! {
                <li>
                    <a class="group" href=href(&new_path(&handle)) aria-current="page">
                        <Avatar name=name.clone() handle=handle.clone()/>
                        <span class="group-name"><PersonName name=name/></span>
                        <AtHandle handle=handle.clone() class="group-preview"/>
                    </a>
                </li>
            }
        })
    }
}

/// Name and handle, once the look-up has found the person.
fn person_of(view: &ConversationView, handle: &str) -> Option<(String, String)> {
    let found = view.key == ConversationKey::New(handle.to_owned()) && view.load == Load::Ready;
    found.then(|| (view.display_name.clone(), handle.to_owned()))
}
