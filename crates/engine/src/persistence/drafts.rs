//! What was typed and not sent, for each conversation.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::record::{Decoded, decode, encode};
use crate::tracked::Tracked;
use crate::view::ConversationKey;

/// The drafts, none of them empty.
#[derive(Debug, Default)]
pub struct Drafts {
    texts: Tracked<HashMap<ConversationKey, String>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct DraftRecord {
    text: String,
}

impl Drafts {
    /// Counts the changes.
    pub fn revision(&self) -> u64 {
        self.texts.revision()
    }

    /// The draft of a conversation; empty when there is none.
    pub fn get(&self, key: &ConversationKey) -> &str {
        self.texts.get(key).map_or("", String::as_str)
    }

    /// Sets a draft. Returns whether that changed anything.
    pub fn set(&mut self, key: &ConversationKey, text: String) -> bool {
        if self.get(key) == text {
            return false;
        }
        if text.is_empty() {
            self.texts.get_mut().remove(key);
        } else {
            self.texts.get_mut().insert(key.clone(), text);
        }
        true
    }

    /// Removes a draft and returns it.
    pub fn take(&mut self, key: &ConversationKey) -> String {
        if self.texts.contains_key(key) {
            self.texts.get_mut().remove(key).unwrap_or_default()
        } else {
            String::new()
        }
    }

    /// Joins the draft of one conversation to another's. Returns whether there was one to join.
    pub fn join(&mut self, from: &ConversationKey, to: &ConversationKey) -> bool {
        let text = self.take(from);
        if text.is_empty() {
            return false;
        }
        let joined = match self.get(to) {
            "" => text,
            there if there == text => text,
            there => [there, &text].join("\n"),
        };
        self.set(to, joined);
        true
    }

    /// The stored form of a draft; `None` when there is none to store.
    pub fn record(&self, key: &ConversationKey) -> Option<String> {
        let text = self.texts.get(key)?.clone();
        Some(encode(&DraftRecord { text }))
    }
}

/// Reads a stored draft; `None`: a later version wrote it. Version 1 stored the bare text.
pub fn read(stored: String) -> Option<String> {
    match decode::<DraftRecord>(&stored) {
        Decoded::Current(record) => Some(record.text),
        Decoded::Later => None,
        Decoded::Unversioned => Some(stored),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn setting_the_same_draft_again_is_no_change() {
        let key = ConversationKey::New("londo".into());
        let mut drafts = Drafts::default();
        assert!(drafts.set(&key, "a".into()));
        assert!(!drafts.set(&key, "a".into()));
        assert_eq!(drafts.revision(), 1);
        assert_eq!(drafts.take(&key), "a");
        assert_eq!((drafts.take(&key), drafts.revision()), (String::new(), 2));
        assert_eq!(drafts.record(&key), None);
    }

    #[test]
    fn joined_drafts_lose_nothing_and_repeat_nothing() {
        let (from, to) = (
            ConversationKey::New("londo".into()),
            ConversationKey::Group("g1".into()),
        );
        for (there, joined) in [("", "b"), ("b", "b"), ("a", "a\nb")] {
            let mut drafts = Drafts::default();
            drafts.set(&to, there.into());
            assert!(!drafts.join(&from, &to));
            drafts.set(&from, "b".into());
            assert!(drafts.join(&from, &to));
            assert_eq!((drafts.get(&from), drafts.get(&to)), ("", joined));
        }
    }
}
