//! `ResizeObserver`, stopped when dropped.

use leptos::web_sys::{Element, ResizeObserver};
use wasm_bindgen::prelude::*;

/// Watches the size of some elements until it is dropped.
pub struct ResizeWatch {
    observer: Option<ResizeObserver>,
    // The observer calls it; kept for as long as the observer is.
    _callback: Closure<dyn FnMut()>,
}

impl ResizeWatch {
    /// Calls back after layout and before paint whenever one of `elements` has changed its size, and
    /// once at the beginning. A browser without `ResizeObserver` never calls back.
    pub fn new(elements: &[&Element], changed: impl FnMut() + 'static) -> Self {
        let callback = Closure::<dyn FnMut()>::new(changed);
        let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            elements
                .iter()
                .for_each(|element| observer.observe(element));
        }
        Self {
            observer,
            _callback: callback,
        }
    }
}

impl Drop for ResizeWatch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}
