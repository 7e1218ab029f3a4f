//! The list of conversations.

use std::sync::Arc;

use cruddur_contract::{GroupId, GroupRow};
use cruddur_engine::view::{Load, Older};
use leptos::html::Div;
use leptos::prelude::*;

use crate::components::error_box::ErrorBox;
use crate::components::group_link::GroupLink;
use crate::components::icons::WriteIcon;
use crate::components::new_group::NewGroup;
use crate::components::page_heading::PageHeading;
use crate::components::reactive::{attribute, dynamic, either, memo};
use crate::components::skeletons::GroupSkeletons;
use crate::pages::place::Place;
use crate::runtime::use_app;
use crate::text::{en, faults};

/// How near the end of the list, in CSS pixels, asks for more.
const NEAR_END: i32 = 300;

/// The navigation landmark with a link a conversation.
#[component]
pub fn GroupsPane(
    /// What the page shows.
    place: Memo<Place>,
) -> impl IntoView {
    let app = use_app();
    let list = NodeRef::<Div>::new();
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
    view! {
        <nav class="groups" aria-label=en::MESSAGE_GROUPS>
            <div class="groups-top">
                <GroupsHeading place=place/>
                <a class="icon-button" href="/messages/new" aria-label=en::NEW_MESSAGE title=en::NEW_MESSAGE
                    aria-current=attribute(move || (place.get() == Place::People).then(|| "page".to_owned()))>
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
    either(
        move || place.get() == Place::Groups,
        || view! { <PageHeading text=en::MESSAGES.to_owned() class="groups-title"/> },
        || view! { <h2 class="groups-title">{en::MESSAGES}</h2> },
    )
}

#[component]
fn GroupList(place: Memo<Place>) -> impl IntoView {
    let app = use_app();
    let state = memo(move || {
        app.groups
            .with(|groups| (groups.rows.is_empty(), groups.load.clone()))
    });
    let ids = move || {
        app.groups.with(|groups| {
            groups
                .rows
                .iter()
                .map(|row| row.uuid.clone())
                .collect::<Vec<_>>()
        })
    };
    let link = move |uuid: GroupId| {
        let group = memo(move || app.groups.with(|groups| find(&groups.rows, &uuid)));
        view! { <li><GroupLink group=group place=place/></li> }
    };
    let instead = dynamic(move || {
        match state.get() {
        (false, _) => ().into_any(),
        (true, Load::Waiting) => view! { <GroupSkeletons/> }.into_any(),
        (true, Load::Failed(trouble)) => view! {
            <ErrorBox sentence=faults::trouble_sentence(&trouble) on_retry=move |()| app.reload_groups()/>
        }
        .into_any(),
        (true, Load::Ready) => view! {
            <div class="notice">
                <p>{en::NO_CONVERSATIONS}</p>
                <a class="button" href="/messages/new">{en::FIND_PEOPLE_TO_WRITE_TO}</a>
            </div>
        }
        .into_any(),
    }
    });
    view! {
        {instead}
        <ul class="group-list"><NewGroup place=place/><For each=ids key=|uuid| uuid.clone() children=link/></ul>
    }
}

fn find(rows: &[Arc<GroupRow>], uuid: &GroupId) -> Option<Arc<GroupRow>> {
    rows.iter().find(|row| row.uuid == *uuid).cloned()
}

/// What comes after the oldest conversation shown.
#[component]
fn OlderGroups() -> impl IntoView {
    let app = use_app();
    let older = memo(move || app.groups.with(|groups| groups.older.clone()));
    dynamic(move || {
        match older.get() {
        Older::Beginning => ().into_any(),
        Older::Failed(trouble) => view! {
            <ErrorBox sentence=faults::trouble_sentence(&trouble) on_retry=move |()| app.load_older_groups()/>
        }
        .into_any(),
        more => {
            let busy = more == Older::Loading;
            view! {
                <button type="button" class="button button--quiet groups-more" aria-busy=busy.to_string()
                    on:click=move |_| app.load_older_groups()>
                    {if busy { en::LOADING } else { en::SHOW_MORE }}
                </button>
            }
            .into_any()
        }
    }
    })
}
