//! `/settings`: what a person can change about the account.

use cruddur_engine::view::{AccountForm, CodeKind, Me};
use leptos::ev;
use leptos::prelude::*;
use leptos::web_sys::KeyboardEvent;
use leptos_router::hooks::use_location;

use crate::components::account_form::AccountFormView;
use crate::components::brand_mark::BrandMark;
use crate::components::copy_diagnostics::CopyDiagnostics;
use crate::components::leave_question::LeaveQuestion;
use crate::components::page_heading::{PageHeading, use_arrival, use_title};
use crate::components::replace_question::ReplaceQuestion;
use crate::components::sign_in_overlay::SignInOverlay;
use crate::components::skeletons::PageSkeleton;
use crate::components::sound_setting::SoundSetting;
use crate::i18n::{account, en};
use crate::pages::messages::send_to_sign_in;
use crate::platform::{dom, focus};
use crate::routes::href;
use crate::runtime::use_app;

/// One section per setting; its form opens in place.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let app = use_app();
    use_title(|| en::SETTINGS.to_owned());
    use_arrival();
    let signed_in = Memo::new(move |_| app.session.with(|session| session.me().is_some()));
    send_to_sign_in(use_location().pathname);
    Effect::new(move || {
        if signed_in.get() {
            app.open_account(AccountForm::Settings, String::new());
        }
    });
    view! {
        <Show when=move || signed_in.get() fallback=PageSkeleton>
            <Sections/>
        </Show>
    }
}

#[component]
fn Sections() -> impl IntoView {
    let app = use_app();
    return_focus();
    let has_app = move || {
        app.account
            .with(|view| view.known_codes().contains(&CodeKind::Totp))
    };
    let several_codes = move || app.account.with(|view| view.known_codes().len() > 1);
    let said = Signal::derive(move || app.account.with(account::said));
    let me = move |read: fn(&Me) -> String| {
        app.session
            .with(|session| session.me().map(read).unwrap_or_default())
    };
    let tracked = move || app.account.with(|view| view.tracked);
    view! {
        <main class="card-page">
            <BrandMark brand=app.config().brand.clone()/>
            <div class="card">
                <PageHeading text=en::SETTINGS/>
                <p class="form-said" role="status" prop:textContent=said></p>
                <div class="settings-group">
                    <h2>{en::PROFILE}</h2>
                    <Section form=AccountForm::Name/>
                    <Fact heading=en::USERNAME value=Signal::derive(move || me(|me| format!("@{}", me.handle)))/>
                    <Fact heading=en::EMAIL value=Signal::derive(move || me(|me| me.email.clone()))/>
                </div>
                <div class="settings-group">
                    <h2>{en::SECURITY}</h2>
                    <Section form=AccountForm::ChangePassword/>
                    <Show when=has_app fallback=|| view! { <Section form=AccountForm::AddApp/> }>
                        <Section form=AccountForm::RemoveApp/>
                    </Show>
                    <Show when=several_codes><Section form=AccountForm::PreferCode/></Show>
                    {app.config().cognito.passwordless.then(|| view! { <Section form=AccountForm::Passkeys/> })}
                    <Show when=tracked><Section form=AccountForm::Browsers/></Show>
                    <Section form=AccountForm::LeaveEverywhere/>
                </div>
                <div class="settings-group">
                    <h2>{en::NOTIFICATIONS}</h2>
                    <SoundSetting/>
                </div>
                <div class="settings-group">
                    <h2>{en::PRIVACY}</h2>
                    <Section form=AccountForm::DeleteAccount/>
                </div>
                <div class="settings-group">
                    <h2>{en::HELP}</h2>
                    <section class="setting">
                        <h3>{en::DIAGNOSTICS}</h3>
                        <CopyDiagnostics/>
                    </section>
                    // A file beside the app, not a page of it.
                    <p><a href=href("/licences.txt") rel="external">{en::LICENCES}</a></p>
                </div>
                <nav class="card-links" aria-label=en::MESSAGES>
                    <a href=href("/messages")>{en::BACK_TO_MESSAGES}</a>
                    <button type="button" class="button button--quiet" on:click=move |_| app.sign_out()>
                        {en::SIGN_OUT}
                    </button>
                </nav>
            </div>
            <SignInOverlay/>
            <LeaveQuestion/>
            <ReplaceQuestion/>
        </main>
    }
}

/// A form that closes gives the focus back to the button that opened it.
fn return_focus() {
    let app = use_app();
    let form = Memo::new(move |_| app.account.with(|view| view.form));
    Effect::new(move |before: Option<AccountForm>| {
        let form = form.get();
        if let (AccountForm::Settings, Some(before)) = (form, before) {
            request_animation_frame(move || dom::focus_id(opener(before)));
        }
        form
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
        AccountForm::DeleteAccount | AccountForm::DeleteForGood => "open-delete",
        _ => "",
    }
}

/// Something that cannot be changed here.
#[component]
fn Fact(heading: &'static str, value: Signal<String>) -> impl IntoView {
    view! {
        <section class="setting">
            <div class="setting-line">
                <h3>{heading}</h3>
                <p class="setting-value"><bdi prop:textContent=value></bdi></p>
            </div>
        </section>
    }
}

/// A heading with the present value and the button that opens the form, or the form. Escape closes it.
#[component]
fn Section(form: AccountForm) -> impl IntoView {
    let app = use_app();
    let is_open = move || app.account.with(|view| section_of(view.form) == form);
    let value = Signal::derive(move || {
        let session = app.session.get();
        let name = session.me().map_or("", |me| &me.display_name);
        app.account.with(|view| account::value(form, view, name))
    });
    let close = move || app.open_account(AccountForm::Settings, String::new());
    // On the window: the focus may be on no control while the form changes.
    let escape = window_event_listener(ev::keydown, move |ev: KeyboardEvent| {
        let meant = ev.key() == "Escape" && !ev.is_composing() && !ev.default_prevented();
        if meant && untrack(is_open) && !focus::is_dialog_open() {
            ev.prevent_default();
            close();
        }
    });
    on_cleanup(move || escape.remove());
    view! {
        <section class="setting">
            <Show
                when=is_open
                fallback=move || view! { <Closed form=form value=value/> }
            >
                <h3>{account::heading(form)}</h3>
                <AccountFormView opened=true/>
                <button type="button" class="button button--quiet" on:click=move |_| close()>{en::CLOSE}</button>
            </Show>
        </section>
    }
}

#[component]
fn Closed(form: AccountForm, value: Signal<String>) -> impl IntoView {
    let app = use_app();
    let [words, name] = account::opener(form);
    let is_final = form == AccountForm::DeleteAccount;
    view! {
        <div class="setting-line">
            <div>
                <h3>{account::heading(form)}</h3>
                <p class="setting-value"><bdi prop:textContent=value></bdi></p>
            </div>
            <button
                id=opener(form)
                type="button"
                class="button"
                class:button--danger=is_final
                aria-label=name
                on:click=move |_| app.open_account(form, String::new())
                prop:textContent=words
            ></button>
        </div>
    }
}

/// Where a form is shown.
fn section_of(form: AccountForm) -> AccountForm {
    match form {
        AccountForm::DeleteForGood => AccountForm::DeleteAccount,
        form => form,
    }
}
