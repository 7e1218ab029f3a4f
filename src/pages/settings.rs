//! `/settings`: what a person can change about the account.

use cruddur_engine::view::{AccountForm, CodeKind};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::components::account_form::AccountFormView;
use crate::components::brand_mark::BrandMark;
use crate::components::copy_diagnostics::CopyDiagnostics;
use crate::components::leave_question::LeaveQuestion;
use crate::components::page_heading::{PageHeading, use_arrival, use_title};
use crate::components::sign_in_overlay::SignInOverlay;
use crate::components::skeletons::PageSkeleton;
use crate::i18n::{account, en};
use crate::pages::messages::send_to_sign_in;
use crate::platform::dom;
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
    let tracked = move || app.account.with(|view| view.tracked);
    view! {
        <main class="card-page">
            <BrandMark brand=app.config().brand.clone()/>
            <div class="card">
                <PageHeading text=en::SETTINGS/>
                <p class="form-said" role="status">{said}</p>
                <Section form=AccountForm::Name/>
                <Section form=AccountForm::ChangePassword/>
                <Show when=has_app fallback=|| view! { <Section form=AccountForm::AddApp/> }>
                    <Section form=AccountForm::RemoveApp/>
                </Show>
                <Show when=several_codes><Section form=AccountForm::PreferCode/></Show>
                {app.config().cognito.passwordless.then(|| view! { <Section form=AccountForm::Passkeys/> })}
                <Show when=tracked><Section form=AccountForm::Browsers/></Show>
                <section class="setting">
                    <h2>{en::DIAGNOSTICS}</h2>
                    <CopyDiagnostics/>
                </section>
                <Section form=AccountForm::LeaveEverywhere/>
                <Section form=AccountForm::DeleteAccount/>
                <nav class="card-links" aria-label=en::MESSAGES>
                    <a href=href("/messages")>{en::BACK_TO_MESSAGES}</a>
                    <button type="button" class="button button--quiet" on:click=move |_| app.sign_out()>
                        {en::SIGN_OUT}
                    </button>
                </nav>
            </div>
            <SignInOverlay/>
            <LeaveQuestion/>
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
        AccountForm::DeleteAccount => "open-delete",
        _ => "",
    }
}

/// A heading with the present value and the button that opens the form, or the form.
#[component]
fn Section(form: AccountForm) -> impl IntoView {
    let app = use_app();
    let open = move || app.account.with(|view| view.form == form);
    let value = Signal::derive(move || match form {
        AccountForm::Name => {
            let session = app.session.get();
            session
                .me()
                .map(|me| me.display_name.clone())
                .unwrap_or_default()
        }
        AccountForm::AddApp => en::OFF.to_owned(),
        AccountForm::RemoveApp => en::ON.to_owned(),
        AccountForm::PreferCode => {
            account::preferred(app.account.with(|view| view.preferred)).to_owned()
        }
        _ => String::new(),
    });
    let opens = match form {
        AccountForm::Passkeys | AccountForm::Browsers => en::SHOW,
        _ => account::button(form)[0],
    };
    let close = move |_| app.open_account(AccountForm::Settings, String::new());
    let closed = move || {
        view! {
            <div class="setting-line">
                <span>{value}</span>
                <button
                    id=opener(form)
                    type="button"
                    class="button"
                    on:click=move |_| app.open_account(form, String::new())
                >
                    {opens}
                </button>
            </div>
        }
    };
    view! {
        <section class="setting">
            <h2>{account::heading(form)}</h2>
            <Show when=open fallback=closed>
                <AccountFormView opened=true/>
                <button type="button" class="button button--quiet" on:click=close>{en::CLOSE}</button>
            </Show>
        </section>
    }
}
