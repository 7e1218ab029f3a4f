//! A batch of stream records, sorted out by conversation.

use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use cruddur_contract::GroupId;

use crate::table::{MESSAGE_PREFIX, StoredMessage};

/// The new messages of a batch.
#[derive(Debug, Default)]
pub struct Batch {
    /// By conversation, in the order of their first records.
    pub conversations: Vec<Conversation>,
}

/// The new messages of one conversation in a batch.
#[derive(Debug)]
pub struct Conversation {
    /// Sequence number of the first record: where a retry has to begin.
    pub first_record: String,
    /// The messages, oldest first, each once.
    pub messages: Vec<StoredMessage>,
}

impl Conversation {
    /// The newest message.
    pub fn newest(&self) -> Option<&StoredMessage> {
        self.messages.last()
    }
}

/// Reads the batch. What is no new message is skipped: the stream's filter should have done so. A
/// message that cannot be read is skipped too, with an error in the log: no retry would mend it, and
/// failing would block the shard.
pub fn read(event: Event) -> Batch {
    let mut batch = Batch::default();
    for record in event.records {
        if let Some((sequence, message)) = new_message(record) {
            batch.add(sequence, message);
        }
    }
    for conversation in &mut batch.conversations {
        conversation
            .messages
            .sort_by_key(|message| message.created_at);
        conversation
            .messages
            .dedup_by_key(|message| message.created_at);
    }
    batch
}

impl Batch {
    fn add(&mut self, sequence: String, message: StoredMessage) {
        let group: &GroupId = &message.of_group;
        let same = |one: &&mut Conversation| {
            one.messages
                .first()
                .is_some_and(|first| first.of_group == *group)
        };
        match self.conversations.iter_mut().find(same) {
            Some(conversation) => conversation.messages.push(message),
            None => self.conversations.push(Conversation {
                first_record: sequence,
                messages: vec![message],
            }),
        }
    }
}

fn new_message(record: EventRecord) -> Option<(String, StoredMessage)> {
    let sequence = record.change.sequence_number.unwrap_or_default();
    let pk: String = record
        .change
        .keys
        .get("pk")
        .and_then(|value| serde_dynamo::from_attribute_value(value.clone()).ok())?;
    if record.event_name != "INSERT" || !pk.starts_with(MESSAGE_PREFIX) {
        return None;
    }
    match serde_dynamo::from_item(record.change.new_image) {
        Ok(message) => Some((sequence, message)),
        Err(error) => {
            tracing::error!(%sequence, %error, "a message record cannot be read");
            None
        }
    }
}
