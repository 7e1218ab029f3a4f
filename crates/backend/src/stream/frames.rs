//! The frames of new messages and moved rows.

use cruddur_contract::frame::{LiveMessage, MAX_FRAME_BYTES, ServerFrame};
use cruddur_contract::receipt::ReadReceipt;
use cruddur_contract::{GroupId, PersonId};

use crate::table::{MovedRow, Receipt, StoredMessage};

/// One `INSERT messages` frame for each message.
pub fn inserts(messages: impl Iterator<Item = StoredMessage>) -> Vec<String> {
    let frame = |message| text(&ServerFrame::MessageInserted(live(message)));
    messages.filter_map(frame).collect()
}

/// One `UPDATE messages` frame for each changed message: the same id, a higher version.
pub fn updates(messages: impl Iterator<Item = StoredMessage>) -> Vec<String> {
    let frame = |message| text(&ServerFrame::MessageUpdated(live(message)));
    messages.filter_map(frame).collect()
}

fn live(message: StoredMessage) -> LiveMessage {
    LiveMessage {
        message_group_uuid: message.of_group.clone(),
        row: message.into_row(),
    }
}

/// The `UPDATE message_groups` frame of a member's own row.
pub fn update(moved: &MovedRow) -> Option<String> {
    text(&ServerFrame::GroupUpdated(moved.row.clone()))
}

/// The `DELETE message_groups` frame.
pub fn removed(group: &GroupId) -> Option<String> {
    text(&ServerFrame::GroupRemoved(group.clone()))
}

/// The `UPDATE reads` frame of how far this member has read.
pub fn read(group: &GroupId, reader: &PersonId, receipt: &Receipt) -> Option<String> {
    text(&ServerFrame::ReadUpdated(ReadReceipt {
        message_group_uuid: group.clone(),
        user_uuid: reader.clone(),
        last_read_message_uuid: receipt.last_read_message_uuid.clone(),
        read_at: receipt.read_at,
    }))
}

/// The frame's text; `None` if it is too large for the gateway. The client sees the gap and fills it by
/// REST.
fn text(frame: &ServerFrame) -> Option<String> {
    frame.to_text().filter(|text| text.len() < MAX_FRAME_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cruddur_contract::group::MAX_MEMBERS;
    use cruddur_contract::message::MAX_MESSAGE_CHARS;
    use cruddur_contract::message::SystemKind;
    use cruddur_contract::{GroupRow, Member, Timestamp};

    /// The character that takes most bytes in JSON.
    const WIDEST: &str = "\u{1}";

    fn longest_message() -> StoredMessage {
        StoredMessage {
            of_group: "g".repeat(36).into(),
            message_uuid: "m".repeat(36).into(),
            message: WIDEST.repeat(MAX_MESSAGE_CHARS),
            created_at: Timestamp::from_micros(0).expect("a time"),
            ordinal: u64::MAX,
            previous_message_uuid: Some("p".repeat(36).into()),
            client_message_id: Some("c".repeat(36).into()),
            user_uuid: "u".repeat(36).into(),
            user_display_name: "😀".repeat(80),
            user_handle: "h".repeat(30),
            version: u64::MAX,
            edited_at: Timestamp::from_micros(1),
            deleted_at: Timestamp::from_micros(2),
            system: None,
        }
    }

    #[test]
    fn the_longest_message_fits_a_frame() {
        assert_eq!(inserts([longest_message()].into_iter()).len(), 1);
    }

    #[test]
    fn the_row_of_the_largest_conversation_fits_a_frame() {
        let member = Member {
            user_uuid: "u".repeat(36).into(),
            handle: "h".repeat(30),
            display_name: "😀".repeat(80),
            last_read_message_uuid: None,
            read_at: None,
        };
        let row = GroupRow {
            uuid: "g".repeat(36).into(),
            display_name: vec![member.display_name.as_str(); MAX_MEMBERS].join(", "),
            handle: member.handle.clone(),
            message: WIDEST.repeat(120),
            created_at: Timestamp::from_micros(0).expect("a time"),
            user_uuid: None,
            last_message_uuid: Some("m".repeat(36).into()),
            last_read_message_uuid: Some("m".repeat(36).into()),
            unread_count: Some(u64::MAX),
            read_version: Some(u64::MAX),
            title: Some("😀".repeat(50)),
            members: Some(vec![member; MAX_MEMBERS]),
            member_count: Some(MAX_MEMBERS),
            created_by: Some("u".repeat(36).into()),
            last_system: Some(SystemKind::Created),
        };
        let moved = MovedRow {
            member: "u".into(),
            joined_at: Timestamp::EPOCH,
            row,
        };
        assert!(update(&moved).is_some());
    }
}
