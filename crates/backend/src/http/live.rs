//! `POST /api/live/ticket`: a ticket that opens a live connection. `DELETE /api/live/connections`: ends all
//! sessions of the caller and closes their connections.

use cruddur_contract::cognito::AccessTimes;
use cruddur_contract::live::Ticket;
use cruddur_contract::{Person, PersonId};
use lambda_http::{Body, Response};

use super::caller::Caller;
use super::error::ApiError;
use super::{Api, response};
use crate::clock;
use crate::table::{LiveSession, TICKET_SECONDS};

impl Api {
    pub(super) async fn ticket(
        &self,
        caller: &Person,
        times: AccessTimes,
    ) -> Result<Response<Body>, ApiError> {
        let ticket = random_ticket().ok_or(ApiError::Internal)?;
        let now = clock::now_micros();
        let session = LiveSession {
            user_uuid: caller.uuid.clone(),
            signed_in_at: times.signed_in_at(),
            token_expires_at: times.expires_at,
        };
        self.table.store_ticket(&ticket, session, now).await?;
        let left = times.expires_at.saturating_sub(clock::seconds(now)).max(0);
        response::json(&Ticket {
            ticket,
            expires_in: TICKET_SECONDS,
            connection_expires_in: u32::try_from(left).ok(),
        })
    }

    /// Ends all sessions up to now, the caller's included. With a token of a session that has ended already it
    /// only completes the closing: the answer to an earlier attempt may have been lost, and whoever holds an old
    /// token must not end newer sessions.
    pub(super) async fn sign_out(&self, caller: Caller) -> Result<Response<Body>, ApiError> {
        let Caller { record, times } = caller;
        let person = &record.person.uuid;
        if record.accepts(times.signed_in_at()) {
            let now = clock::seconds(clock::now_micros());
            self.table.refuse_sign_ins_before(person, now).await?;
            self.close_connections(person, None).await?;
        } else {
            self.close_connections(person, record.refused_before)
                .await?;
        }
        Ok(response::empty_object())
    }

    /// Closes the connections of sign-ins before that second, or all.
    pub(super) async fn close_connections(
        &self,
        person: &PersonId,
        before: Option<i64>,
    ) -> Result<(), ApiError> {
        let closed = self
            .gateway
            .sign_out(&self.table, person, before, clock::now_micros())
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
