//! The stream function: follows the table's stream of new messages, moves the rows of everybody's
//! list, and tells the members' live connections.
//!
//! A batch may hold messages of many conversations, repeated and out of order (after a retry). Each
//! conversation is handled on its own; one whose rows cannot be moved is reported as a partial
//! failure and comes again, without holding up the others.

mod batch;
mod frames;

use aws_lambda_events::event::dynamodb::Event;
use aws_lambda_events::event::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use cruddur_contract::PersonId;
use futures_util::future::join_all;
use std::collections::HashMap;

use crate::push::Gateway;
use crate::table::{Connection, MovedRow, Table, TableError};
use batch::Conversation;

/// What the stream function works with.
#[derive(Clone, Debug)]
pub struct Stream {
    /// The table.
    pub table: Table,
    /// The live connections.
    pub gateway: Gateway,
}

impl Stream {
    /// Handles one batch; answers the records that have to come again.
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
        let mut response = DynamoDbEventResponse::default();
        for (conversation, done) in batch.conversations.iter().zip(outcomes) {
            if !done {
                let mut failure = DynamoDbBatchItemFailure::default();
                failure.item_identifier = Some(conversation.first_record.clone());
                response.batch_item_failures.push(failure);
            }
        }
        let failed = response.batch_item_failures.len();
        tracing::info!(records, conversations, failed, "batch handled");
        response
    }

    /// Moves rows and pushes frames for one conversation's new messages; `false` when the rows could
    /// not be moved. A lost frame is no failure: frames are news, REST is the truth.
    async fn conversation(&self, conversation: &Conversation, now_micros: i64) -> bool {
        let Some(newest) = conversation.newest() else {
            return true;
        };
        let moved = self.table.move_rows(newest).await;
        let (members, rows) = match &moved {
            Ok(rows) => (
                rows.iter().map(|row| row.member.clone()).collect(),
                rows.as_slice(),
            ),
            Err(error) => {
                tracing::error!(group = %newest.of_group, %error, "rows not moved");
                // The message itself need not wait for the lists.
                (self.members(conversation).await, &[][..])
            }
        };
        if let Err(error) = self.push(conversation, &members, rows, now_micros).await {
            tracing::warn!(group = %newest.of_group, %error, "connections could not be read");
        }
        moved.is_ok()
    }

    async fn members(&self, conversation: &Conversation) -> Vec<PersonId> {
        let Some(newest) = conversation.newest() else {
            return Vec::new();
        };
        let meta = self
            .table
            .conversation(&newest.of_group)
            .await
            .ok()
            .flatten();
        meta.map(|meta| meta.members.into_iter().map(|one| one.user_uuid).collect())
            .unwrap_or_default()
    }

    /// Pushes the messages, then the member's own row, to all connections of all members.
    async fn push(
        &self,
        conversation: &Conversation,
        members: &[PersonId],
        rows: &[MovedRow],
        now_micros: i64,
    ) -> Result<(), TableError> {
        let connections = join_all(
            members
                .iter()
                .map(|one| self.table.connections_of(one, now_micros)),
        )
        .await;
        let mut of: HashMap<&PersonId, Vec<Connection>> = HashMap::new();
        for (member, found) in members.iter().zip(connections) {
            of.insert(member, found?);
        }
        let inserts = frames::inserts(&conversation.messages);
        let mut posts = Vec::new();
        for (member, connections) in of {
            let update = rows
                .iter()
                .find(|row| row.member == *member)
                .and_then(frames::update);
            let mine: Vec<String> = inserts.iter().cloned().chain(update).collect();
            posts.extend(connections.into_iter().map(|one| (one, mine.clone())));
        }
        self.gateway.post_all(&self.table, posts).await;
        Ok(())
    }
}
