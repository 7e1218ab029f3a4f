//! The button with the person's sign, and the menu it opens.

use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::{self, KeyboardEvent};
use wasm_bindgen::JsCast;

use crate::components::avatar::Avatar;
use crate::components::person_name::{AtHandle, PersonName};
use crate::i18n::en;
use crate::platform::focus;
use crate::routes::href;
use crate::runtime::use_app;

const ITEMS: &str = "[role=menuitem]";

/// The account button. The menu opens on the first item; arrow keys, Home and End move; Escape, Tab
/// and a click elsewhere close it; the focus goes back to the button.
#[component]
pub fn AccountMenu() -> impl IntoView {
    let app = use_app();
    let open = RwSignal::new(false);
    let whole = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    close_on_click_elsewhere(whole, open);
    let close = move || {
        open.set(false);
        if let Some(button) = button.get_untracked() {
            focus::focus(&button);
        }
    };
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
                <Menu on_close=move |()| close()/>
            </Show>
        </div>
    }
}

#[component]
fn Menu(#[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let app = use_app();
    let menu = NodeRef::<html::Div>::new();
    Effect::new(move || {
        if let Some(menu) = menu.get() {
            focus::focus_first(&menu, ITEMS);
        }
    });
    let on_keydown = move |ev: KeyboardEvent| {
        let Some(menu) = menu.get_untracked() else {
            return;
        };
        match ev.key().as_str() {
            "Escape" => {
                ev.prevent_default();
                on_close.run(());
            }
            "Tab" => on_close.run(()),
            key @ ("ArrowDown" | "ArrowUp" | "Home" | "End") => {
                ev.prevent_default();
                move_focus(&menu, key);
            }
            _ => {}
        }
    };
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
            <div node_ref=menu role="menu" aria-label=en::ACCOUNT on:keydown=on_keydown>
                <a class="menu-item" role="menuitem" tabindex="-1" href=href("/settings")>{en::SETTINGS}</a>
                <button type="button" class="menu-item" role="menuitem" tabindex="-1" on:click=move |_| { on_close.run(()); app.sign_out(); }>
                    {en::SIGN_OUT}
                </button>
            </div>
        </div>
    }
}

/// Moves the focus among the menu's items, round and round.
fn move_focus(menu: &web_sys::Element, key: &str) {
    let Ok(items) = menu.query_selector_all(ITEMS) else {
        return;
    };
    let count = items.length();
    let item = |at: u32| {
        items
            .item(at)
            .and_then(|node| node.dyn_into::<web_sys::Element>().ok())
    };
    let here = focus::focused();
    let at = (0..count).find(|at| item(*at).as_ref() == here.as_deref());
    let to = match (key, at) {
        ("End", _) | ("ArrowUp", None | Some(0)) => count.saturating_sub(1),
        ("ArrowDown", Some(at)) if at + 1 < count => at + 1,
        ("ArrowUp", Some(at)) => at - 1,
        _ => 0,
    };
    if let Some(item) = item(to) {
        focus::focus(&item);
    }
}

fn close_on_click_elsewhere(whole: NodeRef<html::Div>, open: RwSignal<bool>) {
    let handle = window_event_listener(leptos::ev::pointerdown, move |ev| {
        let target = ev
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        let inside = whole
            .get_untracked()
            .is_some_and(|whole| whole.contains(target.as_ref()));
        if !inside && open.try_get_untracked() == Some(true) {
            open.set(false);
        }
    });
    on_cleanup(move || handle.remove());
}
