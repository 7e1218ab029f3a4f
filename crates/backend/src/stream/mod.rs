//! The stream function: consumes the table's stream of new and changed messages, moves the rows in all members' lists
//! and pushes frames to their live connections. Names and read receipts come by an event source mapping of their own, so
//! in other batches: a message waits for messages only.
//!
//! A batch may contain messages of many conversations, duplicated and out of order (after a retry). Each
//! conversation is handled on its own; one whose rows cannot be moved is set aside in a queue ([`repairs`]), which
//! this function reads as well, and the stream goes on.

mod batch;
mod departures;
mod frames;
mod names;
mod pass;
mod reads;
mod repair;
mod repairs;
mod rows;

use aws_lambda_events::event::dynamodb::Event;
use aws_lambda_events::event::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use cruddur_contract::{PersonId, Timestamp};
use futures_util::future::{join, join_all};
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

use crate::push::Gateway;
use crate::table::{Connection, MovedRow, StoredMessage, Table, TableError};
use batch::{Conversation, SetAside};
use pass::Pass;
pub use repairs::{QueueMessage, Repair, RepairError, Repairs};

/// Concurrent reads of connections.
const PARALLEL: usize = 32;

/// The stream function.
#[derive(Clone, Debug)]
pub struct Stream {
    pub table: Table,
    pub gateway: Gateway,
    pub repairs: Repairs,
}

impl Stream {
    /// Handles an event of either source: records of the table's stream, or messages of the queue of repairs. The
    /// answers to both have one form.
    ///
    /// # Errors
    /// An event of neither form.
    pub async fn receive(
        &self,
        mut event: Value,
        now_micros: i64,
    ) -> Result<DynamoDbEventResponse, serde_json::Error> {
        if event["Records"][0]["eventSource"] == "aws:sqs" {
            let messages = serde_json::from_value(event["Records"].take())?;
            return Ok(self.repair(messages, now_micros).await);
        }
        Ok(self
            .handle(serde_json::from_value(event)?, now_micros)
            .await)
    }

    /// Handles one batch; returns the records that must be delivered again: only those that could neither be handled
    /// nor set aside.
    pub async fn handle(&self, event: Event, now_micros: i64) -> DynamoDbEventResponse {
        let records = event.records.len();
        let pass = Pass::new(now_micros);
        let batch = batch::read(event);
        let conversations = batch.conversations.iter();
        let handled = conversations.map(|one| async {
            let moved = self.conversation(one, &pass);
            let (set_aside, ()) = join(moved, self.push_departures(one, &pass)).await;
            set_aside
        });
        let outcomes = join_all(handled).await;
        self.push_all_reads(&batch.reads, &pass).await;
        self.push_all_names(&batch.people, &pass).await;
        let undone: Vec<SetAside> = outcomes
            .into_iter()
            .flatten()
            .chain(batch.unreadable)
            .collect();
        let sent = undone.iter().map(|one| self.set_aside(&one.repair, &pass));
        let sent = join_all(sent).await;
        let failed = undone.iter().zip(sent).filter(|(_, sent)| !sent);
        let failed: Vec<String> = failed.map(|(one, _)| one.first_record.clone()).collect();
        tracing::info!(
            records,
            conversations = batch.conversations.len(),
            people = batch.people.len(),
            reads = batch.reads.len(),
            set_aside = undone.len() - failed.len(),
            failed = failed.len(),
            "batch handled"
        );
        failures(failed)
    }

    /// Moves rows and pushes frames for one conversation's new messages. Returns what is to be set aside when the rows
    /// cannot be moved; the messages are pushed all the same, and once. A lost frame is not a failure: clients catch up
    /// by REST.
    async fn conversation(&self, conversation: &Conversation, pass: &Pass) -> Option<SetAside> {
        let newest = conversation.newest()?;
        match self.first_attempt(newest, pass).await {
            Ok(rows) => self.push(Some(conversation), &rows, None, pass).await,
            Err(error) => {
                tracing::warn!(group = %newest.of_group, %error, "rows not moved yet");
                let members = self.members(newest).await;
                self.push(Some(conversation), &[], Some(members), pass)
                    .await;
                match self.more_attempts(newest, pass).await {
                    Ok(rows) => self.push(None, &rows, None, pass).await,
                    Err(error) => {
                        tracing::error!(group = %newest.of_group, %error, "rows not moved");
                        return Some(conversation.set_aside(newest));
                    }
                }
            }
        }
        None
    }

    /// Whether the queue took it.
    async fn set_aside(&self, repair: &Repair, pass: &Pass) -> bool {
        let group = &repair.message_group_uuid;
        let sent = tokio::time::timeout_at(pass.aside_until, self.repairs.set_aside(repair)).await;
        match &sent {
            Ok(Ok(())) => tracing::warn!(%group, at = %repair.created_at, "set aside"),
            Ok(Err(error)) => tracing::error!(%group, %error, "could not be set aside"),
            Err(_) => tracing::error!(%group, "no time left to set aside"),
        }
        matches!(sent, Ok(Ok(())))
    }

    /// The members, and the time of the first message each may see.
    async fn members(&self, message: &StoredMessage) -> HashMap<PersonId, Timestamp> {
        let meta = self.table.conversation(&message.of_group).await;
        let Some(meta) = meta.ok().flatten() else {
            return HashMap::new();
        };
        let joined = |one: &PersonId| Some((one.clone(), meta.membership(one)?.joined_at));
        meta.members.keys().filter_map(joined).collect()
    }

    /// Pushes a conversation's messages, then each member's own row, to all connections of these members, or else of all who have
    /// a row.
    async fn push(
        &self,
        conversation: Option<&Conversation>,
        rows: &[MovedRow],
        members: Option<HashMap<PersonId, Timestamp>>,
        pass: &Pass,
    ) {
        let of_rows = || {
            let member = |row: &MovedRow| (row.member.clone(), row.joined_at);
            rows.iter().map(member).collect()
        };
        let members = members.unwrap_or_else(of_rows);
        // Boxed, as in `rows`: the type of all that is awaited is deeper than the compiler's limit.
        let push = Box::pin(self.push_to(conversation, rows, members, pass));
        match tokio::time::timeout_at(pass.posts_until, push).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "connections could not be read"),
            Err(_) => tracing::warn!("no time left: frames are dropped"),
        }
    }

    async fn push_to(
        &self,
        conversation: Option<&Conversation>,
        rows: &[MovedRow],
        members: HashMap<PersonId, Timestamp>,
        pass: &Pass,
    ) -> Result<(), TableError> {
        let people = members.keys().cloned().collect();
        let of = self.connections(people, pass.now_micros).await?;
        let (new, changed) = self.named(conversation).await?;
        let mut posts = Vec::new();
        for (member, connections) in of {
            let update = rows
                .iter()
                .find(|row| row.member == member)
                .and_then(frames::update);
            let joined_at = members.get(&member).copied().unwrap_or(Timestamp::EPOCH);
            let seen = |all: &[StoredMessage]| -> Vec<StoredMessage> {
                let all = all.iter().cloned();
                all.filter_map(|one| one.seen_from(joined_at)).collect()
            };
            let mut mine = frames::inserts(seen(&new).into_iter());
            mine.extend(frames::updates(seen(&changed).into_iter()));
            mine.extend(update);
            posts.extend(connections.into_iter().map(|one| (one, mine.clone())));
        }
        let posting = &pass.posting;
        self.gateway.post_all(&self.table, posts, posting).await;
        Ok(())
    }

    /// A conversation's new messages, and its changed ones, with current names.
    async fn named(
        &self,
        conversation: Option<&Conversation>,
    ) -> Result<(Vec<StoredMessage>, Vec<StoredMessage>), TableError> {
        let Some(Conversation {
            messages, changed, ..
        }) = conversation
        else {
            return Ok(Default::default());
        };
        let senders = messages.iter().chain(changed);
        let senders = senders.map(|message| &message.user_uuid);
        let names = self.table.current_names(senders).await?;
        let named = |all: &[StoredMessage]| {
            let all = all.iter().cloned();
            all.map(|message| names.in_message(message)).collect()
        };
        Ok((named(messages), named(changed)))
    }

    /// The open connections of these people, without those who have none.
    async fn connections(
        &self,
        people: HashSet<PersonId>,
        now_micros: i64,
    ) -> Result<HashMap<PersonId, Vec<Connection>>, TableError> {
        let of = |person: PersonId| async move {
            let found = self.table.connections_of(&person, now_micros).await?;
            Ok::<_, TableError>((person, found))
        };
        let all: Vec<_> = stream::iter(people)
            .map(of)
            .buffer_unordered(PARALLEL)
            .try_collect()
            .await?;
        Ok(all
            .into_iter()
            .filter(|(_, open)| !open.is_empty())
            .collect())
    }
}

/// The answer that names these records or queue messages as failed.
fn failures(identifiers: Vec<String>) -> DynamoDbEventResponse {
    let failure = |identifier: String| {
        let mut failure = DynamoDbBatchItemFailure::default();
        failure.item_identifier = Some(identifier);
        failure
    };
    let mut response = DynamoDbEventResponse::default();
    response.batch_item_failures = identifiers.into_iter().map(failure).collect();
    response
}
