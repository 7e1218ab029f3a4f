//! Reactive building blocks that are compiled once instead of once a closure.
//!
//! Leptos is generic over every closure it is given, and each copy of an effect, a memo or a dynamic
//! part of a view is one to two kilobytes of the bundle. Boxing the closure first leaves one copy a
//! type of value.

use leptos::prelude::*;

/// A part of a view that changes as a whole.
pub type Dynamic = Box<dyn FnMut() -> AnyView + Send>;

/// Runs soon, and again whenever a signal it read has changed, until its owner goes.
pub fn effect(run: impl FnMut() + 'static) {
    boxed_effect(Box::new(run));
}

fn boxed_effect(run: Box<dyn FnMut()>) {
    Effect::new(run);
}

/// A derived value that tells only when it is another one.
pub fn memo<T: PartialEq + Send + Sync + 'static>(
    compute: impl Fn() -> T + Send + Sync + 'static,
) -> Memo<T> {
    boxed_memo(Box::new(compute))
}

fn boxed_memo<T: PartialEq + Send + Sync + 'static>(
    compute: Box<dyn Fn() -> T + Send + Sync>,
) -> Memo<T> {
    Memo::new(move |_| compute())
}

/// A text that is computed anew whenever it is read.
pub fn text(compute: impl Fn() -> String + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(compute)
}

/// The value of an `aria-` attribute that is true or false.
pub fn flag(holds: impl Fn() -> bool + Send + Sync + 'static) -> Signal<&'static str> {
    Signal::derive(move || if holds() { "true" } else { "false" })
}

/// An attribute that is there only at times.
pub fn attribute(
    compute: impl Fn() -> Option<String> + Send + Sync + 'static,
) -> Signal<Option<String>> {
    Signal::derive(compute)
}

/// A part of a view that is made anew whenever a signal it read has changed.
pub fn dynamic<V: IntoAny>(mut make: impl FnMut() -> V + Send + 'static) -> Dynamic {
    Box::new(move || make().into_any())
}

/// A part of a view that is there while `when` holds.
pub fn shown<V: IntoAny>(
    when: impl Fn() -> bool + Send + Sync + 'static,
    make: impl Fn() -> V + Send + 'static,
) -> Dynamic {
    either(when, make, || ())
}

/// One part of a view while `when` holds, else the other.
pub fn either<V: IntoAny, W: IntoAny>(
    when: impl Fn() -> bool + Send + Sync + 'static,
    make: impl Fn() -> V + Send + 'static,
    otherwise: impl Fn() -> W + Send + 'static,
) -> Dynamic {
    let when = memo(when);
    Box::new(move || {
        if when.get() {
            make().into_any()
        } else {
            otherwise().into_any()
        }
    })
}
