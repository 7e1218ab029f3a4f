//! What one attempt of a send writes.

use cruddur_contract::{GroupId, Member, Person, Timestamp};

use super::{Draft, Remembered, SendError, Target};
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

/// How long an answer is remembered: as long as an app may keep an unsent message.
const REMEMBERED_SECONDS: i64 = 90 * 24 * 3600;

/// One attempt of a send.
pub(super) struct Attempt {
    /// What has to be written.
    pub transaction: Transaction,
    /// Which of the writes is the idempotency record.
    pub idempotency: Option<usize>,
    /// The message as it will be.
    pub message: StoredMessage,
}

impl Table {
    /// Puts together what has to be written, as the conversation is now.
    pub(super) async fn attempt(
        &self,
        sender: &Person,
        draft: &Draft,
        group: &GroupId,
        now_micros: i64,
    ) -> Result<Attempt, SendError> {
        let before = self.conversation(group).await?;
        let message = next_message(sender, draft, group, before.as_ref(), now_micros)?;
        let mut writes = Transaction::default();
        let key = Key::message(group, message.created_at);
        writes.put(self, item(&key, &message)?, ABSENT)?;
        let idempotency = match &draft.client_message_id {
            None => None,
            Some(id) => {
                let record = Remembered {
                    of_group: group.clone(),
                    created_at: message.created_at,
                    expires_at: seconds(now_micros) + REMEMBERED_SECONDS,
                };
                let key = Key::idempotency(&sender.uuid, id);
                Some(writes.put(self, item(&key, &record)?, ABSENT)?)
            }
        };
        match (before, &draft.target) {
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

    /// The conversation goes on: its record moves, if it is still as it was read, and the sender has
    /// read what they wrote.
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

    /// The conversation begins: its record, everybody's membership and everybody's list row.
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
    draft: &Draft,
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
        message: draft.text.clone(),
        created_at,
        ordinal: before.map_or(1, |meta| meta.last_ordinal + 1),
        previous_message_uuid: before.map(|meta| meta.last_message_uuid.clone()),
        client_message_id: draft.client_message_id.clone(),
        user_uuid: sender.uuid.clone(),
        user_display_name: sender.display_name.clone(),
        user_handle: sender.handle.clone(),
        version: 1,
    })
}
