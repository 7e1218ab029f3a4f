//! Copying the diagnostics, with a clipboard of the test's own.

use cruddur::components::copy_diagnostics::CopyDiagnostics;
use leptos::prelude::*;
use leptos::web_sys::js_sys::{Function, Object, Promise, Reflect};
use leptos::web_sys::{HtmlTextAreaElement, window};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Mounted, eventually};

const TRACED: &str = "    1.234 event  Online online=yes\n";

/// Stands in for `navigator.clipboard` until it is dropped.
struct Clipboard {
    copied: RwSignal<Vec<String>>,
    _write: Closure<dyn Fn(String) -> Promise>,
    _owner: Owner,
}

impl Clipboard {
    fn new(allowed: bool) -> Self {
        let owner = Owner::new();
        let copied = owner.with(|| RwSignal::new(Vec::new()));
        let write = Closure::<dyn Fn(String) -> Promise>::new(move |text: String| {
            if !allowed {
                return Promise::reject(&"NotAllowedError".into());
            }
            copied.update_untracked(|copied| copied.push(text));
            Promise::resolve(&JsValue::UNDEFINED)
        });
        let clipboard = Object::new();
        let write_text: &Function = write.as_ref().unchecked_ref();
        set(&clipboard, "writeText", write_text);
        let property = Object::new();
        set(&property, "value", &clipboard);
        set(&property, "configurable", &JsValue::TRUE);
        Object::define_property(&navigator(), &"clipboard".into(), &property);
        Self {
            copied,
            _write: write,
            _owner: owner,
        }
    }
}

impl Drop for Clipboard {
    fn drop(&mut self) {
        let _ = Reflect::delete_property(&navigator(), &"clipboard".into());
    }
}

fn navigator() -> Object {
    let navigator = window().expect("a window").navigator();
    JsValue::from(navigator).unchecked_into()
}

fn set(object: &Object, name: &str, value: &JsValue) {
    assert_eq!(Reflect::set(object, &name.into(), value), Ok(true));
}

fn mounted() -> Mounted {
    Mounted::mount(|_| {}, || view! { <CopyDiagnostics/> })
}

#[wasm_bindgen_test]
async fn the_trace_is_copied_and_it_is_announced() {
    let clipboard = Clipboard::new(true);
    let mounted = mounted();
    assert_eq!(mounted.text("[role=status]"), "");
    mounted.button("Copy diagnostics").click();
    let said = || mounted.text("[role=status]") == "Diagnostics copied";
    eventually("the announcement", said).await;
    assert_eq!(clipboard.copied.get_untracked(), [TRACED]);
    assert!(mounted.try_find("textarea").is_none());
}

#[wasm_bindgen_test]
async fn a_refused_text_is_shown_selected_for_the_hand() {
    let _clipboard = Clipboard::new(false);
    let mounted = mounted();
    mounted.button("Copy diagnostics").click();
    eventually("the text", || mounted.try_find("textarea").is_some()).await;
    let field: HtmlTextAreaElement = mounted.find("textarea").unchecked_into();
    assert_eq!(field.value(), TRACED);
    assert!(field.read_only());
    assert_eq!(
        field.get_attribute("aria-label").as_deref(),
        Some("Diagnostics")
    );
    let is_selected = || {
        let end = field.selection_end().ok().flatten();
        field.selection_start().ok().flatten() == Some(0) && end == Some(TRACED.len() as u32)
    };
    eventually("the selection", is_selected).await;
    assert_eq!(document().active_element().as_ref(), Some(field.as_ref()));
    assert!(mounted.text("[role=status]").contains("did not copy"));
}
