//! Plays a run: its setup, then step by step.

use cruddur_engine::view::ConversationKey;

use crate::client::Client;
use crate::faults::Fault;
use crate::server::{ME, is_pair_with};
use crate::step::{Action, Kind, Peer, Room, Setup, Step, Tab};
use crate::world::World;

impl World {
    /// Fills the server and opens the page in each tab.
    pub fn set_up(&mut self, setup: &Setup) {
        let (with_bayko, with_londo) = setup.history;
        for (peer, count) in [(Peer::Bayko, with_bayko), (Peer::Londo, with_londo)] {
            let at = self.server.group_with(peer.handle());
            for _ in 0..count {
                self.store_from(at);
            }
        }
        if !self.server.seed {
            self.server.start_room(self.now);
        }
        for (fault, on) in &setup.faults {
            self.faults.add(*fault, *on);
        }
        self.client.open = Some(ConversationKey::Group("g-bayko".into()));
        self.client.tabbed = setup.kind == Kind::TwoTabs;
        self.start_page();
        if self.client.tabbed {
            let mut second = Client::new(self.server.seed, Tab::Second);
            second.open.clone_from(&self.client.open);
            second.tabbed = true;
            self.pass(50);
            self.other = Some(Box::new(second));
            self.switch_to_tab(Tab::Second);
            self.start_page();
        }
    }

    pub fn step(&mut self, step: &Step) {
        self.vary(step.jitter);
        self.log(|| format!("--- {step:?}"));
        self.switch_to_tab(step.tab);
        match step.action {
            Action::Wait => {}
            Action::Person(action) => self.person(action),
            Action::Receive { from, count } => self.receive(from, count),
            Action::Edit {
                from,
                before_newest,
            } => self.change(from, before_newest, false),
            Action::Delete {
                from,
                before_newest,
            } => self.change(from, before_newest, true),
            Action::Presence { who, online } => self.come_or_go(who, online),
            Action::Typing { from } => self.other_types(from),
            Action::Elsewhere { with, unread } => self.elsewhere(with, unread),
            Action::Fault { fault, on } => self.faults.add(fault, on),
            Action::Room(change) => self.room(change),
            Action::Environment(change) => self.environment(change),
        }
        self.pass(step.wait);
        self.check_screen();
    }

    fn receive(&mut self, from: Peer, count: u8) {
        let Some(at) = self.group_of(from) else {
            return;
        };
        for _ in 0..count {
            let n = self.store_from(at);
            self.publish(at, n, true);
        }
    }

    fn change(&mut self, from: Peer, before_newest: u8, delete: bool) {
        let Some(at) = self.group_of(from) else {
            return;
        };
        let messages = &self.server.groups[at].messages;
        let n = messages.len() - 1 - usize::from(before_newest) % messages.len();
        if messages[n].handle != from.handle() {
            return;
        }
        self.count(if delete {
            "message deleted"
        } else {
            "message edited"
        });
        self.server.change(at, n, delete);
        self.publish(at, n, false);
    }

    fn room(&mut self, change: Room) {
        if self.server.seed || !self.server.up {
            return;
        }
        let at = self.server.room();
        let Some((n, gone)) = self.server.change_room(change, self.now) else {
            return;
        };
        match change {
            Room::AddMe => self.count("added to the room"),
            Room::RemoveMe => self.count("removed from the room"),
            _ => {}
        }
        self.publish(at, n, true);
        if let Some(frame) = self.gone_frame(at, gone) {
            self.send_to_all(&frame);
        }
    }

    /// The frame that tells the person that they are in the room no more, if so.
    pub fn gone_frame(&self, at: usize, gone: bool) -> Option<String> {
        let frame = self.server.gone_frame(at).to_text();
        frame.filter(|_| gone)
    }

    fn elsewhere(&mut self, with: Peer, unread: bool) {
        let Some(at) = self.group_of(with) else {
            return;
        };
        let now = 1_700_000_000_000 + self.now as i64;
        let group = &mut self.server.groups[at];
        let newest = group.messages.len() - 1;
        let moved = match unread {
            true => group.mark_unread(ME),
            false => group.read_to(ME, newest, now),
        };
        if moved {
            self.count(if unread {
                "marked as unread elsewhere"
            } else {
                "read elsewhere"
            });
            self.publish_read(at);
        }
    }

    /// The conversation with that person, where there is one and the server runs.
    pub fn group_of(&self, peer: Peer) -> Option<usize> {
        let mut groups = self.server.groups.iter();
        let at = groups.position(|group| is_pair_with(group, peer.handle()));
        at.filter(|_| self.server.up)
    }

    fn store_from(&mut self, at: usize) -> usize {
        let other = self.server.other(at);
        let text = format!("{other}{}", self.server.groups[at].messages.len());
        let n = self.server.store(at, other, &text, None, self.now);
        let messages = &self.server.groups[at].messages;
        let id = messages[n].uuid.clone();
        let before = n.checked_sub(1).map(|n| &messages[n].uuid);
        // Not a whole page of unreadable ones: no client can go on from there.
        let alone = before.is_none_or(|before| !self.server.malformed.contains(before));
        if alone && self.occurs(Fault::UnreadableMessage) {
            self.server.malformed.insert(id);
        }
        n
    }
}
