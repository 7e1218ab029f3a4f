//! The top of an open conversation.

use leptos::either::Either;
use leptos::prelude::*;

use crate::components::avatar::GroupAvatar;
use crate::components::group_details::DetailsButton;
use crate::components::icons::BackIcon;
use crate::components::online_now::{LastSeen, OnlineNow};
use crate::components::page_heading::PageHeading;
use crate::components::person_avatar::PersonAvatar;
use crate::components::person_name::{AtHandle, handle_beside};
use crate::i18n::en;
use crate::routes::href;
use crate::runtime::use_app;

/// The `id` of the heading: it describes the composer, so that a screen reader whose focus goes there says who one
/// writes to.
pub const NAME_ID: &str = "conversation-name";

/// The way back (narrow screens), who it is with, and the page's heading.
#[component]
pub fn ConversationHeader(
    /// The other person's name; the heading.
    name: Memo<String>,
    /// The other person's handle; empty while unknown.
    handle: Memo<String>,
    /// How many people are in a group.
    people: Memo<Option<usize>>,
) -> impl IntoView {
    let presence = use_app().presence;
    let online = Memo::new(move |_| {
        people.get().is_none() && presence.with(|presence| !presence.here.is_empty())
    });
    let avatar = move || {
        let handle = handle.get();
        let is_group = people.with(Option::is_some);
        (!handle.is_empty() || is_group).then(|| match is_group {
            true => Either::Left(view! { <GroupAvatar handle=handle/> }),
            false => {
                Either::Right(view! { <PersonAvatar name=name.get() handle=handle online=online/> })
            }
        })
    };
    let shown_handle = Signal::derive(move || handle_beside(&name.get(), &handle.get()));
    view! {
        <header class="pane-header">
            <BackLink/>
            {avatar}
            <div class="pane-titles">
                <PageHeading text=name class="pane-title" id=NAME_ID translate="no"/>
                <p class="pane-subtitle">
                    {move || match people.get() {
                        Some(n) => Either::Left(en::people_in_group(n)),
                        None => Either::Right(view! { <AtHandle handle=shown_handle/><LastSeen/> }),
                    }}
                </p>
            </div>
            <OnlineNow/>
            <DetailsButton/>
        </header>
    }
}

/// Back to the list; shown on narrow screens only.
#[component]
pub fn BackLink() -> impl IntoView {
    view! {
        <a class="icon-button back" href=href("/messages") aria-label=en::BACK_TO_MESSAGES><BackIcon/></a>
    }
}
