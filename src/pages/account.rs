//! The account pages: signing in and up, confirming an address, recovering a password.

use cruddur_engine::view::{AccountForm, SessionView};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::components::account_form::AccountFormView;
use crate::components::brand_mark::BrandMark;
use crate::components::page_heading::{PageHeading, use_arrival, use_title};
use crate::i18n::{account, en};
use crate::routes::{ACCOUNT_PATHS, href, query_value, safe_next, with_next};
use crate::runtime::{navigate, use_app};

/// The card with the form of this route, or with the form that it led to. Goes to `next` once somebody is
/// signed in.
#[component]
pub fn AccountPage(
    /// The form of the route.
    form: AccountForm,
) -> impl IntoView {
    let app = use_app();
    let query = use_location().search.get_untracked();
    let next = query_value(&query, "next");
    let email = query_value(&query, "email");
    app.open_account(form, email.unwrap_or_default());
    let heading = move || account::heading(app.account.with(|view| view.form));
    use_title(move || heading().to_owned());
    use_arrival();
    let links: Vec<_> = links(form)
        .iter()
        .map(|(path, words)| {
            let path = with_next(path, next.as_deref());
            view! { <a href=href(&path)>{*words}</a> }
        })
        .collect();
    Effect::new(move || {
        let signed_in = app
            .session
            .with(|session| matches!(session, SessionView::SignedIn(_)));
        if signed_in {
            navigate(safe_next(next.as_deref()), true);
        }
    });
    view! {
        <main class="card-page">
            <BrandMark brand=app.config().brand.clone()/>
            <div class="card">
                <PageHeading text=Signal::derive(move || heading().to_owned())/>
                <AccountFormView opened=false/>
                <nav class="card-links" aria-label=en::ACCOUNT>{links}</nav>
            </div>
        </main>
    }
}

/// The other account pages that a page links to.
fn links(form: AccountForm) -> &'static [(&'static str, &'static str)] {
    match form {
        AccountForm::SignIn => &[
            (ACCOUNT_PATHS[3], en::FORGOT_PASSWORD),
            (ACCOUNT_PATHS[1], en::SIGN_UP),
        ],
        _ => &[(ACCOUNT_PATHS[0], en::SIGN_IN)],
    }
}
