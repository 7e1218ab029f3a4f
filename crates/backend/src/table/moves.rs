//! Moving a conversation's rows in all members' lists to its newest message.
//!
//! A sort key cannot be changed, so a move deletes the old row and puts the new one in one transaction. Rows
//! only move forward, so duplicated and reordered stream records change nothing.

use std::collections::HashSet;
use std::time::Duration;

use cruddur_contract::{GroupId, GroupRow, PersonId};
use futures_util::future::join_all;
use serde::Deserialize;

use super::conversation::{Membership, Meta};
use super::error::TableError;
use super::item::{item, record, text};
use super::key::{self, Key};
use super::list::{Last, ListRow};
use super::messages::StoredMessage;
use super::transaction::{ABSENT, Outcome, PRESENT, Transaction};
use super::{GROUP_INDEX, Table, jitter};

/// Reads of the index before giving up: it lags behind the table by up to about a second.
const ROUNDS: u32 = 8;

/// A member's current row, with their read marker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedRow {
    pub member: PersonId,
    /// The row as `GET /api/message_groups` returns it to them.
    pub row: GroupRow,
}

/// Why rows could not be moved (some may have been; moving again is harmless).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoveError {
    /// The index does not show all rows yet, or other invocations were moving the same rows.
    #[error("not all rows could be moved yet")]
    Incomplete,
    #[error(transparent)]
    Table(#[from] TableError),
}

/// A row as the index (keys only) shows it.
#[derive(Clone, Debug, Deserialize)]
struct IndexRow {
    pk: String,
    sk: String,
}

impl Table {
    /// Moves every member's row to this message, unless it is already there or further.
    ///
    /// # Errors
    /// [`MoveError`]; the caller retries later.
    pub async fn move_rows(&self, message: &StoredMessage) -> Result<Vec<MovedRow>, MoveError> {
        let group = &message.of_group;
        let mut meta = self
            .conversation(group)
            .await?
            .ok_or(MoveError::Incomplete)?;
        let names = self
            .current_names(meta.members.iter().map(|member| &member.user_uuid))
            .await?;
        names.in_members(&mut meta.members);
        let mut pending: Vec<PersonId> = meta
            .members
            .iter()
            .map(|member| member.user_uuid.clone())
            .collect();
        let mut moved: Vec<(PersonId, ListRow)> = Vec::with_capacity(pending.len());
        for round in 0..ROUNDS {
            let rows = self.rows_of_group(group).await?;
            let moves = pending
                .iter()
                .map(|one| self.move_row(one, &rows, &meta, message));
            let mut left = Vec::new();
            for (member, outcome) in pending.iter().zip(join_all(moves).await) {
                match outcome? {
                    Some(row) => moved.push((member.clone(), row)),
                    None => left.push(member.clone()),
                }
            }
            pending = left;
            if pending.is_empty() {
                let current = |(member, row): (PersonId, ListRow)| {
                    let row = names.in_row(row, &member);
                    (member, row)
                };
                let moved = moved.into_iter().map(current).collect();
                return Ok(self.with_read_marks(moved).await?);
            }
            tokio::time::sleep(jitter(round + 2, Duration::from_secs(1))).await;
        }
        Err(MoveError::Incomplete)
    }

    /// Moves one member's row; `None` when the index was behind and must be read again.
    async fn move_row(
        &self,
        member: &PersonId,
        rows: &[IndexRow],
        meta: &Meta,
        message: &StoredMessage,
    ) -> Result<Option<ListRow>, TableError> {
        let pk = key::list_of(member);
        let Some(sk) = rows
            .iter()
            .filter(|row| row.pk == pk)
            .map(|row| &row.sk)
            .max()
        else {
            return Ok(None);
        };
        let old = Key { pk, sk: sk.clone() };
        let new = Key::list_row(member, message.created_at, &message.of_group);
        if old.sk >= new.sk {
            return self.get(&old).await;
        }
        let last = Last {
            group: &message.of_group,
            message: &message.message,
            uuid: &message.message_uuid,
            at: message.created_at,
            ordinal: message.ordinal,
        };
        let row = ListRow::new(member, meta, &last);
        let mut writes = Transaction::default();
        writes.delete(self, &old, PRESENT)?;
        writes.put(self, item(&new, &row)?, ABSENT)?;
        Ok((self.transact(writes).await? == Outcome::Written).then_some(row))
    }

    /// The rows of a conversation in all lists, as far as the index shows them.
    async fn rows_of_group(&self, group: &GroupId) -> Result<Vec<IndexRow>, TableError> {
        let answer = self
            .client
            .query()
            .table_name(&self.name)
            .index_name(GROUP_INDEX)
            .key_condition_expression("message_group_uuid = :group")
            .expression_attribute_values(":group", text(group.as_str()))
            .send()
            .await
            .map_err(TableError::of("Query index"))?;
        answer
            .items
            .unwrap_or_default()
            .into_iter()
            .map(record)
            .collect()
    }

    /// The rows of these conversations in the list of each of these members, with current names.
    ///
    /// # Errors
    /// [`TableError`] when a read fails.
    pub async fn rows_of_members(
        &self,
        rows: &[ListRow],
        wanted: &HashSet<PersonId>,
    ) -> Result<Vec<MovedRow>, TableError> {
        let members = rows.iter().flat_map(|row| &row.members);
        let names = self
            .current_names(members.map(|member| &member.user_uuid))
            .await?;
        let of_row = |row: &ListRow| -> Vec<(PersonId, ListRow)> {
            let members = row.members.iter().map(|member| &member.user_uuid);
            members
                .filter(|member| wanted.contains(*member))
                .map(|member| (member.clone(), names.in_row(row.clone(), member)))
                .collect()
        };
        self.with_read_marks(rows.iter().flat_map(of_row).collect())
            .await
    }

    /// The rows with their members' read markers.
    async fn with_read_marks(
        &self,
        rows: Vec<(PersonId, ListRow)>,
    ) -> Result<Vec<MovedRow>, TableError> {
        let keys: Vec<Key> = rows
            .iter()
            .map(|(member, row)| Key::member(&row.message_group_uuid, member))
            .collect();
        let marks: Vec<Membership> = self.get_all(&keys).await?;
        let with_mark = |(member, row): (PersonId, ListRow)| {
            let of_row = |mark: &&Membership| {
                mark.user_uuid == member && mark.of_group == row.message_group_uuid
            };
            MovedRow {
                row: row.clone().into_group_row(marks.iter().find(of_row)),
                member,
            }
        };
        Ok(rows.into_iter().map(with_mark).collect())
    }
}
