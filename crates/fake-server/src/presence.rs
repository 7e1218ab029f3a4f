//! Who is online, and who is told of it. Connections and what each of them watches are the caller's.

use cruddur_contract::frame::{MAX_WATCHED, ServerFrame};
use cruddur_contract::presence::{Presence, Typist};
use cruddur_contract::{GroupId, Timestamp};

use crate::{FakeServer, Mode};

/// Times last seen are cut to the quarter of an hour.
const COARSE: i64 = 15 * 60 * 1_000;
/// Typing is passed on once in so many milliseconds for each person and conversation.
const TYPING: i64 = 3_000;

impl FakeServer {
    /// A person has a connection. The frame for those who watch them, unless they were online before.
    pub fn come_online(&mut self, handle: &str) -> Option<ServerFrame> {
        let came = self.online.insert(handle.to_owned());
        let presence = self.presence(handle).filter(|_| came);
        presence.map(ServerFrame::PresenceEnter)
    }

    /// A person's last connection has ended. The frame for those who watch them, unless they were offline before.
    pub fn go_offline(&mut self, handle: &str, now: i64) -> Option<ServerFrame> {
        let left = self.online.remove(handle);
        if left && let Some(seen) = Timestamp::from_micros((now - now % COARSE) * 1_000) {
            self.last_seen.insert(handle.to_owned(), seen);
        }
        let presence = self.presence(handle).filter(|_| left);
        presence.map(ServerFrame::PresenceLeave)
    }

    /// The answer to a watch: the other members of those conversations that are the person's.
    pub fn presence_state(&self, watcher: &str, watched: &[GroupId]) -> ServerFrame {
        let others = self.people.iter().map(|person| person.handle.as_str());
        let told = others.filter(|other| self.is_told(watcher, watched, other, None));
        let presences = told.filter_map(|other| self.presence(other));
        ServerFrame::PresenceState(presences.collect())
    }

    /// Whether somebody who watches these conversations is told of a person: of what they do in one conversation, or
    /// in any.
    pub fn is_told(
        &self,
        watcher: &str,
        watched: &[GroupId],
        about: &str,
        of: Option<&GroupId>,
    ) -> bool {
        watcher != about
            && watched.iter().take(MAX_WATCHED).any(|id| {
                let group = self.groups.iter().find(|group| group.id == *id);
                let both = group.is_some_and(|group| group.has(watcher) && group.has(about));
                both && of.is_none_or(|of| of == id)
            })
    }

    /// A person writes in a conversation. The frame for those who watch it, not more often than it is passed on.
    pub fn typing(&mut self, handle: &str, group: &GroupId, now: i64) -> Option<ServerFrame> {
        let person = self.person(handle)?.clone();
        let is_member = self
            .groups
            .iter()
            .any(|it| it.id == *group && it.has(handle));
        let turn = (handle.to_owned(), group.clone());
        let before = self.typed.get(&turn).copied();
        if self.mode == Mode::Seed || !is_member || before.is_some_and(|at| now < at + TYPING) {
            return None;
        }
        self.typed.insert(turn, now);
        Some(ServerFrame::Typing(Typist {
            message_group_uuid: group.clone(),
            user_uuid: person.uuid,
            handle: person.handle,
            display_name: person.display_name,
        }))
    }

    /// What a `PONG` has of a person's list: the place of its newest row.
    pub fn list_version(&self, reader: &str) -> Option<String> {
        let newest = self.list(reader).into_iter().next();
        let place = newest.map(|row| format!("{}#{}", row.created_at.micros(), row.uuid));
        (self.mode == Mode::Full).then(|| place.unwrap_or_default())
    }

    fn presence(&self, handle: &str) -> Option<Presence> {
        let person = self.person(handle)?.clone();
        let online = self.online.contains(handle);
        Some(Presence {
            user_uuid: person.uuid,
            handle: person.handle,
            display_name: person.display_name,
            online,
            since: self.last_seen.get(handle).copied().filter(|_| !online),
        })
    }
}
