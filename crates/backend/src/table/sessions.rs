//! Ending a person's sessions: sign-ins before a time are refused.

use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use cruddur_contract::PersonId;

use super::Table;
use super::error::TableError;
use super::item::{keys, number};
use super::key::Key;

/// Condition: there is a record that is no tombstone, and the time only moves forward.
const LATER: &str = "attribute_exists(pk) AND attribute_not_exists(deleted) \
    AND (attribute_not_exists(refused_before) OR refused_before < :time)";

impl Table {
    /// Refuses this person's sign-ins before that second (since 1970) from now on. A person without a record, or
    /// with a tombstone, needs nothing.
    ///
    /// # Errors
    /// [`TableError`] when the write fails for another reason than its condition.
    pub async fn refuse_sign_ins_before(
        &self,
        person: &PersonId,
        seconds: i64,
    ) -> Result<(), TableError> {
        let answer = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(keys(&Key::profile(person))))
            .update_expression("SET refused_before = :time")
            .condition_expression(LATER)
            .expression_attribute_values(":time", number(seconds))
            .send()
            .await;
        match answer {
            Ok(_) => Ok(()),
            Err(error) if error.code() == Some("ConditionalCheckFailedException") => Ok(()),
            Err(error) => Err(TableError::of("UpdateItem")(error)),
        }
    }
}
