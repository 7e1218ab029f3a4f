//! Between the parts and the other tabs.

use cruddur_contract::GroupId;
use cruddur_contract::person::same_handle;

use super::Engine;
use crate::ctx::Role;
use crate::effect::{Effect, TimerKey};
use crate::outbox::OutboxRecord;
use crate::tabs::TabMessage;
use crate::view::ConversationKey;

impl Engine {
    /// A follower has started, or is back from a sleep in which it may have missed something.
    pub(super) fn say_hello(&mut self) {
        let session = self.session.stored();
        self.tabs.say_hello(&mut self.ctx, session);
    }

    /// Another tab has taken over while this one was asleep.
    pub(super) fn step_down(&mut self) {
        self.ctx.role = Role::Follower;
        self.connection.close(&mut self.ctx);
        self.session.follow(&mut self.ctx);
        for to in self.outbox.queues() {
            self.ctx.cancel_timer(TimerKey::Resend(to));
        }
        self.cancel_edit_timers();
        self.cancel_reads();
        self.reads.step_down();
        self.say_hello();
    }

    /// The lock is this tab's: it takes over.
    pub(super) fn lead(&mut self) {
        if self.ctx.role == Role::Leader {
            return;
        }
        self.ctx.role = Role::Leader;
        self.tabs.send_all_again();
        self.session.nobody();
        self.session.revoke(&mut self.ctx);
        if self.session.me().is_none() {
            return;
        }
        self.session.lead(&mut self.ctx);
        self.edits.take_over();
        self.hold_again();
        let reconciled = self.outbox.take_over(self.server.is_full);
        self.persistence.delete_messages(&mut self.ctx, &reconciled);
        if !self.session.is_expired() {
            self.resume();
            self.catch_up.plan_poll(&mut self.ctx);
        }
    }

    /// Another tab sent something.
    pub(super) fn tab_message(&mut self, text: &str) {
        let Some(message) = TabMessage::decode(text) else {
            return;
        };
        if self.tabs.heard(&message) {
            self.say_hello();
        }
        let (leads, signed_in) = (self.leads(), self.is_signed_in());
        match message {
            TabMessage::Hello { session } if leads => self.welcome(session.as_deref()),
            TabMessage::Session {
                access_token,
                expires_in,
                session,
            } => {
                let ctx = &mut self.ctx;
                let outcome = self.session.adopt(ctx, access_token, expires_in, &session);
                self.session_changed(outcome);
            }
            TabMessage::SignedOut { last } => {
                self.session.note_sign_out(last);
                self.session.nobody();
                self.end_if_signed_out();
            }
            TabMessage::Expired { elsewhere } if signed_in && !self.auth.is_leaving() => {
                self.sign_out.ended(elsewhere);
                self.expire_in_place();
                self.connection.close(&mut self.ctx);
            }
            TabMessage::TokenWanted { refused } if leads => {
                self.session.wanted(&mut self.ctx, refused.as_deref());
            }
            // Signed out meanwhile: nothing of the person may come back.
            TabMessage::Send { message, person } if signed_in => {
                if let (ConversationKey::Group(group), Some(person)) =
                    (message.conversation(), person)
                {
                    self.join_queues(&person, &group);
                }
                self.outbox.restore(message, true);
                self.send_all();
            }
            TabMessage::Draft { to, draft } if signed_in => {
                let to = ConversationKey::from(&to);
                self.persistence.draft_heard(&mut self.ctx, &to, draft);
            }
            TabMessage::Mark { group, mark } if signed_in => self.reads.mark(&group, mark),
            TabMessage::Edit { edit } if leads && signed_in => {
                let message = edit.message.clone();
                self.edits.take(edit);
                self.send_edit(&message);
            }
            TabMessage::DropEdit { message } if leads => {
                self.drop_edit_of(&message);
            }
            TabMessage::EditUnsent { key, text } if leads => self.edited_unsent(&key, &text),
            TabMessage::Look { tab, groups } if leads && signed_in => self.tab_looks(tab, groups),
            TabMessage::Typing { group } if leads && signed_in => self.tell_typing(group),
            TabMessage::Retry { key } if leads => self.retry(key),
            TabMessage::Discard { key } if leads => self.discard(key),
            message if !leads => self.leader_message(message),
            _ => {}
        }
    }

    fn leader_message(&mut self, message: TabMessage) {
        let signed_in = self.is_signed_in();
        match message {
            TabMessage::Frame { number, text } => {
                let missed = self.tabs.frame_heard(number);
                if missed && signed_in {
                    self.read_again();
                }
                if signed_in {
                    self.frame(&text);
                }
            }
            TabMessage::Connection { status, frames } => {
                let missed = self.tabs.leader_is(status, frames);
                if missed && signed_in {
                    self.read_again();
                }
            }
            TabMessage::CatchUp if signed_in => {
                self.say_what_is_on_screen();
                self.conversations.read_through();
                self.read_again();
            }
            TabMessage::Discard { key } => self.outbox.discarded(&key),
            TabMessage::Marked { group, version } => self.reads.done(&group, version),
            TabMessage::Outbox { messages, edits } if signed_in => {
                self.mirror(messages);
                self.edits.mirror(edits);
            }
            _ => {}
        }
    }

    /// Ends the session of this tab where another one has signed out.
    pub(super) fn end_if_signed_out(&mut self) {
        if !self.session.was_signed_out() {
            return;
        }
        // The tab that signed out has emptied the store. Somebody may have signed in since: only what
        // this tab may have put there meanwhile goes.
        self.ctx.push(Effect::StoreSession(String::new(), false));
        self.persistence.delete_all(&mut self.ctx);
        self.session.end(&mut self.ctx);
        self.auth.end(&mut self.ctx);
        self.forget_person();
    }

    /// Answers a tab that has come.
    fn welcome(&mut self, session: Option<&str>) {
        if self.session.me().is_none() {
            let Some(session) = session.filter(|stored| self.session.trusts(stored)) else {
                let last = self.session.last_sign_out();
                return self.ctx.broadcast(TabMessage::SignedOut { last });
            };
            // A tab that was here before brings the session along.
            let outcome = self.session.start(&mut self.ctx, Some(session));
            return self.session_changed(outcome);
        }
        self.session.share(&mut self.ctx);
        if self.session.is_expired() {
            let elsewhere = self.sign_out.was_elsewhere();
            self.ctx.broadcast(TabMessage::Expired { elsewhere });
        }
        self.persistence.share_drafts(&mut self.ctx);
        // Somebody looks at that tab: what waits is tried.
        self.send_all_now();
        self.tabs.send_all_again();
    }

    /// At the end of a turn: sends what changed for all tabs.
    pub(super) fn broadcast_changes(&mut self) {
        if self.ctx.role != Role::Leader {
            return;
        }
        self.tabs
            .send_status(&mut self.ctx, self.connection.status());
        if self.session.me().is_some() {
            let (outbox, edits) = (&self.outbox, &self.edits);
            let revision = outbox.revision() + edits.revision();
            self.tabs.send_outbox(&mut self.ctx, revision, || {
                (outbox.snapshot(), edits.snapshot())
            });
        }
    }

    /// A follower's messages go to the leader once they are stored.
    pub(super) fn hand_over(&mut self, to: &ConversationKey) {
        let person = match to {
            ConversationKey::Group(group) => self.person_of(group),
            ConversationKey::New(_) => None,
        };
        for message in self.outbox.hand_over(to) {
            let person = person.clone();
            self.ctx.broadcast(TabMessage::Send { message, person });
            self.tabs.await_answer(&mut self.ctx);
        }
    }

    /// The handle of the one other person in a conversation, as far as this tab knows.
    fn person_of(&self, group: &GroupId) -> Option<String> {
        let listed = self.conversations.person_of(group);
        listed.or_else(|| self.outbox.moved_to(group))
    }

    /// A follower knows the conversation with a person for whom messages wait here: they go there, before
    /// the follower's.
    fn join_queues(&mut self, person: &str, group: &GroupId) {
        for to in self.outbox.queues() {
            if matches!(&to, ConversationKey::New(handle) if same_handle(handle, person)) {
                self.outbox.redirect(&to, group);
                self.persistence.move_draft(&mut self.ctx, &to, group);
                self.first_message_sent(&to, group);
            }
        }
    }

    /// The leader's outbox as it stands now. What was in it and is no more has arrived or was dropped;
    /// the conversation shows which.
    fn mirror(&mut self, records: Vec<OutboxRecord>) {
        let before = self.outbox.queues();
        let gone = self.outbox.mirror(records);
        for to in before {
            self.follow_redirect(&to);
        }
        for to in gone {
            match &to {
                ConversationKey::Group(group) => {
                    self.reconcile(group);
                    self.timelines.refresh(&mut self.ctx, group);
                }
                ConversationKey::New(_) => self.conversations.load(&mut self.ctx),
            }
        }
    }

    /// The first message to a person has made a conversation: the screen moves there here too.
    fn follow_redirect(&mut self, to: &ConversationKey) {
        let ConversationKey::New(_) = to else { return };
        if self.conversations.open() != Some(to) || self.outbox.of(to).next().is_some() {
            return;
        }
        if let Some(group) = self.outbox.moved_from(to) {
            self.go_to_group(group);
        }
    }
}
