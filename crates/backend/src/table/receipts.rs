//! Read receipts: what the others are shown of a member's read marker. The stream tells of each that is written.
//!
//! Items of their own, because a person's row also changes with each message of the conversation, and a filter of the
//! stream cannot tell one change from the other: sending would be as expensive as reading.

use aws_sdk_dynamodb::types::ReturnValue;
use cruddur_contract::{GroupId, Member, MessageId, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use super::Table;
use super::conversation::{Membership, Meta};
use super::error::TableError;
use super::item::{number, record, text};
use super::key::Key;
use super::messages::StoredMessage;
use super::place::time;
use super::update::{Update, Updated};

/// Set by the last write where that changed nothing that others see.
pub const ONLY_OWN: &str = "only_own";

/// How far a member has read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Whose.
    #[serde(rename = "sk")]
    pub user_uuid: PersonId,
    pub last_read_message_uuid: MessageId,
    /// The time of that message: who joined later is not told of it.
    pub message_at: Timestamp,
    pub read_at: Timestamp,
}

impl Table {
    /// Moves a member's receipt forward to this message. Where the marker moved and the receipt need not, the person's
    /// other devices are to be told all the same.
    pub(super) async fn receipt(
        &self,
        group: &GroupId,
        person: &PersonId,
        message: &StoredMessage,
        (now_micros, moved): (i64, bool),
    ) -> Result<(), TableError> {
        let update = Update::default()
            .set("read_ordinal = :ordinal")
            .set("last_read_message_uuid = :uuid")
            .set("message_at = :at")
            .set("read_at = :now")
            .remove(ONLY_OWN)
            .when("attribute_not_exists(read_ordinal) OR read_ordinal < :ordinal")
            .value(":ordinal", number(message.ordinal))
            .value(":uuid", text(message.message_uuid.as_str()))
            .value(":at", text(message.created_at.to_string()))
            .value(":now", text(time(now_micros)?.to_string()));
        let key = Key::receipt(group, person);
        match self.update(&key, update, ReturnValue::None).await? {
            Updated::Refused(_) if moved => self.note_own_change(group, person, now_micros).await,
            _ => Ok(()),
        }
    }

    /// Has the stream tell the person's devices of their marker, and nobody else.
    pub(super) async fn note_own_change(
        &self,
        group: &GroupId,
        person: &PersonId,
        now_micros: i64,
    ) -> Result<(), TableError> {
        let update = Update::default()
            .set(format!("{ONLY_OWN} = :now"))
            .value(":now", text(time(now_micros)?.to_string()));
        let key = Key::receipt(group, person);
        self.update(&key, update, ReturnValue::None).await?;
        Ok(())
    }

    /// How far these people have read, of those who have.
    ///
    /// # Errors
    /// [`TableError`] when a read fails.
    pub async fn receipts<'a>(
        &self,
        group: &GroupId,
        people: impl IntoIterator<Item = &'a PersonId>,
    ) -> Result<Vec<Receipt>, TableError> {
        let keys: Vec<Key> = people
            .into_iter()
            .map(|one| Key::receipt(group, one))
            .collect();
        let items = self.get_items(&keys).await?;
        items
            .into_iter()
            .filter(|item| item.contains_key("read_ordinal"))
            .map(record)
            .collect()
    }

    /// Completes these members with how far they have read, as far as this reader may know.
    ///
    /// # Errors
    /// [`TableError`] when a read fails.
    pub async fn with_receipts(
        &self,
        meta: &Meta,
        reader: Membership,
        members: &mut [Member],
    ) -> Result<(), TableError> {
        let receipts = self.receipts(&meta.of_group, meta.members.keys()).await?;
        for receipt in receipts {
            let of = |one: &&mut Member| one.user_uuid == receipt.user_uuid;
            if let Some(member) = members.iter_mut().find(of)
                && receipt.may_be_told(reader)
            {
                member.last_read_message_uuid = Some(receipt.last_read_message_uuid);
                member.read_at = Some(receipt.read_at);
            }
        }
        Ok(())
    }
}

impl Receipt {
    /// Whether this member may see the message.
    pub fn may_be_told(&self, reader: Membership) -> bool {
        self.message_at >= reader.joined_at
    }
}
