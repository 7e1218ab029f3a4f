//! `/messages` and everything below it: one page, so that moving between conversations keeps the list,
//! its scroll position and the composer.

use cruddur_engine::view::{ConversationKey, SessionView};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::components::account_menu::AccountMenu;
use crate::components::brand_mark::BrandMark;
use crate::components::conversation_pane::ConversationPane;
use crate::components::groups_pane::GroupsPane;
use crate::components::handle_prompt::HandlePromptDialog;
use crate::components::leave_question::LeaveQuestion;
use crate::components::page_heading::{use_arrival, use_heading_focus, use_title};
use crate::components::people_search::PeopleSearch;
use crate::components::quiet_notices::QuietNotices;
use crate::components::reactive::{Derived, effect, memo, memo_with, word};
use crate::components::sign_in_overlay::SignInOverlay;
use crate::components::skeletons::PageSkeleton;
use crate::components::status_line::StatusLine;
use crate::html::{Node, either, shown, varying, view};
use crate::pages::next_path::sign_in_path;
use crate::pages::not_found::NotFound;
use crate::pages::place::Place;
use crate::platform::focus;
use crate::runtime::{navigate, use_app};
use crate::text::en;

/// The list of conversations and what is open beside it; for people who are signed in.
#[component(transparent)]
pub fn MessagesPage() -> Node {
    let app = use_app();
    let pathname = use_location().pathname;
    let signed_in = memo(move || {
        app.session
            .with(|session| matches!(session, SessionView::SignedIn(_)))
    });
    send_to_sign_in(pathname);
    let place = memo_with(move |before: Option<&Place>| {
        let path = pathname.get();
        match before {
            // Leaving the page: what is on screen until then stays.
            Some(before) if !path.starts_with("/messages") => before.clone(),
            _ => Place::of_path(&path),
        }
    });
    either(
        move || signed_in.get(),
        move || view! { <Frame place=place/> },
        || view! { <PageSkeleton/> },
    )
}

/// Out of the page when nobody is signed in. The way back is kept, but not for whoever comes after a
/// person who has signed out.
pub fn send_to_sign_in(pathname: Memo<String>) {
    let app = use_app();
    let mut somebody_was_in = false;
    effect(move || {
        let path = app.session.with(|session| match session {
            SessionView::SignedOut if somebody_was_in => Some("/signin".to_owned()),
            SessionView::SignedOut => Some(sign_in_path(&pathname.get_untracked())),
            SessionView::Restoring | SessionView::SignedIn(_) => None,
        });
        somebody_was_in |= app
            .session
            .with(|session| matches!(session, SessionView::SignedIn(_)));
        if let Some(path) = path {
            navigate(&path, true);
        }
    });
}

/// The panes.
#[component(transparent)]
fn Frame(place: Derived<Place>) -> Node {
    let app = use_app();
    let open = memo(move || place.get().conversation());
    effect(move || app.open(open.get()));
    use_arrival();
    use_heading_focus(place, is_no_move);
    use_title(move || title(place));
    let pane = word(move || {
        if place.get() == Place::Groups {
            "groups"
        } else {
            "inside"
        }
    });
    view! {
        <div class="frame" data-place=pane>
            <a class="skip" href="#main" on:click=skip_to_main>{en::SKIP_TO_MESSAGES}</a>
            <div class="frame-list">
                <header class="list-header">
                    <BrandMark brand=app.config().brand.clone()/>
                    <AccountMenu/>
                </header>
                <GroupsPane place=place/>
                {shown(move || place.get() == Place::Groups, || view! { <StatusLine/> })}
            </div>
            <main id="main" class="frame-main" tabindex="-1"><Pane place=place/></main>
            <HandlePromptDialog/>
            <QuietNotices/>
            <SignInOverlay/>
            <LeaveQuestion/>
        </div>
    }
}

/// Which of the panes is on the right.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PaneKind {
    Empty,
    People,
    Conversation,
    NotFound,
}

#[component(transparent)]
fn Pane(place: Derived<Place>) -> Node {
    let kind = move || match place.get() {
        Place::Groups => PaneKind::Empty,
        Place::People => PaneKind::People,
        Place::New(_) | Place::Group(_) => PaneKind::Conversation,
        Place::NotFound => PaneKind::NotFound,
    };
    varying(kind, |kind| match kind {
        PaneKind::Empty => view! { <p class="notice">{en::PICK_A_CONVERSATION}</p> },
        PaneKind::People => view! { <PeopleSearch/> },
        PaneKind::Conversation => view! { <ConversationPane/> },
        PaneKind::NotFound => view! { <div class="notice"><NotFound/></div><StatusLine/> },
    })
}

/// A conversation that gets its id is the same to a person: the focus stays in the composer.
fn is_no_move(before: &Place, now: &Place) -> bool {
    matches!((before, now), (Place::New(_), Place::Group(_)))
}

fn title(place: Derived<Place>) -> String {
    let app = use_context::<crate::runtime::App>();
    let name = app.and_then(|app| app.conversation.get()).map(|view| {
        match (&view.key, view.display_name) {
            (ConversationKey::New(handle), name) if name.is_empty() => format!("@{handle}"),
            (_, name) if name.is_empty() => en::CONVERSATION.to_owned(),
            (_, name) => name,
        }
    });
    match place.get() {
        Place::Groups => en::MESSAGES.to_owned(),
        Place::People => en::NEW_MESSAGE.to_owned(),
        Place::New(_) | Place::Group(_) => name.unwrap_or_else(|| en::CONVERSATION.to_owned()),
        Place::NotFound => en::PAGE_NOT_FOUND.to_owned(),
    }
}

/// Moves the focus past the list: to the transcript, else to the pane.
fn skip_to_main(ev: leptos::ev::MouseEvent) {
    ev.prevent_default();
    let target = ["[role=log]", "#main"]
        .iter()
        .find_map(|selector| document().query_selector(selector).ok().flatten());
    if let Some(target) = target {
        focus::focus(&target);
    }
}
