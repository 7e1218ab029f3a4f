//! Reactive building blocks that are compiled once instead of once a closure.
//!
//! Leptos is generic over every closure it is given, and each copy of an effect or a memo is one to two
//! kilobytes of the bundle. Boxing the closure first leaves one copy a type of value.

use leptos::prelude::*;

use crate::html::Computed;
pub use crate::html::{Derived, memo, memo_with};

/// Runs soon, and again whenever a signal it read has changed, until its owner goes.
pub fn effect(run: impl FnMut() + 'static) {
    boxed_effect(Box::new(run));
}

fn boxed_effect(run: Box<dyn FnMut()>) {
    Effect::new(run);
}

/// A text that follows signals.
pub fn text(compute: impl Fn() -> String + 'static) -> Computed {
    Computed::new(move || Some(compute().into()))
}

/// One of several fixed texts, by signals.
pub fn word(compute: impl Fn() -> &'static str + 'static) -> Computed {
    Computed::new(move || Some(compute().into()))
}

/// The value of an `aria-` attribute that is true or false.
pub fn flag(holds: impl Fn() -> bool + 'static) -> Computed {
    word(move || if holds() { "true" } else { "false" })
}

/// An attribute that is there only at times.
pub fn attribute(compute: impl Fn() -> Option<String> + 'static) -> Computed {
    Computed::new(move || compute().map(Into::into))
}
