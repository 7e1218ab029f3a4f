//! The keys of stored values, below the person's prefix.

use cruddur_contract::{ClientMessageId, GroupId, MessageId};

use crate::view::ConversationKey;

/// What a value belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreKey {
    /// A message of the outbox.
    Message(ClientMessageId),
    /// What is to become of a message that the server has.
    Edit(MessageId),
    /// A group that is being started, by the client's id.
    Start(String),
    /// What was typed for a conversation and not sent.
    Draft(ConversationKey),
    /// The cached list of conversations.
    List,
    /// The cached newest page of a conversation.
    Page(GroupId),
    /// Where the reader was in a conversation.
    Position(GroupId),
    /// How far the person has read a conversation, or that it is unread again.
    Mark(GroupId),
}

impl StoreKey {
    /// Reads a key; `None`: it belongs to nothing that this version stores.
    pub fn parse(key: &str) -> Option<Self> {
        match key.split_once('/') {
            Some(("out", id)) => Some(Self::Message(ClientMessageId(id.to_owned()))),
            Some(("edit", id)) => Some(Self::Edit(MessageId::from(id))),
            Some(("group", id)) => Some(Self::Start(id.to_owned())),
            Some(("draft", conversation)) => parse_conversation(conversation).map(Self::Draft),
            Some(("page", group)) => Some(Self::Page(GroupId::from(group))),
            Some(("position", group)) => Some(Self::Position(GroupId::from(group))),
            Some(("mark", group)) => Some(Self::Mark(GroupId::from(group))),
            None if key == "groups" => Some(Self::List),
            _ => None,
        }
    }

    /// Whether the value is something the person wrote, which no server has yet.
    pub fn is_written_by_person(&self) -> bool {
        matches!(
            self,
            Self::Message(_) | Self::Edit(_) | Self::Start(_) | Self::Draft(_) | Self::Mark(_)
        )
    }
}

impl std::fmt::Display for StoreKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Message(id) => write!(f, "out/{id}"),
            Self::Edit(id) => write!(f, "edit/{id}"),
            Self::Start(id) => write!(f, "group/{id}"),
            Self::Draft(ConversationKey::Group(group)) => write!(f, "draft/group {group}"),
            Self::Draft(ConversationKey::New(handle)) => write!(f, "draft/new {handle}"),
            Self::List => f.write_str("groups"),
            Self::Page(group) => write!(f, "page/{group}"),
            Self::Position(group) => write!(f, "position/{group}"),
            Self::Mark(group) => write!(f, "mark/{group}"),
        }
    }
}

fn parse_conversation(text: &str) -> Option<ConversationKey> {
    match text.split_once(' ')? {
        ("group", group) => Some(ConversationKey::Group(GroupId::from(group))),
        ("new", handle) => Some(ConversationKey::New(handle.to_owned())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_read_as_it_was_written() {
        let keys = [
            StoreKey::Message("c/1".into()),
            StoreKey::Edit("m/1".into()),
            StoreKey::Start("c/1".into()),
            StoreKey::Draft(ConversationKey::Group("g 1/2".into())),
            StoreKey::Draft(ConversationKey::New("londo".into())),
            StoreKey::List,
            StoreKey::Page("g/1".into()),
            StoreKey::Position("g/1".into()),
            StoreKey::Mark("g/1".into()),
        ];
        for key in keys {
            assert_eq!(StoreKey::parse(&key.to_string()), Some(key));
        }
        for unknown in ["", "out", "draft/x", "draft/other x", "unknown", "x/y"] {
            assert_eq!(StoreKey::parse(unknown), None, "{unknown}");
        }
    }
}
