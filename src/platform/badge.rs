//! The app's icons: the tab's, and where it is installed the one of the system (Badging API).

use leptos::web_sys::js_sys::{Function, Promise, Reflect};
use leptos::web_sys::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

const ICON: &str = "favicon.svg";
const ICON_UNREAD: &str = "favicon-unread.svg";

/// Shows that so much is unread; 0 shows nothing.
pub fn set(count: u64) {
    let Some(window) = window() else { return };
    let icon = window
        .document()
        .and_then(|document| document.query_selector("link[rel=icon]").ok()?);
    if let Some(icon) = icon {
        let name = if count > 0 { ICON_UNREAD } else { ICON };
        // The browser loads the icon anew at each change, also at one to the same.
        if icon.get_attribute("href").as_deref() != Some(name) {
            let _ = icon.set_attribute("href", name);
        }
    }
    let navigator = window.navigator();
    let set = Reflect::get(&navigator, &JsValue::from_str("setAppBadge"));
    let Some(set) = set.ok().and_then(|set| set.dyn_into::<Function>().ok()) else {
        return;
    };
    // `setAppBadge(0)` takes the badge away (Badging API, 3.2). It is refused where the app is not installed.
    let set = set.call1(&navigator, &JsValue::from_f64(count as f64));
    if let Some(promise) = set.ok().and_then(|set| set.dyn_into::<Promise>().ok()) {
        spawn_local(async move {
            let _ = JsFuture::from(promise).await;
        });
    }
}
