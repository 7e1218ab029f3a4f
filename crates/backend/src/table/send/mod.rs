//! Sending: one transaction writes the message, moves the conversation's record and the sender's read
//! mark, and remembers the answer for a repeated attempt.

mod draft;
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

pub use draft::{Draft, SendError, Sent, Target};

/// How long a send tries again when others write to the same conversation. Well below the 29 s after
/// which the gateway gives up.
const PATIENCE: Duration = Duration::from_secs(8);

/// What an idempotency record says: where the first answer's message is.
#[derive(Serialize, Deserialize)]
struct Remembered {
    of_group: GroupId,
    created_at: Timestamp,
    expires_at: i64,
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
}
