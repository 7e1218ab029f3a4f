//! What an attribute can be set to.

use std::borrow::Cow;

use leptos::web_sys::Element;

use super::follow;

/// A text that follows the signals it is computed from. `None`: no attribute, no text.
pub struct Computed(pub(super) Box<dyn Fn() -> Option<Cow<'static, str>>>);

impl Computed {
    /// Computed anew whenever a signal that was read has changed.
    pub fn new(compute: impl Fn() -> Option<Cow<'static, str>> + 'static) -> Self {
        Self(Box::new(compute))
    }
}

impl From<String> for Computed {
    fn from(text: String) -> Self {
        Self::new(move || Some(text.clone().into()))
    }
}

/// What an attribute can be set to: a text, perhaps none, or what follows signals.
pub trait IntoAttribute {
    /// Sets it.
    fn set(self, name: &'static str, element: &Element);
}

fn set(name: &str, element: &Element, value: Option<&str>) {
    // Refused only for a name that is none.
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

impl IntoAttribute for &str {
    fn set(self, name: &'static str, element: &Element) {
        set(name, element, Some(self));
    }
}

impl IntoAttribute for String {
    fn set(self, name: &'static str, element: &Element) {
        set(name, element, Some(&self));
    }
}

impl IntoAttribute for Computed {
    fn set(self, name: &'static str, element: &Element) {
        let element = element.clone();
        let mut before = None;
        follow(move || {
            let value = (self.0)();
            if value != before {
                set(name, &element, value.as_deref());
                before = value;
            }
        });
    }
}
