//! `POST /api/live/ticket`: what opens a live connection. `DELETE /api/live/connections`: closes all of
//! the caller's.

use cruddur_contract::live::Ticket;
use cruddur_contract::{Person, PersonId};
use lambda_http::{Body, Response};

use super::refusal::Refusal;
use super::{Api, answer};
use crate::clock;
use crate::table::TICKET_SECONDS;

impl Api {
    pub(super) async fn ticket(&self, caller: &Person) -> Result<Response<Body>, Refusal> {
        let ticket = random_ticket().ok_or(Refusal::Failed)?;
        self.table
            .store_ticket(&ticket, &caller.uuid, clock::now_micros())
            .await?;
        answer::json(&Ticket {
            ticket,
            expires_in: TICKET_SECONDS,
        })
    }

    pub(super) async fn sign_out(&self, caller: &Person) -> Result<Response<Body>, Refusal> {
        self.close_connections(&caller.uuid).await?;
        Ok(answer::done())
    }

    pub(super) async fn close_connections(&self, person: &PersonId) -> Result<(), Refusal> {
        let closed = self
            .gateway
            .sign_out(&self.table, person, clock::now_micros())
            .await?;
        tracing::info!(%person, closed, "connections closed");
        Ok(())
    }
}

/// 256 random bits, in hexadecimal so that they need no escaping in a URL.
fn random_ticket() -> Option<String> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
