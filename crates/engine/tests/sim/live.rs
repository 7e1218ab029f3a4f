//! Sockets: handshakes, frames, and how connections end.

use cruddur_contract::frame::ServerFrame;
use cruddur_engine::effect::SocketId;
use cruddur_engine::event::Event;

use crate::faults::Fault;
use crate::world::{Scheduled, World};

/// The close code of a socket that broke.
const ABNORMAL: u16 = 1006;

impl World {
    /// The client opens a socket.
    pub fn open_socket(&mut self, id: SocketId, url: String) {
        let page = self.client.page;
        let refused = Scheduled::Event(page, Event::SocketClosed(id, ABNORMAL));
        if !self.network {
            return self.schedule(20, refused);
        }
        if self.occurs(Fault::EndlessHandshake) {
            return;
        }
        let latency = self.latency();
        if self.occurs(Fault::RefusedHandshake) {
            return self.schedule(latency, refused);
        }
        self.schedule(latency, Scheduled::Handshake(page, id, url));
    }

    pub fn handshake_arrives(&mut self, page: u32, id: SocketId, url: &str) {
        let accepted = self.network && self.server.connect(page, id, url, self.now);
        let latency = self.latency();
        let event = if accepted {
            Event::SocketOpened(id)
        } else {
            Event::SocketClosed(id, ABNORMAL)
        };
        if let Some(conn) = self.server.conn(page, id) {
            conn.last_arrival = self.now + latency;
        }
        self.schedule(latency, Scheduled::Event(page, event));
        if accepted && self.occurs(Fault::MovedAtOnce) {
            let text = ServerFrame::Reconnect.to_text().expect("a frame");
            for _ in 0..2 {
                self.send_to(page, id, text.clone());
            }
        }
    }

    /// The client sends a frame.
    pub fn send_frame(&mut self, id: SocketId, text: String) {
        self.check_frame(&text);
        let page = self.client.page;
        let latency = self.latency();
        self.schedule(latency, Scheduled::Frame(page, id, text));
    }

    /// Sends every connection the frames of a new or changed message.
    pub fn publish(&mut self, at: usize, n: usize, new: bool) {
        let id = &self.server.groups[at].messages[n].uuid;
        let unreadable = self.server.malformed.contains(id);
        for text in self.server.frames(at, n, new) {
            let text = if unreadable && text.contains(r#""table":"messages""#) {
                text.replace(r#""uuid":""#, r#""uuid":7,"x":""#)
            } else {
                text
            };
            self.send_to_all(&text);
        }
    }

    /// Sends every connection the person's row, after their read marker has moved.
    pub fn publish_read(&mut self, at: usize) {
        for text in self.server.read_frames(at) {
            self.send_to_all(&text);
        }
    }

    fn connections(&self) -> Vec<(u32, SocketId)> {
        let conns = self.server.conns.iter();
        conns.map(|conn| (conn.page, conn.socket)).collect()
    }

    pub fn send_to_all(&mut self, text: &str) {
        for (page, socket) in self.connections() {
            self.send_to(page, socket, text.to_owned());
        }
    }

    pub fn send_to(&mut self, page: u32, socket: SocketId, text: String) {
        let latency = self.latency();
        let reordered = self.occurs(Fault::ReorderedFrame);
        let lost = self.occurs(Fault::LostFrame);
        let repeated = self.occurs(Fault::RepeatedFrame);
        let broken = self.occurs(Fault::BrokenFrame);
        let extra = self.jitter.range(1, 4_000);
        let (now, network) = (self.now, self.network);
        let Some(conn) = self.server.conn(page, socket) else {
            return;
        };
        if lost || conn.half_open || !network {
            return;
        }
        let mut at = now + latency;
        if reordered {
            at += extra;
        } else {
            at = at.max(conn.last_arrival);
            conn.last_arrival = at;
        }
        if repeated {
            self.schedule(at - now + extra, frame(page, socket, text.clone()));
        }
        if broken {
            let half = text.len() / 2;
            self.schedule(at - now, frame(page, socket, text[..half].to_owned()));
        }
        self.schedule(at - now, frame(page, socket, text));
    }

    /// The client closed a socket.
    pub fn close_socket(&mut self, id: SocketId) {
        self.server.disconnect(self.client.page, id);
    }

    /// A connection ends at the server or in between.
    pub fn close_connection(&mut self, page: u32, socket: SocketId, code: u16) {
        self.server.disconnect(page, socket);
        if self.occurs(Fault::LostClose) {
            return;
        }
        let latency = self.latency();
        let event = Event::SocketClosed(socket, code);
        self.schedule(latency, Scheduled::Event(page, event));
    }

    pub fn close_all_connections(&mut self, code: u16) {
        for (page, socket) in self.connections() {
            self.close_connection(page, socket, code);
        }
    }

    pub fn apply_gateway_limits(&mut self) {
        for (page, socket) in self.server.expired(self.now) {
            self.count("gateway limit");
            self.close_connection(page, socket, 1001);
        }
    }
}

fn frame(page: u32, socket: SocketId, text: String) -> Scheduled {
    Scheduled::Event(page, Event::SocketFrame(socket, text))
}
