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
    let next_page = next.clone();
    let email = query_value(&query, "email");
    app.open_account(form, email.unwrap_or_default());
    let heading = move || account::heading(app.account.with(|view| view.form));
    use_title(move || heading().to_owned());
    use_arrival();
    Effect::new(move || {
        let signed_in = app
            .session
            .with(|session| matches!(session, SessionView::SignedIn(_)));
        if signed_in {
            navigate(safe_next(next.as_deref()), true);
        }
    });
    // The code is what is wanted, also of somebody who comes back with it from another app.
    let opened = form == AccountForm::Confirm;
    let unrevoked = move || {
        let unrevoked = app.notices.with(|notices| notices.unrevoked);
        if unrevoked { en::NOT_REVOKED_YET } else { "" }
    };
    view! {
        <main class="card-page">
            <BrandMark brand=app.config().brand.clone()/>
            <div class="card">
                <PageHeading text=Signal::derive(move || heading().to_owned())/>
                <AccountFormView opened=opened/>
                <Links next=next_page/>
                <p class="form-said" role="status" prop:textContent=unrevoked></p>
            </div>
        </main>
    }
}

/// The other account pages that the present form links to.
#[component]
fn Links(
    /// Where to go once signed in.
    next: Option<String>,
) -> impl IntoView {
    let app = use_app();
    let form = Memo::new(move |_| app.account.with(|view| view.form));
    move || {
        let link = |(path, words): &(&str, &'static str)| {
            let path = with_next(path, next.as_deref());
            view! { <a href=href(&path)>{*words}</a> }
        };
        let links: Vec<_> = links(form.get()).iter().map(link).collect();
        (!links.is_empty())
            .then(|| view! { <nav class="card-links" aria-label=en::ACCOUNT>{links}</nav> })
    }
}

/// A later step of signing in links nowhere: the password is right by then, and the account is there.
fn links(form: AccountForm) -> &'static [(&'static str, &'static str)] {
    const SIGN_IN: (&str, &str) = (ACCOUNT_PATHS[0], en::SIGN_IN);
    match form {
        AccountForm::SignIn | AccountForm::WithoutPassword => &[
            (ACCOUNT_PATHS[3], en::FORGOT_PASSWORD),
            (ACCOUNT_PATHS[1], en::SIGN_UP),
        ],
        AccountForm::SignUp | AccountForm::Confirm => &[SIGN_IN],
        // A pool may promise a code that never comes to an address that was not confirmed.
        AccountForm::Recover | AccountForm::Reset => {
            &[SIGN_IN, (ACCOUNT_PATHS[2], en::CONFIRM_EMAIL)]
        }
        _ => &[],
    }
}
