//! The keyboard.

use leptos::web_sys::js_sys::{Array, Function, Object, Reflect, global};
use leptos::web_sys::{Event, HtmlElement, HtmlInputElement, HtmlTextAreaElement};
use wasm_bindgen::{JsCast, JsValue};

/// What goes with a key.
#[derive(Clone, Copy, Default)]
pub struct With {
    /// Shift is held.
    pub shift: bool,
    /// Ctrl is held.
    pub ctrl: bool,
    /// An input method is composing.
    pub composing: bool,
    /// The old key code; 229 is what Safari gives the Enter that ends a composition.
    pub key_code: u32,
}

/// Presses a key on an element. True when the browser would still do what it does by itself.
pub fn press(element: &HtmlElement, key: &str) -> bool {
    press_with(element, key, With::default())
}

/// Presses a key with others.
pub fn press_with(element: &HtmlElement, key: &str, with: With) -> bool {
    let event = make(
        "KeyboardEvent",
        "keydown",
        &[
            ("key", key.into()),
            ("bubbles", true.into()),
            ("cancelable", true.into()),
            ("shiftKey", with.shift.into()),
            ("ctrlKey", with.ctrl.into()),
            ("isComposing", with.composing.into()),
            ("keyCode", with.key_code.into()),
        ],
    );
    element.dispatch_event(&event).expect("a live element")
}

/// Types a text into a field, in one go.
pub fn type_into(field: &HtmlElement, text: &str) {
    if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
        area.set_value(text);
    } else if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
        input.set_value(text);
    }
    let event = make("Event", "input", &[("bubbles", true.into())]);
    field.dispatch_event(&event).expect("a live field");
}

/// `new class(kind, options)`.
pub fn make(class: &str, kind: &str, options: &[(&str, JsValue)]) -> Event {
    let init = Object::new();
    for (name, value) in options {
        assert_eq!(
            Reflect::set(&init, &JsValue::from_str(name), value),
            Ok(true)
        );
    }
    let class: Function = Reflect::get(&global(), &class.into())
        .expect("a class")
        .unchecked_into();
    let event = Reflect::construct(&class, &Array::of2(&kind.into(), &init)).expect("an event");
    event.unchecked_into()
}
