//! Other people come, go and type; the client watches and types.

use cruddur_contract::GroupId;
use cruddur_contract::frame::{ClientFrame, ServerFrame};
use cruddur_engine::effect::SocketId;
use cruddur_engine::event::Intent;

use crate::server::{ME, wall};
use crate::step::Peer;
use crate::world::World;

/// The client tells that the person types once in so many milliseconds.
const TYPING: u64 = 3_000;

impl World {
    /// Somebody looks at this page; `list`: at the list as well.
    pub fn look(&mut self, looks: bool, list: bool) {
        let listed = self.client.engine.groups_view().rows.iter();
        let listed = listed.filter(|_| list).map(|row| row.uuid.clone());
        let rows = looks.then(|| listed.collect());
        self.intent(Intent::Look(rows));
    }

    /// Another person comes online or goes offline.
    pub fn come_or_go(&mut self, who: Peer, online: bool) {
        let handle = who.handle();
        let now = wall(self.now);
        let frame = if online {
            self.server.come_online(handle)
        } else {
            self.server.go_offline(handle, now)
        };
        self.tell(handle, None, frame);
    }

    /// Another person types.
    pub fn other_types(&mut self, who: Peer) {
        let Some(at) = self.group_of(who) else {
            return;
        };
        let group = self.server.groups[at].id.clone();
        let now = wall(self.now);
        let frame = self.server.typing(who.handle(), &group, now);
        self.tell(who.handle(), Some(&group), frame);
    }

    /// Sends a frame about a person to the connections that watch them.
    fn tell(&mut self, about: &str, of: Option<&GroupId>, frame: Option<ServerFrame>) {
        let Some(text) = frame.as_ref().and_then(ServerFrame::to_text) else {
            return;
        };
        let told = |watched: &[GroupId]| self.server.is_told(ME, watched, about, of);
        let conns = self.server.conns.iter();
        let conns = conns.filter(|conn| told(&conn.watched));
        let conns: Vec<_> = conns.map(|conn| (conn.page, conn.socket)).collect();
        for (page, socket) in conns {
            self.count("told of a person");
            self.send_to(page, socket, text.clone());
        }
    }

    /// A frame of the client is on its way.
    pub fn check_frame(&mut self, text: &str) {
        if let Ok(ClientFrame::Typing { .. }) = serde_json::from_str(text) {
            self.count("typing");
            let before = self.client.typed_at.replace(self.now);
            assert!(
                before.is_none_or(|before| self.now >= before + TYPING),
                "typing was told of too often"
            );
        }
    }

    pub fn frame_arrives(&mut self, page: u32, id: SocketId, text: &str) {
        let (now, network) = (self.now, self.network);
        let list_version = self.server.list_version(ME);
        let Some(conn) = self.server.conn(page, id) else {
            return;
        };
        if conn.half_open || !network {
            return;
        }
        conn.heard_at = now;
        let answer = match serde_json::from_str(text).expect("a frame of the contract") {
            ClientFrame::Ping => ServerFrame::Pong {
                server_time: wall(now),
                list_version,
            },
            ClientFrame::Watch {
                message_group_uuids,
            } => {
                conn.watched.clone_from(&message_group_uuids);
                self.count("watch");
                self.server.presence_state(ME, &message_group_uuids)
            }
            // None of the others is simulated as a client.
            ClientFrame::Typing { .. } => return,
        };
        self.send_to(page, id, answer.to_text().expect("a frame"));
    }

    /// Of the open conversation with this person: they are shown as they are, and nobody types any more.
    pub fn check_presence(&self, other: &str) {
        if self.server.seed {
            return;
        }
        let view = self.client.engine.presence_view();
        let here: Vec<&str> = view.here.iter().map(|one| one.handle.as_str()).collect();
        let expected: &[&str] = if self.server.online.contains(other) {
            &[other]
        } else {
            &[]
        };
        assert_eq!(here, expected, "who is online");
        assert!(view.typing.is_empty(), "{:?} type for ever", view.typing);
    }
}
