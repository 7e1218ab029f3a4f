//! The pages and their addresses.

use cruddur_engine::view::{AccountForm, SessionView};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Router;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::location::{BrowserUrl, LocationProvider};

use crate::components::page_heading::provide_arrivals;
use crate::components::reactive::effect;
use crate::components::skeletons::PageSkeleton;
use crate::html::{Node, varying, view};
use crate::pages::account::AccountPage;
use crate::pages::messages::MessagesPage;
use crate::pages::next_path::{ACCOUNT_PATHS, query_value, with_next};
use crate::pages::not_found::NotFoundPage;
use crate::pages::settings::SettingsPage;
use crate::runtime::{navigate, set_navigator, use_app};

/// The whole app; needs [`crate::runtime::App`] in its context.
#[component]
pub fn AppRoot() -> impl IntoView {
    provide_arrivals();
    leptos::view! { <Router><CurrentPage/></Router> }
}

/// One page for each kind of address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Page {
    Home,
    Account(AccountForm),
    Messages,
    Settings,
    NotFound,
}

impl Page {
    fn of_path(path: &str) -> Self {
        match path.trim_end_matches('/') {
            "" => Self::Home,
            "/signin" => Self::Account(AccountForm::SignIn),
            "/signup" => Self::Account(AccountForm::SignUp),
            "/confirm" => Self::Account(AccountForm::Confirm),
            "/forgot" => Self::Account(AccountForm::Recover),
            "/messages" => Self::Messages,
            "/settings" => Self::Settings,
            path if path.starts_with("/messages/") => Self::Messages,
            _ => Self::NotFound,
        }
    }
}

/// The page of the address. The router's own `Routes` would take 44 kB of the bundle before
/// compression (measured) for four addresses that need no parameters, no nesting and no loading.
#[component(transparent)]
fn CurrentPage() -> Node {
    let go = use_navigate();
    let location = use_location();
    let query = location.search;
    set_navigator(Box::new(move |path: &str, replace: bool| {
        // From one account page to the next, the way on stays known.
        let next = query_value(&query.get_untracked(), "next");
        let path = match ACCOUNT_PATHS.contains(&path) {
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
    let pathname = location.pathname;
    complete_navigation(pathname);
    varying(
        move || pathname.with(|path| Page::of_path(path)),
        |page| match page {
            Page::Home => view! { <HomePage/> },
            Page::Account(form) => view! { <AccountPage form=*form/> },
            Page::Messages => view! { <MessagesPage/> },
            Page::Settings => view! { <SettingsPage/> },
            Page::NotFound => view! { <NotFoundPage/> },
        },
    )
}

/// A click on a link reaches the address bar once the router is told that its page is there.
fn complete_navigation(pathname: Memo<String>) {
    let Some(location) = use_context::<BrowserUrl>() else {
        return;
    };
    effect(move || {
        pathname.track();
        location.ready_to_complete();
    });
}

/// `/`: on to the messages, or to the sign-in page.
#[component(transparent)]
fn HomePage() -> Node {
    let app = use_app();
    effect(move || {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_address_has_its_page() {
        for (path, page) in [
            ("/", Page::Home),
            ("/signin", Page::Account(AccountForm::SignIn)),
            ("/signin/", Page::Account(AccountForm::SignIn)),
            ("/signup", Page::Account(AccountForm::SignUp)),
            ("/confirm", Page::Account(AccountForm::Confirm)),
            ("/forgot", Page::Account(AccountForm::Recover)),
            ("/messages", Page::Messages),
            ("/messages/", Page::Messages),
            ("/messages/new/londo", Page::Messages),
            ("/settings", Page::Settings),
            ("/messagesx", Page::NotFound),
            ("/signin/x", Page::NotFound),
        ] {
            assert!(Page::of_path(path) == page, "{path}");
        }
    }
}
