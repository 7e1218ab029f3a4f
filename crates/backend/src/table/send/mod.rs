//! Sending: one transaction writes the message, the conversation's record, the sender's read marker and the
//! idempotency record.

mod new_message;
mod writes;

use std::time::Duration;

use cruddur_contract::{GroupId, Person, Timestamp};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::error::TableError;
use super::key::Key;
use super::transaction::Outcome;
use super::{Table, jitter};
use crate::ids;

pub use new_message::{NewMessage, SendError, Sent, Target};

/// How long a send retries when others write to the same conversation; well below the gateway's time limit
/// of 29 s.
const RETRY_FOR: Duration = Duration::from_secs(8);

/// Where the message of an earlier attempt is.
#[derive(Serialize, Deserialize)]
struct IdempotencyRecord {
    of_group: GroupId,
    created_at: Timestamp,
    expires_at: i64,
}

impl Table {
    /// Stores a message. `clock` returns microseconds since 1970; the message's time is that, or one
    /// microsecond after the message before it, whichever is later.
    ///
    /// # Errors
    /// [`SendError`]; nothing was written then, or the same new_message may be sent again with the same
    /// client id to learn what was.
    pub async fn send(
        &self,
        sender: &Person,
        new_message: &NewMessage,
        clock: impl Fn() -> i64,
    ) -> Result<Sent, SendError> {
        if let Some(first) = self.earlier_attempt(sender, new_message).await? {
            return Ok(first);
        }
        let group = self.group_of(sender, new_message).await?;
        let deadline = Instant::now() + RETRY_FOR;
        for round in 0u32.. {
            let attempt = self.attempt(sender, new_message, &group, clock()).await?;
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
                && let Some(first) = self.earlier_attempt(sender, new_message).await?
            {
                return Ok(first);
            }
            // Another message came first: read again and append after it.
            if Instant::now() >= deadline {
                break;
            }
            tokio::time::sleep(jitter(round, Duration::from_millis(120))).await;
        }
        Err(SendError::Table(TableError::Throttled))
    }

    /// The conversation a new_message goes to; checks that the sender may write there.
    async fn group_of(
        &self,
        sender: &Person,
        new_message: &NewMessage,
    ) -> Result<GroupId, SendError> {
        match &new_message.target {
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
    async fn earlier_attempt(
        &self,
        sender: &Person,
        new_message: &NewMessage,
    ) -> Result<Option<Sent>, TableError> {
        let Some(id) = &new_message.client_message_id else {
            return Ok(None);
        };
        let Some(first) = self
            .get::<IdempotencyRecord>(&Key::idempotency(&sender.uuid, id))
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
}
