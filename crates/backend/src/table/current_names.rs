//! Current names of people.
//!
//! Conversations and list rows hold ids of people only. Messages store the sender's name at the time of writing and are
//! never rewritten: a person may have thousands of them. Names are read with each page, from the records of the few
//! people on it.

use std::collections::{BTreeSet, HashMap};

use cruddur_contract::{Person, PersonId};

use super::Table;
use super::error::TableError;
use super::key::Key;
use super::messages::StoredMessage;
use super::people::PersonRecord;

/// Current handles and names, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CurrentNames(HashMap<PersonId, Person>);

impl FromIterator<Person> for CurrentNames {
    fn from_iter<T: IntoIterator<Item = Person>>(people: T) -> Self {
        let by_id = |person: Person| (person.uuid.clone(), person);
        Self(people.into_iter().map(by_id).collect())
    }
}

impl CurrentNames {
    /// The person, if they have a record.
    pub fn get(&self, id: &PersonId) -> Option<&Person> {
        self.0.get(id)
    }

    /// The message with its sender's current name.
    pub fn in_message(&self, mut message: StoredMessage) -> StoredMessage {
        if let Some(sender) = self.0.get(&message.user_uuid) {
            message.user_display_name.clone_from(&sender.display_name);
            message.user_handle.clone_from(&sender.handle);
        }
        message
    }

    pub fn of(&self, person: &PersonId) -> Option<&Person> {
        self.0.get(person)
    }
}

impl Table {
    /// Reads the current names of these people, each once.
    ///
    /// # Errors
    /// [`TableError`] when the read fails.
    pub async fn current_names<'a>(
        &self,
        people: impl IntoIterator<Item = &'a PersonId>,
    ) -> Result<CurrentNames, TableError> {
        let distinct: BTreeSet<&str> = people.into_iter().map(PersonId::as_str).collect();
        let keys: Vec<Key> = distinct
            .into_iter()
            .map(|id| Key::profile(&id.into()))
            .collect();
        let records: Vec<PersonRecord> = self.get_all(&keys).await?;
        Ok(records.into_iter().map(|record| record.person).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cruddur_contract::Timestamp;

    fn person(uuid: &str, handle: &str, name: &str) -> Person {
        Person {
            uuid: uuid.into(),
            handle: handle.into(),
            display_name: name.into(),
        }
    }

    #[test]
    fn a_message_of_an_unknown_sender_shows_the_stored_name() {
        let message = StoredMessage {
            of_group: "g".into(),
            message_uuid: "m".into(),
            message: "hello".into(),
            created_at: Timestamp::EPOCH,
            ordinal: 1,
            previous_message_uuid: None,
            client_message_id: None,
            user_uuid: "b".into(),
            user_display_name: "Bob".into(),
            user_handle: "bob".into(),
            version: 1,
            edited_at: None,
            deleted_at: None,
            system: None,
        };
        assert_eq!(CurrentNames::default().in_message(message.clone()), message);
        let names: CurrentNames = [person("b", "bobby", "Bobby")].into_iter().collect();
        let now = names.in_message(message);
        assert_eq!(
            (now.user_display_name.as_str(), now.user_handle.as_str()),
            ("Bobby", "bobby")
        );
    }
}
