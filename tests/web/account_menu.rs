//! The account menu by keyboard.

use cruddur::components::account_menu::AccountMenu;
use cruddur_engine::event::Intent;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Mounted, eventually, focused_text, me, press};

fn mounted() -> Mounted {
    Mounted::mount(
        |signals| signals.session.set(me()),
        || view! { <AccountMenu/> },
    )
}

#[wasm_bindgen_test]
async fn it_opens_on_its_first_item_and_escape_gives_the_focus_back() {
    let mounted = mounted();
    let button = mounted.button("Account");
    assert_eq!(
        button.get_attribute("aria-expanded").as_deref(),
        Some("false")
    );
    assert!(!press(&button, "ArrowDown"), "the page must not scroll");
    eventually("the item has the focus", || focused_text() == "Settings").await;
    assert_eq!(
        button.get_attribute("aria-expanded").as_deref(),
        Some("true")
    );
    assert!(mounted.text(".menu-who").contains("@andrewbrown"));
    press(&mounted.find("[role=menuitem]"), "Escape");
    eventually("closed", || mounted.try_find("[role=menu]").is_none()).await;
    assert_eq!(document().active_element().as_ref(), Some(button.as_ref()));
}

#[wasm_bindgen_test]
async fn arrows_stay_inside() {
    let mounted = mounted();
    mounted.button("Account").click();
    eventually("open", || focused_text() == "Settings").await;
    for (key, item) in [
        ("ArrowDown", "Sign out"),
        ("ArrowDown", "Settings"),
        ("ArrowUp", "Sign out"),
        ("Home", "Settings"),
        ("End", "Sign out"),
    ] {
        assert!(!press(&mounted.find("[role=menuitem]"), key), "{key}");
        assert_eq!(focused_text(), item, "{key}");
    }
}

#[wasm_bindgen_test]
async fn a_press_elsewhere_closes_it() {
    let mounted = mounted();
    mounted.button("Account").click();
    eventually("open", || mounted.try_find("[role=menu]").is_some()).await;
    let event = crate::support::keys::make("Event", "pointerdown", &[("bubbles", true.into())]);
    document()
        .body()
        .expect("a body")
        .dispatch_event(&event)
        .expect("a live body");
    eventually("closed", || mounted.try_find("[role=menu]").is_none()).await;
}

#[wasm_bindgen_test]
async fn sign_out_is_asked_for() {
    let mounted = mounted();
    mounted.button("Account").click();
    eventually("open", || mounted.try_find("[role=menuitem]").is_some()).await;
    mounted.button("Sign out").click();
    assert_eq!(mounted.taken(), [Intent::SignOut]);
}
