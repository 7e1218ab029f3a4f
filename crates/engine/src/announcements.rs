//! What a screen reader is told whatever page is shown: messages in conversations that are not open, and one's
//! own messages that were not sent. Each once, and never history. What comes into the open conversation is
//! its timeline's to announce.

use cruddur_contract::{ClientMessageId, GroupId, Timestamp};
use rustc_hash::FxHashMap;

use crate::outbox::{Outbox, Outgoing};
use crate::tracked::Tracked;
use crate::view::PageAnnouncement;

/// What is to be announced, and what is known already.
#[derive(Debug, Default)]
pub struct Announcements {
    new: Tracked<Vec<PageAnnouncement>>,
    /// The newest message known of each conversation.
    newest: FxHashMap<GroupId, Timestamp>,
    /// The list was read once: what it shows from now on is new.
    has_list: bool,
    /// Own messages the person still waited for, at this revision of the outbox.
    waiting: Vec<ClientMessageId>,
    outbox: u64,
}

impl Announcements {
    /// Counts the announcements.
    pub fn revision(&self) -> u64 {
        self.new.revision()
    }

    /// What is new since the last call.
    pub fn take(&mut self) -> Vec<PageAnnouncement> {
        if self.new.is_empty() {
            return Vec::new();
        }
        std::mem::take(self.new.get_mut())
    }

    /// A message is known; returns whether it is later than all that were.
    pub fn note(&mut self, group: &GroupId, at: Timestamp) -> bool {
        let before = self.newest.get(group).copied();
        let later = before.is_none_or(|before| before < at);
        if later {
            self.newest.insert(group.clone(), at);
        }
        later
    }

    /// Whether a conversation that the list shows as changed at this time has news. A row that was not known
    /// before is new if it stands above one that was.
    pub fn is_news(&mut self, group: &GroupId, at: Timestamp) -> bool {
        let above = || self.newest.values().any(|known| *known < at);
        let can_be = self.has_list && (self.newest.contains_key(group) || above());
        self.note(group, at) && can_be
    }

    /// The newest page of the list was read.
    pub fn list_read(&mut self) {
        self.has_list = true;
    }

    /// Somebody else has written in a conversation that is not open.
    pub fn message_from(&mut self, sender: &str) {
        let sender = sender.to_owned();
        self.new
            .get_mut()
            .push(PageAnnouncement::MessageFrom(sender));
    }

    /// The messages that the person waited for at the last call, and that were not sent now.
    pub fn newly_failed<'a>(&mut self, outbox: &'a Outbox) -> Vec<&'a Outgoing> {
        if self.outbox == outbox.revision() {
            return Vec::new();
        }
        self.outbox = outbox.revision();
        let failed = outbox.failed();
        let failed = failed.filter(|item| self.waiting.contains(&item.client_id));
        let failed = failed.collect();
        self.waiting = outbox.waited_for().cloned().collect();
        failed
    }

    /// One's own message to this person was not sent.
    pub fn not_sent(&mut self, to: String) {
        self.new.get_mut().push(PageAnnouncement::NotSent(to));
    }
}
