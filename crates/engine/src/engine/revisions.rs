//! What changed in a turn, from the revisions of the parts.

use super::Engine;
use crate::changed::Changed;
use crate::view::ConnectionStatus;

/// The revisions of everything the views show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Revisions {
    notices: u64,
    /// The account forms and the session.
    accounts: u64,
    /// Who is signed in, with the name that rows show.
    person: u64,
    connection: ConnectionStatus,
    groups: u64,
    /// Which conversation is open, and the revision of its timeline.
    open: (u64, u64),
    lookups: u64,
    returning: u64,
    reads: u64,
    outbox: u64,
    drafts: u64,
    people: u64,
    presence: u64,
    tasks: u64,
    /// Closed conversations, and rows asked for alone.
    single_groups: u64,
    clock: u64,
    announcements: u64,
}

impl Revisions {
    /// Which views differ between two turns.
    pub(super) fn since(&self, before: &Self) -> Changed {
        Changed {
            session: self.notices != before.notices || self.accounts != before.accounts,
            connection: self.connection != before.connection,
            groups: self.groups != before.groups,
            conversation: self.open != before.open
                || self.lookups != before.lookups
                || self.returning != before.returning
                || self.reads != before.reads
                || self.outbox != before.outbox
                || self.person != before.person
                // Without a network, what is not sent waits.
                || self.connection != before.connection
                || self.groups != before.groups
                || self.single_groups != before.single_groups,
            draft: self.drafts != before.drafts || self.open.0 != before.open.0,
            people: self.people != before.people,
            presence: self.presence != before.presence
                || self.person != before.person
                || self.open.0 != before.open.0
                || self.connection != before.connection
                || self.groups != before.groups,
            tasks: self.tasks != before.tasks,
            clock: self.clock != before.clock,
            announcements: self.announcements != before.announcements,
        }
    }
}

impl Engine {
    /// What changed since this was last asked. After a person was forgotten: everything.
    pub(super) fn take_changed(&mut self) -> Changed {
        let now = self.revisions();
        match self.published.replace(now) {
            Some(before) => now.since(&before),
            None => Changed::ALL,
        }
    }

    fn revisions(&self) -> Revisions {
        let group = self.conversations.open_group();
        let timeline = group.and_then(|group| self.timelines.get(group));
        Revisions {
            notices: self.persistence.revision() + self.sign_out.revision(),
            accounts: self.auth.revision() + self.session.revision(),
            person: self.session.person_revision(),
            connection: self.connection(),
            groups: self.conversations.list_revision(),
            open: (
                self.conversations.open_revision(),
                timeline.map_or(0, |timeline| timeline.revision() + 1),
            ),
            lookups: self.conversations.lookups_revision(),
            returning: self.returning.revision(),
            reads: self.reads.revision(),
            outbox: self.outbox.revision(),
            drafts: self.persistence.drafts_revision(),
            people: self.people.revision(),
            presence: self.presence.revision(),
            tasks: self.groups.tasks.revision(),
            single_groups: self.groups.revision(),
            clock: self.server.clock_revision(),
            announcements: self.announcements.revision(),
        }
    }
}
