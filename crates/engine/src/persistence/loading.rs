//! The first load: what earlier pages have stored, and what the page before had no time to store.

use cruddur_contract::{GroupId, GroupRow};

use super::{LAYOUT, Persistence, StoreKey, cache, deletion, journal, outbox_store, record};
use crate::ctx::Ctx;
use crate::edits::EditRecord;
use crate::effect::{Effect, RequestId, StoreChange};
use crate::groups::StartRecord;
use crate::outbox::OutboxRecord;
use crate::reads::Mark;

/// What the first load found for other parts.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The outbox, in no order.
    pub messages: Vec<OutboxRecord>,
    /// What is to become of messages that the server has.
    pub edits: Vec<EditRecord>,
    /// Groups that are being started.
    pub starts: Vec<StartRecord>,
    /// Read markers that the server was not told of.
    pub marks: Vec<(GroupId, Mark)>,
    /// The cached list of conversations.
    pub list: Option<Vec<GroupRow>>,
}

impl Persistence {
    /// Loads what is stored for this person, once. Without an id nothing can be stored.
    pub fn open(&mut self, ctx: &mut Ctx, sub: &str) {
        if self.ready || self.load.is_some() {
            return;
        }
        if sub.is_empty() {
            self.ready = true;
            return;
        }
        let prefix = format!("{LAYOUT}/{sub}/");
        self.prefix = Some(prefix.clone());
        if let Some(text) = self.previous_journal.take() {
            self.journal.touch();
            let changes = journal::read(&text, &prefix).into_iter();
            (self.reapplied_drafts, self.reapplied) = changes.partition(is_draft);
            self.journal.note(None, &self.reapplied_drafts);
            if !self.reapplied.is_empty() {
                self.write(ctx, self.reapplied.clone());
            }
        }
        let id = ctx.request_id();
        ctx.push(Effect::Load(id, prefix));
        self.load = Some(id);
    }

    /// What was stored is here; `entries`: keys and values, or `None` where it could not be read.
    /// Returns `None` when nobody waits for it any more.
    pub fn loaded(
        &mut self,
        ctx: &mut Ctx,
        id: RequestId,
        entries: Option<Vec<(String, String)>>,
    ) -> Option<Loaded> {
        self.load.take_if(|load| *load == id)?;
        self.ready = true;
        self.failed.set(*self.failed || entries.is_none());
        let prefix = self.prefix.as_deref().unwrap_or_default();
        let entries = entries.unwrap_or_default().into_iter();
        let own = entries.filter_map(|(key, value)| {
            let key = key.strip_prefix(prefix)?.to_owned();
            Some((key, value))
        });
        let mut entries: Vec<(String, String)> = own.collect();
        let reapplied = std::mem::take(&mut self.reapplied);
        if *self.failed {
            // The store may not have taken them: they live on in memory.
            for change in reapplied {
                entries.retain(|(key, _)| *key != change.key);
                entries.extend(change.value.map(|value| (change.key, value)));
            }
        }
        self.journal.drop_unstored();
        let loaded = self.read(ctx, entries);
        self.reapply_drafts(ctx);
        Some(loaded)
    }

    fn read(&mut self, ctx: &mut Ctx, entries: Vec<(String, String)>) -> Loaded {
        let mut loaded = Loaded::default();
        let mut useless = Vec::new();
        for (key, value) in entries {
            match StoreKey::parse(&key) {
                Some(StoreKey::Message(_)) => match outbox_store::read(&value) {
                    record::Decoded::Current(message) => loaded.messages.push(message),
                    record::Decoded::Later => {}
                    record::Decoded::Unversioned => useless.push(key),
                },
                Some(StoreKey::Edit(id)) => match record::decode::<EditRecord>(&value) {
                    record::Decoded::Current(edit) if edit.message == id => loaded.edits.push(edit),
                    record::Decoded::Later => {}
                    _ => useless.push(key),
                },
                Some(StoreKey::Start(_)) => match record::decode::<StartRecord>(&value) {
                    record::Decoded::Current(start) => loaded.starts.push(start),
                    record::Decoded::Later => {}
                    record::Decoded::Unversioned => useless.push(key),
                },
                Some(StoreKey::Draft(conversation)) => self.draft_loaded(ctx, &conversation, value),
                Some(StoreKey::Page(group)) if self.cache_enabled => {
                    self.cache.insert(group, value);
                }
                Some(StoreKey::Position(group)) => self.positions.loaded(group, &value),
                Some(StoreKey::Mark(group)) => {
                    let mark = self.marks.loaded(&group, &value);
                    loaded.marks.extend(mark.map(|mark| (group, mark)));
                }
                Some(StoreKey::List) if self.cache_enabled => loaded.list = cache::read(&value),
                // Cached before the configuration forbade it.
                Some(StoreKey::Page(_) | StoreKey::List) => useless.push(key),
                None if record::is_later(&value) => {}
                None => useless.push(key),
            }
        }
        if !useless.is_empty() {
            self.write(ctx, useless.into_iter().map(deletion).collect());
        }
        // Those without a place were written before it was known what is stored.
        let order = |message: &OutboxRecord| {
            let is_placed = message.sequence != 0;
            (!is_placed, message.sequence, message.written_at)
        };
        loaded.messages.sort_by_key(order);
        loaded
    }
}

fn is_draft(change: &StoreChange) -> bool {
    matches!(StoreKey::parse(&change.key), Some(StoreKey::Draft(_)))
}
