//! Tickets and frames of the live connection.

use cruddur_contract::frame::{LiveMessage, ServerFrame};

use crate::{FakeServer, MessageIndex};

/// API Gateway closes a connection that was silent for so long, milliseconds.
pub const MAX_SILENCE: u64 = 600_000;
/// API Gateway closes a connection this old, milliseconds.
pub const MAX_AGE: u64 = 7_200_000;

impl FakeServer {
    pub(crate) fn ticket(&mut self, handle: &str) -> String {
        self.next_ticket += 1;
        let ticket = format!("t{}", self.next_ticket);
        self.tickets.insert(ticket.clone(), handle.to_owned());
        ticket
    }

    /// Whose ticket it is. A ticket opens one connection.
    pub fn redeem(&mut self, ticket: &str) -> Option<String> {
        self.tickets.remove(ticket)
    }

    /// The frame of a new or changed message.
    pub fn message_frame(&self, at: MessageIndex, new: bool) -> ServerFrame {
        let group = &self.groups[at.group];
        let live = LiveMessage {
            message_group_uuid: group.id.clone(),
            row: group.row(at.message).into_owned(),
        };
        if new {
            ServerFrame::MessageInserted(live)
        } else {
            ServerFrame::MessageUpdated(live)
        }
    }

    /// The frame of a conversation's row in the list of a member.
    pub fn group_frame(&self, group: usize, reader: &str) -> Option<ServerFrame> {
        self.group_row(group, reader).map(ServerFrame::GroupUpdated)
    }
}
