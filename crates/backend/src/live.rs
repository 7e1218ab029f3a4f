//! The live function: who may open a connection, and the answer to a ping.

use aws_lambda_events::event::apigw::ApiGatewayWebsocketProxyRequest;
use cruddur_contract::frame::{ClientFrame, ServerFrame};
use cruddur_contract::paths::query;

use crate::push::Gateway;
use crate::table::{Table, TableError};

/// What the live function works with.
#[derive(Clone, Debug)]
pub struct Live {
    /// The table.
    pub table: Table,
    /// The live connections.
    pub gateway: Gateway,
    /// Origins whose pages may connect. A client without an `Origin` is no browser and may.
    pub allowed_origins: Vec<String>,
}

/// What the gateway does next: 200 goes on; anything else at `$connect` refuses the handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Go on.
    Ok = 200,
    /// No usable ticket.
    Unauthorized = 401,
    /// A page of a foreign origin.
    Forbidden = 403,
    /// The table failed.
    Failed = 500,
}

impl Live {
    /// Handles one event of the WebSocket API.
    pub async fn handle(&self, event: ApiGatewayWebsocketProxyRequest, now_micros: i64) -> Answer {
        let context = &event.request_context;
        let Some(id) = context.connection_id.as_deref() else {
            return Answer::Failed;
        };
        let done = match context.route_key.as_deref() {
            Some("$connect") => self.connect(id, &event, now_micros).await,
            Some("$disconnect") => self.table.close_connection(id).await.map(|()| Answer::Ok),
            _ => {
                self.said(id, event.body.as_deref().unwrap_or_default(), now_micros)
                    .await;
                Ok(Answer::Ok)
            }
        };
        done.unwrap_or_else(|error| {
            tracing::error!(connection = id, %error, "live event failed");
            Answer::Failed
        })
    }

    async fn connect(
        &self,
        id: &str,
        event: &ApiGatewayWebsocketProxyRequest,
        now_micros: i64,
    ) -> Result<Answer, TableError> {
        let origin = event
            .headers
            .get("origin")
            .map(|value| value.to_str().unwrap_or_default());
        if origin.is_some_and(|origin| !self.allowed_origins.iter().any(|one| one == origin)) {
            tracing::info!(connection = id, "refused: foreign origin");
            return Ok(Answer::Forbidden);
        }
        let Some(ticket) = event.query_string_parameters.first(query::TICKET) else {
            tracing::info!(connection = id, "refused: no ticket");
            return Ok(Answer::Unauthorized);
        };
        let Some(person) = self.table.redeem_ticket(ticket, now_micros).await? else {
            tracing::info!(
                connection = id,
                "refused: the ticket is unknown, used or too old"
            );
            return Ok(Answer::Unauthorized);
        };
        self.table.open_connection(id, &person, now_micros).await?;
        // Looked up behind the record: whoever deletes the account closes what is recorded after the
        // tombstone stands, so one of the two always sees the other.
        if self
            .table
            .person(&person)
            .await?
            .is_none_or(|record| record.deleted)
        {
            self.table.close_connection(id).await?;
            tracing::info!(connection = id, "refused: the account is deleted");
            return Ok(Answer::Unauthorized);
        }
        tracing::info!(connection = id, %person, "connected");
        Ok(Answer::Ok)
    }

    /// A frame from the client. Only a ping is known; the rest is ignored, as clients of another
    /// version may say more.
    async fn said(&self, id: &str, body: &str, now_micros: i64) {
        if !matches!(serde_json::from_str(body), Ok(ClientFrame::Ping)) {
            return;
        }
        let pong = ServerFrame::Pong {
            server_time: now_micros / 1000,
        };
        if let Some(text) = pong.to_text() {
            let outcome = self.gateway.post(id, &text).await;
            tracing::info!(connection = id, ?outcome, "pong");
        }
    }
}
