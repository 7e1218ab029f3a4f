//! What the runtime publishes.

use cruddur_contract::GroupId;
use cruddur_contract::cognito::IdClaims;

use super::Engine;
use crate::timeline::Timeline;
use crate::trace::{SessionState, Summary};
use crate::view::{
    AccountView, Announcement, ConnectionStatus, ConversationKey, ConversationView, GroupsView,
    HandlePrompt, Notices, Older, PeopleView, Replacing, SessionView, TasksView,
};

impl Engine {
    /// The server's time, milliseconds, when the device's clock shows this.
    pub fn server_time(&self, wall: i64) -> i64 {
        self.server.time(wall)
    }

    /// Who is signed in.
    pub fn session_view(&self) -> &SessionView {
        self.session.view()
    }

    /// The form of the account pages.
    pub fn account_view(&self) -> &AccountView {
        self.auth.view()
    }

    /// The prompt for another handle.
    pub fn handle_prompt(&self) -> Option<&HandlePrompt> {
        self.session.handle_prompt()
    }

    /// The conversations.
    pub fn groups_view(&self) -> &GroupsView {
        self.conversations.view()
    }

    /// The people search.
    pub fn people_view(&self) -> &PeopleView {
        self.people.view()
    }

    /// What the person asked for about groups and is not done.
    pub fn tasks_view(&self) -> &TasksView {
        self.groups.tasks.view()
    }

    /// Notices and questions about the session and the browser.
    pub fn notices(&self) -> Notices {
        let expired = self.session.is_expired();
        let asking = self.sign_out.is_asking();
        Notices {
            expired,
            new_password: expired && self.sign_out.has_new_password(),
            elsewhere: expired && self.sign_out.was_elsewhere(),
            leaving: if asking { self.unsent() } else { 0 },
            replacing: self.replacing(),
            unrevoked: self.session.is_unrevoked(),
            keeps_nothing: self.persistence.has_failed(),
        }
    }

    fn replacing(&self) -> Option<Replacing> {
        let newcomer = self.sign_out.newcomer()?;
        let claims = IdClaims::of_token(&newcomer.tokens.id_token).unwrap_or_default();
        Some(Replacing {
            unsent: self.unsent(),
            owner: self.session.me()?.display_name.clone(),
            newcomer: claims.shown_name(),
        })
    }

    /// Messages the person still waits for.
    pub fn waiting(&self) -> usize {
        self.outbox.waiting()
    }

    /// What was typed for the open conversation and not sent.
    pub fn draft(&self) -> &str {
        let open = self.conversations.open();
        open.map_or("", |open| self.persistence.draft(open))
    }

    /// What another tab typed for it without knowing that: the person chooses.
    pub fn other_draft(&self) -> Option<&str> {
        self.persistence.other_draft(self.conversations.open()?)
    }

    /// The connection, of this tab or the one that leads.
    pub fn connection(&self) -> ConnectionStatus {
        if self.leads() || !self.connection.is_online() {
            self.connection.status()
        } else {
            self.tabs.leader_status()
        }
    }

    /// Whether frames arrive, over a socket of this tab's or the leader's.
    pub(super) fn hears_frames(&self) -> bool {
        if self.leads() {
            return self.connection.is_open();
        }
        let connected = self.tabs.leader_status() == ConnectionStatus::Connected;
        self.config.live_url.is_some() && connected
    }

    /// The open conversation, without its rows.
    pub fn conversation(&self) -> Option<ConversationView> {
        self.session.me()?;
        let key = self.conversations.open()?.clone();
        Some(match &key {
            ConversationKey::Group(group) => self.group_conversation(key.clone(), group),
            ConversationKey::New(handle) => {
                let (display_name, handle, load) = self.conversations.new_conversation(handle);
                ConversationView {
                    key,
                    display_name,
                    handle,
                    people: None,
                    group: None,
                    closed: None,
                    load,
                    saved: false,
                    older: Older::Beginning,
                    position: None,
                    first_unread: None,
                    keeps_reads: false,
                    seen: None,
                }
            }
        })
    }

    /// How the engine stands, for the diagnostics.
    pub fn summary(&self) -> Summary {
        let (loaded, messages) = self.timelines.counts();
        Summary {
            session: match self.session.view() {
                SessionView::Restoring => SessionState::Restoring,
                SessionView::SignedOut => SessionState::SignedOut,
                SessionView::SignedIn(_) if self.session.is_expired() => SessionState::Expired,
                SessionView::SignedIn(_) => SessionState::SignedIn,
            },
            role: self.ctx.role,
            connection: self.connection(),
            listed: self.conversations.view().rows.len(),
            loaded,
            messages,
            waiting: self.outbox.waiting(),
            unsent: self.unsent(),
            stores: !self.persistence.has_failed(),
        }
    }

    fn group_conversation(&self, key: ConversationKey, group: &GroupId) -> ConversationView {
        let timeline = self.timelines.get(group);
        let closed = self.closed_view(group);
        let listed = self.conversations.get(group);
        let listed = listed.or_else(|| self.groups.single(group));
        let other = listed.map(|row| (row.display_name.clone(), row.handle.clone()));
        let other = match self.groups.departures.get(group) {
            Some(closed) => Some((closed.display_name.clone(), String::new())),
            None => other,
        };
        // A conversation that is not in the list yet: whoever else wrote in it.
        let other = other.or_else(|| {
            let (entry, _) = timeline?.entries().find(|(entry, _)| !entry.mine)?;
            Some((entry.row.display_name.clone(), entry.row.handle.clone()))
        });
        let (display_name, handle) = other.unwrap_or_default();
        let several = listed.filter(|row| !row.is_of_two());
        let people = several.and_then(|row| row.member_count.or(Some(row.members.as_ref()?.len())));
        ConversationView {
            key,
            display_name,
            handle,
            people,
            group: several
                .filter(|_| closed.is_none())
                .map(|row| self.group_details(row)),
            closed,
            load: timeline.map(Timeline::shown_load).unwrap_or_default(),
            saved: timeline.is_some_and(Timeline::is_saved),
            older: timeline.map(|t| (*t.older).clone()).unwrap_or_default(),
            position: self.returning.target().cloned(),
            first_unread: self.reads.line(group).cloned(),
            keeps_reads: self.reads.are_kept(),
            seen: timeline.and_then(|timeline| self.seen_view(timeline)),
        }
    }

    /// What others have written in the open conversation since it was opened and this was last called.
    pub fn take_announcements(&mut self) -> Vec<Announcement> {
        let group = self.conversations.open_group();
        let timeline = group.and_then(|group| self.timelines.get_mut(group));
        timeline
            .map(Timeline::take_announcements)
            .unwrap_or_default()
    }
}
