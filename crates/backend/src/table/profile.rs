//! Changing and deleting a person's record.
//!
//! The record is the optimistic lock: handle and search rows are derived from it, and all are written in one
//! transaction on the condition that the record is unchanged.

use std::collections::BTreeSet;

use cruddur_contract::person::fold_handle;
use cruddur_contract::profile::DELETED_NAME;
use cruddur_contract::{Person, PersonId};

use super::Table;
use super::error::TableError;
use super::item::{Item, item, number, text};
use super::key::Key;
use super::people::{ATTEMPTS, PersonRecord, earlier_search_keys, search_keys};
use super::transaction::{ABSENT, Outcome, Transaction};
use crate::clock::seconds;

/// Condition: the record has the handle and name that were read, and is not a tombstone.
const UNCHANGED: &str =
    "handle = :handle AND display_name = :name AND attribute_not_exists(deleted)";
/// Condition, besides: no sessions were ended meanwhile.
const NONE_ENDED: &str = "attribute_not_exists(refused_before)";
const SAME_ENDED: &str = "refused_before = :refused";

/// A validated profile update; `None` stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileChange {
    pub display_name: String,
    pub handle: Option<String>,
    pub bio: Option<String>,
}

/// The outcome of a profile update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangedPerson {
    Changed(PersonRecord),
    /// Another person has the handle.
    HandleTaken,
    /// Name or handle changed too often; in so many seconds they may again.
    TooOften(u32),
    /// The account was deleted, or never existed.
    Gone,
}

impl PersonRecord {
    /// The record after the update.
    fn changed(&self, change: &ProfileChange) -> Self {
        Self {
            person: Person {
                uuid: self.person.uuid.clone(),
                handle: change
                    .handle
                    .as_ref()
                    .unwrap_or(&self.person.handle)
                    .clone(),
                display_name: change.display_name.clone(),
            },
            bio: change.bio.as_ref().unwrap_or(&self.bio).clone(),
            deleted: self.deleted,
            refused_before: self.refused_before,
            renames: self.renames,
        }
    }

    /// Replaces a deleted person's record and holds nothing personal. Its handle has a character that is
    /// invalid in handles, so nobody can ever have it.
    fn tombstone(id: &PersonId) -> Self {
        let digits: String = id.as_str().chars().filter(|c| *c != '-').take(12).collect();
        Self {
            person: Person {
                uuid: id.clone(),
                handle: format!("deleted~{digits}"),
                display_name: DELETED_NAME.to_owned(),
            },
            bio: String::new(),
            deleted: true,
            refused_before: None,
            renames: None,
        }
    }

    /// Keys of this person's search rows.
    fn search_keys(&self) -> BTreeSet<Key> {
        if self.deleted {
            return BTreeSet::new();
        }
        search_keys(&self.person)
    }
}

impl Table {
    /// Updates a person's record with their handle item and search rows.
    ///
    /// # Errors
    /// [`TableError`] when reads or the write fail, or concurrent writes kept winning.
    pub async fn change_person(
        &self,
        id: &PersonId,
        change: &ProfileChange,
        now_micros: i64,
    ) -> Result<ChangedPerson, TableError> {
        for _ in 0..ATTEMPTS {
            let Some(old) = self.person(id).await?.filter(|record| !record.deleted) else {
                return Ok(ChangedPerson::Gone);
            };
            let mut new = old.changed(change);
            if new == old {
                return Ok(ChangedPerson::Changed(old));
            }
            if new.person != old.person {
                match old
                    .renames
                    .unwrap_or_default()
                    .one_more(seconds(now_micros))
                {
                    Ok(renames) => new.renames = Some(renames),
                    Err(wait) => return Ok(ChangedPerson::TooOften(wait)),
                }
            }
            let mut all = Transaction::default();
            self.write_record(&mut all, &old, &new)?;
            let (was, is) = (
                fold_handle(&old.person.handle),
                fold_handle(&new.person.handle),
            );
            let handle = item(&Key::handle(&is), &PersonRecord::from(new.person.clone()))?;
            let taken = if was == is {
                all.overwrite(self, handle)?;
                None
            } else {
                all.erase(self, &Key::handle(&was))?;
                Some(all.put(self, handle, ABSENT)?)
            };
            let outcome = self.transact(all).await?;
            if outcome == Outcome::Written {
                return Ok(ChangedPerson::Changed(new));
            }
            if taken.is_some_and(|place| outcome.condition_failed(place)) {
                return Ok(ChangedPerson::HandleTaken);
            }
        }
        Err(TableError::Throttled)
    }

    /// Replaces a person's record by a tombstone. Their handle stays reserved and their search rows are
    /// deleted. Idempotent.
    ///
    /// # Errors
    /// [`TableError`] when reads or the write fail, or concurrent writes kept winning.
    pub async fn delete_person(&self, id: &PersonId) -> Result<(), TableError> {
        let new = PersonRecord::tombstone(id);
        for _ in 0..ATTEMPTS {
            let mut all = Transaction::default();
            match self.person(id).await? {
                Some(old) if old.deleted => return Ok(()),
                Some(old) => {
                    self.write_record(&mut all, &old, &new)?;
                    let handle = Key::handle(&fold_handle(&old.person.handle));
                    all.overwrite(self, item(&handle, &new)?)?;
                }
                // No record yet: a later call with the still valid token must not create one.
                None => {
                    all.put(self, item(&Key::profile(id), &new)?, ABSENT)?;
                }
            }
            if self.transact(all).await? == Outcome::Written {
                return Ok(());
            }
        }
        Err(TableError::Throttled)
    }

    /// Adds the writes of the record, if it is unchanged, and of the search rows that differ.
    fn write_record(
        &self,
        all: &mut Transaction,
        old: &PersonRecord,
        new: &PersonRecord,
    ) -> Result<(), TableError> {
        let mut values = Item::from([
            (":handle".to_owned(), text(&old.person.handle)),
            (":name".to_owned(), text(&old.person.display_name)),
        ]);
        let ended = old.refused_before.map_or(NONE_ENDED, |time| {
            values.insert(":refused".to_owned(), number(time));
            SAME_ENDED
        });
        let record = item(&Key::profile(&new.person.uuid), new)?;
        all.replace(self, record, &format!("{UNCHANGED} AND {ended}"), values)?;
        if new.person != old.person {
            let change = item(&Key::name_change(&new.person.uuid), &new.person)?;
            all.overwrite(self, change)?;
        }
        let after = new.search_keys();
        let mut before = old.search_keys();
        before.extend(earlier_search_keys(&old.person));
        for key in before.difference(&after) {
            all.erase(self, key)?;
        }
        for key in &after {
            all.overwrite(self, item(key, &new.person)?)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cruddur_contract::person::is_handle;

    fn ann() -> PersonRecord {
        let mut record = PersonRecord::from(Person {
            uuid: "8f0f7c0a-1f0e-5c53-9f50-6f6b2b0a3b11".into(),
            handle: "ann".into(),
            display_name: "Ann Lee".into(),
        });
        record.bio = "hello".into();
        record
    }

    #[test]
    fn fields_absent_from_an_update_stay() {
        let change = ProfileChange {
            display_name: "Anna".into(),
            handle: None,
            bio: None,
        };
        let changed = ann().changed(&change);
        assert_eq!(changed.person.display_name, "Anna");
        assert_eq!(
            (changed.person.handle.as_str(), changed.bio.as_str()),
            ("ann", "hello")
        );
        let all = ProfileChange {
            handle: Some("anna".into()),
            bio: Some(String::new()),
            ..change
        };
        let changed = ann().changed(&all);
        assert_eq!(
            (changed.person.handle.as_str(), changed.bio.as_str()),
            ("anna", "")
        );
        assert_eq!(changed.person.uuid, ann().person.uuid);
    }

    #[test]
    fn a_tombstone_keeps_nothing_of_the_person_and_cannot_be_found() {
        let tombstone = PersonRecord::tombstone(&ann().person.uuid);
        assert_eq!(tombstone.person.uuid, ann().person.uuid);
        assert_eq!(tombstone.person.display_name, DELETED_NAME);
        assert_eq!(tombstone.person.handle, "deleted~8f0f7c0a1f0e");
        assert!(!is_handle(&tombstone.person.handle), "nobody can take it");
        assert_eq!((tombstone.bio.as_str(), tombstone.deleted), ("", true));
        assert!(tombstone.search_keys().is_empty());
        assert!(!ann().search_keys().is_empty());
    }
}
