//! The writes of one attempt of a send.

use cruddur_contract::{GroupId, Member, Person, Timestamp};

use super::{IdempotencyRecord, NewMessage, SendError, Target};
use crate::clock::seconds;
use crate::ids;
use crate::table::Table;
use crate::table::conversation::{Membership, Meta};
use crate::table::error::TableError;
use crate::table::item::{Item, item, number, text};
use crate::table::key::Key;
use crate::table::list::{Last, ListRow};
use crate::table::messages::StoredMessage;
use crate::table::transaction::{ABSENT, PRESENT, Transaction};

/// Lifetime of an idempotency record: as long as an app may keep an unsent message.
const IDEMPOTENCY_SECONDS: i64 = 90 * 24 * 3600;

/// One attempt of a send.
pub(super) struct Attempt {
    pub transaction: Transaction,
    /// Index of the idempotency record among the writes.
    pub idempotency: Option<usize>,
    pub message: StoredMessage,
}

impl Table {
    /// Builds the writes against the current state of the conversation.
    pub(super) async fn attempt(
        &self,
        sender: &Person,
        new_message: &NewMessage,
        group: &GroupId,
        now_micros: i64,
    ) -> Result<Attempt, SendError> {
        let before = self.conversation(group).await?;
        let message = next_message(sender, new_message, group, before.as_ref(), now_micros)?;
        let mut writes = Transaction::default();
        let key = Key::message(group, message.created_at);
        writes.put(self, item(&key, &message)?, ABSENT)?;
        let idempotency = match &new_message.client_message_id {
            None => None,
            Some(id) => {
                let record = IdempotencyRecord {
                    of_group: group.clone(),
                    created_at: message.created_at,
                    expires_at: seconds(now_micros) + IDEMPOTENCY_SECONDS,
                };
                let key = Key::idempotency(&sender.uuid, id);
                Some(writes.put(self, item(&key, &record)?, ABSENT)?)
            }
        };
        match (before, &new_message.target) {
            (Some(before), _) => self.append(&mut writes, &before, &message)?,
            (None, Target::People(people)) => self.begin(&mut writes, sender, people, &message)?,
            (None, Target::Group(_)) => return Err(SendError::NoSuchGroup),
        }
        Ok(Attempt {
            transaction: writes,
            idempotency,
            message,
        })
    }

    /// Appends to an existing conversation: updates its record, if it is unchanged, and the sender's read
    /// marker.
    fn append(
        &self,
        writes: &mut Transaction,
        before: &Meta,
        message: &StoredMessage,
    ) -> Result<(), TableError> {
        writes.update(
            self,
            &Key::meta(&message.of_group),
            "SET last_created_at = :at, last_message_uuid = :uuid, last_ordinal = :ordinal",
            "last_created_at = :before",
            Item::from([
                (":at".to_owned(), text(message.created_at.to_string())),
                (":uuid".to_owned(), text(message.message_uuid.as_str())),
                (":ordinal".to_owned(), number(message.ordinal)),
                (
                    ":before".to_owned(),
                    text(before.last_created_at.to_string()),
                ),
            ]),
        )?;
        writes.update(
            self,
            &Key::member(&message.of_group, &message.user_uuid),
            "SET read_ordinal = :ordinal, last_read_message_uuid = :uuid",
            PRESENT,
            Item::from([
                (":ordinal".to_owned(), number(message.ordinal)),
                (":uuid".to_owned(), text(message.message_uuid.as_str())),
            ]),
        )?;
        Ok(())
    }

    /// Creates the conversation: its record, and each member's membership and list row.
    fn begin(
        &self,
        writes: &mut Transaction,
        sender: &Person,
        others: &[Person],
        message: &StoredMessage,
    ) -> Result<(), TableError> {
        let group = &message.of_group;
        let people = || std::iter::once(sender).chain(others);
        let meta = Meta {
            members: people().map(member).collect(),
            created_at: message.created_at,
            last_created_at: message.created_at,
            last_message_uuid: message.message_uuid.clone(),
            last_ordinal: message.ordinal,
        };
        writes.put(self, item(&Key::meta(group), &meta)?, ABSENT)?;
        let last = Last {
            group,
            message: &message.message,
            uuid: &message.message_uuid,
            at: message.created_at,
            ordinal: message.ordinal,
        };
        for person in people() {
            let wrote = person.uuid == sender.uuid;
            let membership = Membership {
                of_group: group.clone(),
                user_uuid: person.uuid.clone(),
                read_ordinal: if wrote { message.ordinal } else { 0 },
                last_read_message_uuid: wrote.then(|| message.message_uuid.clone()),
            };
            writes.put(
                self,
                item(&Key::member(group, &person.uuid), &membership)?,
                ABSENT,
            )?;
            let row = ListRow::new(&person.uuid, &meta, &last);
            let key = Key::list_row(&person.uuid, message.created_at, group);
            writes.put(self, item(&key, &row)?, ABSENT)?;
        }
        Ok(())
    }
}

fn member(person: &Person) -> Member {
    Member {
        user_uuid: person.uuid.clone(),
        handle: person.handle.clone(),
        display_name: person.display_name.clone(),
    }
}

/// The message that comes after what the conversation holds.
fn next_message(
    sender: &Person,
    new_message: &NewMessage,
    group: &GroupId,
    before: Option<&Meta>,
    now_micros: i64,
) -> Result<StoredMessage, TableError> {
    let earliest = before.map_or(0, |meta| meta.last_created_at.micros() + 1);
    let created_at =
        Timestamp::from_micros(now_micros.max(earliest)).ok_or_else(|| TableError::Failed {
            operation: "send",
            code: "the clock is out of range".to_owned(),
        })?;
    Ok(StoredMessage {
        of_group: group.clone(),
        message_uuid: ids::message(created_at),
        message: new_message.text.clone(),
        created_at,
        ordinal: before.map_or(1, |meta| meta.last_ordinal + 1),
        previous_message_uuid: before.map(|meta| meta.last_message_uuid.clone()),
        client_message_id: new_message.client_message_id.clone(),
        user_uuid: sender.uuid.clone(),
        user_display_name: sender.display_name.clone(),
        user_handle: sender.handle.clone(),
        version: 1,
        edited_at: None,
        deleted_at: None,
    })
}
