//! `/settings`: what a person can change about the account.

use cruddur_engine::view::{AccountForm, SessionView};
use leptos::prelude::*;

use crate::components::brand_mark::BrandMark;
use crate::components::page_heading::{PageHeading, use_arrival, use_title};
use crate::components::reactive::{effect, memo, text};
use crate::components::sign_in_overlay::SignInOverlay;
use crate::components::skeletons::PageSkeleton;
use crate::html::{Node, either, varying, view};
use crate::pages::account::AccountFormView;
use crate::pages::next_path::sign_in_path;
use crate::runtime::{navigate, use_app};
use crate::text::{account, en};

/// One section a setting; its form opens in place.
#[component(transparent)]
pub fn SettingsPage() -> Node {
    let app = use_app();
    use_title(|| en::SETTINGS.to_owned());
    use_arrival();
    let signed_in = memo(move || {
        app.session
            .with(|session| matches!(session, SessionView::SignedIn(_)))
    });
    let signed_out = memo(move || {
        app.session
            .with(|session| *session == SessionView::SignedOut)
    });
    let mut was_in = false;
    effect(move || {
        if signed_in.get() {
            was_in = true;
            app.open_account(AccountForm::Settings, String::new());
        } else if signed_out.get() {
            let path = if was_in {
                "/signin".to_owned()
            } else {
                sign_in_path("/settings")
            };
            navigate(&path, true);
        }
    });
    either(
        move || signed_in.get(),
        || view! { <Sections/> },
        || view! { <PageSkeleton/> },
    )
}

#[component(transparent)]
fn Sections() -> Node {
    let app = use_app();
    let said = text(move || app.account.with(account::said));
    let app_form = move || match app.account.with(|view| view.app) {
        Some(true) => AccountForm::RemoveApp,
        _ => AccountForm::AddApp,
    };
    view! {
        <main class="card-page">
            <BrandMark brand=app.config().brand.clone()/>
            <div class="card">
                <PageHeading text=en::SETTINGS.to_owned()/>
                <p class="form-said" role="status">{said}</p>
                {section(|| AccountForm::Name)}
                {section(|| AccountForm::ChangePassword)}
                {varying(app_form, move |form| { let form = *form; section(move || form) })}
                {section(|| AccountForm::LeaveEverywhere)}
                {section(|| AccountForm::DeleteAccount)}
                <nav class="card-links" aria-label=en::MESSAGES><a href="/messages">{en::BACK_TO_MESSAGES}</a></nav>
            </div>
            <SignInOverlay/>
        </main>
    }
}

/// A heading and what opens the form, or the form.
fn section(form: impl Fn() -> AccountForm) -> Node {
    let app = use_app();
    let form = form();
    let open = move || app.account.with(|view| view.form == form);
    let words = move || match form {
        AccountForm::Name => app.session.with(|session| match session {
            SessionView::SignedIn(me) => me.display_name.clone(),
            _ => String::new(),
        }),
        AccountForm::AddApp => "Off".to_owned(),
        AccountForm::RemoveApp => "On".to_owned(),
        _ => String::new(),
    };
    let close = move |_| app.open_account(AccountForm::Settings, String::new());
    view! {
        <section class="setting">
            <h2>{account::heading(form)}</h2>
            {either(open, move || view! {
                <AccountFormView/>
                <button type="button" class="button button--quiet" on:click=close>{en::CLOSE}</button>
            }, move || view! {
                <div class="setting-line">
                    <span>{text(words)}</span>
                    <button type="button" class="button" on:click=move |_| app.open_account(form, String::new())>
                        {account::button(form)[0]}
                    </button>
                </div>
            })}
        </section>
    }
}
