//! A value that counts its changes, so that what changed in a turn is compared and not noted by hand.

use std::ops::Deref;

/// A value with a revision number that grows with every change.
#[derive(Clone, Debug, Default)]
pub struct Tracked<T> {
    value: T,
    revision: u64,
}

impl<T> Tracked<T> {
    /// A value at revision 0.
    pub const fn new(value: T) -> Self {
        Self { value, revision: 0 }
    }

    /// How often the value changed. Two equal revisions of one cell mean the same value.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Mutable access; counts as a change.
    pub fn get_mut(&mut self) -> &mut T {
        self.revision += 1;
        &mut self.value
    }

    /// Replaces the value and returns the one before; a change only when they differ.
    pub fn set(&mut self, value: T) -> T
    where
        T: PartialEq,
    {
        if self.value != value {
            self.revision += 1;
        }
        std::mem::replace(&mut self.value, value)
    }
}

impl<T> Deref for Tracked<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_different_value_is_a_change() {
        let mut cell = Tracked::new(1);
        assert_eq!(cell.set(1), 1);
        assert_eq!((*cell, cell.revision()), (1, 0));
        assert_eq!(cell.set(2), 1);
        assert_eq!((*cell, cell.revision()), (2, 1));
    }

    #[test]
    fn mutable_access_is_a_change() {
        let mut cell = Tracked::new(vec![1]);
        cell.get_mut().push(2);
        assert_eq!((cell.as_slice(), cell.revision()), ([1, 2].as_slice(), 1));
    }
}
