//! Live connections, each stored twice: by its id and by its person.

use cruddur_contract::PersonId;
use serde::{Deserialize, Serialize};

use super::Table;
use super::error::TableError;
use super::item::{item, record};
use super::key::{self, Key};
use super::read::{Range, Sort};
use super::tickets::LiveSession;
use super::watches::{self, Watched};
use crate::clock::seconds;

/// The longest life of a connection record, in seconds: the gateway closes at 2 h, plus 10 minutes of slack.
const CONNECTION_SECONDS: i64 = 2 * 3600 + 600;
/// Seconds during which a connection may still be opening: the gateway answers 410 until `$connect` has been
/// answered, for which it waits 29 s at most.
const OPENING_SECONDS: i64 = 30;
/// The most connections of a person; more are a runaway client. The app needs one for each browser.
const MAX_CONNECTIONS: usize = 20;

/// A person's open connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// The gateway's id.
    pub connection_id: String,
    pub user_uuid: PersonId,
    /// The sign-in behind it. Times are seconds since 1970.
    #[serde(default)]
    pub signed_in_at: i64,
    #[serde(default)]
    pub opened_at: i64,
    /// The end of the access token it came by: it gets no frames any more, and is closed at its next sign of life.
    pub expires_at: i64,
}

/// The part of a connection's record that a watch writes.
#[derive(Deserialize)]
pub(super) struct Watching {
    #[serde(default)]
    pub watching: Watched,
}

impl Connection {
    /// Whether it may go on: the access token it came by has not ended.
    pub fn is_good(&self, now_micros: i64) -> bool {
        self.expires_at > seconds(now_micros)
    }

    /// Whether the gateway may not know it yet. Its client reads by REST what it misses.
    pub fn is_opening(&self, now_micros: i64) -> bool {
        seconds(now_micros) - self.opened_at < OPENING_SECONDS
    }
}

impl Table {
    /// Stores a new connection and returns it.
    ///
    /// # Errors
    /// [`TableError`] when the write fails.
    pub async fn store_connection(
        &self,
        id: &str,
        session: &LiveSession,
        now_micros: i64,
    ) -> Result<Connection, TableError> {
        let opened_at = seconds(now_micros);
        let person = &session.user_uuid;
        let connection = Connection {
            connection_id: id.to_owned(),
            user_uuid: person.clone(),
            signed_in_at: session.signed_in_at,
            opened_at,
            expires_at: session.token_expires_at.min(opened_at + CONNECTION_SECONDS),
        };
        self.put(item(&Key::connection(id), &connection)?).await?;
        let by_person = Key::connection_of(person, connection.expires_at, id);
        self.put(item(&by_person, &connection)?).await?;
        Ok(connection)
    }

    /// This person's oldest connections beyond the most that a person may have, never the one just opened.
    ///
    /// # Errors
    /// [`TableError`] when the query fails.
    pub async fn surplus_connections(
        &self,
        person: &PersonId,
        just_opened: &str,
        now_micros: i64,
    ) -> Result<Vec<Connection>, TableError> {
        let mut open = self.connections_of(person, now_micros).await?;
        open.retain(|one| one.connection_id != just_opened);
        let surplus = (open.len() + 1).saturating_sub(MAX_CONNECTIONS);
        open.sort_by_key(|one| one.opened_at);
        open.truncate(surplus);
        Ok(open)
    }

    /// Reads a connection by its id.
    ///
    /// # Errors
    /// [`TableError`] when the read fails.
    pub async fn connection(&self, id: &str) -> Result<Option<Connection>, TableError> {
        self.get(&Key::connection(id)).await
    }

    /// Deletes both records of a connection, also when one is already gone, and its watches. `false` when it was
    /// deleted already: of several who delete it, one gets `true`.
    ///
    /// # Errors
    /// [`TableError`] when a delete fails.
    pub async fn delete_connection(&self, connection: &Connection) -> Result<bool, TableError> {
        let id = &connection.connection_id;
        let by_person = Key::connection_of(&connection.user_uuid, connection.expires_at, id);
        self.delete(&by_person).await?;
        let Some(old) = self.delete(&Key::connection(id)).await? else {
            return Ok(false);
        };
        let Watching { watching } = record(old)?;
        self.delete_watches(watches::pairs(&watching), id).await?;
        Ok(true)
    }

    /// Reads a person's connections whose access tokens have not ended. The sort key begins with their end, so the
    /// expired ones that DynamoDB has yet to delete are not read.
    ///
    /// # Errors
    /// [`TableError`] when the query fails.
    pub async fn connections_of(
        &self,
        person: &PersonId,
        now_micros: i64,
    ) -> Result<Vec<Connection>, TableError> {
        let from = key::connections_until(seconds(now_micros) + 1);
        self.range(Range {
            pk: key::person_of(person),
            sort: Sort::Between(from, key::connections_end()),
            ascending: true,
            limit: usize::MAX,
        })
        .await
    }
}
