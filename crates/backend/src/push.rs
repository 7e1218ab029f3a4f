//! Frames to live connections.

use aws_sdk_apigatewaymanagement::Client;
use aws_sdk_apigatewaymanagement::operation::delete_connection::DeleteConnectionError;
use aws_sdk_apigatewaymanagement::operation::post_to_connection::PostToConnectionError;
use aws_sdk_apigatewaymanagement::primitives::Blob;
use cruddur_contract::PersonId;
use cruddur_contract::frame::ServerFrame;
use futures_util::future::join_all;
use futures_util::{TryStreamExt, stream};
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use tokio::sync::Semaphore;

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

/// What the posts of one invocation share.
#[derive(Debug)]
pub struct Posting {
    /// One for each connection that is being posted to.
    places: Semaphore,
    /// Ids of connections that failed: each costs the invocation one time limit, not one per frame.
    failing: Mutex<HashSet<String>>,
    now_micros: i64,
}

impl Posting {
    /// Posts to so many connections at a time.
    pub fn new(parallel: usize, now_micros: i64) -> Self {
        Self {
            places: Semaphore::new(parallel),
            failing: Mutex::default(),
            now_micros,
        }
    }

    fn is_failing(&self, id: &str) -> bool {
        self.failing
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(id)
    }

    fn fails(&self, id: &str) {
        self.failing
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id.to_owned());
    }
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

    /// Posts the frames of each connection in order, many connections concurrently. A dead or failing connection
    /// does not affect the others; records of dead ones are deleted.
    pub async fn post_all(
        &self,
        table: &Table,
        posts: Vec<(Connection, Vec<String>)>,
        posting: &Posting,
    ) {
        let post = |(connection, frames): (Connection, Vec<String>)| async move {
            let dead = self.post_in_order(&connection, &frames, posting).await == Delivery::Gone;
            if dead && !connection.is_opening(posting.now_micros) {
                self.forget_gone(table, &connection, posting.now_micros)
                    .await;
            }
        };
        join_all(posts.into_iter().map(post)).await;
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
                    self.forget(table, &connection, now_micros).await
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

    /// The outcome of the last frame posted. Stops when the connection is gone or fails: its client sees the gap.
    async fn post_in_order(
        &self,
        connection: &Connection,
        frames: &[String],
        posting: &Posting,
    ) -> Delivery {
        let id = connection.connection_id.as_str();
        // Never closed, so there is always a place in the end.
        let _place = posting.places.acquire().await;
        for frame in frames {
            if posting.is_failing(id) {
                return Delivery::Failed;
            }
            match self.post(id, frame).await {
                Delivery::Delivered => {}
                Delivery::Failed => {
                    tracing::warn!(connection = id, "a frame could not be posted");
                    posting.fails(id);
                }
                Delivery::Gone => return Delivery::Gone,
            }
        }
        Delivery::Delivered
    }

    async fn forget_gone(&self, table: &Table, connection: &Connection, now_micros: i64) {
        let id = connection.connection_id.as_str();
        tracing::info!(connection = id, "connection gone");
        if let Err(error) = self.forget(table, connection, now_micros).await {
            tracing::warn!(connection = id, %error, "a gone connection stays recorded");
        }
    }
}
