//! Repairing rows that were set aside.

use aws_lambda_events::event::streams::DynamoDbEventResponse;
use futures_util::future::join_all;

use super::pass::Pass;
use super::{QueueMessage, Repair, Stream, failures};

impl Stream {
    /// Repairs what these messages of the queue name; returns those that must come again. The queue moves one that
    /// keeps failing to its dead letters.
    pub(super) async fn repair(
        &self,
        messages: Vec<QueueMessage>,
        now_micros: i64,
    ) -> DynamoDbEventResponse {
        let pass = Pass::new(now_micros);
        let repaired = messages.iter().map(|one| self.repair_one(one, &pass));
        let repaired = join_all(repaired).await;
        let failed = messages.iter().zip(repaired).filter(|(_, done)| !done);
        let failed: Vec<String> = failed.map(|(one, _)| one.message_id.clone()).collect();
        tracing::info!(messages = messages.len(), failed = failed.len(), "repairs");
        failures(failed)
    }

    async fn repair_one(&self, message: &QueueMessage, pass: &Pass) -> bool {
        let Some(repair) = message.repair() else {
            tracing::error!(id = %message.message_id, "no repair");
            return false;
        };
        let Repair {
            message_group_uuid: group,
            created_at,
        } = repair;
        let stored = match self.table.message_at(&group, created_at).await {
            Ok(Some(stored)) => stored,
            // Nothing to show.
            Ok(None) => return true,
            Err(error) => {
                tracing::error!(%group, %error, "a message to repair cannot be read");
                return false;
            }
        };
        match self.first_attempt(&stored, pass).await {
            Ok(rows) => {
                self.push(None, &rows, None, pass).await;
                true
            }
            Err(error) => {
                tracing::error!(%group, %error, "rows not repaired");
                false
            }
        }
    }
}
