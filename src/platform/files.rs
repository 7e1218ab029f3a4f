//! Files that are dropped on the page or pasted.

use leptos::web_sys::{DataTransfer, DragEvent, HtmlElement, window};
use wasm_bindgen::prelude::*;

use super::focus::is_field;

/// Whether there are files in it.
pub fn has_files(data: Option<&DataTransfer>) -> bool {
    data.is_some_and(|data| data.types().includes(&"Files".into(), 0))
}

/// Whether files are in it and nothing that a text field takes: office programs add a picture to copied text.
pub fn has_only_files(data: Option<&DataTransfer>) -> bool {
    let has_text = |data: &DataTransfer| data.types().includes(&"text/plain".into(), 0);
    has_files(data) && !data.is_some_and(has_text)
}

/// Nothing that is dropped replaces the page: browsers open a dropped file, and Firefox a dropped link as well. Text can
/// still be dropped into a field. For as long as the page lives.
pub fn keep_page_when_dropped() {
    let Some(window) = window() else { return };
    let refuse = Closure::<dyn Fn(DragEvent)>::new(|event: DragEvent| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlElement>().ok());
        let data = event.data_transfer();
        let files = has_files(data.as_ref());
        if !files && target.is_some_and(|target| is_field(&target)) {
            return;
        }
        event.prevent_default();
        if let Some(data) = data.filter(|_| !files) {
            data.set_drop_effect("none");
        }
    });
    for name in ["dragover", "drop"] {
        let _ = window.add_event_listener_with_callback(name, refuse.as_ref().unchecked_ref());
    }
    refuse.forget();
}
