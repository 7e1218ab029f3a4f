//! Who is here, in the header of a conversation.

use cruddur_contract::{Member, PersonId};
use leptos::prelude::*;

use crate::components::person_name::PersonName;
use crate::i18n::presence;
use crate::runtime::use_app;

const HEADING: &str = "online-now-heading";

/// The others who are online. Where there is room they stand beside the conversation's name; on a phone a button with
/// their number shows them. There only while somebody is.
#[component]
pub fn OnlineNow() -> impl IntoView {
    let state = use_app().presence;
    let here = Memo::new(move |_| state.with(|presence| presence.here.clone()));
    let count = Memo::new(move |_| here.with(Vec::len));
    let heading = Signal::derive(move || presence::online_now(count.get()));
    view! {
        <Show when=move || { count.get() > 0 }>
            <button type="button" class="online-count" popovertarget="online-now" aria-label=heading>
                <span class="online-dot" aria-hidden="true"></span>
                <span prop:textContent=move || count.get().to_string()></span>
            </button>
            <section id="online-now" class="online-now" popover="auto" aria-labelledby=HEADING>
                <h2 id=HEADING class="online-heading">
                    <span class="online-dot" aria-hidden="true"></span>
                    <span prop:textContent=heading></span>
                </h2>
                <ul class="online-people" aria-label=presence::ONLINE_NOW>
                    <For each=move || here.get() key=name_of let:member>
                        <li class="online-person"><PersonName name=member.display_name/></li>
                    </For>
                </ul>
            </section>
        </Show>
    }
}

fn name_of(member: &Member) -> (PersonId, String) {
    (member.user_uuid.clone(), member.display_name.clone())
}

/// When the other one of two people was online last, behind their handle.
#[component]
pub fn LastSeen() -> impl IntoView {
    let app = use_app();
    let words = move || {
        let seen = app.presence.with(|presence| presence.last_seen);
        seen.map_or_else(String::new, |seen| {
            presence::last_seen(seen.millis(), app.now.get())
        })
    };
    view! { <span class="last-seen" prop:textContent=words></span> }
}
