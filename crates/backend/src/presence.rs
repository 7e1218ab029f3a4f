//! Who is here. A person is online while they have a connection; their coming and leaving is told to the connections
//! that watch a conversation with them. Nothing is stored or sent for people nobody watches, but the time when they
//! were last here.
//!
//! A closed connection is told by the gateway; one that breaks without a word, by the next frame that finds it gone or
//! by the end of its access token, a quarter of an hour at most.

use std::collections::{BTreeSet, HashMap, HashSet};

use cruddur_contract::frame::ServerFrame;
use cruddur_contract::presence::Presence;
use cruddur_contract::profile::DELETED_NAME;
use cruddur_contract::{GroupId, Person, PersonId, Timestamp};
use futures_util::{StreamExt, stream};

use crate::push::{Delivery, Gateway};
use crate::table::{Connection, Table, TableError, Watcher};

/// Connections that are told concurrently.
const PARALLEL: usize = 32;

/// How a person shows who has no record, as in lists.
pub fn unknown(person: &PersonId) -> Person {
    Person {
        uuid: person.clone(),
        handle: String::new(),
        display_name: DELETED_NAME.to_owned(),
    }
}

/// The presence of a person.
pub fn presence(person: Person, online: bool, since: Option<Timestamp>) -> Presence {
    Presence {
        user_uuid: person.uuid,
        handle: person.handle,
        display_name: person.display_name,
        online,
        since: since.filter(|_| !online),
    }
}

impl Gateway {
    /// Notes that the person is here. With the first connection, those who watch them are told.
    ///
    /// # Errors
    /// [`TableError`] when the table fails.
    pub async fn enter(
        &self,
        table: &Table,
        connection: &Connection,
        now_micros: i64,
    ) -> Result<(), TableError> {
        let person = &connection.user_uuid;
        table.note_seen(person, now_micros).await?;
        let open = table.connections_of(person, now_micros).await?;
        let is_first = open
            .iter()
            .all(|other| other.connection_id == connection.connection_id);
        let watchers = match is_first {
            true => table.watchers(person, None, now_micros).await?,
            false => Vec::new(),
        };
        if watchers.is_empty() {
            return Ok(());
        }
        let shown = presence(shown(table, person).await?, true, None);
        let frame = ServerFrame::PresenceEnter(shown);
        let gone = self.tell(table, person, watchers, &frame).await?;
        self.forget_all(table, gone, now_micros).await
    }

    /// Deletes a connection's records. With the last one of a person, those who watch them are told, by whoever
    /// deletes it. Connections found gone in telling are forgotten in turn.
    ///
    /// # Errors
    /// [`TableError`] when the table fails.
    pub async fn forget(
        &self,
        table: &Table,
        connection: &Connection,
        now_micros: i64,
    ) -> Result<(), TableError> {
        let gone = self.leave(table, connection, now_micros).await?;
        self.forget_all(table, gone, now_micros).await
    }

    /// Forgets connections that a post found gone.
    ///
    /// # Errors
    /// [`TableError`] when the table fails.
    pub async fn forget_all(
        &self,
        table: &Table,
        mut gone: Vec<String>,
        now_micros: i64,
    ) -> Result<(), TableError> {
        while let Some(id) = gone.pop() {
            let connection = table.connection(&id).await?;
            if let Some(connection) = connection.filter(|one| !one.is_opening(now_micros)) {
                gone.extend(self.leave(table, &connection, now_micros).await?);
            }
        }
        Ok(())
    }

    /// Deletes a connection and tells of a person's leaving; returns the connections found gone.
    async fn leave(
        &self,
        table: &Table,
        connection: &Connection,
        now_micros: i64,
    ) -> Result<Vec<String>, TableError> {
        let person = &connection.user_uuid;
        let deleted = table.delete_connection(connection).await?;
        if !deleted || !table.connections_of(person, now_micros).await?.is_empty() {
            return Ok(Vec::new());
        }
        let since = table.note_seen(person, now_micros).await?;
        let watchers = table.watchers(person, None, now_micros).await?;
        if watchers.is_empty() {
            return Ok(Vec::new());
        }
        let shown = presence(shown(table, person).await?, false, Some(since));
        let frame = ServerFrame::PresenceLeave(shown);
        self.tell(table, person, watchers, &frame).await
    }

    /// Posts a frame about this person once to each of these connections, if both people are members of the watched
    /// conversation now. Returns the connections that are gone.
    ///
    /// # Errors
    /// [`TableError`] when the table fails.
    pub async fn tell(
        &self,
        table: &Table,
        about: &PersonId,
        watchers: Vec<Watcher>,
        frame: &ServerFrame,
    ) -> Result<Vec<String>, TableError> {
        let mut members: HashMap<GroupId, HashSet<PersonId>> = HashMap::new();
        let mut told = BTreeSet::new();
        for watcher in watchers {
            let group = &watcher.of_group;
            if told.contains(&watcher.connection_id) {
                continue;
            }
            if !members.contains_key(group) {
                let meta = table.conversation(group).await?;
                let all = meta.into_iter().flat_map(|meta| meta.members);
                members.insert(group.clone(), all.map(|(one, _)| one).collect());
            }
            let are_members = members
                .get(group)
                .is_some_and(|all| all.contains(about) && all.contains(&watcher.user_uuid));
            if are_members {
                told.insert(watcher.connection_id);
            }
        }
        let text = frame.to_text().unwrap_or_default();
        let posts = stream::iter(told).map(|id| {
            let text = text.as_str();
            async move { (self.post(&id, text).await == Delivery::Gone).then_some(id) }
        });
        let gone: Vec<Option<String>> = posts.buffer_unordered(PARALLEL).collect().await;
        Ok(gone.into_iter().flatten().collect())
    }
}

async fn shown(table: &Table, person: &PersonId) -> Result<Person, TableError> {
    let record = table.person(person).await?;
    Ok(record.map_or_else(|| unknown(person), |record| record.person))
}
