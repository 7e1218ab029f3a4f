//! The list of conversations.

use cruddur_contract::GroupId;
use cruddur_engine::view::{Load, Older};
use leptos::either::{EitherOf3, EitherOf4};
use leptos::html;
use leptos::prelude::*;

use crate::components::error_box::ErrorBox;
use crate::components::group_link::GroupLink;
use crate::components::icons::WriteIcon;
use crate::components::new_group::NewGroup;
use crate::components::page_heading::PageHeading;
use crate::components::skeletons::GroupSkeletons;
use crate::components::stable_order::stable_order;
use crate::components::unread_count::UnreadTotal;
use crate::components::visible_groups::note_visible_groups;
use crate::i18n::{en, faults};
use crate::routes::{Place, href};
use crate::runtime::use_app;

/// How near the end of the list, in CSS pixels, asks for more.
const NEAR_END: i32 = 300;

/// The navigation landmark with a link per conversation.
#[component]
pub fn GroupsPane(
    /// What the page shows.
    place: Memo<Place>,
) -> impl IntoView {
    let app = use_app();
    let list = NodeRef::<html::Div>::new();
    let load_more_near_end = move |_| {
        let Some(list) = list.get_untracked() else {
            return;
        };
        let left = list.scroll_height() - list.client_height() - list.scroll_top();
        if left < NEAR_END
            && app
                .groups
                .with_untracked(|groups| groups.older == Older::More)
        {
            app.load_older_groups();
        }
    };
    note_visible_groups(list, place);
    view! {
        <nav class="groups" aria-label=en::MESSAGE_GROUPS>
            <div class="groups-top">
                <GroupsHeading place=place/>
                <UnreadTotal/>
                <a class="icon-button" href=href("/messages/new") aria-label=en::NEW_MESSAGE title=en::NEW_MESSAGE
                    aria-current=move || place.with(|place| *place == Place::People).then_some("page")>
                    <WriteIcon/>
                </a>
            </div>
            <div class="groups-scroll" node_ref=list on:scroll=load_more_near_end>
                <GroupList place=place/>
                <OlderGroups/>
            </div>
        </nav>
    }
}

/// The page's heading while no conversation is open.
#[component]
fn GroupsHeading(place: Memo<Place>) -> impl IntoView {
    view! {
        <Show
            when=move || place.with(|place| *place == Place::Groups)
            fallback=|| view! { <h2 class="groups-title">{en::MESSAGES}</h2> }
        >
            <PageHeading text=en::MESSAGES class="groups-title"/>
        </Show>
    }
}

#[component]
fn GroupList(place: Memo<Place>) -> impl IntoView {
    let app = use_app();
    let order = stable_order(Memo::new(move |_| app.group_order.get()));
    let open = Selector::new(move || place.with(Place::group_id));
    view! {
        <InsteadOfGroups/>
        <ul class="group-list">
            <NewGroup place=place/>
            <For each=move || order.get() key=GroupId::clone let:id>
                {
                    let open = open.clone();
                    let this = Some(id.clone());
                    view! {
                        <li><GroupLink group=app.group(&id) is_open=Signal::derive(move || open.selected(&this))/></li>
                    }
                }
            </For>
        </ul>
    }
}

/// While there are no rows: that they load, why they could not, or the next step.
#[component]
fn InsteadOfGroups() -> impl IntoView {
    let app = use_app();
    let state = Memo::new(move |_| {
        let empty = app.group_order.with(Vec::is_empty);
        empty.then(|| app.groups.with(|groups| groups.load.clone()))
    });
    move || match state.get() {
        None => EitherOf4::A(()),
        Some(Load::Waiting) => EitherOf4::B(view! { <GroupSkeletons/> }),
        Some(Load::Failed(trouble)) => EitherOf4::C(view! {
            <ErrorBox sentence=faults::trouble_sentence(&trouble) on_retry=move |()| app.reload_groups()/>
        }),
        Some(Load::Ready) => EitherOf4::D(view! {
            <div class="notice">
                <p>{en::NO_CONVERSATIONS}</p>
                <a class="button" href=href("/messages/new")>{en::FIND_PEOPLE_TO_WRITE_TO}</a>
            </div>
        }),
    }
}

/// Below the oldest conversation shown.
#[component]
fn OlderGroups() -> impl IntoView {
    let app = use_app();
    let loading = move || app.groups.with(|groups| groups.older == Older::Loading);
    let words = Signal::derive(move || {
        if loading() {
            en::LOADING
        } else {
            en::SHOW_MORE
        }
    });
    // The button stays while it loads, and keeps the focus.
    let older = Memo::new(
        move |_| match app.groups.with(|groups| groups.older.clone()) {
            Older::Loading => Older::More,
            older => older,
        },
    );
    move || match older.get() {
        Older::Beginning => EitherOf3::A(()),
        Older::Failed(trouble) => EitherOf3::B(view! {
            <ErrorBox sentence=faults::trouble_sentence(&trouble) on_retry=move |()| app.load_older_groups()/>
        }),
        Older::More | Older::Loading => EitherOf3::C(view! {
            <button
                type="button"
                class="button button--quiet groups-more"
                aria-busy=move || loading().to_string()
                on:click=move |_| app.load_older_groups()
                prop:textContent=words
            ></button>
        }),
    }
}
