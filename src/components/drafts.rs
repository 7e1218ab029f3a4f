//! What was typed and not sent yet, by conversation.

use std::collections::HashMap;

use cruddur_contract::person::same_handle;
use cruddur_engine::view::ConversationKey;

/// The drafts of this page's life.
#[derive(Debug, Default)]
pub struct Drafts {
    texts: HashMap<ConversationKey, String>,
}

impl Drafts {
    /// Keeps the text of the conversation that is left; takes up that of the one that is entered.
    pub fn change(
        &mut self,
        left: Option<(ConversationKey, String)>,
        entered: &ConversationKey,
    ) -> String {
        if let Some((key, text)) = left {
            if text.trim().is_empty() {
                self.texts.remove(&key);
            } else {
                self.texts.insert(key, text);
            }
        }
        self.texts.remove(entered).unwrap_or_default()
    }
}

/// Whether two keys name one conversation: the one to be had with a person becomes an existing one by
/// its first message, or by being found. `handle` is the other person's in `after`.
pub fn is_same_conversation(
    before: &ConversationKey,
    after: &ConversationKey,
    handle: &str,
) -> bool {
    match (before, after) {
        (ConversationKey::New(asked), ConversationKey::Group(_)) => same_handle(asked, handle),
        (before, after) => before == after,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(handle: &str) -> ConversationKey {
        ConversationKey::New(handle.into())
    }

    fn group(uuid: &str) -> ConversationKey {
        ConversationKey::Group(uuid.into())
    }

    #[test]
    fn each_conversation_has_its_own_draft() {
        let mut drafts = Drafts::default();
        assert_eq!(drafts.change(None, &group("a")), "");
        assert_eq!(
            drafts.change(Some((group("a"), "to a".into())), &group("b")),
            ""
        );
        assert_eq!(
            drafts.change(Some((group("b"), "to b".into())), &group("a")),
            "to a"
        );
        assert_eq!(
            drafts.change(Some((group("a"), "  ".into())), &group("b")),
            "to b"
        );
        assert_eq!(drafts.change(None, &group("a")), "");
    }

    #[test]
    fn a_new_conversation_stays_itself_when_it_gets_an_id() {
        assert!(is_same_conversation(&new("londo"), &group("a"), "Londo"));
        assert!(!is_same_conversation(&new("londo"), &group("a"), "bayko"));
        assert!(!is_same_conversation(&group("a"), &group("b"), "londo"));
        assert!(!is_same_conversation(&group("a"), &new("londo"), "londo"));
    }
}
