//! Drafts between the person, the store and the other tabs.

use cruddur_contract::GroupId;

use super::{DraftText, Persistence, StoreKey, drafts};
use crate::ctx::Ctx;
use crate::effect::StoreChange;
use crate::outbox::Recipient;
use crate::tabs::TabMessage;
use crate::view::ConversationKey;

impl Persistence {
    /// The draft of a conversation.
    pub fn draft(&self, conversation: &ConversationKey) -> &str {
        self.drafts.get(conversation)
    }

    /// A text that another tab typed for it, not knowing that one.
    pub fn other_draft(&self, conversation: &ConversationKey) -> Option<&str> {
        self.drafts.other(conversation)
    }

    /// The draft of a conversation was changed.
    pub fn draft_typed(&mut self, ctx: &mut Ctx, conversation: &ConversationKey, text: String) {
        self.drafts.set(ctx, conversation, text);
        self.schedule(ctx, StoreKey::Draft(conversation.clone()));
    }

    /// The person chose between the draft and the other one.
    pub fn draft_chosen(&mut self, ctx: &mut Ctx, conversation: &ConversationKey, other: bool) {
        self.drafts.choose(ctx, conversation, other);
        self.schedule(ctx, StoreKey::Draft(conversation.clone()));
    }

    /// A draft was sent: no tab may send it again. [`Persistence::store_message`] deletes it with the message; where
    /// that cannot be done yet, the next save does.
    pub fn draft_sent(&mut self, ctx: &mut Ctx, conversation: &ConversationKey, message: &str) {
        self.drafts.sent(ctx, conversation, message);
        self.share_draft(ctx, conversation);
        if !self.ready {
            self.schedule(ctx, StoreKey::Draft(conversation.clone()));
            self.journal_drafts();
        }
    }

    /// Another tab typed, or sent what it had typed.
    pub fn draft_heard(&mut self, ctx: &mut Ctx, conversation: &ConversationKey, draft: DraftText) {
        if self.drafts.heard(conversation, draft) {
            self.schedule(ctx, StoreKey::Draft(conversation.clone()));
        }
    }

    /// Tells a tab that may have missed something all drafts.
    pub fn share_drafts(&self, ctx: &mut Ctx) {
        for (conversation, draft) in self.drafts.all() {
            let to = Recipient::from(conversation);
            ctx.broadcast(TabMessage::Draft { to, draft });
        }
    }

    pub(super) fn share_draft(&self, ctx: &mut Ctx, conversation: &ConversationKey) {
        if let Some(draft) = self.drafts.shared(conversation)
            && !self.drafts.is_too_long(conversation)
        {
            let to = Recipient::from(conversation);
            ctx.broadcast(TabMessage::Draft { to, draft });
        }
    }

    /// The conversation with a person has an id now: its draft moves there.
    pub fn move_draft(&mut self, ctx: &mut Ctx, from: &ConversationKey, group: &GroupId) {
        let to = ConversationKey::Group(group.clone());
        if matches!(from, ConversationKey::New(_)) && self.drafts.join(ctx, from, &to) {
            self.schedule(ctx, StoreKey::Draft(from.clone()));
            self.schedule(ctx, StoreKey::Draft(to));
        }
    }

    /// What was typed meanwhile is shown, and what was stored offered beside it.
    pub(super) fn draft_loaded(
        &mut self,
        ctx: &mut Ctx,
        conversation: &ConversationKey,
        stored: String,
    ) {
        if let Some(draft) = drafts::read(stored)
            && self.drafts.loaded(conversation, draft)
        {
            self.schedule(ctx, StoreKey::Draft(conversation.clone()));
        }
    }

    /// Merges the drafts of the journal with the stored ones, which another tab may have typed since.
    pub(super) fn reapply_drafts(&mut self, ctx: &mut Ctx) {
        let changes = std::mem::take(&mut self.reapplied_drafts);
        for StoreChange { key, value } in &changes {
            let Some(StoreKey::Draft(conversation)) = StoreKey::parse(key) else {
                continue;
            };
            match value.clone() {
                Some(value) => {
                    if let Some(draft) = drafts::read(value) {
                        // A tab that does not know it would store its own text over it.
                        ctx.broadcast(TabMessage::Draft {
                            to: Recipient::from(&conversation),
                            draft: draft.shared(),
                        });
                        self.drafts.loaded(&conversation, draft);
                    }
                }
                // Journals of earlier versions do not say when a draft was emptied.
                None if self.drafts.is_undated(&conversation) => {
                    self.drafts.set(ctx, &conversation, String::new());
                }
                None => {}
            }
        }
        let keys = changes.into_iter().map(|change| change.key);
        let merged = keys.filter_map(|key| match StoreKey::parse(&key)? {
            StoreKey::Draft(conversation) => Some(StoreChange {
                value: self.drafts.record(&conversation),
                key,
            }),
            _ => None,
        });
        let merged: Vec<StoreChange> = merged.collect();
        if !merged.is_empty() {
            self.write(ctx, merged);
        }
    }

    /// Until the store can be written, the journal holds what was typed: the page may end before.
    pub(super) fn journal_drafts(&mut self) {
        let drafts = self.dirty.iter().filter_map(|key| match key {
            StoreKey::Draft(conversation) if !self.drafts.is_too_long(conversation) => {
                Some(StoreChange {
                    key: key.to_string(),
                    value: Some(self.drafts.journaled(conversation)?),
                })
            }
            _ => None,
        });
        self.journal.set_typed(drafts.collect());
    }

    /// What the journal notes of a change: of a draft that is deleted, when it was emptied, so that it is not taken for
    /// later than what another tab typed.
    pub(super) fn journaled(&self, change: &StoreChange) -> StoreChange {
        let value = match (&change.value, StoreKey::parse(&change.key)) {
            (None, Some(StoreKey::Draft(conversation))) => self.drafts.journaled(&conversation),
            (value, _) => value.clone(),
        };
        StoreChange {
            key: change.key.clone(),
            value,
        }
    }
}
