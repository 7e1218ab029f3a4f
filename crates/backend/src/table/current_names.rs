//! Current names of people, for what was stored with the names of its time.
//!
//! Messages, conversations and list rows store the names at the time of writing and are never rewritten: a
//! person may have thousands of them. Names are replaced on reading, from the records of the few people on
//! the page.

use std::collections::{BTreeSet, HashMap};

use cruddur_contract::{Member, Person, PersonId};

use super::Table;
use super::error::TableError;
use super::key::Key;
use super::list::ListRow;
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

    /// The row with current names, as this member sees it.
    pub fn in_row(&self, mut row: ListRow, member: &PersonId) -> ListRow {
        self.in_members(&mut row.members);
        row.seen_by(member)
    }

    /// Updates the members' names.
    pub(super) fn in_members(&self, members: &mut [Member]) {
        for member in members {
            if let Some(person) = self.0.get(&member.user_uuid) {
                member.display_name.clone_from(&person.display_name);
                member.handle.clone_from(&person.handle);
            }
        }
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

    fn member(uuid: &str, name: &str) -> Member {
        Member {
            user_uuid: uuid.into(),
            handle: uuid.into(),
            display_name: name.into(),
        }
    }

    fn row(members: Vec<Member>) -> ListRow {
        ListRow {
            message_group_uuid: "g".into(),
            message: "hello".into(),
            last_message_uuid: "m".into(),
            last_message_at: Timestamp::EPOCH,
            last_ordinal: 1,
            user_uuid: None,
            user_display_name: "of then".into(),
            user_handle: "of-then".into(),
            members,
        }
    }

    #[test]
    fn a_row_shows_the_current_names_of_the_others() {
        let names: CurrentNames = [person("b", "bobby", "Bobby")].into_iter().collect();
        let pair = names.in_row(
            row(vec![member("a", "Ann"), member("b", "Bob")]),
            &"a".into(),
        );
        assert_eq!(pair.user_display_name, "Bobby");
        assert_eq!(pair.user_handle, "bobby");
        assert_eq!(pair.user_uuid, Some("b".into()));
        assert_eq!(pair.members[1].display_name, "Bobby");
        let theirs = names.in_row(pair, &"b".into());
        assert_eq!(
            (
                theirs.user_display_name.as_str(),
                theirs.user_handle.as_str()
            ),
            ("Ann", "a")
        );
        assert_eq!(theirs.user_uuid, Some("a".into()));
        let three = vec![member("a", "Ann"), member("b", "Bob"), member("c", "Carol")];
        let three = names.in_row(row(three), &"a".into());
        assert_eq!(
            (three.user_display_name.as_str(), three.user_uuid),
            ("Bobby, Carol", None)
        );
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
