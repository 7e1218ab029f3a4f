//! Rows that could not be written are set aside in a queue, so that the stream goes on: Lambda would deliver a failed
//! record and everything after it again, to no one's good. The queue's messages name the message that the rows were
//! to show, and hold nothing that a person wrote.

use aws_sdk_sqs::Client;
use aws_sdk_sqs::error::ProvideErrorMetadata;
use cruddur_contract::{GroupId, Timestamp};
use serde::{Deserialize, Serialize};

/// A message whose conversation's rows are behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    pub message_group_uuid: GroupId,
    pub created_at: Timestamp,
}

/// The queue of repairs.
#[derive(Clone, Debug)]
pub struct Repairs {
    client: Client,
    queue_url: String,
}

/// A repair that could not be queued.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RepairError {
    #[error("SendMessage failed: {0}")]
    Failed(String),
    #[error("the repair is no JSON")]
    Form,
}

/// An element of an SQS event's `Records`.
#[derive(Clone, Debug, Deserialize)]
pub struct QueueMessage {
    #[serde(rename = "messageId")]
    pub message_id: String,
    body: String,
}

impl QueueMessage {
    /// What is to be repaired; `None` for a body of another form.
    pub fn repair(&self) -> Option<Repair> {
        serde_json::from_str(&self.body).ok()
    }
}

impl Repairs {
    pub fn new(client: Client, queue_url: impl Into<String>) -> Self {
        Self {
            client,
            queue_url: queue_url.into(),
        }
    }

    /// Queues a repair.
    ///
    /// # Errors
    /// [`RepairError`] when the queue does not take it.
    pub async fn set_aside(&self, repair: &Repair) -> Result<(), RepairError> {
        let body = serde_json::to_string(repair).map_err(|_| RepairError::Form)?;
        let call = self.client.send_message().queue_url(&self.queue_url);
        match call.message_body(body).send().await {
            Ok(_) => Ok(()),
            Err(error) => {
                let code = error.code().unwrap_or("no code").to_owned();
                Err(RepairError::Failed(code))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repair_reads_back_and_anything_else_is_none() {
        let repair = Repair {
            message_group_uuid: "g".into(),
            created_at: Timestamp::EPOCH,
        };
        let message = |body: &str| QueueMessage {
            message_id: "1".into(),
            body: body.into(),
        };
        let text = serde_json::to_string(&repair).expect("JSON");
        assert_eq!(message(&text).repair(), Some(repair));
        for body in [
            "",
            "{}",
            "[]",
            r#"{"message_group_uuid":"g","created_at":"now"}"#,
        ] {
            assert_eq!(message(body).repair(), None, "{body}");
        }
    }
}
