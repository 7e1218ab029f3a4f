//! A menu: a list of actions that has the keyboard for as long as it is open
//! (https://www.w3.org/WAI/ARIA/apg/patterns/menubar/).

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::{Element, EventTarget, KeyboardEvent, Node};
use wasm_bindgen::JsCast;

use crate::platform::focus;

const ITEMS: &str = "[role=menuitem]";

/// Opens on its first item; arrow keys, Home and End move; Escape and Tab close it. Its items are links or buttons of
/// class `menu-item` and role `menuitem`.
#[component]
pub fn Menu(
    /// Its name.
    label: &'static str,
    /// Called when a key closes it; gives the focus back.
    on_close: Callback<()>,
    /// The items.
    children: Children,
) -> impl IntoView {
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
    view! {
        <div node_ref=menu role="menu" aria-label=label on:keydown=on_keydown>
            {children()}
        </div>
    }
}

/// Moves the focus among the menu's items, round and round.
fn move_focus(menu: &Element, key: &str) {
    let Ok(items) = menu.query_selector_all(ITEMS) else {
        return;
    };
    let count = items.length();
    let item = |at: u32| {
        items
            .item(at)
            .and_then(|node| node.dyn_into::<Element>().ok())
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

/// Calls when a press begins, or the wheel turns, outside of an element.
pub fn use_press_elsewhere(inside: NodeRef<html::Div>, on_press: Callback<()>) {
    let look = move |target: Option<EventTarget>| {
        let target = target.and_then(|target| target.dyn_into::<Node>().ok());
        // The page may be gone by now, with its signals.
        let inside = inside.try_get_untracked().flatten();
        if inside.is_some_and(|inside| !inside.contains(target.as_ref())) {
            on_press.try_run(());
        }
    };
    let press = window_event_listener(ev::pointerdown, move |ev| look(ev.target()));
    let wheel = window_event_listener(ev::wheel, move |ev| look(ev.target()));
    on_cleanup(move || {
        press.remove();
        wheel.remove();
    });
}
