//! The button with the person's sign, and the menu it opens.

use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::KeyboardEvent;

use crate::components::avatar::Avatar;
use crate::components::menu::{Menu, use_press_elsewhere};
use crate::components::person_name::{AtHandle, PersonName};
use crate::i18n::en;
use crate::platform::focus;
use crate::routes::href;
use crate::runtime::use_app;

/// The account button and its menu, which a press elsewhere closes, too.
#[component]
pub fn AccountMenu() -> impl IntoView {
    let app = use_app();
    let open = RwSignal::new(false);
    let whole = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    use_press_elsewhere(whole, Callback::new(move |()| open.set(false)));
    let close = Callback::new(move |()| {
        open.set(false);
        if let Some(button) = button.get_untracked() {
            focus::focus(&button);
        }
    });
    let on_button_key = move |ev: KeyboardEvent| {
        if matches!(ev.key().as_str(), "ArrowDown" | "ArrowUp") {
            ev.prevent_default();
            open.set(true);
        }
    };
    let avatar = move || {
        let me = app.session.with(|session| session.me().cloned());
        me.map(|me| view! { <Avatar name=me.display_name handle=me.handle/> })
    };
    view! {
        <div class="account" node_ref=whole>
            <button
                node_ref=button
                type="button"
                class="account-button"
                aria-label=en::ACCOUNT
                aria-haspopup="menu"
                aria-expanded=move || (open.get()).to_string()
                on:click=move |_| open.update(|open| *open = !*open)
                on:keydown=on_button_key
            >
                {avatar}
            </button>
            <Show when=move || open.get()>
                <AccountItems on_close=close/>
            </Show>
        </div>
    }
}

#[component]
fn AccountItems(on_close: Callback<()>) -> impl IntoView {
    let app = use_app();
    let name = Signal::derive(move || {
        let session = app.session.get();
        session.me().map_or("", |me| &me.display_name).to_owned()
    });
    let handle = Signal::derive(move || {
        let session = app.session.get();
        session.me().map_or("", |me| &me.handle).to_owned()
    });
    view! {
        <div class="menu">
            <p class="menu-who"><PersonName name=name class="menu-name"/><AtHandle handle=handle/></p>
            <Menu label=en::ACCOUNT on_close=on_close>
                <a class="menu-item" role="menuitem" tabindex="-1" href=href("/settings")>{en::SETTINGS}</a>
                <button type="button" class="menu-item" role="menuitem" tabindex="-1" on:click=move |_| { on_close.run(()); app.sign_out(); }>
                    {en::SIGN_OUT}
                </button>
            </Menu>
        </div>
    }
}
