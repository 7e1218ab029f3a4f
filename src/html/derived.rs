//! Values derived from signals.

use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::*;

use super::state::{AnyKept, Kept, kept};

/// A value that is computed anew when something it was computed from has changed, and that tells only when
/// it is another one.
///
/// Leptos' `Memo` is compiled anew for each type it holds, 1.5 to 2 kB before compression. Here it holds
/// but the number of the changes, for all of them; the value lies beside it.
pub struct Derived<T: 'static> {
    changes: Memo<u32>,
    value: AnyKept,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for Derived<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Derived<T> {}

/// A derived value.
pub fn memo<T: PartialEq + Send + Sync + 'static>(
    compute: impl Fn() -> T + Send + Sync + 'static,
) -> Derived<T> {
    memo_with(move |_| compute())
}

/// The same, out of what it was before as well.
pub fn memo_with<T: PartialEq + Send + Sync + 'static>(
    compute: impl Fn(Option<&T>) -> T + Send + Sync + 'static,
) -> Derived<T> {
    let value = Arc::new(Kept::<T>::default());
    let kept = Arc::clone(&value);
    let changed = move || {
        let before = kept.read();
        let now = compute(before.as_deref());
        let differs = before.as_deref() != Some(&now);
        if differs {
            kept.write(now);
        }
        differs
    };
    Derived {
        changes: count(Box::new(changed)),
        value: StoredValue::new(value),
        kind: PhantomData,
    }
}

fn count(changed: Box<dyn Fn() -> bool + Send + Sync>) -> Memo<u32> {
    Memo::new(move |before: Option<&u32>| {
        let before = before.copied().unwrap_or_default();
        before.wrapping_add(u32::from(changed()))
    })
}

impl<T: Send + Sync + 'static> Derived<T> {
    /// Follows the value without looking at it.
    pub fn track(self) {
        self.changes.track();
    }

    /// Looks at the value, and follows it.
    pub fn with<U>(self, look: impl FnOnce(&T) -> U) -> U {
        self.changes.get();
        look(&self.kept())
    }

    /// Looks at the value once.
    pub fn with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> U {
        self.changes.get_untracked();
        look(&self.kept())
    }

    /// The value; followed.
    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// The value at this moment.
    pub fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }

    fn kept(self) -> Arc<T> {
        // It was computed when its changes were counted.
        kept(self.value).expect("a derived value is computed before it is looked at")
    }
}
