//! What the browser stores for the signed-in person: the outbox, drafts, a cache of what was shown
//! last, and a journal of what is not stored yet.
//!
//! Keys begin with the layout's version and the person's id (`1/{sub}/`). With the first load what is stored below any
//! other prefix is deleted, but for messages that no server has yet. Values carry a version of their own (`record`), so a
//! format can change without losing what an earlier version stored.

mod cache;
mod draft;
mod drafting;
mod drafts;
mod groups;
mod journal;
mod key;
mod legacy;
mod loading;
mod marks;
mod outbox_store;
mod positions;
mod record;

use cruddur_contract::{ClientMessageId, GroupId, MessageId};
use serde::de::DeserializeOwned;

use self::cache::Cache;
pub use self::draft::DraftText;
use self::drafts::Drafts;
use self::journal::Journal;
pub use self::key::StoreKey;
pub use self::loading::Loaded;
use self::marks::Marks;
use self::positions::Positions;
use crate::ctx::Ctx;
use crate::edits::EditRecord;
use crate::effect::{Effect, RequestId, StoreChange, TimerKey};
use crate::names::NamesPeople;
use crate::outbox::OutboxRecord;
use crate::tracked::Tracked;
use crate::view::{ConversationKey, ReadingPosition};

/// The version of the keys' layout.
const LAYOUT: &str = "1";
/// Drafts and the cache are stored this long after their first change, milliseconds: what is typed
/// within it can be lost with the page.
const SAVE_DELAY: u64 = 300;

/// Whether a stored value is a message, or an edit of one, that no server has yet: it stays for its owner, unread, whoever else signs in.
/// The key is a whole one, with its layout and its owner.
pub fn is_kept_for_owner(key: &str) -> bool {
    let below_owner = key.strip_prefix(LAYOUT).and_then(|key| {
        let (_owner, own) = key.strip_prefix('/')?.split_once('/')?;
        StoreKey::parse(own)
    });
    matches!(below_owner, Some(StoreKey::Message(_) | StoreKey::Edit(_)))
}

/// The stored values of one person.
#[derive(Debug, Default)]
pub struct Persistence {
    cache_enabled: bool,
    drafts: Drafts,
    cache: Cache,
    positions: Positions,
    marks: Marks,
    journal: Journal,
    prefix: Option<String>,
    load: Option<RequestId>,
    ready: bool,
    failed: Tracked<bool>,
    /// The journal of the page before, until it is known who is signed in.
    previous_journal: Option<String>,
    /// Its changes, until they are known to be stored.
    reapplied: Vec<StoreChange>,
    /// The drafts among them. Another tab may have stored a later one, so they are merged and not written over it.
    reapplied_drafts: Vec<StoreChange>,
    /// What the next save stores.
    dirty: Vec<StoreKey>,
}

/// How the storing of a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storing {
    /// What is stored is not known yet; only the journal has it.
    NotYet,
    /// Under way; answered by `Stored`.
    Pending(RequestId),
    /// Nothing can be stored for this person.
    Impossible,
}

impl Persistence {
    /// Stores pages and the list only where the configuration allows a cache.
    pub fn new(cache_enabled: bool) -> Self {
        Self {
            cache_enabled,
            ..Self::default()
        }
    }

    /// Takes the journal of the page before this one in this tab.
    pub fn restore_journal(&mut self, journal: Option<String>) {
        self.previous_journal = journal;
    }

    /// Whether what is stored is known, so that new values can be put beside it.
    pub fn is_ready(&self) -> bool {
        self.ready
    }

    /// Something could not be read or written: from now on this page's memory is all there is.
    pub fn has_failed(&self) -> bool {
        *self.failed
    }

    /// Counts the changes of [`Persistence::has_failed`].
    pub fn revision(&self) -> u64 {
        self.failed.revision()
    }

    /// Counts the changes of the drafts.
    pub fn drafts_revision(&self) -> u64 {
        self.drafts.revision()
    }

    /// A transaction was committed, or failed.
    pub fn stored(&mut self, id: RequestId, ok: bool) {
        self.failed.set(*self.failed || !ok);
        self.journal.confirmed(id);
    }

    /// Stores a message as it stands; `sent_draft`: with the draft it was typed as, which is deleted in
    /// the same transaction.
    pub fn store_message(
        &mut self,
        ctx: &mut Ctx,
        message: &OutboxRecord,
        sent_draft: Option<&ConversationKey>,
    ) -> Storing {
        let key = StoreKey::Message(message.client_id.clone());
        let put = StoreChange {
            key: key.to_string(),
            value: Some(outbox_store::record(message)),
        };
        if !self.ready {
            self.journal.note(None, &[put]);
            return Storing::NotYet;
        }
        let mut changes = Vec::new();
        if let Some(conversation) = sent_draft {
            let draft = StoreKey::Draft(conversation.clone());
            self.dirty.retain(|key| *key != draft);
            changes.push(StoreChange {
                key: draft.to_string(),
                // What another tab typed stays.
                value: self.drafts.record(conversation),
            });
        }
        changes.push(put);
        match self.write(ctx, changes) {
            Some(id) => Storing::Pending(id),
            None => Storing::Impossible,
        }
    }

    /// Deletes messages.
    pub fn delete_messages(&mut self, ctx: &mut Ctx, ids: &[ClientMessageId]) {
        let keys = ids.iter().map(|id| StoreKey::Message(id.clone()));
        let changes = keys.map(|key| deletion(key.to_string())).collect();
        self.write(ctx, changes);
    }

    /// Stores what is to become of a message.
    pub fn store_edit(&mut self, ctx: &mut Ctx, edit: &EditRecord) -> Storing {
        let put = StoreChange {
            key: StoreKey::Edit(edit.message.clone()).to_string(),
            value: Some(record::encode(edit)),
        };
        if !self.ready {
            self.journal.note(None, &[put]);
            return Storing::NotYet;
        }
        match self.write(ctx, vec![put]) {
            Some(id) => Storing::Pending(id),
            None => Storing::Impossible,
        }
    }

    /// Deletes it.
    pub fn delete_edit(&mut self, ctx: &mut Ctx, message: &MessageId) {
        let key = StoreKey::Edit(message.clone());
        self.write(ctx, vec![deletion(key.to_string())]);
    }

    /// How the keys of the person's values begin, if it is known who it is.
    pub fn prefix(&self) -> Option<String> {
        self.prefix.clone()
    }

    /// Deletes everything of the person.
    pub fn delete_all(&mut self, ctx: &mut Ctx) {
        self.write(ctx, vec![deletion(String::new())]);
        ctx.push(Effect::Journal(String::new()));
    }

    /// The cached rows of a conversation, once.
    pub fn take_page<T: DeserializeOwned + NamesPeople>(
        &mut self,
        group: &GroupId,
    ) -> Option<Vec<T>> {
        self.cache.take(group)
    }

    /// The list of conversations changed.
    pub fn list_changed(&mut self, ctx: &mut Ctx) {
        if self.cache_enabled {
            self.schedule(ctx, StoreKey::List);
        }
    }

    /// The rows of a conversation changed.
    pub fn page_changed(&mut self, ctx: &mut Ctx, group: &GroupId) {
        if self.cache_enabled {
            self.schedule(ctx, StoreKey::Page(group.clone()));
        }
    }

    /// Where the reader was in a conversation; `None`: at its newest message.
    pub fn position(&self, group: &GroupId) -> Option<&ReadingPosition> {
        self.positions.get(group)
    }

    /// The reader has scrolled.
    pub fn position_seen(
        &mut self,
        ctx: &mut Ctx,
        group: &GroupId,
        position: Option<ReadingPosition>,
    ) {
        if self.positions.set(group, position) {
            self.schedule(ctx, StoreKey::Position(group.clone()));
        }
    }

    fn schedule(&mut self, ctx: &mut Ctx, key: StoreKey) {
        if self.dirty.contains(&key) {
            return;
        }
        if self.dirty.is_empty() {
            ctx.set_timer(TimerKey::Save, SAVE_DELAY);
        }
        self.dirty.push(key);
    }

    /// Stores all that is scheduled. `rows_of`: the record of a page or the list; `None` leaves what is
    /// stored.
    pub fn save(&mut self, ctx: &mut Ctx, rows_of: impl Fn(&StoreKey) -> Option<String>) {
        if !self.ready {
            self.journal_drafts();
            ctx.set_timer(TimerKey::Save, SAVE_DELAY);
            return;
        }
        let keys = std::mem::take(&mut self.dirty);
        for key in &keys {
            if let StoreKey::Draft(conversation) = key {
                self.share_draft(ctx, conversation);
            }
        }
        let changes = keys.iter().filter_map(|key| {
            let value = match key {
                // What was stored last, before it grew so long, is better than nothing.
                StoreKey::Draft(conversation) if self.drafts.is_too_long(conversation) => {
                    return None;
                }
                StoreKey::Draft(conversation) => self.drafts.record(conversation),
                StoreKey::Position(group) => self.positions.record(group),
                StoreKey::Mark(group) => return self.marks.change(group),
                _ => Some(rows_of(key)?),
            };
            Some(StoreChange {
                key: key.to_string(),
                value,
            })
        });
        let changes: Vec<StoreChange> = changes.collect();
        if !changes.is_empty() {
            self.write(ctx, changes);
        }
    }

    /// Has the journal written, if it changed in this turn.
    pub fn write_journal(&mut self, ctx: &mut Ctx) {
        if let Some(prefix) = &self.prefix
            && let Some(text) = self.journal.take_text(prefix)
        {
            ctx.push(Effect::Journal(text));
        }
    }

    /// Makes these changes, all or none. `None`: nothing can be stored for this person.
    fn write(&mut self, ctx: &mut Ctx, mut changes: Vec<StoreChange>) -> Option<RequestId> {
        let prefix = self.prefix.as_ref()?;
        let id = ctx.request_id();
        let noted: Vec<StoreChange> = changes.iter().map(|it| self.journaled(it)).collect();
        self.journal.note(Some(id), &noted);
        for change in &mut changes {
            change.key.insert_str(0, prefix);
        }
        ctx.push(Effect::Store(id, changes));
        Some(id)
    }
}

/// The stored form of rows for the cache.
pub fn rows_record<T: serde::Serialize>(rows: &[T]) -> String {
    cache::record(rows)
}

fn deletion(key: String) -> StoreChange {
    StoreChange { key, value: None }
}
