//! People: their record, their handle (unique), and the rows by which they are found.

use std::collections::BTreeSet;

use cruddur_contract::{Person, PersonId};
use serde::{Deserialize, Serialize};

use super::Table;
use super::error::TableError;
use super::item::item;
use super::key::{self, Key};
use super::read::{Range, Sort};
use super::transaction::{ABSENT, Outcome, Transaction};
use crate::names::fold;
use cruddur_contract::person::fold_handle;

/// The most names a person is found by: handle, whole name, words of it.
const MOST_NAMES: usize = 20;
/// How often a write is tried that another transaction was in the way of.
pub(super) const ATTEMPTS: usize = 5;

/// A person's record. The item of their handle is one too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRecord {
    /// What others see.
    #[serde(flatten)]
    pub person: Person,
    /// What they say about themselves.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub bio: String,
    /// The account is deleted: the record only keeps its place.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deleted: bool,
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
        }
    }
}

/// What became of writing a person's first record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewPerson {
    /// The record as it is now: written by this call or by another at the same time.
    Known(PersonRecord),
    /// Somebody else has the handle.
    HandleTaken,
}

/// The folded names by which this person is found: the handle, the display name, each word of it.
pub(super) fn names(person: &Person) -> BTreeSet<String> {
    let words = person.display_name.split_whitespace();
    [person.handle.as_str(), person.display_name.as_str()]
        .into_iter()
        .chain(words)
        .map(fold)
        .filter(|name| !name.is_empty())
        .take(MOST_NAMES)
        .collect()
}

impl Table {
    /// A person's record.
    ///
    /// # Errors
    /// [`TableError`] when the read fails.
    pub async fn person(&self, id: &PersonId) -> Result<Option<PersonRecord>, TableError> {
        self.get(&Key::profile(id)).await
    }

    /// Who has that handle, whatever its case. Nobody has the handle of a deleted account.
    ///
    /// # Errors
    /// [`TableError`] when the read fails.
    pub async fn person_by_handle(&self, handle: &str) -> Result<Option<Person>, TableError> {
        let record = self.handle_record(handle).await?;
        Ok(record
            .filter(|record| !record.deleted)
            .map(|record| record.person))
    }

    /// Whether nobody has that handle, nor had it when they deleted their account.
    ///
    /// # Errors
    /// [`TableError`] when the read fails.
    pub async fn is_free(&self, handle: &str) -> Result<bool, TableError> {
        Ok(self.handle_record(handle).await?.is_none())
    }

    async fn handle_record(&self, handle: &str) -> Result<Option<PersonRecord>, TableError> {
        let folded = fold_handle(handle);
        // An empty key part is refused by DynamoDB; nobody has an empty handle.
        if folded.is_empty() || folded.len() > 200 {
            return Ok(None);
        }
        self.get(&Key::handle(&folded)).await
    }

    /// Writes a person's record, handle and search rows in one transaction, if neither person nor
    /// handle exist.
    ///
    /// # Errors
    /// [`TableError`] when reads or the write fail.
    pub async fn create_person(&self, person: &Person) -> Result<NewPerson, TableError> {
        for _ in 0..ATTEMPTS {
            let mut all = Transaction::default();
            all.put(self, item(&Key::profile(&person.uuid), person)?, ABSENT)?;
            let handle = Key::handle(&fold_handle(&person.handle));
            let handle = all.put(self, item(&handle, person)?, ABSENT)?;
            for key in names(person)
                .iter()
                .filter_map(|name| Key::find(name, &person.uuid))
            {
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

    /// Up to `limit` people whose handle, display name or a word of it begins with `prefix`
    /// (already folded), each once, ordered by the name that was found.
    ///
    /// # Errors
    /// [`TableError`] when the query fails.
    pub async fn find_people(&self, prefix: &str, limit: usize) -> Result<Vec<Person>, TableError> {
        let Some(pk) = key::finds(prefix) else {
            return Ok(Vec::new());
        };
        // One person is several rows, so more rows are read until there are people enough.
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
    fn people_are_found_by_handle_name_and_each_word() {
        let person = Person {
            uuid: "p".into(),
            handle: "andrewbrown".into(),
            display_name: "Andrew  Brown".into(),
        };
        let found: Vec<String> = names(&person).into_iter().collect();
        assert_eq!(found, ["andrew", "andrew  brown", "andrewbrown", "brown"]);
    }
}
