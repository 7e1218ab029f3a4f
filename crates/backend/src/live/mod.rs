//! The live function: handshakes, the actions of clients, and disconnects.

mod watch;

use aws_lambda_events::event::apigw::ApiGatewayWebsocketProxyRequest;
use cruddur_contract::PersonId;
use cruddur_contract::frame::{ClientFrame, ServerFrame};
use cruddur_contract::paths::query;

use crate::push::Gateway;
use crate::table::{Connection, Table, TableError};

/// The live function.
#[derive(Clone, Debug)]
pub struct Live {
    pub table: Table,
    pub gateway: Gateway,
    /// Origins whose pages may connect. A client without an `Origin` is not a browser and may connect.
    pub allowed_origins: Vec<String>,
}

/// Status returned to the gateway; anything but 200 at `$connect` refuses the handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Ok = 200,
    /// No valid ticket.
    Unauthorized = 401,
    /// The origin is not allowed.
    Forbidden = 403,
    Failed = 500,
}

impl Live {
    /// Handles one event of the WebSocket API.
    pub async fn handle(&self, event: ApiGatewayWebsocketProxyRequest, now_micros: i64) -> Status {
        let context = &event.request_context;
        let Some(id) = context.connection_id.as_deref() else {
            return Status::Failed;
        };
        let done = match context.route_key.as_deref() {
            Some("$connect") => self.connect(id, &event, now_micros).await,
            Some("$disconnect") => self.disconnect(id, now_micros).await,
            _ => {
                let body = event.body.as_deref().unwrap_or_default();
                self.receive(id, body, now_micros).await
            }
        };
        done.unwrap_or_else(|error| {
            tracing::error!(connection = id, %error, "live event failed");
            Status::Failed
        })
    }

    async fn connect(
        &self,
        id: &str,
        event: &ApiGatewayWebsocketProxyRequest,
        now_micros: i64,
    ) -> Result<Status, TableError> {
        let origin = event
            .headers
            .get("origin")
            .map(|value| value.to_str().unwrap_or_default());
        if origin.is_some_and(|origin| !self.allowed_origins.iter().any(|one| one == origin)) {
            tracing::info!(connection = id, "refused: foreign origin");
            return Ok(Status::Forbidden);
        }
        let Some(ticket) = event.query_string_parameters.first(query::TICKET) else {
            tracing::info!(connection = id, "refused: no ticket");
            return Ok(Status::Unauthorized);
        };
        let Some(session) = self.table.redeem_ticket(ticket, now_micros).await? else {
            tracing::info!(
                connection = id,
                "refused: the ticket is unknown, used or too old"
            );
            return Ok(Status::Unauthorized);
        };
        let connection = self.table.store_connection(id, &session, now_micros);
        let connection = connection.await?;
        // Read after the connection is stored: ending sessions and deleting an account write the record, then
        // close the stored connections, so one of the two always sees the other.
        let person = &session.user_uuid;
        let record = self.table.person(person).await?;
        if !record.is_some_and(|record| record.accepts(session.signed_in_at)) {
            self.table.delete_connection(&connection).await?;
            tracing::info!(connection = id, "refused: the session has ended");
            return Ok(Status::Unauthorized);
        }
        self.close_surplus(person, id, now_micros).await?;
        let enter = self.gateway.enter(&self.table, &connection, now_micros);
        if let Err(error) = enter.await {
            tracing::warn!(connection = id, %error, "nobody is told who came");
        }
        tracing::info!(connection = id, %person, "connected");
        Ok(Status::Ok)
    }

    async fn disconnect(&self, id: &str, now_micros: i64) -> Result<Status, TableError> {
        if let Some(connection) = self.table.connection(id).await? {
            let forget = self.gateway.forget(&self.table, &connection, now_micros);
            forget.await?;
        }
        Ok(Status::Ok)
    }

    /// Closes the person's oldest connections when there are too many.
    async fn close_surplus(
        &self,
        person: &PersonId,
        id: &str,
        now_micros: i64,
    ) -> Result<(), TableError> {
        let surplus = self.table.surplus_connections(person, id, now_micros);
        for oldest in surplus.await? {
            tracing::info!(connection = oldest.connection_id, %person, "closed: too many");
            self.gateway.hang_up(&oldest.connection_id).await;
            let forget = self.gateway.forget(&self.table, &oldest, now_micros);
            forget.await?;
        }
        Ok(())
    }

    /// Handles a frame of the client. Unknown ones are ignored: newer clients may send more. A connection whose access
    /// token has ended, or that is not recorded any more, is closed: the gateway has no timers.
    async fn receive(&self, id: &str, body: &str, now_micros: i64) -> Result<Status, TableError> {
        let connection = self.table.connection(id).await?;
        let Some(connection) = connection.filter(|one| one.is_good(now_micros)) else {
            tracing::info!(connection = id, "closed: its access token has ended");
            self.gateway.hang_up(id).await;
            return self.disconnect(id, now_micros).await;
        };
        match serde_json::from_str(body) {
            Ok(ClientFrame::Ping) => self.pong(&connection, now_micros).await?,
            Ok(ClientFrame::Typing { message_group_uuid }) => {
                self.typing(&connection, &message_group_uuid, now_micros)
                    .await?;
            }
            Ok(ClientFrame::Watch {
                message_group_uuids,
            }) => {
                self.watch(&connection, message_group_uuids, now_micros)
                    .await?;
            }
            Err(_) => {}
        }
        Ok(Status::Ok)
    }

    async fn pong(&self, connection: &Connection, now_micros: i64) -> Result<(), TableError> {
        let newest = self.table.list(&connection.user_uuid, None, 1).await?;
        let newest = newest.first().map(|row| row.cursor().to_string());
        let pong = ServerFrame::Pong {
            server_time: now_micros / 1000,
            list_version: Some(newest.unwrap_or_default()),
        };
        let id = connection.connection_id.as_str();
        if let Some(text) = pong.to_text() {
            let outcome = self.gateway.post(id, &text).await;
            tracing::info!(connection = id, ?outcome, "pong");
        }
        Ok(())
    }
}
