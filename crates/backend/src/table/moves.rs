//! The rows of a conversation in all members' lists.

use std::collections::HashSet;

use cruddur_contract::{GroupId, GroupRow, PersonId, Timestamp};
use futures_util::{StreamExt, TryStreamExt, stream};

use super::Table;
use super::conversation::{Membership, Meta};
use super::error::TableError;
use super::key::Key;
use super::list::{ListRow, row};
use super::messages::{Cursor, StoredMessage};
use super::shown::shown;
use super::upsert::Member;

/// Rows written concurrently.
const PARALLEL: usize = 16;

/// A member's current row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedRow {
    pub member: PersonId,
    /// The time of the first message they may see.
    pub joined_at: Timestamp,
    /// The row as `GET /api/message_groups` returns it to them.
    pub row: GroupRow,
}

/// Why rows could not be moved (some may have been; moving again is harmless).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoveError {
    #[error("the message is of no conversation")]
    NoConversation,
    #[error(transparent)]
    Table(#[from] TableError),
}

impl Table {
    /// Lets the rows of all members show this message, unless they show a later one; returns them as they are now.
    ///
    /// # Errors
    /// [`MoveError`]; the caller retries later.
    pub async fn move_rows(&self, message: &StoredMessage) -> Result<Vec<MovedRow>, MoveError> {
        let meta = self
            .conversation(&message.of_group)
            .await?
            .ok_or(MoveError::NoConversation)?;
        // The function that removed them may have ended before it had done so.
        for person in message.left() {
            self.mark_left(person, &message.of_group, message.ordinal)
                .await?;
        }
        let members = meta
            .members
            .keys()
            .filter_map(|one| Some((one, meta.membership(one)?)));
        // Who joined later does not see it.
        let members = members.filter(|(_, membership)| membership.joined_after < message.ordinal);
        let rows: Vec<(PersonId, Membership, Option<ListRow>)> = stream::iter(members)
            .map(|(member, membership)| async move {
                let row = self.move_row(member, membership, message).await?;
                Ok::<_, TableError>((member.clone(), membership, row))
            })
            .buffer_unordered(PARALLEL)
            .try_collect()
            .await?;
        let names = self.current_names(meta.members.keys()).await?;
        let moved = |(member, membership, row): (PersonId, Membership, Option<ListRow>)| {
            Some(MovedRow {
                row: shown(&row?, &meta, &names, &member),
                joined_at: membership.joined_at,
                member,
            })
        };
        Ok(rows.into_iter().filter_map(moved).collect())
    }

    async fn move_row(
        &self,
        person: &PersonId,
        membership: Membership,
        message: &StoredMessage,
    ) -> Result<Option<ListRow>, TableError> {
        let own = *person == message.user_uuid;
        if message.version > 1
            && let Some(row) = self.update_preview(person, message).await?
            && row.last_ordinal >= message.ordinal
        {
            return Ok(Some(row));
        }
        if own {
            // As a rule the send has moved it: a read costs less than a write that fails.
            let there = self.list_row(person, &message.of_group).await?;
            if there
                .as_ref()
                .is_some_and(|row| row.read_ordinal >= message.ordinal)
            {
                return Ok(there);
            }
        }
        let after = membership.joined_after;
        self.upsert_row(person, Member::Joined { after, own }, message)
            .await
    }

    /// The row of a member. A missing one is written again from the newest message.
    ///
    /// # Errors
    /// [`TableError`] when a read or the write fails.
    pub(super) async fn row_of_member(
        &self,
        meta: &Meta,
        person: &PersonId,
    ) -> Result<ListRow, TableError> {
        if let Some(row) = self.list_row(person, &meta.of_group).await? {
            return Ok(row);
        }
        let empty = || ListRow::empty(&meta.of_group, meta.created_at);
        let Some(membership) = meta.membership(person) else {
            return Ok(empty());
        };
        let newest = self
            .messages(&meta.of_group, membership.joined_at, &Cursor::Newest, 1, 0)
            .await?;
        let newest = newest.and_then(|page| page.messages.into_iter().next());
        let Some(message) = newest else {
            return Ok(empty());
        };
        let row = self.move_row(person, membership, &message).await?;
        Ok(row.unwrap_or_else(empty))
    }

    /// The rows of these conversations in the lists of those of their members who are wanted.
    ///
    /// # Errors
    /// [`TableError`] when a read fails.
    pub async fn rows_of_members(
        &self,
        metas: &[Meta],
        wanted: &HashSet<PersonId>,
    ) -> Result<Vec<MovedRow>, TableError> {
        let pairs = || {
            metas.iter().flat_map(|meta| {
                let members = meta.members.keys().filter(|one| wanted.contains(*one));
                members.map(move |member| (meta, member))
            })
        };
        let keys: Vec<Key> = pairs()
            .map(|(meta, member)| Key::list_row(member, &meta.of_group))
            .collect();
        let mut rows: Vec<(String, ListRow)> = Vec::with_capacity(keys.len());
        for item in self.get_items(&keys).await? {
            let Some(Ok(list)) = item.get("pk").map(|pk| pk.as_s().cloned()) else {
                continue;
            };
            rows.extend(row(item)?.map(|row| (list, row)));
        }
        let names = self
            .current_names(metas.iter().flat_map(|meta| meta.members.keys()))
            .await?;
        let one = |(meta, member): (&Meta, &PersonId)| {
            let list = super::key::list_of(member);
            let of = |group: &GroupId| {
                rows.iter()
                    .find(|(of, row)| *of == list && row.message_group_uuid == *group)
            };
            let (_, row) = of(&meta.of_group)?;
            Some(MovedRow {
                member: member.clone(),
                joined_at: meta.membership(member)?.joined_at,
                row: shown(row, meta, &names, member),
            })
        };
        Ok(pairs().filter_map(one).collect())
    }
}
