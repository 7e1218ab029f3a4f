//! The pages and their addresses.

use cruddur_engine::view::SessionView;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Router;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::location::{BrowserUrl, LocationProvider};

use crate::components::page_heading::provide_arrivals;
use crate::components::reactive::effect;
use crate::components::skeletons::PageSkeleton;
use crate::html::{Node, varying, view};
use crate::pages::messages::MessagesPage;
use crate::pages::not_found::NotFoundPage;
use crate::pages::signin::SignInPage;
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
    SignIn,
    Messages,
    NotFound,
}

impl Page {
    fn of_path(path: &str) -> Self {
        match path.trim_end_matches('/') {
            "" => Self::Home,
            "/signin" => Self::SignIn,
            "/messages" => Self::Messages,
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
    set_navigator(Box::new(move |path: &str, replace: bool| {
        go(
            path,
            NavigateOptions {
                replace,
                ..NavigateOptions::default()
            },
        );
    }));
    let pathname = use_location().pathname;
    complete_navigation(pathname);
    varying(
        move || pathname.with(|path| Page::of_path(path)),
        |page| match page {
            Page::Home => view! { <HomePage/> },
            Page::SignIn => view! { <SignInPage/> },
            Page::Messages => view! { <MessagesPage/> },
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
            ("/signin", Page::SignIn),
            ("/signin/", Page::SignIn),
            ("/messages", Page::Messages),
            ("/messages/", Page::Messages),
            ("/messages/new/londo", Page::Messages),
            ("/messagesx", Page::NotFound),
            ("/signin/x", Page::NotFound),
        ] {
            assert!(Page::of_path(path) == page, "{path}");
        }
    }
}
