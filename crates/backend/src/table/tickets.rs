//! Tickets for live connections: single use, 60 seconds, stored as a hash.

use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::types::ReturnValue;
use cruddur_contract::PersonId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::error::TableError;
use super::item::{item, keys, number, record};
use super::key::Key;
use super::{EXPIRES_AT, Table};
use crate::clock::seconds;

/// Lifetime of a ticket, in seconds.
pub const TICKET_SECONDS: u32 = 60;

/// Whose connection a ticket opens, and by which access token. Times are seconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveSession {
    pub user_uuid: PersonId,
    /// The sign-in that the token goes back to.
    #[serde(default)]
    pub signed_in_at: i64,
    /// When the token ends, and with it the connection.
    #[serde(default)]
    pub token_expires_at: i64,
}

#[derive(Serialize, Deserialize)]
struct TicketRecord {
    #[serde(flatten)]
    session: LiveSession,
    expires_at: i64,
}

fn key_of(ticket: &str) -> Key {
    let hash = Sha256::digest(ticket.as_bytes());
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    Key::ticket(&hex)
}

impl Table {
    /// Stores a fresh ticket.
    ///
    /// # Errors
    /// [`TableError`] when the write fails.
    pub async fn store_ticket(
        &self,
        ticket: &str,
        session: LiveSession,
        now_micros: i64,
    ) -> Result<(), TableError> {
        let expires_at = seconds(now_micros) + i64::from(TICKET_SECONDS);
        let record = TicketRecord {
            session,
            expires_at,
        };
        self.put(item(&key_of(ticket), &record)?).await
    }

    /// Redeems a ticket: returns whose it is, or `None` if it is unknown, used or expired. The condition
    /// compares the clock because DynamoDB may delete expired items days late.
    ///
    /// # Errors
    /// [`TableError`] when the delete fails for another reason than its condition.
    pub async fn redeem_ticket(
        &self,
        ticket: &str,
        now_micros: i64,
    ) -> Result<Option<LiveSession>, TableError> {
        let answer = self
            .client
            .delete_item()
            .table_name(&self.name)
            .set_key(Some(keys(&key_of(ticket))))
            .condition_expression("attribute_exists(pk) AND #expires > :now")
            .expression_attribute_names("#expires", EXPIRES_AT)
            .expression_attribute_values(":now", number(seconds(now_micros)))
            .return_values(ReturnValue::AllOld)
            .send()
            .await;
        match answer {
            Ok(answer) => {
                let held = answer.attributes.map(record::<TicketRecord>).transpose()?;
                Ok(held.map(|held| held.session))
            }
            Err(error) if error.code() == Some("ConditionalCheckFailedException") => Ok(None),
            Err(error) => Err(TableError::of("DeleteItem")(error)),
        }
    }
}
