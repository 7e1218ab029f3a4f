//! What happened in a run so far, as far as the checks need it.

use std::collections::BTreeMap;

use cruddur_contract::ClientMessageId;
use cruddur_engine::event::{Event, Intent};
use cruddur_engine::view::{ConversationKey, RowKey};

/// A message the person wrote.
#[derive(Debug)]
pub struct Written {
    pub text: String,
    /// The page it was written in, and its conversation there.
    pub queue: (u32, ConversationKey),
    /// The other person of its conversation.
    pub other: &'static str,
    pub discarded: bool,
    /// The text that the person edited it to last.
    pub edited: Option<String>,
    /// There was such a choice.
    pub conflict: bool,
    /// The person has deleted it after it was sent, and may have undone that.
    pub deleted: bool,
    /// The person has retried or discarded it.
    pub by_hand: bool,
    /// It stepped aside, so that later ones may have overtaken it.
    pub aside: bool,
    /// The client may have lost it: the session ended, or storage failed.
    pub forgotten: bool,
}

/// What the person typed and neither sent nor replaced.
#[derive(Debug)]
pub struct Typed {
    pub text: String,
    pub page: u32,
    /// When, milliseconds.
    pub at: u64,
}

/// What the checks need to know of the past.
#[derive(Default)]
pub struct Observed {
    pub written: Vec<Written>,
    pub typed: Vec<Typed>,
    /// How many drafts were typed.
    pub drafts: usize,
    pub store_failed: bool,
    /// A page could not load what is stored, and stored new messages beside it.
    pub load_failed: bool,
    /// When sockets were opened.
    pub attempts: Vec<u64>,
    /// When requests were made.
    pub requests: Vec<u64>,
    /// When something happened that may cause an attempt to connect.
    pub triggers: Vec<u64>,
    /// The person signed out or the server revoked the session.
    pub may_end: bool,
    /// The row key of each message that was shown.
    pub keys: BTreeMap<String, RowKey>,
    /// The id of each message that was sent.
    pub client_ids: BTreeMap<String, ClientMessageId>,
}

impl Observed {
    pub fn event(&mut self, event: &Event, now: u64) {
        match event {
            Event::Online(_) | Event::Woken | Event::Started { .. } => self.triggers.push(now),
            Event::Intent(intent) => {
                self.may_end |= matches!(intent, Intent::SignOut | Intent::SignOutAnswer(true));
                if matches!(intent, Intent::Account(_)) {
                    self.triggers.push(now);
                }
            }
            _ => {}
        }
    }

    /// A page was reloaded. What could not be stored is lost with the old one.
    pub fn page_started(&mut self, seed: bool) {
        if seed {
            // Only the old page knew which row was which message.
            self.keys.clear();
        }
        for written in &mut self.written {
            written.forgotten |= self.store_failed;
        }
    }

    /// This text on screen was sent, or replaced by the person. It may be several drafts, one below the other.
    pub fn draft_gone(&mut self, shown: &str) {
        let of_it = |typed: &Typed| shown.lines().any(|line| line == typed.text);
        self.typed.retain(|typed| !of_it(typed));
    }

    /// A page ended without a word: what it had not stored is lost, unless the store has failed before.
    pub fn page_ended(&mut self, page: u32, now: u64) {
        const STORED_BY_THEN: u64 = 10_000;
        self.typed
            .retain(|typed| typed.page != page || typed.at + STORED_BY_THEN < now);
    }

    /// The person is to choose between two texts of this message.
    pub fn conflict(&mut self, name: &str) {
        let is_it = |it: &&mut Written| it.text.split(' ').next() == Some(name);
        for written in self.written.iter_mut().filter(is_it) {
            written.conflict = true;
        }
    }

    /// Whether the person had to choose between two texts of this message, or a page began with a store that had failed.
    pub fn may_differ(&self, name: &str) -> bool {
        let mut written = self.written.iter();
        written.any(|it| (it.conflict || it.forgotten) && it.text.split(' ').next() == Some(name))
    }

    /// This message stepped aside.
    pub fn stepped_aside(&mut self, text: &str) {
        for written in self.written.iter_mut().filter(|it| it.text == text) {
            written.aside = true;
        }
    }

    /// This page starts without what is stored, which a later page may still load.
    pub fn could_not_load(&mut self) {
        self.load_failed = true;
        self.typed.clear();
        for written in &mut self.written {
            written.forgotten = true;
        }
    }

    /// Another tab has signed out: what this page wrote since is lost too.
    pub fn signed_out_elsewhere(&mut self, page: u32) {
        self.typed.clear();
        for written in &mut self.written {
            written.forgotten |= written.queue.0 == page;
        }
    }

    /// The client has deleted everything of the person: what the server does not have is lost.
    pub fn forgotten(&mut self, seed: bool) {
        if seed {
            self.keys.clear();
        }
        self.typed.clear();
        for written in &mut self.written {
            written.forgotten = true;
        }
    }
}
