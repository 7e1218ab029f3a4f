//! Telling a conversation that got its id from another one.

use cruddur_contract::person::same_handle;
use cruddur_engine::view::ConversationKey;

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
    fn a_new_conversation_stays_itself_when_it_gets_an_id() {
        assert!(is_same_conversation(&new("londo"), &group("a"), "Londo"));
        assert!(!is_same_conversation(&new("londo"), &group("a"), "bayko"));
        assert!(!is_same_conversation(&group("a"), &group("b"), "londo"));
        assert!(!is_same_conversation(&group("a"), &new("londo"), "londo"));
    }
}
