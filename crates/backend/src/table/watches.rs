//! Who watches whom. A watch has an item for each watched person and conversation, in the watched person's partition:
//! "who is to be told that this person came, left or writes" is one query, and empty for people nobody looks at.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::types::ReturnValue;
use cruddur_contract::{GroupId, PersonId};
use futures_util::{TryStreamExt, stream};
use serde::{Deserialize, Serialize};

use super::Table;
use super::connections::{Connection, Watching};
use super::error::TableError;
use super::item::{item, number, record};
use super::key::{self, Key};
use super::read::{Range, Sort};
use super::update::{Update, Updated};
use crate::clock::seconds;

/// Concurrent writes of one watch.
const PARALLEL: usize = 32;
/// Typing is passed on once in this time, for each person and conversation.
const TYPING_MICROS: i64 = 3_000_000;

/// Watched conversations and, in each, the watched people.
pub type Watched = BTreeMap<GroupId, Vec<PersonId>>;

/// A connection that watches a person in a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watcher {
    pub connection_id: String,
    /// Whose connection it is.
    pub user_uuid: PersonId,
    /// Not named `message_group_uuid`: the index must hold list rows only.
    pub of_group: GroupId,
    pub expires_at: i64,
}

impl Table {
    /// Replaces what a connection watches. `false` when the connection is not recorded any more: then nothing is
    /// written.
    ///
    /// # Errors
    /// [`TableError`] when a write fails.
    pub async fn watch(
        &self,
        connection: &Connection,
        watched: &Watched,
    ) -> Result<bool, TableError> {
        let id = &connection.connection_id;
        let value = serde_dynamo::to_attribute_value(watched).map_err(TableError::form("watch"))?;
        let update = Update::default()
            .set("watching = :watched")
            .when("attribute_exists(pk)")
            .value(":watched", value);
        let key = Key::connection(id);
        let before: Watching = match self.update(&key, update, ReturnValue::AllOld).await? {
            Updated::Done(before) => record(before)?,
            Updated::Refused(_) => return Ok(false),
        };
        let added =
            pairs(watched).filter(|(group, person)| !contains(&before.watching, group, person));
        let watcher = |group: &GroupId| Watcher {
            connection_id: id.clone(),
            user_uuid: connection.user_uuid.clone(),
            of_group: group.clone(),
            expires_at: connection.expires_at,
        };
        let puts: Vec<_> = added
            .map(|(group, person)| item(&Key::watch(person, group, id), &watcher(group)))
            .collect::<Result<_, _>>()?;
        stream::iter(puts.into_iter().map(Ok))
            .try_for_each_concurrent(PARALLEL, |item| self.put(item))
            .await?;
        let gone =
            pairs(&before.watching).filter(|(group, person)| !contains(watched, group, person));
        self.delete_watches(gone, id).await?;
        Ok(true)
    }

    /// A connection watches this conversation no more, for its person is no member.
    ///
    /// # Errors
    /// [`TableError`] when a write fails.
    pub async fn end_watch(
        &self,
        connection: &Connection,
        group: &GroupId,
    ) -> Result<(), TableError> {
        let id = &connection.connection_id;
        let update = Update::default()
            .remove("watching.#group")
            .name("#group", group.as_str())
            .when("attribute_exists(watching.#group)");
        let key = Key::connection(id);
        let Updated::Done(before) = self.update(&key, update, ReturnValue::AllOld).await? else {
            return Ok(());
        };
        let Watching { watching } = record(before)?;
        let ended = pairs(&watching).filter(|(of, _)| *of == group);
        self.delete_watches(ended, id).await
    }

    /// Deletes the items of these watches of a connection.
    pub(super) async fn delete_watches<'a>(
        &self,
        watches: impl Iterator<Item = (&'a GroupId, &'a PersonId)>,
        connection_id: &str,
    ) -> Result<(), TableError> {
        let keys: Vec<Key> = watches
            .map(|(group, person)| Key::watch(person, group, connection_id))
            .collect();
        stream::iter(keys.into_iter().map(Ok))
            .try_for_each_concurrent(PARALLEL, |key| async move {
                self.delete(&key).await?;
                Ok(())
            })
            .await
    }

    /// The connections that watch this person, in any conversation or in one.
    ///
    /// # Errors
    /// [`TableError`] when the query fails.
    pub async fn watchers(
        &self,
        person: &PersonId,
        group: Option<&GroupId>,
        now_micros: i64,
    ) -> Result<Vec<Watcher>, TableError> {
        let sort = group.map_or(Sort::Any, |group| Sort::Prefix(key::watches_in(group)));
        let mut watchers: Vec<Watcher> = self
            .range(Range {
                pk: key::watches_of(person),
                sort,
                ascending: true,
                limit: usize::MAX,
            })
            .await?;
        let now = seconds(now_micros);
        watchers.retain(|one| one.expires_at > now);
        Ok(watchers)
    }

    /// Whether typing is to be passed on now; then it is not again for three seconds.
    ///
    /// # Errors
    /// [`TableError`] when the write fails for another reason than its condition.
    pub async fn take_typing_turn(
        &self,
        person: &PersonId,
        group: &GroupId,
        now_micros: i64,
    ) -> Result<bool, TableError> {
        #[derive(Serialize)]
        struct Turn {
            typed_at: i64,
            expires_at: i64,
        }
        let turn = Turn {
            typed_at: now_micros,
            expires_at: seconds(now_micros) + 60,
        };
        let answer = self
            .client
            .put_item()
            .table_name(&self.name)
            .set_item(Some(item(&Key::typing(person, group), &turn)?))
            .condition_expression("attribute_not_exists(pk) OR typed_at <= :before")
            .expression_attribute_values(":before", number(now_micros - TYPING_MICROS))
            .send()
            .await;
        match answer {
            Ok(_) => Ok(true),
            Err(error) if error.code() == Some("ConditionalCheckFailedException") => Ok(false),
            Err(error) => Err(TableError::of("PutItem")(error)),
        }
    }
}

/// All watched people, with their conversations.
pub(super) fn pairs(watched: &Watched) -> impl Iterator<Item = (&GroupId, &PersonId)> {
    watched
        .iter()
        .flat_map(|(group, people)| people.iter().map(move |person| (group, person)))
}

fn contains(watched: &Watched, group: &GroupId, person: &PersonId) -> bool {
    watched
        .get(group)
        .is_some_and(|people| people.contains(person))
}
