//! What a component keeps, and the elements it refers to.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::{Arc, PoisonError, RwLock};

use leptos::prelude::*;
use leptos::web_sys::Element;
use wasm_bindgen::JsCast;

/// A value beside the one signal that tells of its changes. Who looks at it has it for as long as that
/// takes, whatever changes meanwhile.
pub(super) struct Kept<T>(RwLock<Option<Arc<T>>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(RwLock::new(None))
    }
}

impl<T> Kept<T> {
    pub(super) fn read(&self) -> Option<Arc<T>> {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(super) fn write(&self, value: T) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(value));
    }
}

/// A [`Kept`] of whatever type, by one compiled type.
pub(super) type AnyKept = StoredValue<Arc<dyn Any + Send + Sync>>;

/// What is kept there; `None` once its owner is gone.
pub(super) fn kept<T: Send + Sync + 'static>(any: AnyKept) -> Option<Arc<T>> {
    any.try_get_value()?.downcast_ref::<Kept<T>>()?.read()
}

/// A signal of a component. Leptos' `RwSignal` is compiled anew for each type it holds; here one that holds
/// nothing tells of the changes of all.
pub struct State<T: 'static> {
    told: RwSignal<()>,
    value: AnyKept,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for State<T> {}

impl<T: Send + Sync + Default + 'static> State<T> {
    /// A value at its beginning. Within a reactive owner.
    pub fn new(value: T) -> Self {
        let kept = Kept::default();
        kept.write(value);
        Self {
            told: RwSignal::new(()),
            value: StoredValue::new(Arc::new(kept)),
            kind: PhantomData,
        }
    }

    /// Follows the value without looking at it.
    pub fn track(self) {
        self.told.track();
    }

    /// Looks at the value, and follows it.
    pub fn with<U>(self, look: impl FnOnce(&T) -> U) -> U {
        self.track();
        self.with_untracked(look)
    }

    /// Looks at the value once. Of what is gone with its owner, the beginning is seen.
    pub fn with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> U {
        look(&kept::<T>(self.value).unwrap_or_default())
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

    /// The value at this moment; `None` once its owner is gone.
    pub fn try_get_untracked(self) -> Option<T>
    where
        T: Clone,
    {
        kept::<T>(self.value).map(|value| (*value).clone())
    }

    /// Sets the value and tells everybody; nothing happens once its owner is gone.
    pub fn set(self, value: T) {
        if let Some(any) = self.value.try_get_value() {
            if let Some(kept) = any.downcast_ref::<Kept<T>>() {
                kept.write(value);
            }
            self.told.try_set(());
        }
    }

    /// Changes the value and tells everybody.
    pub fn update(self, change: impl FnOnce(&mut T))
    where
        T: Clone,
    {
        let mut value = self.get_untracked();
        change(&mut value);
        self.set(value);
    }
}

/// What stays as it is for as long as its owner lives. Leptos' `StoredValue` is compiled anew for each type.
pub struct Fixed<T: 'static> {
    value: AnyKept,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for Fixed<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Fixed<T> {}

impl<T: Send + Sync + 'static> Fixed<T> {
    /// Within a reactive owner.
    pub fn new(value: T) -> Self {
        Self {
            value: StoredValue::new(Arc::new(value)),
            kind: PhantomData,
        }
    }

    /// Looks at it; `None` once its owner is gone.
    pub fn with<U>(self, look: impl FnOnce(&T) -> U) -> Option<U> {
        self.value.try_get_value()?.downcast_ref().map(look)
    }
}

/// What a component calls when something has happened in it; nothing is called once its owner is gone.
pub struct Callback<T: 'static>(Fixed<Box<dyn Fn(T) + Send + Sync>>);

impl<T> Clone for Callback<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Callback<T> {}

impl<T: 'static> Callback<T> {
    /// Within a reactive owner.
    pub fn new(call: impl Fn(T) + Send + Sync + 'static) -> Self {
        Self(Fixed::new(Box::new(call)))
    }

    /// Calls it.
    pub fn run(self, value: T) {
        self.0.with(|call| call(value));
    }
}

impl<T: 'static, F: Fn(T) + Send + Sync + 'static> From<F> for Callback<T> {
    fn from(call: F) -> Self {
        Self::new(call)
    }
}

/// Stands for an element of a view once that is made.
pub struct NodeRef<E: 'static> {
    told: RwSignal<()>,
    element: StoredValue<Option<Element>, LocalStorage>,
    kind: PhantomData<fn() -> E>,
}

impl<E> Clone for NodeRef<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for NodeRef<E> {}

impl<E: JsCast> NodeRef<E> {
    /// Stands for nothing yet.
    pub fn new() -> Self {
        Self {
            told: RwSignal::new(()),
            element: StoredValue::new_local(None),
            kind: PhantomData,
        }
    }

    /// The element; who reads it within an effect runs again once it is there.
    pub fn get(self) -> Option<E> {
        self.told.track();
        self.get_untracked()
    }

    /// The element at this moment.
    pub fn get_untracked(self) -> Option<E> {
        let element = self.element.try_get_value().flatten()?;
        Some(element.unchecked_into())
    }

    pub(super) fn load(self, element: &Element) {
        self.element.set_value(Some(element.clone()));
        self.told.set(());
    }
}

impl<E: JsCast> Default for NodeRef<E> {
    fn default() -> Self {
        Self::new()
    }
}
