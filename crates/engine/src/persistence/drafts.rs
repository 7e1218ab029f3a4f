//! What was typed and not sent, for each conversation.

use std::collections::HashMap;

use super::draft::{Draft, DraftText, Edit};
use super::record::{Decoded, decode, encode};
use crate::ctx::Ctx;
use crate::tracked::Tracked;
use crate::view::{ConversationKey, LONGEST_DRAFT};

/// The drafts; empty ones are those that were sent or emptied.
#[derive(Debug, Default)]
pub struct Drafts {
    drafts: Tracked<HashMap<ConversationKey, Draft>>,
    /// This tab's name in its edits.
    tab: Option<u64>,
}

impl Drafts {
    /// Counts the changes.
    pub fn revision(&self) -> u64 {
        self.drafts.revision()
    }

    /// The draft of a conversation; empty when there is none.
    pub fn get(&self, key: &ConversationKey) -> &str {
        self.drafts.get(key).map_or("", Draft::text)
    }

    /// What another tab typed without knowledge of that.
    pub fn other(&self, key: &ConversationKey) -> Option<&str> {
        self.drafts.get(key)?.other()
    }

    /// The draft was sent as this message.
    pub fn sent(&mut self, ctx: &mut Ctx, key: &ConversationKey, message: &str) {
        let edit = self.next_edit(ctx, key);
        self.entry(key).sent_as(message, edit);
    }

    /// Whether a draft is from before drafts told when they were typed.
    pub fn is_undated(&self, key: &ConversationKey) -> bool {
        self.drafts.get(key).is_none_or(Draft::is_undated)
    }

    /// The person typed. Returns whether that changed anything.
    pub fn set(&mut self, ctx: &mut Ctx, key: &ConversationKey, text: String) -> bool {
        if self.get(key) == text {
            return false;
        }
        let edit = self.next_edit(ctx, key);
        self.entry(key).typed(text, edit);
        true
    }

    /// The person chose between the two texts of a conversation.
    pub fn choose(&mut self, ctx: &mut Ctx, key: &ConversationKey, takes_other: bool) {
        let edit = self.next_edit(ctx, key);
        self.entry(key).chose(edit, takes_other);
    }

    /// Another tab typed. Returns whether both texts are to be stored.
    pub fn heard(&mut self, key: &ConversationKey, draft: DraftText) -> bool {
        self.entry(key).heard(draft)
    }

    /// A draft was stored. Returns whether it contradicts the one here.
    pub fn loaded(&mut self, key: &ConversationKey, stored: Draft) -> bool {
        if self.drafts.contains_key(key) {
            return self.entry(key).loaded(stored);
        }
        self.drafts.get_mut().insert(key.clone(), stored);
        false
    }

    /// Joins the draft of one conversation to another's. Returns whether there was one to join.
    pub fn join(&mut self, ctx: &mut Ctx, from: &ConversationKey, to: &ConversationKey) -> bool {
        if self.drafts.get(from).is_none_or(Draft::is_empty) {
            return false;
        }
        let moved = self.drafts.get_mut().remove(from).unwrap_or_default();
        let edit = self.next_edit(ctx, to);
        self.entry(to).join(moved, edit);
        true
    }

    /// The stored form of a draft; `None` when there is none to store.
    pub fn record(&self, key: &ConversationKey) -> Option<String> {
        let draft = self.drafts.get(key).filter(|draft| !draft.is_empty())?;
        Some(encode(&draft.record()))
    }

    /// The same of a draft that is empty; `None`: nothing is known of it.
    pub fn journaled(&self, key: &ConversationKey) -> Option<String> {
        Some(encode(&self.drafts.get(key)?.record()))
    }

    /// Whether a draft costs too much to be stored and sent to other tabs with every pause in typing.
    pub fn is_too_long(&self, key: &ConversationKey) -> bool {
        self.get(key).len() > LONGEST_DRAFT
    }

    /// What the other tabs are to know of a draft; `None`: nothing was typed here.
    pub fn shared(&self, key: &ConversationKey) -> Option<DraftText> {
        let draft = self.drafts.get(key).filter(|draft| draft.is_own())?;
        Some(draft.shared())
    }

    /// All that this tab knows, also of what was sent, for one that may have missed something.
    pub fn all(&self) -> impl Iterator<Item = (&ConversationKey, DraftText)> {
        let all = self.drafts.iter();
        all.filter(|(key, _)| !self.is_too_long(key))
            .map(|(key, draft)| (key, draft.shared()))
    }

    fn entry(&mut self, key: &ConversationKey) -> &mut Draft {
        self.drafts.get_mut().entry(key.clone()).or_default()
    }

    fn next_edit(&mut self, ctx: &mut Ctx, key: &ConversationKey) -> Edit {
        let tab = *self.tab.get_or_insert_with(|| ctx.rng.bits());
        let before = self.drafts.get(key).map(Draft::edit).unwrap_or_default();
        Edit::after(before, ctx.now.wall, tab)
    }
}

/// Reads a stored draft; `None`: a later version wrote it. Version 1 stored the bare text.
pub fn read(stored: String) -> Option<Draft> {
    let draft = match decode::<DraftText>(&stored) {
        Decoded::Current(draft) => draft,
        Decoded::Later => return None,
        Decoded::Unversioned => DraftText {
            text: stored,
            ..DraftText::default()
        },
    };
    Some(Draft::from(draft))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn setting_the_same_draft_again_is_no_change() {
        let key = ConversationKey::New("londo".into());
        let (mut ctx, mut drafts) = (Ctx::default(), Drafts::default());
        assert!(drafts.set(&mut ctx, &key, "a".into()));
        assert!(!drafts.set(&mut ctx, &key, "a".into()));
        assert_eq!(drafts.revision(), 1);
        assert!(drafts.set(&mut ctx, &key, String::new()));
        assert_eq!((drafts.get(&key), drafts.revision()), ("", 2));
        assert_eq!(drafts.record(&key), None);
    }

    #[test]
    fn joined_drafts_lose_nothing_and_repeat_nothing() {
        let (from, to) = (
            ConversationKey::New("londo".into()),
            ConversationKey::Group("g1".into()),
        );
        let mut ctx = Ctx::default();
        for (there, joined) in [("", "b"), ("b", "b"), ("a", "a\nb")] {
            let mut drafts = Drafts::default();
            drafts.set(&mut ctx, &to, there.into());
            assert!(!drafts.join(&mut ctx, &from, &to));
            drafts.set(&mut ctx, &from, "b".into());
            assert!(drafts.join(&mut ctx, &from, &to));
            assert_eq!((drafts.get(&from), drafts.get(&to)), ("", joined));
        }
    }
}
