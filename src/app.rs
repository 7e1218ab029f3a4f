//! Routes.

use cruddur_engine::view::SessionView;
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::hooks::use_navigate;
use leptos_router::{NavigateOptions, path};

use crate::components::page_heading::provide_arrivals;
use crate::components::reactive::effect;
use crate::components::skeletons::PageSkeleton;
use crate::pages::messages::MessagesPage;
use crate::pages::not_found::NotFoundPage;
use crate::pages::signin::SignInPage;
use crate::runtime::use_app;

/// The whole app; needs [`crate::runtime::App`] in its context.
#[component]
pub fn AppRoot() -> impl IntoView {
    provide_arrivals();
    view! {
        <Router>
            <EngineNavigation/>
            <FlatRoutes fallback=NotFoundPage>
                <Route path=path!("/") view=HomePage/>
                <Route path=path!("/signin") view=SignInPage/>
                <Route path=path!("/messages/*place") view=MessagesPage/>
            </FlatRoutes>
        </Router>
    }
}

/// Lets the engine change the address.
#[component]
fn EngineNavigation() -> impl IntoView {
    let navigate = use_navigate();
    crate::runtime::set_navigator(Box::new(move |path: &str, replace: bool| {
        navigate(
            path,
            NavigateOptions {
                replace,
                ..NavigateOptions::default()
            },
        );
    }));
}

/// `/`: on to the messages, or to the sign-in page.
#[component]
fn HomePage() -> impl IntoView {
    let app = use_app();
    let navigate = use_navigate();
    effect(move || {
        let path = app.session.with(|session| match session {
            SessionView::Restoring => None,
            SessionView::SignedOut => Some("/signin"),
            SessionView::SignedIn(_) => Some("/messages"),
        });
        if let Some(path) = path {
            navigate(
                path,
                NavigateOptions {
                    replace: true,
                    ..NavigateOptions::default()
                },
            );
        }
    });
    view! { <PageSkeleton/> }
}
