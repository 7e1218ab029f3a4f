//! `/messages` and everything below it: one page, so that moving between conversations keeps the list,
//! its scroll position and the composer.

use cruddur_engine::view::{ConversationKey, SessionView};
use leptos::either::EitherOf4;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::components::account_menu::AccountMenu;
use crate::components::brand_mark::BrandMark;
use crate::components::composer;
use crate::components::conversation_pane::ConversationPane;
use crate::components::groups_pane::GroupsPane;
use crate::components::handle_prompt::HandlePromptDialog;
use crate::components::leave_question::LeaveQuestion;
use crate::components::page_heading::{use_arrival, use_arrival_focus, use_title};
use crate::components::people_search::PeopleSearch;
use crate::components::quiet_notices::QuietNotices;
use crate::components::replace_question::ReplaceQuestion;
use crate::components::saved_edits::kept_edits;
use crate::components::sign_in_overlay::SignInOverlay;
use crate::components::skeletons::PageSkeleton;
use crate::components::status_line::StatusLine;
use crate::i18n::en;
use crate::pages::not_found::NotFound;
use crate::platform::{dom, focus};
use crate::routes::{Place, path_in_app, sign_in_path};
use crate::runtime::{App, navigate, use_app};

/// The list of conversations and what is open beside it; for people who are signed in.
#[component]
pub fn MessagesPage() -> impl IntoView {
    let app = use_app();
    let pathname = use_location().pathname;
    let signed_in = move || {
        app.session
            .with(|session| matches!(session, SessionView::SignedIn(_)))
    };
    send_to_sign_in(pathname);
    let place = Memo::new(move |before: Option<&Place>| {
        let path = path_in_app(&pathname.get());
        match before {
            // What is on screen stays until the next page has replaced this one.
            Some(before) if !path.starts_with("/messages") => before.clone(),
            _ => Place::of_path(&path),
        }
    });
    view! {
        <Show when=signed_in fallback=PageSkeleton>
            <Frame place=place/>
        </Show>
    }
}

/// Goes to the sign-in page when nobody is signed in. The way back is kept, but not for whoever comes after
/// a person who has signed out.
pub fn send_to_sign_in(pathname: Memo<String>) {
    let app = use_app();
    Effect::new(move |was_signed_in: Option<bool>| {
        let was_signed_in = was_signed_in.unwrap_or_default();
        let session = app.session.get();
        if session == SessionView::SignedOut {
            let path = if was_signed_in {
                "/signin".to_owned()
            } else {
                sign_in_path(&path_in_app(&pathname.get_untracked()))
            };
            navigate(&path, true);
        }
        was_signed_in || session.me().is_some()
    });
}

/// The panes.
#[component]
fn Frame(place: Memo<Place>) -> impl IntoView {
    let app = use_app();
    provide_context(kept_edits());
    let open = Memo::new(move |_| place.get().conversation());
    Effect::new(move || app.open(open.get()));
    use_arrival();
    use_arrival_focus(place, is_no_move, focus_on_arrival);
    use_title(move || title(app, place));
    let is_list = move || place.with(|place| *place == Place::Groups);
    view! {
        <div class="frame" data-place=move || if is_list() { "groups" } else { "inside" }>
            <a class="skip" href="#main" on:click=skip_to_main>{en::SKIP_TO_MESSAGES}</a>
            <div class="frame-list">
                <header class="list-header">
                    <BrandMark brand=app.config().brand.clone()/>
                    <AccountMenu/>
                </header>
                <GroupsPane place=place/>
                <Show when=is_list><StatusLine/></Show>
            </div>
            <main id="main" class="frame-main" tabindex="-1"><Pane place=place/></main>
            <HandlePromptDialog/>
            <QuietNotices/>
            <SignInOverlay/>
            <LeaveQuestion/>
            <ReplaceQuestion/>
        </div>
    }
}

/// The kinds of panes on the right.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PaneKind {
    Empty,
    People,
    Conversation,
    NotFound,
}

#[component]
fn Pane(place: Memo<Place>) -> impl IntoView {
    let kind = Memo::new(move |_| match place.get() {
        Place::Groups => PaneKind::Empty,
        Place::People => PaneKind::People,
        Place::New(_) | Place::Group(_) => PaneKind::Conversation,
        Place::NotFound => PaneKind::NotFound,
    });
    move || match kind.get() {
        PaneKind::Empty => EitherOf4::A(view! { <p class="notice">{en::PICK_A_CONVERSATION}</p> }),
        PaneKind::People => EitherOf4::B(view! { <PeopleSearch/> }),
        PaneKind::Conversation => EitherOf4::C(view! { <ConversationPane/> }),
        PaneKind::NotFound => {
            EitherOf4::D(view! { <div class="notice"><NotFound/></div><StatusLine/> })
        }
    }
}

/// A new conversation that gets its id is the same one to a person: the focus stays in the composer.
fn is_no_move(before: &Place, now: &Place) -> bool {
    matches!((before, now), (Place::New(_), Place::Group(_)))
}

/// Where a keyboard is likely and the list stays beside the conversation, to the composer; else to the heading, so
/// that no keyboard opens on a phone's screen.
fn focus_on_arrival(place: &Place) {
    const DESK: &str = "(min-width: 56.25em) and (pointer: fine)";
    let takes_messages = place.conversation().is_some() && dom::exists(composer::FIELD_ID);
    if takes_messages && dom::matches_media(DESK) {
        dom::focus_id(composer::FIELD_ID);
    } else {
        focus::focus_page_heading();
    }
}

fn title(app: App, place: Memo<Place>) -> String {
    let name = app
        .conversation
        .get()
        .map(|view| match (&view.key, view.display_name) {
            (ConversationKey::New(handle), name) if name.is_empty() => format!("@{handle}"),
            (_, name) if name.is_empty() => en::CONVERSATION.to_owned(),
            (_, name) => name,
        });
    match place.get() {
        Place::Groups => en::MESSAGES.to_owned(),
        Place::People => en::NEW_MESSAGE.to_owned(),
        Place::New(_) | Place::Group(_) => name.unwrap_or_else(|| en::CONVERSATION.to_owned()),
        Place::NotFound => en::PAGE_NOT_FOUND.to_owned(),
    }
}

/// Moves the focus past the list: to the transcript, else to the pane.
fn skip_to_main(ev: MouseEvent) {
    ev.prevent_default();
    let target = ["[role=log]", "#main"]
        .iter()
        .find_map(|selector| document().query_selector(selector).ok().flatten());
    if let Some(target) = target {
        focus::focus(&target);
    }
}
