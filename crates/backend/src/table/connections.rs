//! Live connections: one record to find the person of a connection, one to find the connections of a
//! person.

use cruddur_contract::PersonId;
use serde::{Deserialize, Serialize};

use super::Table;
use super::error::TableError;
use super::item::{item, record};
use super::key::{self, Key};
use super::read::{Range, Sort};
use crate::clock::seconds;

/// Seconds after which a connection record is void: the gateway closes at 2 h, and 10 minutes more
/// cover late ends.
const CONNECTION_SECONDS: i64 = 2 * 3600 + 600;
/// Seconds in which a connection may still be on its way: the gateway knows it only once `$connect` has been
/// answered, for which it waits 29 s at most, and answers 410 until then.
const OPENING_SECONDS: i64 = 30;
/// The most connections of one person that get frames; more would be a runaway client.
const MOST_CONNECTIONS: usize = 100;

/// A person's open connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// The gateway's id of it.
    pub connection_id: String,
    /// Whose it is.
    pub user_uuid: PersonId,
    /// Seconds since 1970 after which it is surely closed.
    pub expires_at: i64,
}

impl Connection {
    /// Whether the gateway may not know it yet. Who opens it reads by REST what it missed.
    pub fn is_opening(&self, now_micros: i64) -> bool {
        let since = self.expires_at - CONNECTION_SECONDS;
        seconds(now_micros) - since < OPENING_SECONDS
    }
}

impl Table {
    /// Remembers that this person has this connection.
    ///
    /// # Errors
    /// [`TableError`] when the write fails.
    pub async fn open_connection(
        &self,
        id: &str,
        person: &PersonId,
        now_micros: i64,
    ) -> Result<(), TableError> {
        let connection = Connection {
            connection_id: id.to_owned(),
            user_uuid: person.clone(),
            expires_at: seconds(now_micros) + CONNECTION_SECONDS,
        };
        self.put(item(&Key::connection(id), &connection)?).await?;
        self.put(item(&Key::connection_of(person, id), &connection)?)
            .await
    }

    /// Forgets a connection; unknown ones are no fault.
    ///
    /// # Errors
    /// [`TableError`] when a delete fails.
    pub async fn close_connection(&self, id: &str) -> Result<(), TableError> {
        let Some(old) = self.take(&Key::connection(id)).await? else {
            return Ok(());
        };
        let connection: Connection = record(old)?;
        self.forget_connection(&connection).await
    }

    /// Forgets a connection the gateway says is gone. Both records go, also when one already has.
    ///
    /// # Errors
    /// [`TableError`] when a delete fails.
    pub async fn forget_connection(&self, connection: &Connection) -> Result<(), TableError> {
        let id = &connection.connection_id;
        self.take(&Key::connection_of(&connection.user_uuid, id))
            .await?;
        self.take(&Key::connection(id)).await?;
        Ok(())
    }

    /// The person's connections that can still be open.
    ///
    /// # Errors
    /// [`TableError`] when the query fails.
    pub async fn connections_of(
        &self,
        person: &PersonId,
        now_micros: i64,
    ) -> Result<Vec<Connection>, TableError> {
        let all: Vec<Connection> = self
            .range(Range {
                pk: key::person_of(person),
                sort: Sort::Prefix(key::CONNECTION_PREFIX.to_owned()),
                ascending: true,
                limit: MOST_CONNECTIONS,
            })
            .await?;
        let now = seconds(now_micros);
        Ok(all.into_iter().filter(|one| one.expires_at > now).collect())
    }
}
