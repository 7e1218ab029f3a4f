//! Sending: one transaction writes the message, moves the conversation's record and the sender's read
//! mark, and remembers the answer for a repeated attempt.

use std::time::Duration;

use cruddur_contract::{ClientMessageId, GroupId, Member, Person, Timestamp};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::conversation::{Membership, Meta};
use super::error::TableError;
use super::item::{Item, item, number, text};
use super::key::Key;
use super::list::{Last, ListRow};
use super::messages::StoredMessage;
use super::transaction::{ABSENT, Outcome, PRESENT, Transaction};
use super::{Table, jitter};
use crate::clock::seconds;
use crate::ids;

/// How long an answer is remembered: as long as an app may keep an unsent message.
const REMEMBERED_SECONDS: i64 = 90 * 24 * 3600;
/// How long a send tries again when others write to the same conversation. Well below the 29 s after
/// which the gateway gives up.
const PATIENCE: Duration = Duration::from_secs(8);

/// Where a message goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A conversation that should exist.
    Group(GroupId),
    /// The conversation with these people (the sender not among them), begun if need be.
    People(Vec<Person>),
}

/// A message to be sent; the text is checked already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The text, trimmed.
    pub text: String,
    /// Where to.
    pub target: Target,
    /// Makes the send idempotent.
    pub client_message_id: Option<ClientMessageId>,
}

/// A message as it was taken, by this attempt or an earlier one with the same client id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The conversation.
    pub group: GroupId,
    /// The message.
    pub message: StoredMessage,
}

/// Why a message was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// No such conversation, or the sender is not in it.
    #[error("no such conversation for this person")]
    NoSuchGroup,
    /// The table failed, or others kept writing to the conversation.
    #[error(transparent)]
    Table(#[from] TableError),
}

/// What an idempotency record says: where the first answer's message is.
#[derive(Serialize, Deserialize)]
struct Remembered {
    of_group: GroupId,
    created_at: Timestamp,
    expires_at: i64,
}

/// A send under way: its transaction, and which of its writes is the idempotency record.
struct Attempt {
    transaction: Transaction,
    idempotency: Option<usize>,
    message: StoredMessage,
}

impl Table {
    /// Takes a message. `clock` gives microseconds since 1970; the message's time is that, or one
    /// microsecond after the message before it, whichever is later.
    ///
    /// # Errors
    /// [`SendError`]; nothing was written then, or the same draft may be sent again with the same
    /// client id to learn what was.
    pub async fn send(
        &self,
        sender: &Person,
        draft: &Draft,
        clock: impl Fn() -> i64,
    ) -> Result<Sent, SendError> {
        if let Some(first) = self.first_answer(sender, draft).await? {
            return Ok(first);
        }
        let group = self.group_of(sender, draft).await?;
        let deadline = Instant::now() + PATIENCE;
        for round in 0u32.. {
            let attempt = self.attempt(sender, draft, &group, clock()).await?;
            let outcome = self.transact(attempt.transaction).await?;
            if outcome == Outcome::Written {
                return Ok(Sent {
                    group,
                    message: attempt.message,
                });
            }
            if attempt
                .idempotency
                .is_some_and(|place| outcome.condition_failed(place))
                && let Some(first) = self.first_answer(sender, draft).await?
            {
                return Ok(first);
            }
            // Somebody else's message came first: look again and go behind it.
            if Instant::now() >= deadline {
                break;
            }
            tokio::time::sleep(jitter(round, Duration::from_millis(120))).await;
        }
        Err(SendError::Table(TableError::Throttled))
    }

    /// The conversation a draft goes to; checks that the sender may write there.
    async fn group_of(&self, sender: &Person, draft: &Draft) -> Result<GroupId, SendError> {
        match &draft.target {
            Target::People(people) => {
                let others = people.iter().map(|person| &person.uuid);
                Ok(ids::group(others.chain([&sender.uuid])))
            }
            Target::Group(group) => {
                let membership = self.membership(group, &sender.uuid).await?;
                membership
                    .map(|member| member.of_group)
                    .ok_or(SendError::NoSuchGroup)
            }
        }
    }

    /// What an earlier attempt with the same client id was answered.
    async fn first_answer(
        &self,
        sender: &Person,
        draft: &Draft,
    ) -> Result<Option<Sent>, TableError> {
        let Some(id) = &draft.client_message_id else {
            return Ok(None);
        };
        let Some(first) = self
            .get::<Remembered>(&Key::idempotency(&sender.uuid, id))
            .await?
        else {
            return Ok(None);
        };
        let message = self.message_at(&first.of_group, first.created_at).await?;
        Ok(message.map(|message| Sent {
            group: first.of_group,
            message,
        }))
    }

    /// Puts together what has to be written, as the conversation is now.
    async fn attempt(
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
