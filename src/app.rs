//! The pages and their routes.

use cruddur_engine::view::{AccountForm, SessionView};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::path;

use crate::components::page_announcer::PageAnnouncer;
use crate::components::page_heading::provide_arrivals;
use crate::components::skeletons::PageSkeleton;
use crate::components::unread_count::provide_unread;
use crate::pages::account::AccountPage;
use crate::pages::messages::MessagesPage;
use crate::pages::not_found::NotFoundPage;
use crate::pages::settings::SettingsPage;
use crate::routes::{base, is_account_page, query_value, with_next};
use crate::runtime::{navigate, set_navigator, use_app};

/// The whole app; needs [`crate::runtime::App`] in its context.
#[component]
pub fn AppRoot() -> impl IntoView {
    provide_arrivals();
    provide_unread();
    view! {
        <Router base=base()>
            <AppRoutes/>
        </Router>
        <PageAnnouncer/>
    }
}

/// One route serves everything below `/messages`, so that the list, its scroll position and the composer
/// stay mounted from one conversation to the next.
#[component]
fn AppRoutes() -> impl IntoView {
    connect_navigator();
    view! {
        <FlatRoutes fallback=NotFoundPage>
            <Route path=path!("/") view=HomePage/>
            <Route path=path!("/signin") view=|| view! { <AccountPage form=AccountForm::SignIn/> }/>
            <Route path=path!("/signup") view=|| view! { <AccountPage form=AccountForm::SignUp/> }/>
            <Route path=path!("/confirm") view=|| view! { <AccountPage form=AccountForm::Confirm/> }/>
            <Route path=path!("/forgot") view=|| view! { <AccountPage form=AccountForm::Recover/> }/>
            <Route path=path!("/messages/*place") view=MessagesPage/>
            <Route path=path!("/settings") view=SettingsPage/>
        </FlatRoutes>
    }
}

/// Lets the runtime navigate: the router's own function exists only inside the mounted tree.
fn connect_navigator() {
    let go = use_navigate();
    let query = use_location().search;
    set_navigator(Box::new(move |path: &str, replace: bool| {
        // `next` is kept from one account page to another.
        let next = query_value(&query.get_untracked(), "next");
        let path = match is_account_page(path) {
            true => with_next(path, next.as_deref()),
            false => path.to_owned(),
        };
        go(
            &path,
            NavigateOptions {
                replace,
                ..NavigateOptions::default()
            },
        );
    }));
}

/// `/`: goes to the messages, or to the sign-in page.
#[component]
fn HomePage() -> impl IntoView {
    let app = use_app();
    Effect::new(move || {
        let path = app.session.with(|session| match session {
            SessionView::Restoring => None,
            SessionView::SignedOut => Some("/signin"),
            SessionView::SignedIn(_) => Some("/messages"),
        });
        if let Some(path) = path {
            navigate(path, true);
        }
    });
    view! { <PageSkeleton/> }
}
