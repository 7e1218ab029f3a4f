//! What must hold on screen after each step: each message once, under one key, in the server's order, in its
//! newest version, and none that disappears.

use std::collections::BTreeSet;

use cruddur_contract::{ClientMessageId, GroupId, MessageRow};
use cruddur_engine::view::{ConversationKey, DeliveryState, EditState, MessageView, RowKey};

use crate::server::ROOM;
use crate::world::World;

/// The name of a message: the first word of its text, which edits do not change.
pub fn name_of(text: &str) -> &str {
    text.split(' ').next().unwrap_or_default()
}

/// The number of the edit that a text is of.
pub fn version_of(text: &str) -> u64 {
    let version = text.rsplit_once(" v").map_or("1", |(_, version)| version);
    version.parse().unwrap_or(1)
}

impl World {
    pub fn check_screen(&mut self) {
        if !std::mem::take(&mut self.client.changed) {
            return;
        }
        let Some(ConversationKey::Group(group)) = self.client.open.clone() else {
            return;
        };
        let Some(at) = self.server.group(&group.0) else {
            return;
        };
        if group.0 == ROOM {
            return self.check_room_on_screen(at);
        }
        let rows = self.client.engine.messages();
        self.client.show(&rows);
        self.log_screen(&rows);
        self.check_order(&rows, at);
        let names = self.check_rows(&rows);
        if !self.server.seed {
            self.check_nothing_disappeared(&rows, &names, &group, at);
        }
        let view = self.client.engine.conversation();
        // Messages from the cache may have been deleted meanwhile.
        let from_cache = view.is_none_or(|view| view.saved);
        let shown = if from_cache { BTreeSet::new() } else { names };
        self.client.shown.insert(group, shown);
    }

    /// Of a group: only rows of the server, in its order, each once. Which of them the person may see changes.
    fn check_room_on_screen(&mut self, at: usize) {
        let view = self.client.engine.conversation();
        if view.is_none_or(|view| view.closed.is_some()) {
            return;
        }
        let mut rows = self.server.groups[at].messages.iter();
        for row in self.client.engine.messages() {
            let known = rows.any(|known| row.key == RowKey::of_message(&known.uuid));
            assert!(
                known,
                "{:?} is out of order, doubled or was never stored",
                row.key
            );
        }
    }

    fn log_screen(&mut self, rows: &[MessageView]) {
        if self.trace.is_none() {
            return;
        }
        let first = rows.first().map(|row| row.text.clone());
        let older = self.client.engine.conversation().map(|view| view.older);
        let count = rows.len();
        self.log(|| format!("   screen: {count} rows from {first:?}, before them {older:?}"));
    }

    fn check_order(&self, rows: &[MessageView], at: usize) {
        // Without client ids an acknowledged message waits at the end for its row; and what became of a
        // message reaches the other tab a little later.
        let may_wait = self.server.seed || self.client.tabbed;
        let messages = &self.server.groups[at].messages;
        let mut place = 0;
        let mut unsent = false;
        for row in rows {
            let name = name_of(&row.text);
            if row.state != DeliveryState::Sent {
                unsent = true;
                continue;
            }
            assert!(
                may_wait || !unsent,
                "{name} stands after a message that was not sent"
            );
            let mut following = messages.iter().skip(place);
            match following.position(|known| is_row_of(row, known)) {
                Some(ahead) => place += ahead + 1,
                None => assert!(
                    may_wait && row.mine,
                    "{name} is out of order, or was never stored"
                ),
            }
        }
    }

    /// Returns the names of the rows.
    fn check_rows(&mut self, rows: &[MessageView]) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        let mut names = BTreeSet::new();
        for row in rows {
            assert!(keys.insert(&row.key), "two rows of one key: {:?}", row.key);
            let name = name_of(&row.text);
            let retried = |name: &str| {
                let mut written = self.observed.written.iter();
                written.any(|written| written.by_hand && written.text == name)
            };
            // Without client ids what is retried by hand may be there twice.
            if name.is_empty() || self.server.seed && retried(&row.text) {
                continue;
            }
            let version = version_of(&row.text);
            let before = self.client.versions.insert(name.to_owned(), version);
            // Of two tabs that edit one message, the one that the leader hears last wins. What was edited as it stood in
            // the cache may have changed since.
            let is_conflict = matches!(row.edit, EditState::Conflict { .. });
            if is_conflict {
                self.observed.conflict(name);
            }
            // Who was asked may have chosen the earlier text, and a store that failed holds it still.
            let may_differ = self.observed.may_differ(name);
            let may_go_back = self.client.tabbed && row.mine || may_differ;
            assert!(
                before <= Some(version) || may_go_back,
                "{name} went back to an older version"
            );
            assert!(names.insert(name.to_owned()), "{name} is shown twice");
            let known = self.observed.keys.entry(name.to_owned());
            let known = known.or_insert_with(|| row.key.clone());
            assert_eq!(*known, row.key, "{name} changed its key");
        }
        names
    }

    fn check_nothing_disappeared(
        &self,
        rows: &[MessageView],
        names: &BTreeSet<String>,
        group: &GroupId,
        at: usize,
    ) {
        let messages = &self.server.groups[at].messages;
        let place = |name: &str| {
            let mut messages = messages.iter();
            messages.position(|known| name_of(&known.message) == name)
        };
        let first = rows.iter().find(|row| row.state == DeliveryState::Sent);
        let begins = first.and_then(|row| {
            let mut messages = messages.iter();
            messages.position(|known| {
                row.key == RowKey::of_message(&known.uuid)
                    || !row.deleted && name_of(&known.message) == name_of(&row.text)
            })
        });
        let written = &self.observed.written;
        let discarded = |name: &String| written.iter().any(|it| it.text == *name && it.discarded);
        let deleted = |name: &String| {
            let mut written = written.iter();
            written.any(|it| name_of(&it.text) == name && it.deleted)
        };
        let may_go = |name: &String| {
            // Until it is read that it has arrived all the same.
            if discarded(name) || deleted(name) {
                return true;
            }
            // A tab learns from the other that its message has arrived, and reads the conversation then.
            if self.client.tabbed && written.iter().any(|it| name_of(&it.text) == name) {
                return true;
            }
            match place(name) {
                // A late answer shows that a message is much older than what is on screen: it comes with
                // its page.
                Some(at) => begins.is_none_or(|begins| at < begins),
                // Deleted, or discarded by the person.
                None => !written.iter().any(|it| it.text == *name && !it.discarded),
            }
        };
        for name in self.client.shown.get(group).into_iter().flatten() {
            assert!(
                names.contains(name) || may_go(name),
                "{name} was shown and is gone"
            );
        }
    }
}

/// A deleted message has no text; its key it has.
fn is_row_of(row: &MessageView, known: &MessageRow) -> bool {
    let deleted = known.deleted_at.is_some();
    let of_client = |id: &ClientMessageId| *id.0 == row.key.0;
    let same_key = row.key == RowKey::of_message(&known.uuid)
        || known.client_message_id.as_ref().is_some_and(of_client);
    if row.deleted {
        // An own one is shown as deleted before the server knows.
        return if row.mine { same_key } else { deleted };
    }
    name_of(&known.message) == name_of(&row.text) || deleted && same_key
}
