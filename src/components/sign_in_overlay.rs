//! Signing in again, over the page as it is.

use leptos::prelude::*;

use crate::components::modal::Modal;
use crate::components::reactive::word;
use crate::html::{Node, shown, view};
use crate::pages::account::AccountFormView;
use crate::runtime::use_app;
use crate::text::{account, en};

/// There while the session has ended by itself; the address is filled in, the password is asked for. Page, draft, scroll position and queue stay below it.
#[component(transparent)]
pub fn SignInOverlay() -> Node {
    let app = use_app();
    shown(
        move || app.notices.with(|notices| notices.expired),
        move || {
            let elsewhere = app.notices.with(|notices| notices.elsewhere);
            let why = if elsewhere {
                en::SIGNED_OUT_ELSEWHERE
            } else {
                en::SESSION_EXPIRED
            };
            let heading = word(move || account::heading(app.account.with(|view| view.form)));
            let words = view! {
                <div class="overlay">
                    <h2 id="overlay-heading">{heading}</h2>
                    <p role="status">{why}</p>
                    <AccountFormView opened=false/>
                    <button type="button" class="button button--quiet" on:click=move |_| app.sign_out()>{en::SIGN_OUT}</button>
                </div>
            };
            view! { <Modal labelled_by="overlay-heading" class="dialog dialog--opaque" first="#password" children=words/> }
        },
    )
}
