//! The list of conversations.

use std::sync::Arc;

use cruddur_contract::{GroupId, GroupRow};
use cruddur_engine::view::{Load, Older};
use leptos::prelude::*;
use leptos::web_sys::HtmlDivElement;

use crate::components::error_box::ErrorBox;
use crate::components::group_link::GroupLink;
use crate::components::icons::WriteIcon;
use crate::components::new_group::NewGroup;
use crate::components::page_heading::PageHeading;
use crate::components::reactive::{Derived, attribute, flag, memo, word};
use crate::components::skeletons::GroupSkeletons;
use crate::html::{Node, NodeRef, either, nothing, rows, varying, view};
use crate::pages::place::Place;
use crate::runtime::use_app;
use crate::text::{en, faults};

/// How near the end of the list, in CSS pixels, asks for more.
const NEAR_END: i32 = 300;

/// The navigation landmark with a link a conversation.
#[component(transparent)]
pub fn GroupsPane(
    /// What the page shows.
    place: Derived<Place>,
) -> Node {
    let app = use_app();
    let list = NodeRef::<HtmlDivElement>::new();
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
#[component(transparent)]
fn GroupsHeading(place: Derived<Place>) -> Node {
    either(
        move || place.get() == Place::Groups,
        || view! { <PageHeading text=en::MESSAGES.to_owned() class="groups-title"/> },
        || view! { <h2 class="groups-title">{en::MESSAGES}</h2> },
    )
}

#[component(transparent)]
fn GroupList(place: Derived<Place>) -> Node {
    let app = use_app();
    let state = move || {
        app.groups
            .with(|groups| (groups.rows.is_empty(), groups.load.clone()))
    };
    let ids = move || {
        app.groups
            .with(|groups| groups.rows.iter().map(|row| row.uuid.0.clone()).collect())
    };
    let link = move |uuid: String| {
        let uuid = GroupId(uuid);
        let group = memo(move || app.groups.with(|groups| find(&groups.rows, &uuid)));
        view! { <li><GroupLink group=group place=place/></li> }
    };
    let instead = varying(state, move |state| match state {
        (false, _) => nothing(),
        (true, Load::Waiting) => view! { <GroupSkeletons/> },
        (true, Load::Failed(trouble)) => view! {
            <ErrorBox sentence=faults::trouble_sentence(trouble) on_retry=move |()| app.reload_groups()/>
        },
        (true, Load::Ready) => view! {
            <div class="notice">
                <p>{en::NO_CONVERSATIONS}</p>
                <a class="button" href="/messages/new">{en::FIND_PEOPLE_TO_WRITE_TO}</a>
            </div>
        },
    });
    view! {
        {instead}
        <ul class="group-list"><NewGroup place=place/>{rows(ids, link)}</ul>
    }
}

fn find(rows: &[Arc<GroupRow>], uuid: &GroupId) -> Option<Arc<GroupRow>> {
    rows.iter().find(|row| row.uuid == *uuid).cloned()
}

/// What comes after the oldest conversation shown.
#[component(transparent)]
fn OlderGroups() -> Node {
    let app = use_app();
    let loading = move || app.groups.with(|groups| groups.older == Older::Loading);
    // The button stays while it works, and keeps the focus.
    let older = move || match app.groups.with(|groups| groups.older.clone()) {
        Older::Loading => Older::More,
        older => older,
    };
    varying(older, move |older| match older {
        Older::Beginning => nothing(),
        Older::Failed(trouble) => view! {
            <ErrorBox sentence=faults::trouble_sentence(trouble) on_retry=move |()| app.load_older_groups()/>
        },
        Older::More | Older::Loading => view! {
            <button type="button" class="button button--quiet groups-more" aria-busy=flag(loading)
                on:click=move |_| app.load_older_groups()>
                {word(move || if loading() { en::LOADING } else { en::SHOW_MORE })}
            </button>
        },
    })
}
