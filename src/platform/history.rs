//! The browser's history of this tab.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::PerformanceNavigation;

thread_local! {
    /// The path that the history or a reload led to, until it is taken.
    static LED_TO: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Notes from now on where the history leads. Call it before the router listens.
pub fn listen() {
    let Some(window) = web_sys::window() else {
        return;
    };
    let how = window
        .performance()
        .map(|performance| performance.navigation().type_());
    if matches!(
        how,
        Some(PerformanceNavigation::TYPE_RELOAD | PerformanceNavigation::TYPE_BACK_FORWARD)
    ) {
        note();
    }
    let call = Closure::<dyn Fn()>::new(note);
    let _ = window.add_event_listener_with_callback("popstate", call.as_ref().unchecked_ref());
    // For as long as the page lives.
    call.forget();
}

fn note() {
    LED_TO.set(path());
}

/// Whether the history, or a reload, led to the present path; once. A link does not.
pub fn take_led_here() -> bool {
    let led_to = LED_TO.take();
    led_to.is_some() && led_to == path()
}

fn path() -> Option<String> {
    web_sys::window()?.location().pathname().ok()
}
