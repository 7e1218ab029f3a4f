//! Frames to live connections.

use aws_sdk_apigatewaymanagement::Client;
use aws_sdk_apigatewaymanagement::operation::delete_connection::DeleteConnectionError;
use aws_sdk_apigatewaymanagement::operation::post_to_connection::PostToConnectionError;
use aws_sdk_apigatewaymanagement::primitives::Blob;
use cruddur_contract::PersonId;
use cruddur_contract::frame::ServerFrame;
use futures_util::stream;
use futures_util::{StreamExt, TryStreamExt};

use crate::table::{Connection, Table, TableError};

/// Connections closed concurrently.
const PARALLEL: usize = 32;

/// The outcome of posting one frame to one connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    Delivered,
    /// The connection is gone (410).
    Gone,
    /// Any other error, after the SDK's own retries. The client catches up by REST.
    Failed,
}

#[derive(Clone, Debug)]
pub struct Gateway {
    client: Client,
}

impl Gateway {
    pub fn new(client: Client) -> Self {
        Self { client }
    }

    /// Posts one frame to one connection.
    pub async fn post(&self, connection_id: &str, frame: &str) -> Delivery {
        let call = self
            .client
            .post_to_connection()
            .connection_id(connection_id);
        match call.data(Blob::new(frame.as_bytes())).send().await {
            Ok(_) => Delivery::Delivered,
            Err(error) => match error.as_service_error() {
                Some(PostToConnectionError::GoneException(_)) => Delivery::Gone,
                _ => Delivery::Failed,
            },
        }
    }

    /// Posts the frames of each connection in order, so many connections concurrently. A dead or failing connection
    /// does not affect the others; records of dead ones are deleted.
    pub async fn post_all(
        &self,
        table: &Table,
        posts: Vec<(Connection, Vec<String>)>,
        parallel: usize,
        now_micros: i64,
    ) {
        stream::iter(posts)
            .for_each_concurrent(parallel, |(connection, frames)| async move {
                let dead = self.post_in_order(&connection, &frames).await == Delivery::Gone;
                if dead && !connection.is_opening(now_micros) {
                    delete(table, &connection).await;
                }
            })
            .await;
    }

    /// Sends `SIGNED_OUT` to each connection of this person, or only those of sign-ins before that second, closes
    /// it and deletes its record; returns how many there were. Errors of the gateway are ignored: without its
    /// record a connection gets no more frames.
    ///
    /// # Errors
    /// [`TableError`] when connections cannot be read or deleted.
    pub async fn sign_out(
        &self,
        table: &Table,
        person: &PersonId,
        before: Option<i64>,
        now_micros: i64,
    ) -> Result<usize, TableError> {
        let frame = ServerFrame::SignedOut.to_text().unwrap_or_default();
        let mut open = table.connections_of(person, now_micros).await?;
        open.retain(|one| before.is_none_or(|time| one.signed_in_at < time));
        let closed = open.len();
        stream::iter(open.into_iter().map(Ok))
            .try_for_each_concurrent(PARALLEL, |connection| {
                let frame = frame.as_str();
                async move {
                    self.close(&connection.connection_id, frame).await;
                    table.delete_connection(&connection).await
                }
            })
            .await?;
        Ok(closed)
    }

    /// Posts a last frame and closes the connection.
    async fn close(&self, id: &str, frame: &str) {
        if self.post(id, frame).await != Delivery::Gone {
            self.hang_up(id).await;
        }
    }

    /// Closes the connection.
    pub async fn hang_up(&self, id: &str) {
        let call = self.client.delete_connection().connection_id(id);
        if let Err(error) = call.send().await
            && !matches!(
                error.as_service_error(),
                Some(DeleteConnectionError::GoneException(_))
            )
        {
            tracing::warn!(connection = id, "a connection could not be closed");
        }
    }

    /// The outcome of the last frame posted; stops when the connection is gone.
    async fn post_in_order(&self, connection: &Connection, frames: &[String]) -> Delivery {
        let id = connection.connection_id.as_str();
        let mut post = Delivery::Delivered;
        for frame in frames {
            post = self.post(id, frame).await;
            match post {
                Delivery::Delivered => {}
                Delivery::Failed => tracing::warn!(connection = id, "a frame could not be posted"),
                Delivery::Gone => break,
            }
        }
        post
    }
}

async fn delete(table: &Table, connection: &Connection) {
    let id = connection.connection_id.as_str();
    tracing::info!(connection = id, "connection gone");
    if let Err(error) = table.delete_connection(connection).await {
        tracing::warn!(connection = id, %error, "a gone connection stays recorded");
    }
}
