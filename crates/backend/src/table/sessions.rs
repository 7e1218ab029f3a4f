//! Ending a person's sessions: sign-ins before a time are refused.

use aws_sdk_dynamodb::types::ReturnValue;
use cruddur_contract::PersonId;

use super::Table;
use super::error::TableError;
use super::item::number;
use super::key::Key;
use super::update::Update;

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
        // There is a record that is no tombstone, and the time only moves forward.
        let update = Update::default()
            .set("refused_before = :time")
            .when("attribute_exists(pk)")
            .when("attribute_not_exists(deleted)")
            .when("attribute_not_exists(refused_before) OR refused_before < :time")
            .value(":time", number(seconds));
        self.update(&Key::profile(person), update, ReturnValue::None)
            .await
            .map(drop)
    }
}
