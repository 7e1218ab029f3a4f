//! Message groups: a person's list of conversations, and the bodies that create and change one.

use serde::{Deserialize, Serialize};

use crate::message::SystemKind;
use crate::profile::clean_name;
use crate::{GroupId, MessageId, PersonId, Timestamp, lenient};

/// The most members of a conversation.
pub const MAX_MEMBERS: usize = 32;
/// The longest title, in Unicode scalar values after cleaning.
pub const MAX_TITLE_CHARS: usize = 50;

/// One conversation as one of its members sees it, newest message first in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRow {
    pub uuid: GroupId,
    pub display_name: String,
    pub handle: String,
    pub message: String,
    pub created_at: Timestamp,
    /// The other person; none in groups (full server).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_uuid: Option<PersonId>,
    /// The last message (full server).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_message_uuid: Option<MessageId>,
    /// The last message this member has read (full server).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_read_message_uuid: Option<MessageId>,
    /// Messages after the last one read (full server).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unread_count: Option<u64>,
    /// Counts the changes of this member's read marker. Of two rows with the same last message the one with the higher
    /// count is newer (full server).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_version: Option<u64>,
    /// Set by the members; a group without one is called by their names (full server).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// All members, the reader included, in the order in which they joined (full server).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<Vec<Member>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_count: Option<usize>,
    /// Who started the group; absent in the conversation of two people (full server).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<PersonId>,
    /// What happened to the group last, where that came after the last message; `message` is empty then (full server).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_system: Option<SystemKind>,
}

impl GroupRow {
    /// Whether it is the conversation of two people, which has no title and no other members, ever. A group whose
    /// members left until two remain is none. On a seed server, which names no members, all are of two.
    pub fn is_of_two(&self) -> bool {
        self.created_by.is_none()
            && self
                .members
                .as_ref()
                .is_none_or(|members| members.len() <= 2)
    }
}

/// One member of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub user_uuid: PersonId,
    pub handle: String,
    pub display_name: String,
    /// How far they have read, in the answer of `GET /api/message_groups/{group}` only, and not where that is before
    /// the reader joined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_read_message_uuid: Option<MessageId>,
    /// When they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_at: Option<Timestamp>,
}

/// Body of `POST /api/message_groups`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateGroupRequest {
    /// The others. One alone means the conversation of these two.
    #[serde(default, deserialize_with = "lenient::null_as_default")]
    pub handles: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// A UUID; with the caller it makes the call idempotent. Needed for two others or more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_group_id: Option<String>,
}

/// Body of `PUT /api/message_groups/{group}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TitleRequest {
    /// Blank or null takes the title away.
    #[serde(default, deserialize_with = "lenient::null_as_default")]
    pub title: String,
}

/// Body of `POST /api/message_groups/{group}/members`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddMembersRequest {
    #[serde(default, deserialize_with = "lenient::null_as_default")]
    pub handles: Vec<String>,
}

/// Body of `POST /api/message_groups/{group}/read`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadRequest {
    /// The last message that was read.
    pub message_uuid: MessageId,
}

/// Answer of `POST /api/message_groups/{group}/read` and `…/unread`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadAnswer {
    pub unread_count: u64,
    /// Of the row that the count is from: a row with this or a higher `read_version` knows of the request.
    #[serde(default)]
    pub read_version: u64,
}

/// The title has more than [`MAX_TITLE_CHARS`] characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the title is too long")]
pub struct TitleTooLong;

/// A title without what [`clean_name`] removes; `None` when nothing of it shows.
pub fn check_title(text: &str) -> Result<Option<String>, TitleTooLong> {
    let title = clean_name(text);
    match title.chars().count() {
        0 => Ok(None),
        1..=MAX_TITLE_CHARS => Ok(Some(title)),
        _ => Err(TitleTooLong),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_cleaned_and_50_characters_at_most() {
        assert_eq!(
            check_title(" The\n\u{202E}room "),
            Ok(Some("The room".to_owned()))
        );
        for blank in ["", " \u{200B} "] {
            assert_eq!(check_title(blank), Ok(None), "{blank:?}");
        }
        let longest = "é".repeat(MAX_TITLE_CHARS);
        assert_eq!(check_title(&longest), Ok(Some(longest.clone())));
        assert_eq!(check_title(&format!("{longest}x")), Err(TitleTooLong));
    }

    #[test]
    fn a_group_of_which_two_are_left_is_not_the_conversation_of_two() {
        let row = |more: &str| -> GroupRow {
            let text = format!(
                r#"{{"uuid":"g","display_name":"B","handle":"b","message":"","created_at":"2026-11-20T08:09:10Z"{more}}}"#
            );
            serde_json::from_str(&text).expect("a row")
        };
        let two = r#","members":[{"user_uuid":"a","handle":"a","display_name":"A"},{"user_uuid":"b","handle":"b","display_name":"B"}]"#;
        assert!(row("").is_of_two());
        assert!(row(two).is_of_two());
        assert!(!row(&format!(r#"{two},"created_by":"a""#)).is_of_two());
    }
}
