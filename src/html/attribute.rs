//! What an attribute can be set to.

use std::borrow::Cow;

use leptos::web_sys::Element;

use super::follow;

/// A text that follows the signals it is computed from. `None`: no attribute, no text.
pub struct Computed(Box<dyn Fn() -> Option<Cow<'static, str>>>);

impl Computed {
    /// Computed anew whenever a signal that was read has changed.
    pub fn new(compute: impl Fn() -> Option<Cow<'static, str>> + 'static) -> Self {
        Self(Box::new(compute))
    }

    /// Writes it, and again whenever it has become another one. What stays the same is not written again:
    /// assistive technology would read it again. None at first is how an element or a text begins.
    pub(super) fn written(self, mut write: impl FnMut(Option<&str>) + 'static) {
        let mut before = None;
        follow(move || {
            let now = (self.0)();
            if now != before {
                write(now.as_deref());
                before = now;
            }
        });
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
        self.written(move |value| set(name, &element, value));
    }
}
