//! What the device keeps for the person who is signed in: texts by name, as one shelf a person.
//!
//! Names: `out/{client id}` a message on its way, `draft/{queue}` what was typed and not sent,
//! `groups` and `page/{group}` what was shown last. The number in front of the person's id is the
//! format's: a later format begins with another, and what is on any other shelf is thrown away.

use crate::desk::Desk;
use crate::effect::{Change, Effect, RequestId};

const FORMAT: &str = "1";

/// The person's shelf.
#[derive(Debug, Default)]
pub struct Storage {
    shelf: Option<String>,
    load: Option<RequestId>,
    ready: bool,
    failed: bool,
}

impl Storage {
    /// Asks for what is kept for this person, unless that was done. Without an id nothing can be kept.
    pub fn open(&mut self, desk: &mut Desk, sub: &str) {
        if self.ready || self.load.is_some() {
            return;
        }
        if sub.is_empty() {
            self.ready = true;
            return;
        }
        let shelf = format!("{FORMAT}/{sub}/");
        let id = desk.request_id();
        desk.do_(Effect::Load(id, shelf.clone()));
        self.load = Some(id);
        self.shelf = Some(shelf);
    }

    /// What was kept, by names without the shelf's. `None`: nobody waits for it any more.
    pub fn loaded(
        &mut self,
        id: RequestId,
        entries: Option<Vec<(String, String)>>,
    ) -> Option<Vec<(String, String)>> {
        self.load.take_if(|load| *load == id)?;
        self.ready = true;
        self.failed |= entries.is_none();
        let shelf = self.shelf.as_deref().unwrap_or_default();
        let mut entries = entries.unwrap_or_default();
        entries.retain_mut(|(key, _)| match key.strip_prefix(shelf) {
            Some(name) => {
                *key = name.to_owned();
                true
            }
            None => false,
        });
        Some(entries)
    }

    /// Whether what was kept is known, so that new things can be put beside it.
    pub fn is_ready(&self) -> bool {
        self.ready
    }

    /// Something could not be read or written: from now on this page's memory is all there is.
    pub fn has_failed(&self) -> bool {
        self.failed
    }

    /// Makes these changes, all or none. `None`: nothing can be kept, and nothing is waited for.
    pub fn write(&mut self, desk: &mut Desk, mut changes: Vec<Change>) -> Option<RequestId> {
        let shelf = self.shelf.as_ref()?;
        for change in &mut changes {
            change.key.insert_str(0, shelf);
        }
        let id = desk.request_id();
        desk.do_(Effect::Store(id, changes));
        Some(id)
    }

    /// Removes everything of the person.
    pub fn forget(&mut self, desk: &mut Desk) {
        let all = Change {
            key: String::new(),
            value: None,
        };
        self.write(desk, vec![all]);
    }

    /// Changes were made, or could not be.
    pub fn stored(&mut self, desk: &mut Desk, ok: bool) {
        if !ok && !self.failed {
            self.failed = true;
            desk.changed.session = true;
        }
    }
}
