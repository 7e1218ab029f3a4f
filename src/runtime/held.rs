//! The few things of a kind that are under way.

use std::cell::RefCell;

/// A map for a handful of entries. A hash table would add a copy of itself to the bundle for each kind
/// of entry.
pub(super) struct Held<K, V>(RefCell<Vec<(K, V)>>);

impl<K, V> Default for Held<K, V> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<K: PartialEq, V> Held<K, V> {
    /// Holds `value`, and drops what was held under that key.
    pub(super) fn insert(&self, key: K, value: V) {
        let before = self.remove(&key);
        self.0.borrow_mut().push((key, value));
        drop(before);
    }

    /// Lets go of what is held under that key.
    pub(super) fn remove(&self, key: &K) -> Option<V> {
        let mut held = self.0.borrow_mut();
        let at = held.iter().position(|(known, _)| known == key)?;
        Some(held.swap_remove(at).1)
    }

    /// Looks at what is held under that key.
    pub(super) fn with(&self, key: &K, look: impl FnOnce(&V)) {
        if let Some((_, value)) = self.0.borrow().iter().find(|(known, _)| known == key) {
            look(value);
        }
    }
}
