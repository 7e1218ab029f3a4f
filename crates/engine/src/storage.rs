//! What the device keeps for the person who is signed in: texts by name, as one shelf a person.
//!
//! Names: `out/{client id}` a message on its way, `draft/{queue}` what was typed and not sent,
//! `groups` and `page/{group}` what was shown last. The number in front of the person's id is the
//! format's: a later format begins with another, and what is on any other shelf is thrown away.
//!
//! The device answers late when it is busy, and a page can be reloaded before it has. So what the person
//! wrote is also put into a **journal** that the browser writes at once: the changes of messages and
//! drafts that the device has not answered for. The next start of the tab makes them again first.

use cruddur_contract::json::texts;

use crate::ctx::Ctx;
use crate::effect::{Change, Effect, RequestId};
use crate::tracked::Tracked;

const FORMAT: &str = "1";

/// The person's shelf.
#[derive(Debug, Default)]
pub struct Storage {
    shelf: Option<String>,
    load: Option<RequestId>,
    ready: bool,
    failed: Tracked<bool>,
    /// Found at the start, until it is known whose it is.
    found: Option<String>,
    /// Changes of an earlier page that are made again, until they were.
    repeated: Vec<Change>,
    unanswered: Vec<Unanswered>,
    journal_changed: bool,
}

/// Changes that the device has not answered for.
#[derive(Debug)]
struct Unanswered {
    /// Who answers; `None`: it was not asked yet.
    by: Option<RequestId>,
    changes: Vec<Change>,
}

impl Storage {
    /// The journal of the page before this one in this tab.
    pub fn found(&mut self, journal: Option<String>) {
        self.found = journal;
    }

    /// Asks for what is kept for this person, unless that was done. Without an id nothing can be kept.
    pub fn open(&mut self, ctx: &mut Ctx, sub: &str) {
        if self.ready || self.load.is_some() {
            return;
        }
        if sub.is_empty() {
            self.ready = true;
            return;
        }
        let shelf = format!("{FORMAT}/{sub}/");
        self.shelf = Some(shelf.clone());
        if let Some(journal) = self.found.take() {
            self.journal_changed = true;
            self.repeated = read_journal(&journal, &shelf);
            if !self.repeated.is_empty() {
                self.write(ctx, self.repeated.clone());
            }
        }
        let id = ctx.request_id();
        ctx.push(Effect::Load(id, shelf));
        self.load = Some(id);
    }

    /// What was kept, by names without the shelf's. `None`: nobody waits for it any more.
    pub fn loaded(
        &mut self,
        id: RequestId,
        entries: Option<Vec<(String, String)>>,
    ) -> Option<Vec<(String, String)>> {
        self.load.take_if(|load| *load == id)?;
        self.ready = true;
        self.failed.set(*self.failed || entries.is_none());
        let shelf = self.shelf.as_deref().unwrap_or_default();
        let mut entries = entries.unwrap_or_default();
        entries.retain_mut(|(key, _)| match key.strip_prefix(shelf) {
            Some(name) => {
                *key = name.to_owned();
                true
            }
            None => false,
        });
        let repeated = std::mem::take(&mut self.repeated);
        if *self.failed {
            // The device would not have them: they live on in memory.
            for change in repeated {
                entries.retain(|(name, _)| *name != change.key);
                entries.extend(change.value.map(|value| (change.key, value)));
            }
        }
        self.unanswered.retain(|changes| changes.by.is_some());
        Some(entries)
    }

    /// Has a change in the journal that cannot be asked for yet, because it is not known what is kept.
    pub fn note(&mut self, change: Change) {
        self.unanswered.push(Unanswered {
            by: None,
            changes: vec![change],
        });
        self.journal_changed = true;
    }

    /// Whether what was kept is known, so that new things can be put beside it.
    pub fn is_ready(&self) -> bool {
        self.ready
    }

    /// Something could not be read or written: from now on this page's memory is all there is.
    pub fn has_failed(&self) -> bool {
        *self.failed
    }

    /// Counts the changes of [`Storage::has_failed`].
    pub fn revision(&self) -> u64 {
        self.failed.revision()
    }

    /// Makes these changes, all or none. `None`: nothing can be kept, and nothing is waited for.
    pub fn write(&mut self, ctx: &mut Ctx, mut changes: Vec<Change>) -> Option<RequestId> {
        let shelf = self.shelf.as_ref()?;
        let id = ctx.request_id();
        let written: Vec<Change> = changes.iter().filter(|c| is_written(c)).cloned().collect();
        if !written.is_empty() {
            self.unanswered.push(Unanswered {
                by: Some(id),
                changes: written,
            });
            self.journal_changed = true;
        }
        for change in &mut changes {
            change.key.insert_str(0, shelf);
        }
        ctx.push(Effect::Store(id, changes));
        Some(id)
    }

    /// Removes everything of the person.
    pub fn forget(&mut self, ctx: &mut Ctx) {
        let all = Change {
            key: String::new(),
            value: None,
        };
        self.write(ctx, vec![all]);
        ctx.push(Effect::Journal(String::new()));
    }

    /// Changes were made, or could not be.
    pub fn stored(&mut self, id: RequestId, ok: bool) {
        self.failed.set(*self.failed || !ok);
        let before = self.unanswered.len();
        self.unanswered.retain(|changes| changes.by != Some(id));
        self.journal_changed |= self.unanswered.len() != before;
    }

    /// Has the journal written, where it changed.
    pub fn write_journal(&mut self, ctx: &mut Ctx) {
        if !std::mem::take(&mut self.journal_changed) {
            return;
        }
        let Some(shelf) = &self.shelf else { return };
        let mut words = vec![shelf.as_str()];
        for change in self.unanswered.iter().flat_map(|all| &all.changes) {
            words.push(&change.key);
            words.push(change.value.as_deref().unwrap_or_default());
        }
        let journal = match words.len() {
            1 => String::new(),
            _ => serde_json::to_string(&words).unwrap_or_default(),
        };
        ctx.push(Effect::Journal(journal));
    }
}

/// Whether a change is of something the person wrote: what the server has can be read again.
fn is_written(change: &Change) -> bool {
    change.key.starts_with("out/") || change.key.starts_with("draft/")
}

/// The changes in a journal: a list of texts, the shelf first, then names and what is kept under each,
/// nothing for a removal. None where it is not of this shelf.
fn read_journal(journal: &str, shelf: &str) -> Vec<Change> {
    let words = texts(journal).unwrap_or_default();
    let Some((_, changes)) = words.split_first().filter(|(of, _)| *of == shelf) else {
        return Vec::new();
    };
    let changes = changes.chunks_exact(2).map(|pair| Change {
        key: pair[0].clone(),
        value: Some(pair[1].clone()).filter(|value| !value.is_empty()),
    });
    changes.filter(is_written).collect()
}
