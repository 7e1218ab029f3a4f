//! The conversation of two people: found, and started, through an item of its own.

use cruddur_contract::{GroupId, Person, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{NewMessage, SendError, idempotency_item};
use crate::ids;
use crate::table::Table;
use crate::table::conversation::Meta;
use crate::table::error::TableError;
use crate::table::item::item;
use crate::table::key::Key;
use crate::table::list::ListRow;
use crate::table::messages::StoredMessage;
use crate::table::place::{Place, time};
use crate::table::transaction::{ABSENT, Outcome, Transaction};

/// Which conversation two people have.
#[derive(Serialize, Deserialize)]
struct Pair {
    of_group: GroupId,
}

impl Table {
    /// The conversation of these two people, if they have one.
    ///
    /// # Errors
    /// [`TableError`] when the read fails.
    pub async fn pair(
        &self,
        one: &PersonId,
        other: &PersonId,
    ) -> Result<Option<GroupId>, TableError> {
        let pair: Option<Pair> = self.get(&Key::pair(one, other)).await?;
        Ok(pair.map(|pair| pair.of_group))
    }

    /// Starts the conversation of two people with its first message, in one transaction. `None` when they have one
    /// meanwhile, or when a concurrent attempt with the same client id came first.
    pub(super) async fn first_message(
        &self,
        sender: &Person,
        other: &Person,
        new_message: &NewMessage,
        now_micros: i64,
    ) -> Result<Option<StoredMessage>, SendError> {
        let created_at = time(now_micros)?;
        let tail = ids::tail();
        let place = Place {
            of_group: ids::conversation(),
            created_at,
            message_uuid: ids::message(created_at, tail),
            ordinal: 1,
            previous_message_uuid: None,
            placed_at: now_micros,
        };
        let message = new_message.at(&place, sender);
        let mut meta = pair_meta(&place.of_group, created_at, sender, other);
        meta.last_tail = tail;
        meta.last_ordinal = 1;
        let mut writes = Transaction::default();
        let key = Key::message(&place.of_group, created_at);
        writes.put(self, item(&key, &message)?, ABSENT)?;
        if let Some(id) = &new_message.client_message_id {
            writes.put(self, idempotency_item(sender, id, &place)?, ABSENT)?;
        }
        for person in [sender, other] {
            let row = ListRow::of(&message, 0, person.uuid == sender.uuid);
            let key = Key::list_row(&person.uuid, &place.of_group);
            writes.put(self, item(&key, &row)?, ABSENT)?;
        }
        self.add_pair(&mut writes, &meta, sender, other)?;
        let written = self.transact(writes).await? == Outcome::Written;
        Ok(written.then_some(message))
    }

    /// The conversation of these two people, started without a message if they have none. Only the list of who asks
    /// shows it until there is one.
    ///
    /// # Errors
    /// [`TableError`] when a read or write fails.
    pub async fn pair_or_new(
        &self,
        person: &Person,
        other: &Person,
        now_micros: i64,
    ) -> Result<GroupId, TableError> {
        for _ in 0..crate::table::people::ATTEMPTS {
            if let Some(group) = self.pair(&person.uuid, &other.uuid).await? {
                return Ok(group);
            }
            let created_at = time(now_micros)?;
            let meta = pair_meta(&ids::conversation(), created_at, person, other);
            let mut writes = Transaction::default();
            let row = ListRow::empty(&meta.of_group, created_at);
            let key = Key::list_row(&person.uuid, &meta.of_group);
            writes.put(self, item(&key, &row)?, ABSENT)?;
            self.add_pair(&mut writes, &meta, person, other)?;
            if self.transact(writes).await? == Outcome::Written {
                return Ok(meta.of_group);
            }
        }
        Err(TableError::Throttled)
    }

    /// Adds the item of the pair and the conversation's record.
    fn add_pair(
        &self,
        writes: &mut Transaction,
        meta: &Meta,
        one: &Person,
        other: &Person,
    ) -> Result<(), TableError> {
        let pair = Pair {
            of_group: meta.of_group.clone(),
        };
        writes.put(
            self,
            item(&Key::pair(&one.uuid, &other.uuid), &pair)?,
            ABSENT,
        )?;
        writes.put(self, item(&Key::meta(&meta.of_group), meta)?, ABSENT)?;
        Ok(())
    }
}

fn pair_meta(group: &GroupId, created_at: Timestamp, one: &Person, other: &Person) -> Meta {
    let members = [one, other].map(|person| person.uuid.clone());
    Meta {
        pair: true,
        ..Meta::new(group.clone(), created_at, members)
    }
}
