//! How ids are made. Ids of people and conversations are derived; a message's id contains its time, so that a
//! paging cursor leads to its row without another item.

use cruddur_contract::{GroupId, MessageId, PersonId, Timestamp};
use uuid::Uuid;

/// Namespace of people's ids.
const PEOPLE: Uuid = Uuid::from_u128(0x6f0c_0f6e_3a53_5b8e_9a41_8d35_5c2e_7a10);
/// Namespace of conversations' ids.
const GROUPS: Uuid = Uuid::from_u128(0x1b7d_94c2_70ee_5f0d_b0c6_2f6b_4a9d_e311);

/// A person's id: a one-way function of the pool's `sub`, which must not be shown to others.
pub fn person(sub: &str) -> PersonId {
    Uuid::new_v5(&PEOPLE, sub.as_bytes()).to_string().into()
}

/// The id of the one conversation of these people. Order and repetitions do not matter, so concurrent first
/// messages from both sides end in one conversation.
pub fn group<'a>(members: impl IntoIterator<Item = &'a PersonId>) -> GroupId {
    let mut members: Vec<&str> = members.into_iter().map(PersonId::as_str).collect();
    members.sort_unstable();
    members.dedup();
    Uuid::new_v5(&GROUPS, members.join("\n").as_bytes())
        .to_string()
        .into()
}

/// A new message's id: a UUID version 7 (RFC 9562 §6.2, method 3) whose 48-bit field is the
/// millisecond and whose 12 bits `rand_a` are the microseconds within it; the rest is random.
pub fn message(created_at: Timestamp) -> MessageId {
    let micros = u128::from(created_at.micros().max(0).unsigned_abs());
    let (millis, rest) = (micros / 1000, micros % 1000);
    let random = Uuid::new_v4().as_u128() & 0x3fff_ffff_ffff_ffff;
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
            assert_eq!(message_time(&message(time)), Some(time), "{micros}");
        }
    }

    #[test]
    fn ids_of_messages_sort_as_their_times() {
        let at = |micros| message(Timestamp::from_micros(micros).expect("in range")).0;
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
    fn a_conversation_is_the_same_from_both_sides() {
        let (ann, bob) = (person("ann"), person("bob"));
        assert_eq!(group([&ann, &bob]), group([&bob, &ann, &bob]));
        assert_ne!(group([&ann, &bob]), group([&ann, &person("carol")]));
    }
}
