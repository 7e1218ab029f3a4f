//! What people are called now, for what was written under the names of then.
//!
//! Messages, conversations and rows of lists hold the names that were true when they were written: a
//! person may have thousands of them. What is shown is read from the few people's records each time.

use std::collections::{BTreeSet, HashMap};

use cruddur_contract::{Member, Person, PersonId};

use super::Table;
use super::error::TableError;
use super::key::Key;
use super::list::ListRow;
use super::messages::StoredMessage;
use super::people::PersonRecord;

/// People's handles and names as they are now, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamesNow(HashMap<PersonId, Person>);

impl FromIterator<Person> for NamesNow {
    fn from_iter<T: IntoIterator<Item = Person>>(people: T) -> Self {
        let by_id = |person: Person| (person.uuid.clone(), person);
        Self(people.into_iter().map(by_id).collect())
    }
}

impl NamesNow {
    /// The message with its sender's name of now.
    pub fn in_message(&self, mut message: StoredMessage) -> StoredMessage {
        if let Some(sender) = self.0.get(&message.user_uuid) {
            message.user_display_name.clone_from(&sender.display_name);
            message.user_handle.clone_from(&sender.handle);
        }
        message
    }

    /// The row with everybody's name of now, as this member sees it.
    pub fn in_row(&self, mut row: ListRow, member: &PersonId) -> ListRow {
        self.in_members(&mut row.members);
        row.seen_by(member)
    }

    /// The members with their names of now.
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
    /// What these people are called now; each is read once, however often they are named.
    ///
    /// # Errors
    /// [`TableError`] when the read fails.
    pub async fn names_now<'a>(
        &self,
        people: impl IntoIterator<Item = &'a PersonId>,
    ) -> Result<NamesNow, TableError> {
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
    fn a_row_names_the_others_as_they_are_called_now() {
        let names: NamesNow = [person("b", "bobby", "Bobby")].into_iter().collect();
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
    fn a_message_of_somebody_unknown_keeps_the_name_of_then() {
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
        assert_eq!(NamesNow::default().in_message(message.clone()), message);
        let names: NamesNow = [person("b", "bobby", "Bobby")].into_iter().collect();
        let now = names.in_message(message);
        assert_eq!(
            (now.user_display_name.as_str(), now.user_handle.as_str()),
            ("Bobby", "bobby")
        );
    }
}
