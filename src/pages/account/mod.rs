//! The account pages: signing in and up, confirming an address, recovering a password.

mod field;
mod form;
mod qr;
mod rules;

use cruddur_engine::view::{AccountForm, SessionView};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

pub use form::AccountFormView;

use crate::components::brand_mark::BrandMark;
use crate::components::page_heading::{PageHeading, use_arrival, use_title};
use crate::components::reactive::{effect, word};
use crate::html::{Node, view};
use crate::pages::next_path::{ACCOUNT_PATHS, query_value, safe_next, with_next};
use crate::runtime::{navigate, use_app};
use crate::text::{account, en};

/// The card with the form of an address, or with what that has led to. Once somebody is signed in it
/// goes where they wanted to go.
#[component(transparent)]
pub fn AccountPage(
    /// The form of the address.
    form: AccountForm,
) -> Node {
    let app = use_app();
    let query = use_location().search.get_untracked();
    let asked = query_value(&query, "next");
    let email = query_value(&query, "email");
    app.open_account(form, email.unwrap_or_default());
    let heading = move || account::heading(app.account.with(|view| view.form));
    use_title(move || heading().to_owned());
    use_arrival();
    let next = asked.clone();
    effect(move || {
        let signed_in = app
            .session
            .with(|session| matches!(session, SessionView::SignedIn(_)));
        if signed_in {
            navigate(safe_next(next.as_deref()), true);
        }
    });
    let links = links(form).iter().map(|(path, words)| {
        let path = with_next(path, asked.as_deref());
        view! { <a href=path>{*words}</a> }
    });
    let links: Vec<Node> = links.collect();
    view! {
        <main class="card-page">
            <BrandMark brand=app.config().brand.clone()/>
            <div class="card">
                <PageHeading text=word(heading)/>
                <AccountFormView opened=false/>
                <nav class="card-links" aria-label=en::ACCOUNT>{links}</nav>
            </div>
        </main>
    }
}

/// The name of the signed-in person; empty where nobody is.
pub fn display_name(session: &SessionView) -> String {
    session
        .me()
        .map(|me| me.display_name.clone())
        .unwrap_or_default()
}

/// Where else one may want to go.
fn links(form: AccountForm) -> &'static [(&'static str, &'static str)] {
    match form {
        AccountForm::SignIn => &[
            (ACCOUNT_PATHS[3], "Forgot password?"),
            (ACCOUNT_PATHS[1], en::SIGN_UP),
        ],
        _ => &[(ACCOUNT_PATHS[0], en::SIGN_IN)],
    }
}
