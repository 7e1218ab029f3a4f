//! Read markers: each is a part of its person's row of the conversation. Others are shown a receipt of it, which is an
//! item of its own (`receipts.rs`).

use aws_sdk_dynamodb::types::ReturnValue;
use cruddur_contract::{MessageId, PersonId};

use super::Table;
use super::conversation::{Membership, Meta};
use super::error::TableError;
use super::item::{number, text};
use super::key::Key;
use super::list::{ListRow, READ_VERSION, row};
use super::messages::{Cursor, StoredMessage};
use super::place::time;
use super::update::{Update, Updated};

/// Messages read at a time in search of the last one of another person.
const PAGE: usize = 50;

impl Table {
    /// Moves a member's read marker forward to this message. Returns their row as it is then; `None` when there is no
    /// such message for this member.
    ///
    /// # Errors
    /// [`TableError`] when a read or the write fails.
    pub async fn mark_read(
        &self,
        meta: &Meta,
        membership: Membership,
        person: &PersonId,
        id: &MessageId,
        now_micros: i64,
    ) -> Result<Option<ListRow>, TableError> {
        let joined_at = membership.joined_at;
        let Some(message) = self.message(&meta.of_group, joined_at, id).await? else {
            return Ok(None);
        };
        let there = self.row_of_member(meta, person).await?;
        let ordinal = there.marker_at(message.ordinal);
        let update = Update::default()
            .set("read_ordinal = :ordinal")
            .set("last_read_message_uuid = :uuid")
            .set("read_at = :now")
            .remove("own_after_unread")
            .remove("marked_after")
            .counted(READ_VERSION)
            .when("attribute_not_exists(read_ordinal) OR read_ordinal < :ordinal")
            .when("attribute_exists(last_message_at)")
            .value(":ordinal", number(ordinal))
            .value(":uuid", text(id.as_str()))
            .value(":now", text(time(now_micros)?.to_string()));
        let (moved, row) = self.update_row(meta, person, update, there).await?;
        self.receipt(&meta.of_group, person, &message, (now_micros, moved))
            .await?;
        Ok(Some(row))
    }

    /// Marks the last message of another person as unread; returns the row as it is then.
    ///
    /// # Errors
    /// [`TableError`] when a read or the write fails.
    pub async fn mark_unread(
        &self,
        meta: &Meta,
        membership: Membership,
        person: &PersonId,
        now_micros: i64,
    ) -> Result<ListRow, TableError> {
        let there = self.row_of_member(meta, person).await?;
        let Some(message) = self.last_of_another(meta, membership, person).await? else {
            return Ok(there);
        };
        let own = there.last_ordinal.saturating_sub(message.ordinal);
        let update = Update::default()
            .set("read_ordinal = :before")
            .set("own_after_unread = :own")
            .set("marked_after = :last")
            .counted(READ_VERSION)
            .when("read_ordinal >= :ordinal")
            .when("attribute_exists(last_message_at)")
            .value(":before", number(message.ordinal.saturating_sub(1)))
            .value(":ordinal", number(message.ordinal))
            .value(":own", number(own))
            .value(":last", number(there.last_ordinal));
        let update = match &message.previous_message_uuid {
            None => update.remove("last_read_message_uuid"),
            Some(before) => update
                .set("last_read_message_uuid = :uuid")
                .value(":uuid", text(before.as_str())),
        };
        let (moved, row) = self.update_row(meta, person, update, there).await?;
        if moved {
            self.note_own_change(&meta.of_group, person, now_micros)
                .await?;
        }
        Ok(row)
    }

    /// Whether an update changed the row, and the row after it.
    async fn update_row(
        &self,
        meta: &Meta,
        person: &PersonId,
        update: Update,
        there: ListRow,
    ) -> Result<(bool, ListRow), TableError> {
        let key = Key::list_row(person, &meta.of_group);
        let (moved, now) = match self.update(&key, update, ReturnValue::AllNew).await? {
            Updated::Done(item) => (true, row(item)?),
            Updated::Refused(Some(item)) => (false, row(item)?),
            Updated::Refused(None) => (false, None),
        };
        Ok((moved, now.unwrap_or(there)))
    }

    /// The newest message of another person that a member may see.
    async fn last_of_another(
        &self,
        meta: &Meta,
        membership: Membership,
        person: &PersonId,
    ) -> Result<Option<StoredMessage>, TableError> {
        let mut cursor = Cursor::Newest;
        loop {
            let from = membership.joined_at;
            let page = self
                .messages(&meta.of_group, from, &cursor, PAGE, 0)
                .await?
                .unwrap_or_default();
            let is_theirs = |one: &&StoredMessage| one.user_uuid != *person && one.system.is_none();
            if let Some(message) = page.messages.iter().rev().find(is_theirs) {
                return Ok(Some(message.clone()));
            }
            match page.messages.first().filter(|_| page.older) {
                Some(first) => cursor = Cursor::Before(first.message_uuid.clone()),
                None => return Ok(None),
            }
        }
    }
}
