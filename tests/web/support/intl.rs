//! The browser's `Intl`, as another browser's.

use leptos::web_sys::js_sys::{Function, Reflect, global};
use wasm_bindgen::JsValue;

/// Until this is dropped `Intl.DateTimeFormat` behaves as in a browser of this locale and time zone.
pub struct OtherIntl(JsValue);

impl OtherIntl {
    /// Replaces `Intl.DateTimeFormat`.
    pub fn new(locale: &str, zone: &str) -> Self {
        let make = Function::new_with_args(
            "own, locale, zone",
            "return class extends own {
                constructor(locales, options) {
                    const given = locales?.length ? locales : locale;
                    super(given, { timeZone: zone, ...options });
                }
            };",
        );
        let own = formatter();
        let other = make
            .call3(&JsValue::UNDEFINED, &own, &locale.into(), &zone.into())
            .expect("a class");
        put(&other);
        Self(own)
    }
}

impl Drop for OtherIntl {
    fn drop(&mut self) {
        put(&self.0);
    }
}

fn intl() -> JsValue {
    Reflect::get(&global(), &"Intl".into()).expect("Intl")
}

fn formatter() -> JsValue {
    Reflect::get(&intl(), &"DateTimeFormat".into()).expect("a class")
}

fn put(class: &JsValue) {
    assert_eq!(
        Reflect::set(&intl(), &"DateTimeFormat".into(), class),
        Ok(true)
    );
}
