//! A value that the engine publishes and views follow.

use std::sync::{Arc, PoisonError, RwLock};

use leptos::prelude::*;

/// The writable side of a [`Snapshot`].
///
/// Signals of Leptos are generic over what they hold: each type is compiled anew, with its arena, its
/// subscribers and its clean-up. Here the value lies beside one signal that holds nothing, so that there is
/// one such type for all. It lives as long as the page.
pub struct Source<T: 'static>(Snapshot<T>);

/// A value to be read; whoever reads it within an effect or memo runs again when it is another one.
pub struct Snapshot<T: 'static> {
    value: &'static RwLock<Arc<T>>,
    told: RwSignal<()>,
}

impl<T> Clone for Source<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Source<T> {}

impl<T> Clone for Snapshot<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Snapshot<T> {}

impl<T> Source<T> {
    /// A value at its beginning. Within a reactive owner.
    pub fn new(value: T) -> Self {
        Self(Snapshot {
            value: Box::leak(Box::new(RwLock::new(Arc::new(value)))),
            told: RwSignal::new(()),
        })
    }

    /// The side that views read.
    pub fn read_only(self) -> Snapshot<T> {
        self.0
    }

    /// Changes the value and tells everybody.
    pub fn update(self, change: impl FnOnce(&mut T))
    where
        T: Clone,
    {
        self.change(change);
        self.0.told.set(());
    }

    /// Sets the value and tells everybody.
    pub fn set(self, value: T) {
        *self.0.value.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(value);
        self.0.told.set(());
    }

    /// Changes the value, unnoticed.
    pub fn change<U>(self, change: impl FnOnce(&mut T) -> U) -> U
    where
        T: Clone,
    {
        let mut value = self.0.value.write().unwrap_or_else(PoisonError::into_inner);
        change(Arc::make_mut(&mut value))
    }

    /// Sets the value if it is another one, and tells everybody.
    pub fn publish(self, value: T)
    where
        T: PartialEq,
    {
        if self.0.with_untracked(|present| *present != value) {
            self.set(value);
        }
    }
}

impl<T: Default> Default for Source<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> Snapshot<T> {
    /// Follows the value without looking at it.
    pub fn track(self) {
        self.told.track();
    }

    /// Looks at the value, and follows it.
    pub fn with<U>(self, look: impl FnOnce(&T) -> U) -> U {
        self.track();
        self.with_untracked(look)
    }

    /// Looks at the value once.
    pub fn with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> U {
        // Not locked meanwhile: who looks may ask for what changes it.
        let value = Arc::clone(&self.value.read().unwrap_or_else(PoisonError::into_inner));
        look(&value)
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
}

/// One of many such values, that comes and goes. Whoever holds it, holds it alive.
pub struct Shared<T> {
    value: Arc<RwLock<Option<Arc<T>>>>,
    told: ArcRwSignal<()>,
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self {
            value: Arc::clone(&self.value),
            told: self.told.clone(),
        }
    }
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self {
            value: Arc::default(),
            told: ArcRwSignal::new(()),
        }
    }
}

impl<T> Shared<T> {
    /// The value, where there is one yet; followed.
    pub fn get(&self) -> Option<Arc<T>> {
        self.told.track();
        self.get_untracked()
    }

    /// The value at this moment.
    pub fn get_untracked(&self) -> Option<Arc<T>> {
        self.value
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Sets the value and tells everybody.
    pub fn set(&self, value: T) {
        *self.value.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(value));
        self.told.set(());
    }
}
