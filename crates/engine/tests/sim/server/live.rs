//! Tickets, connections, frames.

use cruddur_contract::frame::{LiveMessage, ServerFrame};
use cruddur_engine::effect::SocketId;

use super::Server;

/// The gateway closes a connection that was silent for so long, and one that is so old.
const IDLE: u64 = 600_000;
const OLDEST: u64 = 7_200_000;

/// A connection as the server sees it.
pub struct Conn {
    pub life: u32,
    pub socket: SocketId,
    pub opened_at: u64,
    pub heard_at: u64,
    /// Both sides think it is open, nothing passes.
    pub half_open: bool,
    /// When the last frame sent arrives: without faults the next one does not overtake it.
    pub last_arrival: u64,
}

impl Server {
    pub fn ticket(&mut self) -> String {
        self.next_ticket += 1;
        let ticket = format!("t{}", self.next_ticket);
        self.tickets.insert(ticket.clone());
        ticket
    }

    /// Whether the handshake is accepted; a ticket is good once.
    pub fn connect(&mut self, life: u32, socket: SocketId, url: &str, now: u64) -> bool {
        let ticket = url
            .split_once("ticket=")
            .map(|(_, ticket)| ticket)
            .unwrap_or_default();
        if !self.up || !self.tickets.remove(ticket) {
            return false;
        }
        self.conns.push(Conn {
            life,
            socket,
            opened_at: now,
            heard_at: now,
            half_open: false,
            last_arrival: now,
        });
        true
    }

    pub fn conn(&mut self, life: u32, socket: SocketId) -> Option<&mut Conn> {
        self.conns
            .iter_mut()
            .find(|conn| conn.life == life && conn.socket == socket)
    }

    pub fn disconnect(&mut self, life: u32, socket: SocketId) {
        self.conns
            .retain(|conn| conn.life != life || conn.socket != socket);
    }

    /// The connections the gateway closes by its limits.
    pub fn expired(&self, now: u64) -> Vec<(u32, SocketId)> {
        let over = |conn: &&Conn| now > conn.heard_at + IDLE || now > conn.opened_at + OLDEST;
        let over = self.conns.iter().filter(over);
        over.map(|conn| (conn.life, conn.socket)).collect()
    }

    /// The frames that tell of a message.
    pub fn frames(&self, at: usize, n: usize, new: bool) -> [String; 2] {
        let group = &self.groups[at];
        let live = LiveMessage {
            message_group_uuid: group.id.clone(),
            row: group.messages[n].clone(),
        };
        let message = if new {
            ServerFrame::MessageInserted(live)
        } else {
            ServerFrame::MessageUpdated(live)
        };
        let list = ServerFrame::GroupUpdated(self.group_row(at));
        [message, list].map(|frame| frame.to_text().expect("a frame"))
    }
}
