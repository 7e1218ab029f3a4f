//! The stream function: consumes the table's stream of new messages, moves the rows in all members' lists
//! and pushes frames to their live connections. The changed name of a person, also of a deleted one, is pushed to
//! everyone who has a conversation with them. Names come by an event source mapping of their own, so in other
//! batches: a message waits for messages only.
//!
//! A batch may contain messages of many conversations, duplicated and out of order (after a retry). Each
//! conversation is handled on its own; one whose rows cannot be moved is reported as a partial failure and
//! delivered again, without holding up the others.

mod batch;
mod frames;

use aws_lambda_events::event::dynamodb::Event;
use aws_lambda_events::event::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use cruddur_contract::{GroupId, PersonId, Timestamp};
use futures_util::future::join_all;
use futures_util::{StreamExt, TryStreamExt, stream};
use std::collections::{HashMap, HashSet};

use crate::push::Gateway;
use crate::table::{Connection, MovedRow, StoredMessage, Table, TableError};
use batch::Conversation;

/// The most rows pushed when a person's name changes. Members of other conversations get the name by REST.
const MAX_RENAMED_ROWS: usize = 100;
/// Concurrent reads, and posts of messages.
const PARALLEL: usize = 32;
/// Concurrent posts of names: the gateway's and the table's capacity is the messages'.
const PARALLEL_NAMES: usize = 4;

/// The stream function.
#[derive(Clone, Debug)]
pub struct Stream {
    pub table: Table,
    pub gateway: Gateway,
}

impl Stream {
    /// Handles one batch; returns the records that must be delivered again.
    pub async fn handle(&self, event: Event, now_micros: i64) -> DynamoDbEventResponse {
        let records = event.records.len();
        let batch = batch::read(event);
        let conversations = batch.conversations.len();
        let outcomes = join_all(
            batch
                .conversations
                .iter()
                .map(|one| self.conversation(one, now_micros)),
        )
        .await;
        for person in &batch.people {
            if let Err(error) = self.push_current_names(person, now_micros).await {
                tracing::warn!(%person, %error, "a changed name could not be pushed");
            }
        }
        let people = batch.people.len();
        let mut response = DynamoDbEventResponse::default();
        for (conversation, done) in batch.conversations.iter().zip(outcomes) {
            if !done {
                let mut failure = DynamoDbBatchItemFailure::default();
                failure.item_identifier = Some(conversation.first_record.clone());
                response.batch_item_failures.push(failure);
            }
        }
        let failed = response.batch_item_failures.len();
        tracing::info!(records, conversations, people, failed, "batch handled");
        response
    }

    /// Moves rows and pushes frames for one conversation's new messages; `false` when the rows could
    /// not be moved. A lost frame is not a failure: clients catch up by REST.
    async fn conversation(&self, conversation: &Conversation, now_micros: i64) -> bool {
        let Some(newest) = conversation.newest() else {
            return true;
        };
        let moved = self.table.move_rows(newest).await;
        let (members, rows) = match &moved {
            Ok(rows) => {
                let member = |row: &MovedRow| (row.member.clone(), row.joined_at);
                (rows.iter().map(member).collect(), rows.as_slice())
            }
            Err(error) => {
                tracing::error!(group = %newest.of_group, %error, "rows not moved");
                // The message itself is pushed anyway.
                (self.members(conversation).await, &[][..])
            }
        };
        if let Err(error) = self.push(conversation, &members, rows, now_micros).await {
            tracing::warn!(group = %newest.of_group, %error, "connections could not be read");
        }
        moved.is_ok()
    }

    /// The members, and the time of the first message each may see.
    async fn members(&self, conversation: &Conversation) -> HashMap<PersonId, Timestamp> {
        let Some(newest) = conversation.newest() else {
            return HashMap::new();
        };
        let meta = self
            .table
            .conversation(&newest.of_group)
            .await
            .ok()
            .flatten();
        let Some(meta) = meta else {
            return HashMap::new();
        };
        let joined = |one: &PersonId| Some((one.clone(), meta.membership(one)?.joined_at));
        meta.members.keys().filter_map(joined).collect()
    }

    /// Pushes the messages, then each member's own row, to all connections of all members.
    async fn push(
        &self,
        conversation: &Conversation,
        members: &HashMap<PersonId, Timestamp>,
        rows: &[MovedRow],
        now_micros: i64,
    ) -> Result<(), TableError> {
        let of = self
            .connections(members.keys().cloned().collect(), now_micros)
            .await?;
        let messages = &conversation.messages;
        let senders = messages.iter().map(|message| &message.user_uuid);
        let names = self.table.current_names(senders).await?;
        let named: Vec<StoredMessage> = messages
            .iter()
            .map(|message| names.in_message(message.clone()))
            .collect();
        let seen_from = |joined_at: Timestamp| {
            let seen = named
                .iter()
                .filter_map(move |one| one.clone().seen_from(joined_at));
            frames::inserts(seen)
        };
        let mut posts = Vec::new();
        for (member, connections) in of {
            let update = rows
                .iter()
                .find(|row| row.member == member)
                .and_then(frames::update);
            let joined_at = members.get(&member).copied().unwrap_or(Timestamp::EPOCH);
            let mine: Vec<String> = seen_from(joined_at).into_iter().chain(update).collect();
            posts.extend(connections.into_iter().map(|one| (one, mine.clone())));
        }
        self.gateway
            .post_all(&self.table, posts, PARALLEL, now_micros)
            .await;
        Ok(())
    }

    /// Pushes the rows of this person's newest conversations, with current names, to all members who have a
    /// connection, the person included.
    async fn push_current_names(
        &self,
        person: &PersonId,
        now_micros: i64,
    ) -> Result<(), TableError> {
        let rows = self.table.list(person, None, MAX_RENAMED_ROWS).await?;
        let groups: Vec<GroupId> = rows.into_iter().map(|row| row.message_group_uuid).collect();
        let metas = self.table.conversations(&groups).await?;
        let members = metas.iter().flat_map(|meta| meta.members.keys());
        let members = members.cloned().collect();
        let of = self.connections(members, now_micros).await?;
        let listening = of.keys().cloned().collect();
        let rows = self.table.rows_of_members(&metas, &listening).await?;
        let mut posts = Vec::new();
        for (member, connections) in of {
            let mine = rows.iter().filter(|row| row.member == member);
            let frames: Vec<String> = mine.filter_map(frames::update).collect();
            posts.extend(connections.into_iter().map(|one| (one, frames.clone())));
        }
        self.gateway
            .post_all(&self.table, posts, PARALLEL_NAMES, now_micros)
            .await;
        Ok(())
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
