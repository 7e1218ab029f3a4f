//! When people were last here, coarse: others need not know the minute.

use cruddur_contract::{PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use super::Table;
use super::error::TableError;
use super::item::item;
use super::key::Key;

/// Times are rounded down to a quarter of an hour, which is also as long as a crash may stay unnoticed.
const COARSE_MICROS: i64 = 15 * 60 * 1_000_000;

/// A person's item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastSeen {
    pub user_uuid: PersonId,
    pub seen_at: Timestamp,
}

impl Table {
    /// Notes that the person is here, or was until now; returns what is shown of the time.
    ///
    /// # Errors
    /// [`TableError`] when the write fails.
    pub async fn note_seen(
        &self,
        person: &PersonId,
        now_micros: i64,
    ) -> Result<Timestamp, TableError> {
        let seen = LastSeen {
            user_uuid: person.clone(),
            seen_at: coarse(now_micros),
        };
        self.put(item(&Key::last_seen(person), &seen)?).await?;
        Ok(seen.seen_at)
    }

    /// When these people were last seen; nothing of those who never were.
    ///
    /// # Errors
    /// [`TableError`] when the read fails.
    pub async fn last_seen(&self, people: &[PersonId]) -> Result<Vec<LastSeen>, TableError> {
        let keys: Vec<Key> = people.iter().map(Key::last_seen).collect();
        self.get_all(&keys).await
    }
}

fn coarse(micros: i64) -> Timestamp {
    let rounded = micros - micros.rem_euclid(COARSE_MICROS);
    Timestamp::from_micros(rounded).unwrap_or(Timestamp::EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_shown_to_the_quarter_of_an_hour() {
        let at = |text: &str| Timestamp::parse(text).expect("a time");
        for (exact, shown) in [
            ("2026-11-20T08:14:59.999999Z", "2026-11-20T08:00:00Z"),
            ("2026-11-20T08:15:00.000000Z", "2026-11-20T08:15:00Z"),
        ] {
            assert_eq!(coarse(at(exact).micros()), at(shown));
        }
        assert_eq!(coarse(i64::MAX), Timestamp::EPOCH, "out of range");
    }
}
