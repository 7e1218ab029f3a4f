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

    /// How far a member has read.
    pub fn receipt(group: &GroupId, person: &PersonId) -> Self {
        Self::new(receipts_of(group), person.as_str())
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

    /// A connection, by its person and the second at which it ends.
    pub fn connection_of(person: &PersonId, expires_at: i64, id: &str) -> Self {
        let sk = format!("{}#{id}", connections_until(expires_at));
        Self::new(person_of(person), sk)
    }

    /// A connection's watch of a person in a conversation.
    pub fn watch(person: &PersonId, group: &GroupId, connection_id: &str) -> Self {
        let sk = format!("{}{connection_id}", watches_in(group));
        Self::new(watches_of(person), sk)
    }

    /// When a person was last seen.
    pub fn last_seen(person: &PersonId) -> Self {
        Self::new(person_of(person), "SEEN")
    }

    /// When a person's typing was last passed on.
    pub fn typing(person: &PersonId, group: &GroupId) -> Self {
        Self::new(format!("TYPING#{group}"), person.as_str())
    }

    /// A ticket, by the hash of its text.
    pub fn ticket(sha256_hex: &str) -> Self {
        Self::new(format!("TICKET#{sha256_hex}"), "TICKET")
    }
}

/// Sort key prefix of a person's connections.
const CONNECTION_PREFIX: &str = "CONN#";
/// Partition prefix of messages; the stream's filter names it too.
pub const MESSAGE_PREFIX: &str = "MSG#";
/// Partition prefix of read receipts; the stream's filter names it too.
pub const RECEIPT_PREFIX: &str = "READ#";
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

/// Partition of a conversation's read receipts.
pub fn receipts_of(group: &GroupId) -> String {
    format!("{RECEIPT_PREFIX}{group}")
}

/// Partition of a person's list of conversations.
pub fn list_of(person: &PersonId) -> String {
    format!("GRP#{person}")
}

/// Partition of a person's record and connections.
pub fn person_of(person: &PersonId) -> String {
    format!("{PERSON_PREFIX}{person}")
}

/// Where, among a person's connections, those begin that end at this second (since 1970) or later. Ten digits, so that
/// they sort as numbers.
pub fn connections_until(expires_at: i64) -> String {
    format!("{CONNECTION_PREFIX}{:010}", expires_at.max(0))
}

/// Where a person's connections end.
pub fn connections_end() -> String {
    // The character after the digits.
    format!("{CONNECTION_PREFIX}:")
}

/// Partition of the watches of a person.
pub fn watches_of(person: &PersonId) -> String {
    format!("WATCH#{person}")
}

/// Where the sort keys of the watches in a conversation begin.
pub fn watches_in(group: &GroupId) -> String {
    format!("{group}#")
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
