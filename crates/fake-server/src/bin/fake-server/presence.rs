//! What connections say, and what they are told of other people.

use cruddur_contract::GroupId;
use cruddur_contract::frame::{ClientFrame, ServerFrame};

use crate::state::{Socket, State, now};

impl State {
    /// A connection is open.
    pub fn add_socket(&mut self, socket: Socket) -> u64 {
        self.next_socket += 1;
        let handle = socket.handle.clone();
        self.sockets.insert(self.next_socket, socket);
        let came = self.server.come_online(&handle);
        self.tell(&handle, None, came);
        self.next_socket
    }

    /// A connection has ended.
    pub fn remove_socket(&mut self, id: u64) {
        if let Some(socket) = self.sockets.remove(&id) {
            self.leave_with_last(&socket.handle);
        }
    }

    pub fn close_sockets(&mut self) {
        for socket in std::mem::take(&mut self.sockets).into_values() {
            self.leave_with_last(&socket.handle);
        }
    }

    /// A person comes without a connection, or goes again.
    pub fn stand_in(&mut self, handle: &str, online: bool) {
        if online {
            self.stand_ins.insert(handle.to_owned());
            let came = self.server.come_online(handle);
            self.tell(handle, None, came);
        } else {
            self.stand_ins.remove(handle);
            self.leave_with_last(handle);
        }
    }

    pub fn type_in(&mut self, handle: &str, group: &GroupId) {
        let frame = self.server.typing(handle, group, now());
        self.tell(handle, Some(group), frame);
    }

    /// A frame of a connection. Others than those of the contract are ignored.
    pub fn hear(&mut self, id: u64, text: &str) {
        self.frames.push(text.to_owned());
        let Some(socket) = self.sockets.get_mut(&id) else {
            return;
        };
        match serde_json::from_str(text) {
            Ok(ClientFrame::Ping) => socket.send(&ServerFrame::Pong {
                server_time: now(),
                list_version: self.server.list_version(&socket.handle),
            }),
            Ok(ClientFrame::Typing { message_group_uuid }) => {
                let handle = socket.handle.clone();
                self.type_in(&handle, &message_group_uuid);
            }
            Ok(ClientFrame::Watch {
                message_group_uuids,
            }) => {
                socket.watched = message_group_uuids;
                let state = self.server.presence_state(&socket.handle, &socket.watched);
                socket.send(&state);
            }
            Err(_) => {}
        }
    }

    fn leave_with_last(&mut self, handle: &str) {
        let mut sockets = self.sockets.values();
        if !self.stand_ins.contains(handle) && !sockets.any(|socket| socket.handle == handle) {
            let left = self.server.go_offline(handle, now());
            self.tell(handle, None, left);
        }
    }

    /// Sends a frame about a person to those who watch them, in one conversation or in any.
    fn tell(&self, about: &str, of: Option<&GroupId>, frame: Option<ServerFrame>) {
        let Some(frame) = frame else { return };
        for socket in self.sockets.values() {
            let (watcher, watched) = (&socket.handle, &socket.watched);
            if self.server.is_told(watcher, watched, about, of) {
                socket.send(&frame);
            }
        }
    }
}
