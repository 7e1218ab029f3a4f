//! Who is here, and who is writing.

use serde::{Deserialize, Serialize};

use crate::{GroupId, PersonId, Timestamp};

/// A person's presence, as those who watch a conversation with them see it. Several connections are one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    pub user_uuid: PersonId,
    pub handle: String,
    pub display_name: String,
    pub online: bool,
    /// Of a person who is offline: when they were last seen, coarse. `None` is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
}

/// A person who is writing in a conversation; expires after six seconds or with their message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typist {
    pub message_group_uuid: GroupId,
    pub user_uuid: PersonId,
    pub handle: String,
    pub display_name: String,
}
