//! `POST /api/live/ticket`: a ticket that opens a live connection. `DELETE /api/live/connections`: closes
//! all connections of the caller.

use cruddur_contract::live::Ticket;
use cruddur_contract::{Person, PersonId};
use lambda_http::{Body, Response};

use super::error::ApiError;
use super::{Api, response};
use crate::clock;
use crate::table::TICKET_SECONDS;

impl Api {
    pub(super) async fn ticket(&self, caller: &Person) -> Result<Response<Body>, ApiError> {
        let ticket = random_ticket().ok_or(ApiError::Internal)?;
        self.table
            .store_ticket(&ticket, &caller.uuid, clock::now_micros())
            .await?;
        response::json(&Ticket {
            ticket,
            expires_in: TICKET_SECONDS,
        })
    }

    pub(super) async fn sign_out(&self, caller: &Person) -> Result<Response<Body>, ApiError> {
        self.close_connections(&caller.uuid).await?;
        Ok(response::empty_object())
    }

    pub(super) async fn close_connections(&self, person: &PersonId) -> Result<(), ApiError> {
        let closed = self
            .gateway
            .sign_out(&self.table, person, clock::now_micros())
            .await?;
        tracing::info!(%person, closed, "connections closed");
        Ok(())
    }
}

/// 256 random bits; hexadecimal needs no escaping in a URL.
fn random_ticket() -> Option<String> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
