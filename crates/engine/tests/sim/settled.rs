//! What must hold once the faults have stopped and time has passed.

use cruddur_contract::MessageRow;
use cruddur_engine::event::Intent;
use cruddur_engine::view::{
    ConnectionStatus, ConversationKey, DeliveryState, EditState, Load, MessageView, Older, RowKey,
    Trouble,
};

use crate::faults::{Fault, PendingFaults};
use crate::observed::Written;
use crate::screen::name_of;
use crate::server::{ME, is_pair_with};
use crate::world::World;

/// Nothing waits longer than the time limit of a request and the longest back-off together, milliseconds.
const LONGEST_WAIT: u64 = 130_000;
/// A message that the server fails on holds up the others for a minute, and two waits at most.
const STEPS_ASIDE: u64 = 130_000;

impl World {
    /// Lets time pass and goes on with the same page.
    fn wait(&mut self, millis: u64) {
        let page = self.client.page;
        self.pass(millis);
        self.switch_to(page);
    }

    /// Ends all faults, lets time pass and checks everything.
    pub fn settle(&mut self, jitter: u32) {
        self.vary(jitter);
        self.faults = PendingFaults::default();
        self.log(|| "the faults stop".to_owned());
        self.server.up = true;
        self.server.pool.revoked = false;
        self.wake_up();
        self.come_back();
        self.restore_network(false);
        self.wait(LONGEST_WAIT + self.poisons() * STEPS_ASIDE);
        let pages = self.pages();
        for page in &pages {
            self.switch_to(*page);
            self.check_screen();
            if !self.client.is_signed_in() {
                self.sign_in();
                self.wait(LONGEST_WAIT + self.poisons() * STEPS_ASIDE);
            }
        }
        self.check_connected();
        self.check_drafts();
        for page in pages {
            self.switch_to(page);
            assert!(self.client.is_signed_in(), "cannot sign in");
            self.check_open_conversation();
            self.connected_soon();
            self.check_groups();
            for at in 0..self.server.groups.len() {
                let group = &self.server.groups[at];
                if group.created_by.is_some() {
                    self.check_room(at);
                } else if !group.messages.is_empty() {
                    self.check_conversation(at);
                }
            }
            self.check_unsent();
            self.check_edits();
            self.check_stored();
        }
        self.check_pace();
        let unrevoked = &self.browser.sign_outs.revocations;
        assert!(unrevoked.is_empty(), "the pool was not told of a sign-out");
    }

    /// How many messages the server fails on whenever they come.
    fn poisons(&self) -> u64 {
        let written = self.observed.written.iter();
        written.filter(|it| it.text.contains("refuse50")).count() as u64
    }

    /// What was typed and neither sent nor replaced is stored.
    fn check_drafts(&self) {
        if self.observed.store_failed {
            return;
        }
        let values = self.browser.storage.iter();
        let drafts = values.filter(|(key, _)| key.contains("/draft/"));
        let drafts: String = drafts.map(|(_, value)| value.as_str()).collect();
        for typed in &self.observed.typed {
            assert!(
                drafts.contains(&typed.text),
                "{} is lost: {drafts}",
                typed.text
            );
        }
    }

    /// The client has connected by itself, and the connection it shows works.
    fn check_connected(&self) {
        let shown = self.client.engine.connection();
        assert_eq!(
            shown,
            ConnectionStatus::Connected,
            "not connected by itself"
        );
        let works = self.server.conns.iter().any(|conn| !conn.half_open);
        assert!(
            self.server.seed || works,
            "a dead connection is taken for a good one"
        );
    }

    /// Every message is there or comes with the older ones, though nobody has opened or reloaded the
    /// conversation since the faults ended. Only an edit whose frame was lost is unknown until then, and what a
    /// page lacked that was read too early.
    fn check_open_conversation(&self) {
        if self.counts.contains_key(Fault::ReadLag.name()) {
            return;
        }
        let Some(ConversationKey::Group(group)) = &self.client.open else {
            return;
        };
        let Some(at) = self.server.group(&group.0) else {
            return;
        };
        if !self.server.is_in(at) {
            return;
        }
        let view = self.client.engine.conversation().expect("open");
        let rows = self.client.engine.messages();
        let is_shown = |name: &str| rows.iter().any(|row| name_of(&row.text) == name);
        let fresh = self.fresh_page(at);
        let mut older = view.older != Older::Beginning;
        for known in fresh {
            let name = name_of(&known.message);
            if name.is_empty() || self.server.malformed.contains(&known.uuid) {
                continue;
            }
            older &= !is_shown(name);
            assert!(older || is_shown(name), "{name} is not shown");
        }
    }

    /// The network is lost and restored: connected and caught up within five seconds.
    fn connected_soon(&mut self) {
        let seed = self.server.seed;
        let group = self.server.groups[0].id.clone();
        self.intent(Intent::Open(Some(ConversationKey::Group(group))));
        self.wait(LONGEST_WAIT);
        self.network = false;
        let page = self.client.page;
        self.report_online(false);
        self.switch_to(page);
        self.wait(20_000);
        let other = self.server.other(0);
        for _ in 0..8 {
            let n = self.server.groups[0].messages.len();
            self.server
                .store(0, other, &format!("{other}{n}"), None, self.now);
        }
        self.restore_network(false);
        self.switch_to(page);
        // A seed server is polled every 15 s, and once more for each message of a queue.
        self.wait(if seed { 60_000 } else { 5_000 });
        assert!(
            self.client.engine.connection() == ConnectionStatus::Connected,
            "not connected in 5 s"
        );
        self.check_conversation_now(0);
    }

    fn check_groups(&mut self) {
        let mut guard = 0;
        while self.client.engine.groups_view().older != Older::Beginning && guard < 50 {
            self.intent(Intent::LoadOlderGroups);
            self.wait(1_000);
            guard += 1;
        }
        let view = self.client.engine.groups_view();
        assert_eq!(view.load, Load::Ready);
        let seen: Vec<_> = view
            .rows
            .iter()
            .map(|row| {
                let (id, text) = (row.uuid.0.clone(), row.message.clone());
                (id, text, row.created_at, row.unread_count)
            })
            .collect();
        let all = self.server.list();
        let truth: Vec<_> = all
            .into_iter()
            .map(|row| (row.uuid.0, row.message, row.created_at, row.unread_count))
            .collect();
        assert_eq!(seen, truth, "the list differs from a fresh read");
    }

    fn check_conversation(&mut self, at: usize) {
        let group = self.server.groups[at].id.clone();
        self.intent(Intent::Open(Some(ConversationKey::Group(group))));
        self.look(true, false);
        self.wait(60_000);
        self.check_screen();
        self.check_conversation_now(at);
        self.check_presence(self.server.other(at));
    }

    /// The newest page of a conversation as the person may see it.
    fn fresh_page(&self, at: usize) -> Vec<MessageRow> {
        let fresh = self.server.messages(at, "limit=50", 0).expect("a page");
        let first = self.server.groups[at].first_of(ME);
        let first = self.server.groups[at].message_id(first);
        let mut rows = fresh.rows;
        let joined = rows.iter().position(|row| row.uuid == first);
        rows.drain(..joined.unwrap_or(0));
        rows
    }

    /// The room against a fresh read of the server: who is in it, what it is called, and what was written in it since the
    /// person joined; or that the person is in it no more.
    fn check_room(&mut self, at: usize) {
        let group = self.server.groups[at].id.clone();
        self.intent(Intent::Open(Some(ConversationKey::Group(group.clone()))));
        self.wait(60_000);
        self.check_screen();
        self.check_room_now(at);
    }

    /// The same for the room on screen, without reading it again.
    pub fn check_room_now(&self, at: usize) {
        let group = self.server.groups[at].id.clone();
        let view = self.client.engine.conversation().expect("open");
        let is_listed = self.server.list().iter().any(|row| row.uuid == group);
        if !is_listed {
            let refused = view.load == Load::Failed(Trouble::NotFound);
            assert!(
                view.closed.is_some() || refused,
                "the room is open: {view:?}"
            );
            return;
        }
        assert_eq!((view.closed, &view.load), (None, &Load::Ready));
        let details = view.group.expect("a group");
        let members: Vec<String> = details.members.into_iter().map(|it| it.handle).collect();
        let known = &self.server.groups[at];
        let truth: Vec<&str> = known.members.iter().map(|it| it.handle.as_str()).collect();
        assert_eq!(
            (members, &details.title),
            (truth.into_iter().map(str::to_owned).collect(), &known.title)
        );
        let rows = self.client.engine.messages();
        assert!(
            !rows.iter().any(|row| row.gap_before),
            "a gap is left in the room"
        );
        let fresh = self.fresh_page(at);
        let shown = rows.iter().map(|row| row.key.clone());
        let shown: Vec<RowKey> = shown.collect();
        let truth: Vec<RowKey> = fresh
            .iter()
            .map(|row| RowKey::of_message(&row.uuid))
            .collect();
        assert!(
            shown.ends_with(&truth),
            "{shown:?} is shown, {truth:?} is stored"
        );
        if known.first_of(ME) > 0 {
            let joined = RowKey::of_message(&known.message_id(known.first_of(ME)));
            assert!(
                !shown.iter().skip(1).any(|key| *key == joined),
                "of before the person joined"
            );
        }
    }

    /// The texts that are still being sent.
    fn sending(&mut self) -> Vec<String> {
        let mut sending = Vec::new();
        for at in 0..self.server.groups.len() {
            let group = self.server.groups[at].id.clone();
            self.intent(Intent::Open(Some(ConversationKey::Group(group))));
            let rows = self.client.engine.messages().into_iter();
            let unsent = rows.filter(|row| row.state == DeliveryState::Sending);
            sending.extend(unsent.map(|row| row.text));
        }
        sending
    }

    /// The conversation on screen against a fresh read of the server.
    fn check_conversation_now(&mut self, at: usize) {
        let view = self.client.engine.conversation().expect("open");
        assert_eq!(view.load, Load::Ready);
        let rows = self.client.engine.messages();
        assert!(!rows.iter().any(|row| row.gap_before), "a gap is left");
        let waits =
            |row: &&MessageView| matches!(row.edit, EditState::Saving | EditState::Undoable);
        let waits = rows.iter().find(waits);
        assert!(waits.is_none(), "an edit still waits: {waits:?}");
        let sent: Vec<&MessageView> = rows
            .iter()
            .filter(|row| row.state == DeliveryState::Sent)
            .collect();
        let group = &self.server.groups[at];
        let readable =
            |row: &&cruddur_contract::MessageRow| !self.server.malformed.contains(&row.uuid);
        let truth: Vec<_> = group.messages.iter().filter(readable).collect();
        let fresh = self.server.messages(at, "limit=50", 0).expect("a page");
        let fresh_len = fresh.rows.iter().filter(readable).count();
        assert!(
            sent.len() >= fresh_len,
            "fewer rows than a fresh page has: {} of {fresh_len}",
            sent.len()
        );
        let tail = &truth[truth.len().saturating_sub(sent.len())..];
        let names: Vec<&str> = sent.iter().map(|row| name_of(&row.text)).collect();
        for (n, (row, known)) in sent.iter().rev().zip(tail.iter().rev()).enumerate() {
            if n < fresh_len {
                let same = (row.text.as_str(), row.deleted)
                    == (known.message.as_str(), known.deleted_at.is_some());
                assert!(
                    same,
                    "{:?} is shown, {:?} is stored: {names:?}",
                    row.text, known.message
                );
            } else if !row.deleted && known.deleted_at.is_none() {
                assert_eq!(name_of(&row.text), name_of(&known.message), "{names:?}");
            }
        }
        if !self.server.seed {
            assert!(sent.len() <= truth.len(), "more rows than messages");
            let beginning = sent.len() == truth.len();
            assert!(
                beginning || view.older != Older::Beginning,
                "{:?} with older ones left",
                view.older
            );
        }
    }

    /// What the server does not have is still there, shown as not sent.
    fn check_unsent(&mut self) {
        if !self.server.seed {
            let sending = self.sending();
            let waiting = self.client.engine.waiting();
            let page = self.client.page;
            assert!(
                waiting == 0,
                "page {page} is still sending {waiting}: {sending:?}"
            );
        }
        for n in 0..self.observed.written.len() {
            let written = &self.observed.written[n];
            let stored = self.server.stored.contains_key(&written.text);
            if stored || written.discarded || written.forgotten {
                continue;
            }
            let (text, other) = (written.text.clone(), written.other);
            let known = self
                .server
                .groups
                .iter()
                .find(|group| is_pair_with(group, other) && !group.messages.is_empty());
            let key = match known {
                Some(group) => ConversationKey::Group(group.id.clone()),
                None => ConversationKey::New(other.to_owned()),
            };
            if self.client.open.as_ref() != Some(&key) {
                self.intent(Intent::Open(Some(key)));
                self.wait(2_000);
            }
            let row = self
                .client
                .engine
                .messages()
                .into_iter()
                .find(|row| row.text == text);
            let row = row.unwrap_or_else(|| panic!("{text} to {other} is lost"));
            assert!(
                matches!(row.state, DeliveryState::NotSent(_)),
                "{text} is {:?}",
                row.state
            );
        }
    }

    /// A message that was edited as it stood in the cache, and is further up than what is loaded.
    fn is_kept_as_conflict(&self, edited: &str) -> bool {
        let edits = self.browser.storage.iter();
        let mut edits = edits.filter(|(key, _)| key.contains("/edit/"));
        edits.any(|(_, value)| value.contains(edited) && value.contains("\"conflict\""))
    }

    /// Every edit has reached the server, unless the client may have lost it. Which of two tabs' edits comes last is
    /// open.
    fn check_edits(&self) {
        let lost = self.observed.store_failed || self.observed.load_failed;
        if lost || self.client.tabbed {
            return;
        }
        let sure = |it: &&Written| !it.forgotten && !it.deleted && !it.conflict;
        for written in self.observed.written.iter().filter(sure) {
            let Some(edited) = &written.edited else {
                continue;
            };
            let mut rows = self.server.groups.iter().flat_map(|it| &it.messages);
            let row = rows.find(|row| name_of(&row.message) == name_of(&written.text));
            let stored = row.map(|row| row.message.as_str());
            let waits = || self.is_kept_as_conflict(edited);
            let is_kept = stored == Some(edited.as_str()) || waits();
            assert!(is_kept, "{edited} is lost, {stored:?} is stored");
        }
    }

    /// Nothing was stored twice, and everything in the order it was written.
    fn check_stored(&mut self) {
        for (text, times) in &self.server.stored {
            let written = self
                .observed
                .written
                .iter()
                .find(|written| written.text == *text);
            let by_hand = written.is_some_and(|written| written.by_hand);
            assert!(
                *times == 1 || self.server.seed && by_hand,
                "{text} was stored {times} times"
            );
        }
        for group in &self.server.groups {
            let by_me = group.messages.iter().filter_map(|row| {
                let mut written = self.observed.written.iter();
                let at = written.position(|written| written.text == row.message)?;
                let written = &self.observed.written[at];
                // What was deleted on its way may have been overtaken by what was behind it.
                let may_be_late = written.by_hand || written.aside || written.discarded;
                (!may_be_late && !written.forgotten).then_some(at)
            });
            let by_me: Vec<usize> = by_me.collect();
            // Until a conversation exists, messages to its person form a queue of their own.
            for n in &by_me {
                let queue = &self.observed.written[*n].queue;
                let same = by_me
                    .iter()
                    .filter(|n| self.observed.written[**n].queue == *queue);
                assert!(
                    same.is_sorted() || self.observed.load_failed,
                    "sent in another order than written: {by_me:?}"
                );
            }
        }
    }
}
