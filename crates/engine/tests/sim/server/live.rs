//! Connections and frames.

use cruddur_contract::GroupId;
use cruddur_contract::frame::ServerFrame;
use cruddur_engine::effect::SocketId;
use cruddur_fake_server::{MAX_AGE, MAX_SILENCE, MessageIndex, Opens, Read};

use super::{ME, Server, wall};

/// A connection as the server sees it.
pub struct Conn {
    pub page: u32,
    pub socket: SocketId,
    pub opened_at: u64,
    /// The access token ends by which it came, on the server's clock.
    pub ends_at: i64,
    pub heard_at: u64,
    pub watched: Vec<GroupId>,
    /// Both sides think it is open, nothing passes.
    pub half_open: bool,
    /// When the last frame sent arrives: without faults the next one does not overtake it.
    pub last_arrival: u64,
}

impl Server {
    /// Whether the handshake is accepted.
    pub fn connect(&mut self, page: u32, socket: SocketId, url: &str, now: u64) -> bool {
        let ticket = url.split_once("ticket=").map_or("", |(_, ticket)| ticket);
        let opens = self.redeem(ticket).filter(|_| self.up);
        let Some(Opens { ends_at, .. }) = opens else {
            return false;
        };
        self.conns.push(Conn {
            page,
            socket,
            opened_at: now,
            ends_at: ends_at.unwrap_or(i64::MAX),
            heard_at: now,
            watched: Vec::new(),
            half_open: false,
            last_arrival: now,
        });
        true
    }

    pub fn conn(&mut self, page: u32, socket: SocketId) -> Option<&mut Conn> {
        self.conns
            .iter_mut()
            .find(|conn| conn.page == page && conn.socket == socket)
    }

    pub fn disconnect(&mut self, page: u32, socket: SocketId) {
        self.conns
            .retain(|conn| conn.page != page || conn.socket != socket);
    }

    /// The connections closed by the gateway's limits, or because their access token has ended.
    pub fn expired(&self, now: u64) -> Vec<(u32, SocketId)> {
        let over = |conn: &&Conn| {
            now > conn.heard_at + MAX_SILENCE
                || now > conn.opened_at + MAX_AGE
                || wall(now) >= conn.ends_at
        };
        let over = self.conns.iter().filter(over);
        over.map(|conn| (conn.page, conn.socket)).collect()
    }

    /// The frames of a read marker of the person's: the receipt, and their row.
    pub fn read_frames(&self, at: usize) -> Vec<String> {
        let reader = self.person(ME).cloned();
        let read = reader.map(|reader| Read { group: at, reader });
        let frames = [
            read.and_then(|read| self.read_frame(&read)),
            self.group_frame(at, ME),
        ];
        let frames = frames.iter().flatten();
        frames.filter_map(ServerFrame::to_text).collect()
    }

    /// The frames of a message: of itself, and of its conversation's row in the list.
    pub fn frames(&self, at: usize, n: usize, new: bool) -> Vec<String> {
        let message = MessageIndex {
            group: at,
            message: n,
        };
        let frames = [
            self.message_frame(message, new, ME),
            self.group_frame(at, ME),
        ];
        let frames = frames.iter().flatten();
        frames.filter_map(ServerFrame::to_text).collect()
    }
}
