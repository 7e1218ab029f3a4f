//! Waiting without sleeping: for the next frame, or until something holds.

use leptos::web_sys::js_sys::Promise;
use leptos::web_sys::window;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// The next two frames: effects have run, layout is done, observers were called.
pub async fn frame() {
    for _ in 0..2 {
        let promise = Promise::new(&mut |resolve, _| {
            let asked = window().map(|window| window.request_animation_frame(&resolve));
            assert!(matches!(asked, Some(Ok(_))), "a window that draws frames");
        });
        JsFuture::from(promise).await.expect("a frame");
    }
}

/// Waits until `holds`, two seconds at most.
///
/// # Panics
/// When it does not.
pub async fn eventually(what: &str, holds: impl Fn() -> bool) {
    let started = leptos::web_sys::js_sys::Date::now();
    while !holds() {
        assert!(
            leptos::web_sys::js_sys::Date::now() - started < 2000.0,
            "{what}"
        );
        let promise = Promise::new(&mut |resolve, _| {
            let asked = window().map(|window| window.set_timeout_with_callback(&resolve));
            assert!(matches!(asked, Some(Ok(_))), "a window with timers");
        });
        JsFuture::from(promise).await.unwrap_or(JsValue::NULL);
    }
}
