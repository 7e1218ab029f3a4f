//! Tickets and frames of the live connection.

use cruddur_contract::frame::{LiveMessage, ServerFrame};
use cruddur_contract::live::Ticket;

use crate::{FakeServer, MessageIndex};

/// API Gateway closes a connection that was silent for so long, milliseconds.
pub const MAX_SILENCE: u64 = 600_000;
/// API Gateway closes a connection this old, milliseconds.
pub const MAX_AGE: u64 = 7_200_000;

/// The connection that a ticket opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opens {
    /// Whose it is.
    pub handle: String,
    /// When the server closes it: the access token ends by which the ticket was asked for. Milliseconds since
    /// 1970; `None` for a token of another pool than the fake one.
    pub ends_at: Option<i64>,
}

impl FakeServer {
    pub(crate) fn ticket(&mut self, handle: &str, ends_at: Option<i64>, now: i64) -> Ticket {
        self.next_ticket += 1;
        let ticket = format!("t{}", self.next_ticket);
        let opens = Opens {
            handle: handle.to_owned(),
            ends_at,
        };
        self.tickets.insert(ticket.clone(), opens);
        let left = ends_at.map(|end| end.saturating_sub(now).max(0) / 1_000);
        Ticket {
            ticket,
            expires_in: 60,
            connection_expires_in: left.and_then(|seconds| u32::try_from(seconds).ok()),
        }
    }

    /// What the ticket opens, once.
    pub fn redeem(&mut self, ticket: &str) -> Option<Opens> {
        self.tickets.remove(ticket)
    }

    /// The frame of a new or changed message for a member; none where they do not see it.
    pub fn message_frame(&self, at: MessageIndex, new: bool, reader: &str) -> Option<ServerFrame> {
        let group = &self.groups[at.group];
        let first = group.first_of(reader);
        if !group.has(reader) || at.message < first {
            return None;
        }
        let live = LiveMessage {
            message_group_uuid: group.id.clone(),
            row: group.row_from(at.message, first),
        };
        Some(if new {
            ServerFrame::MessageInserted(live)
        } else {
            ServerFrame::MessageUpdated(live)
        })
    }

    /// What those get who are no members any more.
    pub fn gone_frame(&self, group: usize) -> ServerFrame {
        ServerFrame::GroupRemoved(self.groups[group].id.clone())
    }

    /// The frame of a conversation's row in the list of a member.
    pub fn group_frame(&self, group: usize, reader: &str) -> Option<ServerFrame> {
        self.group_row(group, reader).map(ServerFrame::GroupUpdated)
    }
}
