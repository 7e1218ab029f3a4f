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

/// Posts under way at once.
const PARALLEL: usize = 32;

/// What became of one frame on one connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Post {
    /// The gateway took it.
    Taken,
    /// The connection is gone (410).
    Gone,
    /// Anything else, after the SDK's own retries. The client catches up by REST.
    Failed,
}

/// The gateway's side of the connections.
#[derive(Clone, Debug)]
pub struct Gateway {
    client: Client,
}

impl Gateway {
    /// Posts through this client.
    pub fn new(client: Client) -> Self {
        Self { client }
    }

    /// Posts one frame to one connection.
    pub async fn post(&self, connection_id: &str, frame: &str) -> Post {
        let call = self
            .client
            .post_to_connection()
            .connection_id(connection_id);
        match call.data(Blob::new(frame.as_bytes())).send().await {
            Ok(_) => Post::Taken,
            Err(error) => match error.as_service_error() {
                Some(PostToConnectionError::GoneException(_)) => Post::Gone,
                _ => Post::Failed,
            },
        }
    }

    /// Posts the frames of each connection in their order, the connections beside each other. A dead
    /// or failing connection stops none of the others; dead ones are forgotten.
    pub async fn post_all(
        &self,
        table: &Table,
        posts: Vec<(Connection, Vec<String>)>,
        now_micros: i64,
    ) {
        stream::iter(posts)
            .for_each_concurrent(PARALLEL, |(connection, frames)| async move {
                let dead = self.post_in_order(&connection, &frames).await == Post::Gone;
                if dead && !connection.is_opening(now_micros) {
                    forget(table, &connection).await;
                }
            })
            .await;
    }

    /// Tells each connection of this person that they are signed out, closes it and forgets it; answers
    /// how many there were. What the gateway refuses stops nothing: without its record a connection is
    /// sent nothing any more.
    ///
    /// # Errors
    /// [`TableError`] when connections cannot be read or forgotten.
    pub async fn sign_out(
        &self,
        table: &Table,
        person: &PersonId,
        now_micros: i64,
    ) -> Result<usize, TableError> {
        let frame = ServerFrame::SignedOut.to_text().unwrap_or_default();
        let mut closed = 0;
        loop {
            // As many as one read gives; those that are forgotten make way for the next.
            let open = table.connections_of(person, now_micros).await?;
            if open.is_empty() {
                return Ok(closed);
            }
            closed += open.len();
            stream::iter(open.into_iter().map(Ok))
                .try_for_each_concurrent(PARALLEL, |connection| {
                    let frame = frame.as_str();
                    async move {
                        self.dismiss(&connection.connection_id, frame).await;
                        table.forget_connection(&connection).await
                    }
                })
                .await?;
        }
    }

    /// A last frame, then the end.
    async fn dismiss(&self, id: &str, frame: &str) {
        if self.post(id, frame).await == Post::Gone {
            return;
        }
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

    /// What became of the last frame that was tried: none is after a connection is gone.
    async fn post_in_order(&self, connection: &Connection, frames: &[String]) -> Post {
        let id = connection.connection_id.as_str();
        let mut post = Post::Taken;
        for frame in frames {
            post = self.post(id, frame).await;
            match post {
                Post::Taken => {}
                Post::Failed => tracing::warn!(connection = id, "a frame could not be posted"),
                Post::Gone => break,
            }
        }
        post
    }
}

async fn forget(table: &Table, connection: &Connection) {
    let id = connection.connection_id.as_str();
    tracing::info!(connection = id, "connection gone");
    if let Err(error) = table.forget_connection(connection).await {
        tracing::warn!(connection = id, %error, "a gone connection stays recorded");
    }
}
