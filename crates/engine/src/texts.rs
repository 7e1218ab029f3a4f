//! A few texts by name.

/// Names and texts; few enough to be searched one by one.
#[derive(Debug, Default)]
pub struct Texts(Vec<(String, String)>);

impl Texts {
    /// The text of this name; empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, text)| text)
    }

    /// Sets a text; an empty one is none.
    pub fn set(&mut self, name: &str, text: String) {
        self.take(name);
        if !text.is_empty() {
            self.0.push((name.to_owned(), text));
        }
    }

    /// Removes a text.
    pub fn take(&mut self, name: &str) -> String {
        match self.0.iter().position(|(known, _)| known == name) {
            Some(at) => self.0.swap_remove(at).1,
            None => String::new(),
        }
    }

    /// Removes all.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}
