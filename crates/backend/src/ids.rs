//! How ids are made. A person's id is derived from the pool's. A conversation's id says nothing of its members, who may
//! change. A message's id contains its time, so that a paging cursor leads to its row without another item.

use cruddur_contract::{GroupId, MessageId, PersonId, Timestamp};
use uuid::Uuid;

/// Namespace of people's ids.
const PEOPLE: Uuid = Uuid::from_u128(0x6f0c_0f6e_3a53_5b8e_9a41_8d35_5c2e_7a10);
/// The bits of a [`tail`].
const TAIL_BITS: u64 = 0x3fff_ffff_ffff_ffff;
/// Namespace of groups' ids.
const GROUPS: Uuid = Uuid::from_u128(0x1b7d_94c2_70ee_5f0d_b0c6_2f6b_4a9d_e311);

/// A person's id: a one-way function of the pool's `sub`, which must not be shown to others.
pub fn person(sub: &str) -> PersonId {
    Uuid::new_v5(&PEOPLE, sub.as_bytes()).to_string().into()
}

/// The id of a new conversation of two people.
pub fn conversation() -> GroupId {
    Uuid::new_v4().to_string().into()
}

/// The id of the group that this person starts with this id of their client's: the same again for a repeated call.
pub fn started_group(creator: &PersonId, client_group_id: Uuid) -> GroupId {
    let name = format!("{creator}\n{client_group_id}");
    Uuid::new_v5(&GROUPS, name.as_bytes()).to_string().into()
}

/// The random part of a message's id: 62 bits.
pub fn tail() -> u64 {
    let bits = Uuid::new_v4().as_u128() & u128::from(TAIL_BITS);
    u64::try_from(bits).unwrap_or_default()
}

/// A message's id: a UUID version 7 (RFC 9562 §6.2, method 3) whose 48-bit field is the millisecond and whose 12 bits
/// `rand_a` are the microseconds within it; the rest is a [`tail`].
pub fn message(created_at: Timestamp, tail: u64) -> MessageId {
    let micros = u128::from(created_at.micros().max(0).unsigned_abs());
    let (millis, rest) = (micros / 1000, micros % 1000);
    let random = u128::from(tail & TAIL_BITS);
    let bits = (millis << 80) | (0x7 << 76) | (rest << 64) | (0b10 << 62) | random;
    Uuid::from_u128(bits).to_string().into()
}

/// The time in a message's id; `None` for an id that [`message`] cannot have made.
pub fn message_time(id: &MessageId) -> Option<Timestamp> {
    let uuid = canonical(id.as_str())?;
    let bits = uuid.as_u128();
    let rest = (bits >> 64) & 0xfff;
    if uuid.get_version_num() != 7 || rest >= 1000 {
        return None;
    }
    let micros = i64::try_from((bits >> 80) * 1000 + rest).ok()?;
    Timestamp::from_micros(micros)
}

/// Reads a UUID in its canonical form of 36 characters only (any case).
pub fn canonical(text: &str) -> Option<Uuid> {
    (text.len() == 36)
        .then(|| Uuid::try_parse(text).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_id_holds_its_time_to_the_microsecond() {
        for micros in [0, 1, 999, 1_700_000_000_123_456, 1_795_000_000_999_999] {
            let time = Timestamp::from_micros(micros).expect("in range");
            assert_eq!(message_time(&message(time, tail())), Some(time), "{micros}");
        }
    }

    #[test]
    fn ids_of_messages_sort_as_their_times() {
        let at = |micros| message(Timestamp::from_micros(micros).expect("in range"), tail()).0;
        assert!(at(1_700_000_000_000_999) < at(1_700_000_000_001_000));
        assert!(at(1_700_000_000_000_001) < at(1_700_000_000_000_002));
    }

    #[test]
    fn foreign_ids_have_no_time() {
        let random = Uuid::new_v4().to_string();
        let beyond = "018bcfe5-6800-7fff-8000-000000000000";
        for id in [
            "",
            "x",
            random.as_str(),
            beyond,
            "018bcfe56800700080000000000000aa",
        ] {
            assert_eq!(message_time(&MessageId::from(id)), None, "{id}");
        }
    }

    #[test]
    fn the_same_start_of_a_group_has_the_same_id_and_everybody_their_own() {
        let (ann, bob) = (person("ann"), person("bob"));
        let client = Uuid::new_v4();
        assert_eq!(started_group(&ann, client), started_group(&ann, client));
        assert_ne!(started_group(&ann, client), started_group(&bob, client));
        assert_ne!(conversation(), conversation());
    }
}
