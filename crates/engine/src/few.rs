//! A map of few things, searched one by one.

/// Keys and values in the order they came. For dozens of them this is as fast as a tree or a hash map,
/// and far smaller: each of those costs 1 to 2 kB of brotli 11 a type.
#[derive(Debug)]
pub struct Few<K, V>(Vec<(K, V)>);

impl<K, V> Default for Few<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K, V> Few<K, V> {
    /// The value of this key.
    pub fn get<Q: ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: PartialEq<Q>,
    {
        self.0.get(self.place(key)?).map(|(_, value)| value)
    }

    /// The value of this key, to be changed.
    pub fn get_mut<Q: ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: PartialEq<Q>,
    {
        let place = self.place(key)?;
        self.0.get_mut(place).map(|(_, value)| value)
    }

    /// The value of this key, which is made where there is none.
    pub fn get_or_make(&mut self, key: &K, make: impl FnOnce(K) -> V) -> &mut V
    where
        K: PartialEq + Clone,
    {
        let place = self.place(key).unwrap_or_else(|| {
            self.0.push((key.clone(), make(key.clone())));
            self.0.len() - 1
        });
        &mut self.0[place].1
    }

    /// Sets the value of this key.
    pub fn insert(&mut self, key: K, value: V)
    where
        K: PartialEq,
    {
        match self.get_mut(&key) {
            Some(known) => *known = value,
            None => self.0.push((key, value)),
        }
    }

    /// Takes the value of this key out.
    pub fn remove<Q: ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: PartialEq<Q>,
    {
        Some(self.0.remove(self.place(key)?).1)
    }

    /// All values.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.0.iter().map(|(_, value)| value)
    }

    /// All values, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.0.iter_mut().map(|(_, value)| value)
    }

    /// All keys, without their values.
    pub fn into_keys(self) -> impl Iterator<Item = K> {
        self.0.into_iter().map(|(key, _)| key)
    }

    /// Removes all.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    fn place<Q: ?Sized>(&self, key: &Q) -> Option<usize>
    where
        K: PartialEq<Q>,
    {
        self.0.iter().position(|(known, _)| known == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_the_value_it_was_given_last_and_keeps_its_place() {
        let mut few = Few::<String, u8>::default();
        few.insert("a".into(), 1);
        few.insert("b".into(), 2);
        few.insert("a".into(), 3);
        assert_eq!(*few.get_or_make(&"b".to_owned(), |_| 9), 2);
        assert_eq!(*few.get_or_make(&"c".to_owned(), |_| 9), 9);
        assert_eq!(few.get("a"), Some(&3));
        assert_eq!(few.remove("b"), Some(2));
        assert_eq!((few.remove("b"), few.get("b")), (None, None));
        assert_eq!(few.values().collect::<Vec<_>>(), [&3, &9]);
        assert_eq!(few.into_keys().collect::<Vec<_>>(), ["a", "c"]);
    }
}
