//! `/settings`: what a person can change about the account.

use cruddur_engine::view::{AccountForm, AccountView, CodeKind};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::components::brand_mark::BrandMark;
use crate::components::leave_question::LeaveQuestion;
use crate::components::page_heading::{PageHeading, use_arrival, use_title};
use crate::components::reactive::{effect, memo, text};
use crate::components::sign_in_overlay::SignInOverlay;
use crate::components::skeletons::PageSkeleton;
use crate::html::{Node, either, nothing, varying, view};
use crate::pages::account::{AccountFormView, display_name};
use crate::pages::messages::send_to_sign_in;
use crate::platform::dom;
use crate::runtime::use_app;
use crate::text::{account, en};

/// One section a setting; its form opens in place.
#[component(transparent)]
pub fn SettingsPage() -> Node {
    let app = use_app();
    use_title(|| en::SETTINGS.to_owned());
    use_arrival();
    let signed_in = memo(move || app.session.with(|session| session.me().is_some()));
    send_to_sign_in(use_location().pathname);
    effect(move || {
        if signed_in.get() {
            app.open_account(AccountForm::Settings, String::new());
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
    keep_focus();
    let said = text(move || app.account.with(account::said));
    let asks_for_app = |view: &AccountView| view.known_codes().contains(&CodeKind::Totp);
    let app_form = move || match app.account.with(asks_for_app) {
        true => AccountForm::RemoveApp,
        false => AccountForm::AddApp,
    };
    let several_codes = move || app.account.with(|view| view.known_codes().len() > 1);
    let tracked = move || app.account.with(|view| view.tracked);
    view! {
        <main class="card-page">
            <BrandMark brand=app.config().brand.clone()/>
            <div class="card">
                <PageHeading text=en::SETTINGS.to_owned()/>
                <p class="form-said" role="status">{said}</p>
                {section(AccountForm::Name)}
                {section(AccountForm::ChangePassword)}
                {varying(app_form, move |form| section(*form))}
                {either(several_codes, || section(AccountForm::PreferCode), nothing)}
                {app.config().cognito.passwordless.then(|| section(AccountForm::Passkeys))}
                {either(tracked, || section(AccountForm::Browsers), nothing)}
                {section(AccountForm::LeaveEverywhere)}
                {section(AccountForm::DeleteAccount)}
                <nav class="card-links" aria-label=en::MESSAGES>
                    <a href="/messages">{en::BACK_TO_MESSAGES}</a>
                    <button type="button" class="button button--quiet" on:click=move |_| app.sign_out()>{en::SIGN_OUT}</button>
                </nav>
            </div>
            <SignInOverlay/>
            <LeaveQuestion/>
        </main>
    }
}

/// A form that is closed gives the focus back to what opened it.
fn keep_focus() {
    let app = use_app();
    let mut opened = AccountForm::Settings;
    effect(move || {
        let now = app.account.with(|view| view.form);
        let before = std::mem::replace(&mut opened, now);
        if now == AccountForm::Settings {
            request_animation_frame(move || dom::focus_id(opener(before)));
        }
    });
}

/// The id of the button that opens a form.
fn opener(form: AccountForm) -> &'static str {
    match form {
        AccountForm::Name => "open-name",
        AccountForm::ChangePassword => "open-password",
        AccountForm::AddApp | AccountForm::RemoveApp => "open-app",
        AccountForm::PreferCode => "open-code",
        AccountForm::Passkeys => "open-passkeys",
        AccountForm::Browsers => "open-browsers",
        AccountForm::LeaveEverywhere => "open-leave",
        AccountForm::DeleteAccount => "open-delete",
        _ => "",
    }
}

/// A heading and what opens the form, or the form.
fn section(form: AccountForm) -> Node {
    let app = use_app();
    let open = move || app.account.with(|view| view.form == form);
    let words = move || match form {
        AccountForm::Name => app.session.with(display_name),
        AccountForm::AddApp => "Off".to_owned(),
        AccountForm::RemoveApp => "On".to_owned(),
        AccountForm::PreferCode => {
            account::preferred(app.account.with(|view| view.preferred)).to_owned()
        }
        _ => String::new(),
    };
    let opens = match form {
        AccountForm::Passkeys | AccountForm::Browsers => "Show",
        _ => account::button(form)[0],
    };
    let close = move |_| app.open_account(AccountForm::Settings, String::new());
    view! {
        <section class="setting">
            <h2>{account::heading(form)}</h2>
            {either(open, move || view! {
                <AccountFormView opened=true/>
                <button type="button" class="button button--quiet" on:click=close>{en::CLOSE}</button>
            }, move || view! {
                <div class="setting-line">
                    <span>{text(words)}</span>
                    <button id=opener(form) type="button" class="button" on:click=move |_| app.open_account(form, String::new())>
                        {opens}
                    </button>
                </div>
            })}
        </section>
    }
}
