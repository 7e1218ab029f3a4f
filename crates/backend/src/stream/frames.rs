//! The frames of new messages and moved rows.

use cruddur_contract::frame::{LiveMessage, MAX_FRAME_BYTES, ServerFrame};

use crate::table::{MovedRow, StoredMessage};

/// One `INSERT messages` frame for each message.
pub fn inserts(messages: &[StoredMessage]) -> Vec<String> {
    let frame = |message: &StoredMessage| {
        let live = LiveMessage {
            message_group_uuid: message.of_group.clone(),
            row: message.clone().on_wire(),
        };
        text(&ServerFrame::MessageInserted(live))
    };
    messages.iter().filter_map(frame).collect()
}

/// The `UPDATE message_groups` frame of a member's own row.
pub fn update(moved: &MovedRow) -> Option<String> {
    text(&ServerFrame::GroupUpdated(moved.row.clone()))
}

/// The frame's text. One that is too large for the gateway is left out: the client sees the gap and
/// fills it by REST.
fn text(frame: &ServerFrame) -> Option<String> {
    frame.to_text().filter(|text| text.len() < MAX_FRAME_BYTES)
}
