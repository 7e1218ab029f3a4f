//! What must hold at every moment of a run.

use std::collections::{BTreeMap, BTreeSet};

use cruddur_contract::ClientMessageId;
use cruddur_contract::message::SendRequest;
use cruddur_engine::event::{Event, Intent};
use cruddur_engine::http::{HttpRequest, Method};
use cruddur_engine::view::{ConversationKey, DeliveryState, RowKey, SessionView};

use crate::client::{Client, SocketState};
use crate::names;
use crate::world::World;

/// A message the person wrote.
#[derive(Debug)]
pub struct Written {
    pub text: String,
    /// The page it was written in, and the queue it was put into there.
    pub to: (u32, ConversationKey),
    /// The other person of its conversation.
    pub other: &'static str,
    pub discarded: bool,
    /// The person tried it once more.
    pub by_hand: bool,
    /// Forgotten with the session, or with a page that could not keep it.
    pub gone: bool,
}

#[derive(Default)]
pub struct Watch {
    pub written: Vec<Written>,
    pub store_failed: bool,
    /// A page could not read what was kept, and put new things beside it.
    pub load_failed: bool,
    /// When sockets were opened.
    pub attempts: Vec<u64>,
    /// When requests were made.
    pub requests: Vec<u64>,
    /// When the page woke, the network came, a person did something: each may cause attempts.
    pub stirred: Vec<u64>,
    /// Signed out on purpose, or refused.
    pub may_end: bool,
    pub keys: BTreeMap<String, RowKey>,
    client_ids: BTreeMap<String, ClientMessageId>,
}

impl Watch {
    pub fn hears(&mut self, event: &Event, now: u64) {
        match event {
            Event::Online(_) | Event::Woken | Event::Started { .. } => self.stirred.push(now),
            Event::Intent(intent) => {
                self.may_end |= matches!(intent, Intent::SignOut | Intent::SignOutAnswer(true));
                if matches!(intent, Intent::Account(_)) {
                    self.stirred.push(now);
                }
            }
            _ => {}
        }
    }

    /// The page starts anew. What a device that failed did not keep is lost with the old one.
    pub fn restarted(&mut self, seed: bool) {
        if seed {
            // Only the old page knew which row was which message.
            self.keys.clear();
        }
        for written in &mut self.written {
            written.gone |= self.store_failed;
        }
    }

    /// What was kept is not there for this page, perhaps for the next.
    pub fn could_not_load(&mut self) {
        self.load_failed = true;
        for written in &mut self.written {
            written.gone = true;
        }
    }

    /// This page hears that another has signed out: what was written here a moment before is gone too.
    pub fn hears_of_sign_out(&mut self, page: u32) {
        for written in &mut self.written {
            written.gone |= written.to.0 == page;
        }
    }

    /// Everything of the person was forgotten: what the server does not have is gone.
    pub fn forgotten(&mut self, seed: bool) {
        if seed {
            self.keys.clear();
        }
        for written in &mut self.written {
            written.gone = true;
        }
    }
}

/// The most that fall into any window of this length.
fn densest(times: &[u64], window: u64) -> usize {
    let mut first = 0;
    let mut most = 0;
    for (n, time) in times.iter().enumerate() {
        while times[first] + window < *time {
            first += 1;
        }
        most = most.max(n + 1 - first);
    }
    most
}

/// The name of a message: the first word of its text stays the same through edits.
pub fn name_of(text: &str) -> &str {
    text.split(' ').next().unwrap_or_default()
}

impl World {
    pub fn watch_request(&mut self, request: &HttpRequest) {
        let name = names::request(request);
        let refreshes = |other: &Client| other.requests.values().any(|known| *known == name);
        let twice = refreshes(&self.client)
            || name == "REFRESH_TOKEN_AUTH" && self.other.as_deref().is_some_and(refreshes);
        // An echo may acknowledge a message before its answer does: then the next one goes.
        let alone = name.starts_with("send ") && self.server.seed
            || name.starts_with("/api/messages/")
            || name == "REFRESH_TOKEN_AUTH";
        assert!(!(twice && alone), "two requests at a time: {name}");
        self.watch.requests.push(self.now);
        let body = request.body.as_deref().unwrap_or_default();
        if name.starts_with("send ") && request.method == Method::Post {
            let send: SendRequest = serde_json::from_str(body).expect("a send");
            let id = send.client_message_id.expect("a client id");
            let known = self
                .watch
                .client_ids
                .entry(send.message.clone())
                .or_insert_with(|| id.clone());
            assert_eq!(
                *known, id,
                "{} was tried again under another id",
                send.message
            );
        }
    }

    /// Nothing runs hot, whatever fails: neither attempts to connect nor requests.
    pub fn check_pace(&self) {
        let attempts = densest(&self.watch.attempts, 60_000);
        let stirred = 2 * densest(&self.watch.stirred, 60_000);
        assert!(attempts <= 25 + stirred, "{attempts} sockets in a minute");
        let requests = densest(&self.watch.requests, 10_000);
        assert!(requests <= 300, "{requests} requests in ten seconds");
    }

    /// After each turn.
    pub fn check_turn(&mut self) {
        let other = self.other.iter().flat_map(|other| other.sockets.values());
        let sockets: Vec<_> = self.client.sockets.values().chain(other).collect();
        let open = sockets.iter().filter(|state| ***state == SocketState::Open);
        let open = open.count();
        assert!(open <= 1, "{open} sockets open");
        assert!(
            sockets.len() <= 2,
            "more than one socket beside the open one"
        );
        if *self.client.engine.session_view() == SessionView::SignedOut {
            self.client.shown.clear();
            self.client.versions.clear();
        }
        let ended = self.client.engine.notices().expired
            || *self.client.engine.session_view() == SessionView::SignedOut;
        assert!(!ended || self.watch.may_end, "a session ended by itself");
    }

    /// After each step: what is on the screen.
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
        let saved = self
            .client
            .engine
            .conversation()
            .is_none_or(|view| view.saved);
        let seed = self.server.seed;
        let rows = self.client.engine.messages();
        self.client.show(&rows);
        self.log(|| {
            let first = rows.first().map(|row| row.text.clone());
            let older = self.client.engine.conversation().map(|view| view.older);
            format!(
                "   screen: {} rows from {first:?}, before them {older:?}",
                rows.len()
            )
        });
        let mut keys = BTreeSet::new();
        let mut names = BTreeSet::new();
        let mut place = 0;
        // Without client ids a message that was taken waits at the end for its row; and a tab hears a
        // little late from the other what became of its messages.
        let loose = seed || self.client.tabbed;
        let mut unsent = false;
        let server = &self.server.groups[at].messages;
        for row in &rows {
            assert!(keys.insert(&row.key), "two rows of one key: {:?}", row.key);
            let name = name_of(&row.text);
            if row.state == DeliveryState::Sent {
                assert!(
                    loose || !unsent,
                    "{name} stands after a message that was not sent"
                );
                // A taken back message has no text; a key of its own it has.
                let found = server.iter().skip(place).position(|known| {
                    if row.deleted {
                        known.deleted_at.is_some()
                    } else {
                        name_of(&known.message) == name
                            || known.deleted_at.is_some()
                                && row.key == RowKey::of_message(&known.uuid)
                    }
                });
                match found {
                    Some(ahead) => place += ahead + 1,
                    None => assert!(
                        loose && row.mine,
                        "{name} is out of order, or was never stored"
                    ),
                }
            } else {
                unsent = true;
            }
            let again = |written: &Written| written.by_hand && written.text == row.text;
            // Without client ids what is tried once more by hand may be there twice.
            if name.is_empty() || seed && self.watch.written.iter().any(again) {
                continue;
            }
            let version = row
                .text
                .rsplit_once(" v")
                .map_or("1", |(_, version)| version);
            let version = version.parse().unwrap_or(1);
            let before = self.client.versions.insert(name.to_owned(), version);
            assert!(
                before <= Some(version),
                "{name} went back to an older version"
            );
            assert!(names.insert(name.to_owned()), "{name} is shown twice");
            match self.watch.keys.get(name) {
                Some(key) => assert_eq!(*key, row.key, "{name} changed its key"),
                None => {
                    self.watch.keys.insert(name.to_owned(), row.key.clone());
                }
            }
        }
        let first = rows.iter().find(|row| row.state == DeliveryState::Sent);
        let place = |name: &str| {
            let mut known = server.iter();
            known.position(|known| name_of(&known.message) == name)
        };
        let begins = first.and_then(|row| place(name_of(&row.text)));
        // A tab that hears from the other that its message has arrived reads the conversation then.
        let told = |name: &String| {
            let mut written = self.watch.written.iter();
            self.client.tabbed && written.any(|written| name_of(&written.text) == name)
        };
        let may_go = |name: &String| match place(name) {
            _ if told(name) => true,
            // An answer tells late that a message is much older than what is shown: it comes with its page.
            Some(at) => begins.is_none_or(|begins| at < begins),
            // Taken back, or dropped by the person.
            None => {
                let mut written = self.watch.written.iter();
                !written.any(|written| written.text == **name && !written.discarded)
            }
        };
        let shown = self.client.shown.entry(group).or_default();
        if !seed {
            for name in shown.iter() {
                assert!(
                    names.contains(name) || may_go(name),
                    "{name} was shown and is gone"
                );
            }
        }
        // What was kept from the last time may have been taken back meanwhile.
        *shown = if saved { BTreeSet::new() } else { names };
    }
}
