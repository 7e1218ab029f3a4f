//! `/signin`

use cruddur_engine::view::SessionView;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::components::brand_mark::BrandMark;
use crate::components::page_heading::{PageHeading, use_arrival, use_title};
use crate::components::reactive::{effect, memo};
use crate::html::{Node, view};
use crate::pages::next_path::safe_next;
use crate::pages::signin_form::SignInForm;
use crate::runtime::{navigate, use_app};
use crate::text::en;

/// The card with the form. Once somebody is signed in it goes where they wanted to go.
#[component(transparent)]
pub fn SignInPage() -> Node {
    let app = use_app();
    use_title(|| en::SIGN_IN.to_owned());
    use_arrival();
    go_on_when_signed_in();
    view! {
        <main class="card-page">
            <BrandMark brand=app.config().brand.clone()/>
            <div class="card">
                <PageHeading text=en::SIGN_IN.to_owned()/>
                <SignInForm/>
            </div>
        </main>
    }
}

fn go_on_when_signed_in() {
    let app = use_app();
    let query = use_query_map();
    let signed_in = memo(move || {
        app.session
            .with(|session| matches!(session, SessionView::SignedIn(_)))
    });
    effect(move || {
        if signed_in.get() {
            let next = query.with_untracked(|query| query.get("next"));
            navigate(safe_next(next.as_deref()), true);
        }
    });
}
