//! Read receipts: how far a member of a conversation has read.

use serde::{Deserialize, Serialize};

use crate::{GroupId, MessageId, PersonId, Timestamp};

/// The `reads` row of a live frame. A receipt only ever moves forward: marking a conversation as unread moves none.
/// Who writes has read what is before; that is told by the message and by no receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadReceipt {
    pub message_group_uuid: GroupId,
    pub user_uuid: PersonId,
    pub last_read_message_uuid: MessageId,
    /// When. Of two receipts of a member the later one counts.
    pub read_at: Timestamp,
}
