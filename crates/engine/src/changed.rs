//! Which views changed in a turn.

/// Which views the runtime publishes after a turn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// `SessionView`, `AccountView`, `HandlePrompt`, `Notices`.
    pub session: bool,
    /// `ConnectionStatus`.
    pub connection: bool,
    /// `GroupsView`.
    pub groups: bool,
    /// `ConversationView` and its rows, and the number of waiting messages.
    pub conversation: bool,
    /// The open conversation's draft.
    pub draft: bool,
    /// `PeopleView`.
    pub people: bool,
    /// `PresenceView`.
    pub presence: bool,
    /// `TasksView`.
    pub tasks: bool,
    /// The server's time, as the device's clock is corrected by it.
    pub clock: bool,
    /// There are announcements for every page.
    pub announcements: bool,
}

impl Changed {
    /// Every view.
    pub const ALL: Self = Self {
        session: true,
        connection: true,
        groups: true,
        conversation: true,
        draft: true,
        people: true,
        presence: true,
        tasks: true,
        clock: true,
        announcements: true,
    };

    /// What changed in either turn.
    pub fn or(self, other: Self) -> Self {
        Self {
            session: self.session | other.session,
            connection: self.connection | other.connection,
            groups: self.groups | other.groups,
            conversation: self.conversation | other.conversation,
            draft: self.draft | other.draft,
            people: self.people | other.people,
            presence: self.presence | other.presence,
            tasks: self.tasks | other.tasks,
            clock: self.clock | other.clock,
            announcements: self.announcements | other.announcements,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_in_either_turn_is_published() {
        let none = Changed::default();
        for changed in [none, Changed::ALL] {
            assert_eq!(none.or(changed), changed);
            assert_eq!(changed.or(none), changed);
            assert_eq!(changed.or(changed), changed);
        }
    }
}
