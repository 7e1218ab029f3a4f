//! A person's sign, with a dot while they are online.

use cruddur_contract::PersonId;
use leptos::prelude::*;

use crate::components::avatar::Avatar;
use crate::i18n::presence;
use crate::runtime::use_app;

/// The avatar, and a dot on it while the person is online. Hidden from assistive technology: [`OnlineWord`] stands
/// behind the name.
#[component]
pub fn PersonAvatar(
    /// The name.
    #[prop(into)]
    name: String,
    /// The handle.
    #[prop(into)]
    handle: String,
    /// Whether they are online.
    #[prop(into)]
    online: Signal<bool>,
) -> impl IntoView {
    view! {
        <span class="person-avatar" class:person-avatar--online=online>
            <Avatar name=name handle=handle/>
        </span>
    }
}

/// "online" behind the name of somebody who is, for assistive technology.
#[component]
pub fn OnlineWord(
    /// Whether they are online.
    #[prop(into)]
    online: Signal<bool>,
) -> impl IntoView {
    let word = move || match online.get() {
        true => presence::ONLINE_BESIDE_NAME,
        false => "",
    };
    view! { <span class="visually-hidden" prop:textContent=word></span> }
}

/// Whether a person is online; one who is not known is not.
pub fn use_online(person: Option<PersonId>) -> Signal<bool> {
    let presence = use_app().presence;
    let is_online = move || {
        let person = person.as_ref();
        person.is_some_and(|person| presence.with(|presence| presence.is_online(person)))
    };
    Memo::new(move |_| is_online()).into()
}
