//! Writing rows of lists: idempotent, only forward, and never for a person who left.

use aws_sdk_dynamodb::types::ReturnValue;
use cruddur_contract::PersonId;

use super::Table;
use super::error::TableError;
use super::item::{number, text};
use super::key::Key;
use super::list::{LEFT, ListRow, READ_VERSION, row};
use super::messages::StoredMessage;
use super::update::{Update, Updated};

/// What an upsert knows of the row's person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Member {
    /// A member by the conversation's record, who joined after so many messages.
    Joined { after: u64, own: bool },
    /// The sender of the message, who was a member when it got its place.
    Sender,
}

impl Table {
    /// Lets a member's row show this message, unless it shows a later one: a missing, older or duplicated row comes out
    /// right. Who has written it has read what is before it. Returns the row as it is now, or `None` when the member
    /// has left since.
    pub(super) async fn upsert_row(
        &self,
        person: &PersonId,
        member: Member,
        message: &StoredMessage,
    ) -> Result<Option<ListRow>, TableError> {
        let (update, own) = match member {
            Member::Joined { after, own } => (joined(showing(message), after), own),
            Member::Sender => {
                let update = showing(message).when(format!("attribute_not_exists({LEFT})"));
                (update, true)
            }
        };
        let update = if own { read(update) } else { update };
        let key = Key::list_row(person, &message.of_group);
        match self.update(&key, update, ReturnValue::AllNew).await? {
            Updated::Done(item) => row(item),
            Updated::Refused(None) => Ok(None),
            Updated::Refused(Some(item)) => match row(item)? {
                Some(there) if own && there.read_ordinal < message.ordinal => {
                    self.mark_own_read(person, message).await
                }
                there => Ok(there),
            },
        }
    }

    /// Lets a row that shows this message show it as it is after a change. Returns the row as it is now, if there is one.
    pub(super) async fn update_preview(
        &self,
        person: &PersonId,
        message: &StoredMessage,
    ) -> Result<Option<ListRow>, TableError> {
        let update = Update::default()
            .set("message = :message")
            .set("last_version = :version")
            .when("last_message_uuid = :uuid")
            .when("attribute_not_exists(last_version) OR last_version < :version")
            .value(":message", text(ListRow::of(message, 0, false).message))
            .value(":version", number(message.version))
            .value(":uuid", text(message.message_uuid.as_str()));
        let key = Key::list_row(person, &message.of_group);
        match self.update(&key, update, ReturnValue::AllNew).await? {
            Updated::Done(item) | Updated::Refused(Some(item)) => row(item),
            Updated::Refused(None) => Ok(None),
        }
    }

    /// Moves the read marker of who wrote this message: their row shows a later one already.
    async fn mark_own_read(
        &self,
        sender: &PersonId,
        message: &StoredMessage,
    ) -> Result<Option<ListRow>, TableError> {
        let update = read(of(message))
            .when("attribute_not_exists(read_ordinal) OR read_ordinal < :ordinal")
            // The stream tells late of an own message: what was marked as unread since stays so.
            .when("attribute_not_exists(marked_after) OR marked_after < :ordinal")
            .when("attribute_exists(last_message_at)");
        let key = Key::list_row(sender, &message.of_group);
        match self.update(&key, update, ReturnValue::AllNew).await? {
            Updated::Done(item) | Updated::Refused(Some(item)) => row(item),
            Updated::Refused(None) => Ok(None),
        }
    }

    /// Lets the sender's own row follow their message at once. A failure is only logged: the message is stored, and the
    /// stream brings the row up to date.
    pub(super) async fn follow_own(&self, message: &StoredMessage) {
        let sender = &message.user_uuid;
        if let Err(error) = self.upsert_row(sender, Member::Sender, message).await {
            tracing::warn!(group = %message.of_group, %error, "the sender's own row is behind");
        }
    }

    /// Takes a conversation out of the list of a person who left by the message of that number, unless they have joined
    /// again since.
    ///
    /// # Errors
    /// [`TableError`] when the write fails.
    pub(super) async fn mark_left(
        &self,
        person: &PersonId,
        group: &cruddur_contract::GroupId,
        ordinal: u64,
    ) -> Result<(), TableError> {
        let update = Update::default()
            .set(format!("{LEFT} = :ordinal"))
            .remove("message_group_uuid")
            .remove("message")
            .remove("last_system")
            .remove("last_version")
            .remove("last_message_uuid")
            .remove("last_message_at")
            .when("attribute_not_exists(joined_after) OR joined_after < :ordinal")
            .value(":ordinal", number(ordinal));
        let key = Key::list_row(person, group);
        self.update(&key, update, ReturnValue::None).await?;
        Ok(())
    }
}

/// The values of a message that every write of a row needs.
fn of(message: &StoredMessage) -> Update {
    Update::default()
        .value(":ordinal", number(message.ordinal))
        .value(":uuid", text(message.message_uuid.as_str()))
}

/// The row shows this message, if it shows none or an earlier one.
fn showing(message: &StoredMessage) -> Update {
    let new = ListRow::of(message, 0, false);
    let update = match new.last_system {
        Some(kind) => of(message)
            .set("last_system = :system")
            .value(":system", text(kind.as_str())),
        None => of(message).remove("last_system"),
    };
    update
        .set("message_group_uuid = :group")
        .set("message = :message")
        .set("last_message_uuid = :uuid")
        .set("last_message_at = :at")
        .set("last_ordinal = :ordinal")
        .set("last_version = :version")
        .when("attribute_not_exists(last_ordinal) OR last_ordinal < :ordinal")
        .value(":group", text(new.message_group_uuid.as_str()))
        .value(":message", text(new.message))
        .value(":version", number(message.version))
        .value(":at", text(new.last_message_at.to_string()))
}

/// The member joined after so many messages, and has not left since.
fn joined(update: Update, after: u64) -> Update {
    update
        .set("joined_after = :joined")
        .remove(LEFT)
        .when(format!("attribute_not_exists({LEFT}) OR {LEFT} <= :joined"))
        .value(":joined", number(after))
}

/// The message is read, and with it all before it.
fn read(update: Update) -> Update {
    update
        .set("read_ordinal = :ordinal")
        .set("last_read_message_uuid = :uuid")
        .remove("own_after_unread")
        .remove("marked_after")
        .counted(READ_VERSION)
}
