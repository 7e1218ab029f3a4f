//! A person comes, is asked to sign in again, comes back, leaves; the network and the page likewise.

use super::Engine;
use super::presence::Looked;
use crate::announcements::Announcements;
use crate::catch_up::Poll;
use crate::conversations::Conversations;
use crate::edits::Edits;
use crate::effect::{Effect, TimerKey};
use crate::event::ProfileSignOuts;
use crate::groups::Groups;
use crate::outbox::Outbox;
use crate::people::People;
use crate::persistence::Persistence;
use crate::reads::Reads;
use crate::session::Outcome;
use crate::tabs::TabMessage;
use crate::timeline::Timelines;

impl Engine {
    pub(super) fn start(&mut self, session: Option<&str>, journal: Option<String>, online: bool) {
        let ended = session.filter(|stored| !self.session.trusts(stored));
        if let Some(stored) = ended {
            self.session.forget_stored(&mut self.ctx, stored);
        } else {
            self.persistence.restore_journal(journal);
        }
        let session = session.filter(|_| ended.is_none());
        self.connection.set_online(&mut self.ctx, online);
        let outcome = self.session.start(&mut self.ctx, session);
        self.session_changed(outcome);
        if !self.leads() {
            self.say_hello();
        }
    }

    /// Passes on what the session found out.
    pub(super) fn session_changed(&mut self, outcome: Outcome) {
        let mut new_password = false;
        if !self.session.is_expired() {
            new_password = self.sign_out.resumed();
            self.drop_newcomer();
        }
        if outcome == Outcome::Replaced {
            // Nothing of the person before is seen by the one who comes.
            self.forget_person();
            self.conversations.set_open(None);
            self.ctx.push(Effect::Navigate {
                path: "/messages".to_owned(),
                replace: true,
            });
        }
        self.open_storage();
        self.auth_after(outcome);
        match outcome {
            Outcome::Nothing | Outcome::NotRefreshed => {}
            Outcome::SignedIn | Outcome::Replaced => self.begin(),
            Outcome::Refreshed => self.make_waiting_calls(),
            Outcome::Expired => self.end_session(),
            Outcome::Resumed => self.resume(),
        }
        if new_password && outcome == Outcome::Resumed {
            self.say_new_password();
        }
    }

    /// Somebody is here: loads, connects, polls.
    fn begin(&mut self) {
        self.conversations.load(&mut self.ctx);
        self.open(self.conversations.open().cloned());
        self.connection.connect(&mut self.ctx);
        self.catch_up.plan_poll(&mut self.ctx);
    }

    /// The same person is back: everything goes on where it stopped.
    pub(super) fn resume(&mut self) {
        self.make_waiting_calls();
        self.connection.connect(&mut self.ctx);
        self.try_everything();
    }

    /// Signs out.
    pub(super) fn leave(&mut self) {
        let stored = self.persistence.prefix();
        self.session.sign_out(&mut self.ctx, stored);
        self.auth.end(&mut self.ctx);
        self.forget_person();
        let last = self.session.last_sign_out();
        self.ctx.broadcast(TabMessage::SignedOut { last });
    }

    /// Nobody is here any more: nothing of the person stays.
    pub(super) fn forget_person(&mut self) {
        for id in self.requests.forget() {
            self.ctx.push(Effect::Abort(id));
        }
        self.ctx.take_calls();
        for to in self.outbox.queues() {
            self.ctx.cancel_timer(TimerKey::Resend(to));
        }
        self.cancel_edit_timers();
        self.cancel_reads();
        for timer in [
            TimerKey::Poll,
            TimerKey::CatchUp,
            TimerKey::Search,
            TimerKey::GroupRows,
            TimerKey::Save,
            TimerKey::Watch,
            TimerKey::WatchAgain,
            TimerKey::Presence,
        ] {
            self.ctx.cancel_timer(timer);
        }
        self.connection.close(&mut self.ctx);
        let open = self.conversations.open().cloned();
        self.conversations = Conversations::default();
        self.conversations.set_open(open);
        self.timelines = Timelines::default();
        self.outbox = Outbox::default();
        self.edits = Edits::default();
        self.reads = Reads::default();
        self.persistence = Persistence::new(self.config.offline_cache);
        self.people = People::default();
        self.presence.forget();
        self.looked = Looked::default();
        self.groups = Groups::default();
        self.announcements = Announcements::default();
        self.server.is_full = self.config.live_url.is_some();
        self.sign_out.ask(false);
        self.drop_newcomer();
        self.tabs.forget_outbox();
        self.published = None;
        self.stored_list = 0;
    }

    /// Cognito refused the session, or the API a token that was just issued: everything stops where it
    /// is, in all tabs.
    pub(super) fn end_session(&mut self) {
        self.expire_in_place();
        self.connection.close(&mut self.ctx);
        let elsewhere = self.sign_out.was_elsewhere();
        self.ctx.broadcast(TabMessage::Expired { elsewhere });
    }

    /// What the browser's profile holds of sign-outs; one of them may have ended the session of this tab while it
    /// was elsewhere.
    pub(super) fn sign_outs(&mut self, profile: ProfileSignOuts) {
        self.session.sign_outs_read(&mut self.ctx, profile);
        self.end_if_signed_out();
    }

    pub(super) fn network(&mut self, online: bool) {
        self.connection.set_online(&mut self.ctx, online);
        if online {
            self.session.revoke_now(&mut self.ctx);
        }
        if online && self.is_signed_in() {
            self.session.network_back();
            self.try_everything();
        }
    }

    pub(super) fn woken(&mut self) {
        self.session.revoke_now(&mut self.ctx);
        if !self.leads() {
            self.say_hello();
        }
        if !self.is_signed_in() {
            return;
        }
        self.connection.woken(&mut self.ctx);
        if self.hears_frames() {
            self.send_all_now();
        } else {
            self.try_everything();
        }
    }

    /// The socket is open: frames before it are lost.
    pub(super) fn connected(&mut self) {
        self.ctx.broadcast(TabMessage::CatchUp);
        self.presence.watching.connected(&mut self.ctx);
        self.conversations.read_through();
        self.try_everything();
    }

    /// The network may be back: what waited is tried now.
    fn try_everything(&mut self) {
        if self.requests.any_waiting() {
            self.session.refresh(&mut self.ctx);
        }
        self.send_all_now();
        self.start_group_again();
        self.read_again();
    }

    pub(super) fn poll(&mut self) {
        if !self.is_signed_in() {
            return;
        }
        let online = self.connection.is_online();
        match self.catch_up.poll(&self.ctx, self.hears_frames(), online) {
            Poll::Nothing => {}
            Poll::List => self.conversations.load(&mut self.ctx),
            Poll::Everything => self.read_again(),
        }
        self.catch_up.plan_poll(&mut self.ctx);
    }
}
