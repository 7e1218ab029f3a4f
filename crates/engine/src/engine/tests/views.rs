//! Checks of what a turn reports as changed.

use crate::Engine;
use crate::changed::Changed;
use crate::view::{
    AccountView, ConnectionStatus, ConversationView, GroupsView, HandlePrompt, MessageView,
    Notices, PeopleView, PresenceView, SessionView,
};

/// Everything that is published.
#[derive(PartialEq)]
pub struct Views {
    session: (SessionView, AccountView, Option<HandlePrompt>, Notices),
    connection: ConnectionStatus,
    groups: GroupsView,
    conversation: (Option<ConversationView>, usize, Vec<MessageView>),
    draft: (String, Option<String>),
    people: PeopleView,
    presence: PresenceView,
    /// The server's time when the device's clock shows 0.
    clock: i64,
}

impl Views {
    pub fn of(engine: &Engine) -> Self {
        Self {
            session: (
                engine.session_view().clone(),
                engine.account_view().clone(),
                engine.handle_prompt().cloned(),
                engine.notices(),
            ),
            connection: engine.connection(),
            groups: engine.groups_view().clone(),
            conversation: (engine.conversation(), engine.waiting(), engine.messages()),
            draft: (
                engine.draft().to_owned(),
                engine.other_draft().map(str::to_owned),
            ),
            people: engine.people_view().clone(),
            presence: engine.presence_view(),
            clock: engine.server_time(0),
        }
    }

    /// A view that differs but is not reported would stay stale on screen.
    pub fn assert_reported(&self, before: &Self, changed: Changed) {
        let differ = [
            ("session", self.session != before.session, changed.session),
            (
                "connection",
                self.connection != before.connection,
                changed.connection,
            ),
            ("groups", self.groups != before.groups, changed.groups),
            (
                "conversation",
                self.conversation != before.conversation,
                changed.conversation,
            ),
            ("draft", self.draft != before.draft, changed.draft),
            ("people", self.people != before.people, changed.people),
            (
                "presence",
                self.presence != before.presence,
                changed.presence,
            ),
            (
                "clock",
                // Not every millisecond.
                self.clock.abs_diff(before.clock) > 10_000,
                changed.clock,
            ),
        ];
        for (view, differs, reported) in differ {
            assert!(reported || !differs, "{view} changed and was not reported");
        }
    }
}
