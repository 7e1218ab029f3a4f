//! What changed in a turn, from the revisions of the parts.

use super::Engine;
use crate::changed::Changed;
use crate::view::ConnectionStatus;

/// The revisions of everything the views show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Revisions {
    notices: u64,
    connection: ConnectionStatus,
    groups: u64,
    /// Which conversation is open, and the revision of its timeline.
    open: (u64, u64),
    lookups: u64,
    outbox: u64,
    drafts: u64,
    people: u64,
}

impl Revisions {
    /// Which views differ between two turns.
    pub(super) fn since(&self, before: &Self) -> Changed {
        Changed {
            session: self.notices != before.notices,
            connection: self.connection != before.connection,
            groups: self.groups != before.groups,
            conversation: self.open != before.open
                || self.lookups != before.lookups
                || self.outbox != before.outbox
                || self.groups != before.groups,
            draft: self.drafts != before.drafts || self.open.0 != before.open.0,
            people: self.people != before.people,
        }
    }
}

impl Engine {
    /// What changed since this was last asked. After a person was forgotten: everything.
    pub(super) fn take_changed(&mut self) -> Changed {
        let now = self.revisions();
        let by_session = std::mem::take(&mut self.ctx.changed);
        match self.published.replace(now) {
            Some(before) => now.since(&before).or(by_session),
            None => Changed::ALL,
        }
    }

    fn revisions(&self) -> Revisions {
        let group = self.conversations.open_group();
        let timeline = group.and_then(|group| self.timelines.get(group));
        Revisions {
            notices: self.persistence.revision() + self.sign_out.revision(),
            connection: self.connection(),
            groups: self.conversations.list_revision(),
            open: (
                self.conversations.open_revision(),
                timeline.map_or(0, |timeline| timeline.revision() + 1),
            ),
            lookups: self.conversations.lookups_revision(),
            outbox: self.outbox.revision(),
            drafts: self.persistence.drafts_revision(),
            people: self.people.revision(),
        }
    }
}
