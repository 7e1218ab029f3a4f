//! People: their record, their handle (unique), and the rows by which they are found.

use std::collections::BTreeSet;

use cruddur_contract::{Person, PersonId, search};
use serde::{Deserialize, Serialize};

use super::Table;
use super::error::TableError;
use super::item::item;
use super::key::{self, Key};
use super::read::{Range, Sort};
use super::renames::Renames;
use super::transaction::{ABSENT, Outcome, Transaction};
use cruddur_contract::person::fold_handle;

/// Attempts of a write that conflicts with concurrent transactions.
pub(super) const ATTEMPTS: usize = 5;

/// A person's record. Their handle item has the same form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRecord {
    #[serde(flatten)]
    pub person: Person,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub bio: String,
    /// The account is deleted: the record is a tombstone.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deleted: bool,
    /// Seconds since 1970: earlier sign-ins are over ([`PersonRecord::accepts`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused_before: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) renames: Option<Renames>,
}

impl PersonRecord {
    /// Whether a sign-in of that second (since 1970) is still good. One of the same second as the end of the
    /// earlier ones is: tokens know no fractions, and the person who changes a password signs in again at once.
    pub fn accepts(&self, signed_in_at: i64) -> bool {
        !self.deleted && self.refused_before.is_none_or(|time| signed_in_at >= time)
    }
}

fn is_false(value: &bool) -> bool {
    !value
}

impl From<Person> for PersonRecord {
    fn from(person: Person) -> Self {
        Self {
            person,
            bio: String::new(),
            deleted: false,
            refused_before: None,
            renames: None,
        }
    }
}

/// DynamoDB refuses empty and very long keys; no handle is either.
fn is_key(folded: &str) -> bool {
    (1..=200).contains(&folded.len())
}

/// The outcome of creating a person's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewPerson {
    /// The record, created by this call or by a concurrent one.
    Known(PersonRecord),
    /// Another person has the handle.
    HandleTaken,
}

/// The keys of this person's search rows.
pub(super) fn search_keys(person: &Person) -> BTreeSet<Key> {
    let names = search::keys(person);
    let key = |name: &String| Key::find(name, &person.uuid);
    names.iter().filter_map(key).collect()
}

/// The keys of the search rows that earlier versions wrote: the handle, the name and its words in lower case.
pub(super) fn earlier_search_keys(person: &Person) -> BTreeSet<Key> {
    let words = person.display_name.split_whitespace();
    [person.handle.as_str(), person.display_name.as_str()]
        .into_iter()
        .chain(words)
        .take(20)
        .filter_map(|name| Key::find(&name.trim().to_lowercase(), &person.uuid))
        .collect()
}

impl Table {
    /// Reads a person's record.
    ///
    /// # Errors
    /// [`TableError`] when the read fails.
    pub async fn person(&self, id: &PersonId) -> Result<Option<PersonRecord>, TableError> {
        self.get(&Key::profile(id)).await
    }

    /// Finds the owner of a handle, regardless of case. The handle of a deleted account has none.
    ///
    /// # Errors
    /// [`TableError`] when the read fails.
    pub async fn person_by_handle(&self, handle: &str) -> Result<Option<Person>, TableError> {
        let record = self.handle_record(handle).await?;
        Ok(record
            .filter(|record| !record.deleted)
            .map(|record| record.person))
    }

    /// The owners of these handles, each once, in the order of the handles; `None` when one has no owner.
    ///
    /// # Errors
    /// [`TableError`] when the read fails.
    pub async fn people_by_handles(
        &self,
        handles: &[String],
    ) -> Result<Option<Vec<Person>>, TableError> {
        let mut folded: Vec<String> = Vec::with_capacity(handles.len());
        for handle in handles {
            let handle = fold_handle(handle);
            if !is_key(&handle) {
                return Ok(None);
            }
            if !folded.contains(&handle) {
                folded.push(handle);
            }
        }
        let keys: Vec<Key> = folded.iter().map(|handle| Key::handle(handle)).collect();
        let records: Vec<PersonRecord> = self.get_all(&keys).await?;
        let owner = |handle: &String| {
            let is = |record: &&PersonRecord| {
                !record.deleted && fold_handle(&record.person.handle) == *handle
            };
            records.iter().find(is).map(|record| record.person.clone())
        };
        Ok(folded.iter().map(owner).collect())
    }

    /// Whether a handle is neither in use nor reserved by a deleted account.
    ///
    /// # Errors
    /// [`TableError`] when the read fails.
    pub async fn is_handle_available(&self, handle: &str) -> Result<bool, TableError> {
        Ok(self.handle_record(handle).await?.is_none())
    }

    async fn handle_record(&self, handle: &str) -> Result<Option<PersonRecord>, TableError> {
        let folded = fold_handle(handle);
        if !is_key(&folded) {
            return Ok(None);
        }
        self.get(&Key::handle(&folded)).await
    }

    /// Creates a person's record, handle item and search rows in one transaction, if neither person nor handle
    /// exists.
    ///
    /// # Errors
    /// [`TableError`] when reads or the write fail.
    pub async fn create_person(&self, person: &Person) -> Result<NewPerson, TableError> {
        for _ in 0..ATTEMPTS {
            let mut all = Transaction::default();
            all.put(self, item(&Key::profile(&person.uuid), person)?, ABSENT)?;
            let handle = Key::handle(&fold_handle(&person.handle));
            let handle = all.put(self, item(&handle, person)?, ABSENT)?;
            for key in search_keys(person) {
                all.put(self, item(&key, person)?, ABSENT)?;
            }
            let outcome = self.transact(all).await?;
            if outcome == Outcome::Written {
                return Ok(NewPerson::Known(person.clone().into()));
            }
            if let Some(known) = self.person(&person.uuid).await? {
                return Ok(NewPerson::Known(known));
            }
            if outcome.condition_failed(handle) {
                return Ok(NewPerson::HandleTaken);
            }
            if !outcome.is_conflict() {
                break;
            }
        }
        Err(TableError::Throttled)
    }

    /// Finds up to `limit` people one of whose search keys begins with the folded `prefix`, each once, ordered by
    /// the matching key.
    ///
    /// # Errors
    /// [`TableError`] when the query fails.
    pub async fn find_people(&self, prefix: &str, limit: usize) -> Result<Vec<Person>, TableError> {
        let Some(pk) = key::finds(prefix) else {
            return Ok(Vec::new());
        };
        // A person has several rows, so read more rows until there are enough people.
        let mut most_rows = limit.saturating_mul(3);
        loop {
            let rows: Vec<Person> = self
                .range(Range {
                    pk: pk.clone(),
                    sort: Sort::Prefix(prefix.to_owned()),
                    ascending: true,
                    limit: most_rows,
                })
                .await?;
            let all_read = rows.len() < most_rows;
            let mut seen = BTreeSet::new();
            let mut people: Vec<Person> = rows
                .into_iter()
                .filter(|person| seen.insert(person.uuid.clone()))
                .collect();
            if all_read || people.len() >= limit {
                people.truncate(limit);
                return Ok(people);
            }
            most_rows = most_rows.saturating_mul(4);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_is_good_from_the_second_on_in_which_the_earlier_ones_ended() {
        let mut record = PersonRecord::from(Person {
            uuid: "p".into(),
            handle: "ann".into(),
            display_name: "Ann".into(),
        });
        assert!(record.accepts(0));
        record.refused_before = Some(100);
        assert_eq!(
            [99, 100, 101].map(|at| record.accepts(at)),
            [false, true, true]
        );
        record.deleted = true;
        assert!(!record.accepts(101));
    }

    #[test]
    fn a_person_has_a_search_row_per_key_and_earlier_rows_are_known() {
        let person = Person {
            uuid: "p".into(),
            handle: "andrewbrown".into(),
            display_name: "Andrew O'Brown".into(),
        };
        let keys = |names: &[&str]| -> BTreeSet<Key> {
            let key = |name: &&str| Key::find(name, &person.uuid);
            names.iter().filter_map(key).collect()
        };
        assert_eq!(
            search_keys(&person),
            keys(&["andrewbrown", "andrewobrown", "obrown", "brown"])
        );
        assert_eq!(
            earlier_search_keys(&person),
            keys(&["andrewbrown", "andrew o'brown", "andrew", "o'brown"])
        );
    }
}
