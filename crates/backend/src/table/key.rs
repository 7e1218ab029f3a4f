//! Partition and sort keys.

use cruddur_contract::{ClientMessageId, GroupId, PersonId, Timestamp};

/// The two key attributes of an item.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    pub pk: String,
    pub sk: String,
}

impl Key {
    fn new(pk: String, sk: impl Into<String>) -> Self {
        Self { pk, sk: sk.into() }
    }

    pub fn message(group: &GroupId, created_at: Timestamp) -> Self {
        Self::new(messages_of(group), created_at.to_string())
    }

    /// A conversation's record.
    pub fn meta(group: &GroupId) -> Self {
        Self::new(format!("GROUP#{group}"), "META")
    }

    /// The conversation of these two people, in either order.
    pub fn pair(one: &PersonId, other: &PersonId) -> Self {
        let (first, second) = (one.min(other), one.max(other));
        Self::new(format!("PAIR#{first}#{second}"), "PAIR")
    }

    /// The row of a conversation in a person's list.
    pub fn list_row(person: &PersonId, group: &GroupId) -> Self {
        Self::new(list_of(person), group.as_str())
    }

    /// The idempotency record of a send.
    pub fn idempotency(sender: &PersonId, id: &ClientMessageId) -> Self {
        Self::new(format!("IDEM#{sender}"), id.as_str())
    }

    /// A person's record.
    pub fn profile(person: &PersonId) -> Self {
        Self::new(person_of(person), PROFILE)
    }

    /// A person's last change of name or handle, which the stream tells others.
    pub fn name_change(person: &PersonId) -> Self {
        Self::new(person_of(person), NAME_CHANGE)
    }

    /// The owner of a (folded) handle.
    pub fn handle(folded: &str) -> Self {
        Self::new(format!("HANDLE#{folded}"), "HANDLE")
    }

    /// A search row: a (folded) name of a person; `None` for an empty name.
    pub fn find(folded: &str, person: &PersonId) -> Option<Self> {
        Some(Self::new(finds(folded)?, format!("{folded}#{person}")))
    }

    /// A connection, by its id.
    pub fn connection(id: &str) -> Self {
        Self::new(format!("CONN#{id}"), "CONN")
    }

    /// A connection, by its person.
    pub fn connection_of(person: &PersonId, id: &str) -> Self {
        Self::new(person_of(person), format!("{CONNECTION_PREFIX}{id}"))
    }

    /// A ticket, by the hash of its text.
    pub fn ticket(sha256_hex: &str) -> Self {
        Self::new(format!("TICKET#{sha256_hex}"), "TICKET")
    }
}

/// Sort key prefix of a person's connections.
pub const CONNECTION_PREFIX: &str = "CONN#";
/// Partition prefix of messages; the stream's filter names it too.
pub const MESSAGE_PREFIX: &str = "MSG#";
/// Partition prefix of people; the stream's filter names it too.
pub const PERSON_PREFIX: &str = "USER#";
/// Sort key of a person's record.
const PROFILE: &str = "PROFILE";
/// Sort key of a person's last change of name; the stream's filter names it too.
pub const NAME_CHANGE: &str = "NAME";

/// Partition of a conversation's messages.
pub fn messages_of(group: &GroupId) -> String {
    format!("{MESSAGE_PREFIX}{group}")
}

/// Partition of a person's list of conversations.
pub fn list_of(person: &PersonId) -> String {
    format!("GRP#{person}")
}

/// Partition of a person's record and connections.
pub fn person_of(person: &PersonId) -> String {
    format!("{PERSON_PREFIX}{person}")
}

/// Partition in which names with the first character of this one are; `None` for an empty name.
pub fn finds(folded: &str) -> Option<String> {
    folded.chars().next().map(|first| format!("FIND#{first}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_the_same_from_both_sides() {
        let (ann, bob) = (PersonId::from("a"), PersonId::from("b"));
        assert_eq!(Key::pair(&ann, &bob), Key::pair(&bob, &ann));
        assert_ne!(Key::pair(&ann, &bob), Key::pair(&ann, &"c".into()));
    }
}
