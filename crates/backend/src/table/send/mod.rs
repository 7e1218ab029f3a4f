//! Sending: a place in the conversation, then the idempotency record, then the message.
//!
//! docs/backend.md, "Storing a message", goes through the crashes between these steps.

mod new_message;
mod pair;

use aws_sdk_dynamodb::types::ReturnValue;
use cruddur_contract::{ClientMessageId, GroupId, Person};

use super::error::TableError;
use super::item::{Item, item, number, text};
use super::key::Key;
use super::messages::StoredMessage;
use super::patience::Patience;
use super::place::{Effect, Place, Placed};
use super::update::{Update, Updated};
use super::{Table, jitter};
use crate::clock::seconds;

pub(super) use new_message::system_message;
pub use new_message::{NewMessage, SendError, Sent, Target};

/// Lifetime of an idempotency record: as long as an app may keep an unsent message.
const IDEMPOTENCY_SECONDS: i64 = 90 * 24 * 3600;
/// How long after its placing a message may be written, in microseconds.
const WRITE_WITHIN: i64 = 10_000_000;
/// From when on a retry takes a new place: no write that began in time is under way any more (an operation takes 9 s at
/// most, a function 15 s).
const REPLACE_AFTER: i64 = 30_000_000;

impl Table {
    /// Stores a message. `clock` returns microseconds since 1970; the message's time is that, or one microsecond after
    /// the message before it, whichever is later.
    ///
    /// # Errors
    /// [`SendError`]; the same message may be sent again with the same client id to learn whether it was stored.
    pub async fn send(
        &self,
        sender: &Person,
        new_message: &NewMessage,
        clock: impl Fn() -> i64,
    ) -> Result<Sent, SendError> {
        let patience = Patience::new();
        let mut round = 0;
        loop {
            let found = match &new_message.client_message_id {
                Some(id) => self.earlier_place(sender, id).await?,
                None => None,
            };
            let message = match found {
                Some(place) => self.resume(sender, new_message, place, &clock).await?,
                None => self.begin(sender, new_message, &patience, &clock).await?,
            };
            // Without one a concurrent attempt was first; the next round follows it.
            if let Some(message) = message {
                return Ok(Sent {
                    group: message.of_group.clone(),
                    message,
                });
            }
            if patience.is_over() {
                return Err(TableError::Throttled.into());
            }
            tokio::time::sleep(jitter(round, Patience::LONGEST)).await;
            round += 1;
        }
    }

    /// The first attempt: appends to the conversation, or starts that of two people. `None` when a concurrent attempt
    /// with the same client id, or the first message of the other person, came first.
    async fn begin(
        &self,
        sender: &Person,
        new_message: &NewMessage,
        patience: &Patience,
        clock: &impl Fn() -> i64,
    ) -> Result<Option<StoredMessage>, SendError> {
        let group = match &new_message.target {
            Target::Group(group) => group.clone(),
            Target::Person(person) => match self.pair(&sender.uuid, &person.uuid).await? {
                Some(group) => group,
                None => {
                    return self
                        .first_message(sender, person, new_message, clock())
                        .await;
                }
            },
        };
        let place = self.next_place(&group, sender, patience, clock).await?;
        if let Some(id) = &new_message.client_message_id {
            let record = idempotency_item(sender, id, &place)?;
            let write = || self.put_if_absent(record.clone());
            if !patience.with(write).await? {
                return Ok(None);
            }
        }
        self.write(&new_message.at(&place, sender), &place, patience, clock)
            .await
    }

    /// Goes on from what an earlier attempt has left: its message is there, or it is written now, at its place or, when
    /// that is too old, at a new one. `None` when a concurrent attempt came first.
    async fn resume(
        &self,
        sender: &Person,
        new_message: &NewMessage,
        place: Place,
        clock: &impl Fn() -> i64,
    ) -> Result<Option<StoredMessage>, SendError> {
        let there = self.message_at(&place.of_group, place.created_at).await?;
        if let Some(message) = there.filter(|one| one.message_uuid == place.message_uuid) {
            return Ok(Some(message));
        }
        let patience = Patience::new();
        let age = clock().saturating_sub(place.placed_at);
        if age < WRITE_WITHIN {
            let message = new_message.at(&place, sender);
            return self.write(&message, &place, &patience, clock).await;
        }
        if age < REPLACE_AFTER {
            return Err(TableError::Throttled.into());
        }
        let Some(id) = &new_message.client_message_id else {
            return Ok(None);
        };
        let new = self
            .next_place(&place.of_group, sender, &patience, clock)
            .await?;
        if !self.replace_place(sender, id, &place, &new).await? {
            return Ok(None);
        }
        self.write(&new_message.at(&new, sender), &new, &patience, clock)
            .await
    }

    async fn next_place(
        &self,
        group: &GroupId,
        sender: &Person,
        patience: &Patience,
        clock: &impl Fn() -> i64,
    ) -> Result<Place, SendError> {
        let ask = || self.place(group, &sender.uuid, &Effect::None, clock());
        match patience.with(ask).await? {
            Placed::Done(place) => Ok(place),
            Placed::NotAMember | Placed::Refused(_) => Err(SendError::NoSuchGroup),
        }
    }

    /// Writes a message at its place, in time, and lets the sender's own row follow. `None` when a concurrent attempt has written there.
    pub(super) async fn write(
        &self,
        message: &StoredMessage,
        place: &Place,
        patience: &Patience,
        clock: &impl Fn() -> i64,
    ) -> Result<Option<StoredMessage>, SendError> {
        let row = item(&Key::message(&place.of_group, place.created_at), message)?;
        let write = || async {
            if clock().saturating_sub(place.placed_at) >= WRITE_WITHIN {
                return Err(TableError::Throttled);
            }
            self.put_if_absent(row.clone()).await
        };
        if !patience.with(write).await? {
            return Ok(None);
        }
        self.follow_own(message).await;
        Ok(Some(message.clone()))
    }

    /// The place that an earlier attempt with the same client id has got.
    async fn earlier_place(
        &self,
        sender: &Person,
        id: &ClientMessageId,
    ) -> Result<Option<Place>, TableError> {
        self.get(&Key::idempotency(&sender.uuid, id)).await
    }

    /// Points the idempotency record to a new place; `false` when a concurrent retry has done so.
    async fn replace_place(
        &self,
        sender: &Person,
        id: &ClientMessageId,
        old: &Place,
        new: &Place,
    ) -> Result<bool, TableError> {
        let mut update = Update::default()
            .set("created_at = :at")
            .set("message_uuid = :uuid")
            .set("ordinal = :ordinal")
            .set("placed_at = :placed")
            .when("message_uuid = :old")
            .value(":at", text(new.created_at.to_string()))
            .value(":uuid", text(new.message_uuid.as_str()))
            .value(":ordinal", number(new.ordinal))
            .value(":placed", number(new.placed_at))
            .value(":old", text(old.message_uuid.as_str()));
        update = match &new.previous_message_uuid {
            None => update.remove("previous_message_uuid"),
            Some(previous) => update
                .set("previous_message_uuid = :previous")
                .value(":previous", text(previous.as_str())),
        };
        let key = Key::idempotency(&sender.uuid, id);
        let updated = self.update(&key, update, ReturnValue::None).await?;
        Ok(matches!(updated, Updated::Done(_)))
    }
}

/// The idempotency record of a send, as an item.
fn idempotency_item(
    sender: &Person,
    id: &ClientMessageId,
    place: &Place,
) -> Result<Item, TableError> {
    let mut record = item(&Key::idempotency(&sender.uuid, id), place)?;
    let end = seconds(place.placed_at) + IDEMPOTENCY_SECONDS;
    record.insert(super::EXPIRES_AT.to_owned(), number(end));
    Ok(record)
}
