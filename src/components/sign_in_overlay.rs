//! Signing in again, over the page as it is.

use leptos::prelude::*;

use crate::components::account_form::AccountFormView;
use crate::components::modal::Modal;
use crate::i18n::{account, en};
use crate::runtime::use_app;

/// There while the session has ended by itself; the address is filled in, the password is asked for. Page, draft, scroll position and queue stay below it.
#[component]
pub fn SignInOverlay() -> impl IntoView {
    let app = use_app();
    let why = move || {
        if app.notices.with(|notices| notices.new_password) {
            en::SIGNING_IN_AGAIN
        } else if app.notices.with(|notices| notices.elsewhere) {
            en::SIGNED_OUT_ELSEWHERE
        } else {
            en::SESSION_EXPIRED
        }
    };
    let heading = Signal::derive(move || account::heading(app.account.with(|view| view.form)));
    view! {
        <Show when=move || app.notices.with(|notices| notices.expired)>
            <Modal labelled_by="overlay-heading" class="dialog dialog--opaque" first="#password">
                <div class="overlay">
                    <h2 id="overlay-heading">{heading}</h2>
                    <p role="status">{untrack(why)}</p>
                    <AccountFormView opened=false/>
                    <button type="button" class="button button--quiet" on:click=move |_| app.sign_out()>
                        {en::SIGN_OUT}
                    </button>
                </div>
            </Modal>
        </Show>
    }
}
