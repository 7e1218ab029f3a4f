//! Several tabs of one browser: one of them, the holder, owns the socket, the queue and the refresh of
//! the tokens; the rest follow it. Who holds is decided by a lock of the browser, which passes on at
//! once when its tab is gone.
//!
//! Tabs tell each other lines: a word, a line break, and what goes with it.
//! `hello` a tab is here, with its stored session · `session` tokens · `out` signed out · `expired` ·
//! `token` one is needed, with the one that was refused · `frame` from the socket, numbered · `status`
//! of the connection, with the last number · `news` may have been missed · `outbox` as it stands ·
//! `send`, `retry`, `discard` of a follower.

use super::Engine;
use super::sending::queue_name;
use crate::desk::Role;
use crate::effect::{Effect, TimerKey};
use crate::outbox::Record;
use crate::view::{ConnectionStatus, ConversationKey, RowKey};

/// A holder that says nothing for this long after it was spoken to is taken for asleep, milliseconds.
const ANSWER: u64 = 2_000;

impl Engine {
    /// Whether this tab works for all, itself included.
    pub(super) fn leads(&self) -> bool {
        self.desk.role != Role::Follower
    }

    /// A follower has started, or is back from a sleep in which it may have missed something.
    pub(super) fn say_hello(&mut self) {
        let stored = self.session.stored().unwrap_or_default();
        self.desk.tell("hello", &stored);
        self.await_answer();
    }

    fn await_answer(&mut self) {
        self.unanswered = true;
        self.desk.timer(TimerKey::Welcome, ANSWER);
    }

    /// The holder has had its time. A tab that the system has put to sleep keeps the lock (on a phone:
    /// every tab in the background); this one is awake.
    pub(super) fn not_answered(&mut self) {
        if self.unanswered && !self.leads() {
            self.desk.do_(Effect::TakeLock);
        }
    }

    /// Another tab has taken over while this one was asleep.
    pub(super) fn step_down(&mut self) {
        self.desk.role = Role::Follower;
        self.live.sign_out(&mut self.desk);
        self.session.follow(&mut self.desk);
        for to in self.outbox.queues() {
            self.desk.cancel(TimerKey::Resend(queue_name(&to)));
        }
        self.say_hello();
    }

    /// The lock is this tab's: it takes over.
    pub(super) fn lead(&mut self) {
        if self.desk.role == Role::Holder {
            return;
        }
        self.desk.role = Role::Holder;
        self.desk.changed.connection = true;
        self.session.nobody();
        if self.session.me().is_none() {
            return;
        }
        self.session.lead(&mut self.desk);
        self.outbox.take_over(self.full_server);
        let settled = std::mem::take(&mut self.settled);
        self.unkeep(&settled);
        if !self.session.is_expired() {
            self.resume();
            self.plan_poll();
        }
    }

    /// Another tab said something.
    pub(super) fn tab_said(&mut self, line: &str) {
        let (word, rest) = line.split_once('\n').unwrap_or((line, ""));
        let leads = self.leads();
        let of_a_follower = ["hello", "token", "send", "retry", "discard"];
        let answers = ["session", "out", "expired"].contains(&word);
        if self.unanswered && !answers && !of_a_follower.contains(&word) {
            // It has become the holder since it was asked, and did not hear it as one.
            self.say_hello();
        }
        self.unanswered &= !answers;
        match word {
            "hello" if leads => self.welcome(rest),
            "session" => {
                let outcome = self.session.adopt(&mut self.desk, rest);
                self.session_turned(outcome);
            }
            "out" if self.session.me().is_some() => {
                // The tab that signed out has emptied the device. Somebody may have signed in since:
                // only what this tab may have put there meanwhile goes.
                self.desk.do_(Effect::StoreSession(String::new(), false));
                self.storage.forget(&mut self.desk);
                self.session.end(&mut self.desk);
                self.auth.end(&mut self.desk);
                self.forget_person();
            }
            "out" => self.session.nobody(),
            "expired" if self.auth.is_leaving() => {}
            "expired" if self.session.me().is_some() => {
                self.elsewhere = rest == super::ELSEWHERE;
                self.expire_in_place();
                self.live.sign_out(&mut self.desk);
            }
            "token" if leads => self.session.wanted(&mut self.desk, rest),
            // Signed out meanwhile: nothing of the person may come back.
            "send" if self.session.me().is_some() => {
                if let Some(record) = Record::read(rest) {
                    self.outbox.restore(record, true);
                    self.desk.changed.conversation = true;
                    self.pump_all();
                }
            }
            "retry" if leads => self.retry(&RowKey(rest.to_owned())),
            "discard" if leads => self.discard(&RowKey(rest.to_owned())),
            _ if !leads => self.holder_said(word, rest),
            _ => {}
        }
    }

    fn holder_said(&mut self, word: &str, rest: &str) {
        match word {
            "frame" => {
                if let Some((number, text)) = rest.split_once('\n') {
                    self.count_frames(number, 1);
                    self.news(text);
                }
            }
            "status" => {
                if let Some((status, number)) = rest.split_once('\n') {
                    self.told = status_of(status);
                    self.desk.changed.connection = true;
                    self.count_frames(number, 0);
                }
            }
            "news" if self.session.me().is_some() => {
                self.groups.read_through();
                self.catch_up();
            }
            "outbox" => self.mirror(rest),
            _ => {}
        }
    }

    /// Frames are numbered: one that was missed is noticed, and everything read again.
    fn count_frames(&mut self, number: &str, new: u64) {
        let number = number.parse().unwrap_or(0);
        if self.frames.wrapping_add(new) != number && self.session.me().is_some() {
            self.catch_up();
        }
        self.frames = number;
    }

    /// Tells a tab that has come how things stand.
    fn welcome(&mut self, stored: &str) {
        if self.session.me().is_none() {
            if stored.is_empty() || self.session.was_left() {
                return self.desk.tell("out", "");
            }
            // A tab that was here before brings the session along.
            let outcome = self.session.start(&mut self.desk, Some(stored));
            return self.session_turned(outcome);
        }
        self.session.share(&mut self.desk);
        if self.session.is_expired() {
            self.desk.tell("expired", self.why_expired());
        }
        self.desk.changed.connection = true;
        self.told_outbox.clear();
    }

    /// A frame of the socket goes on to the other tabs.
    pub(super) fn pass_on(&mut self, text: &str) {
        if self.desk.role == Role::Holder {
            self.frames = self.frames.wrapping_add(1);
            self.desk.tell("frame", &format!("{}\n{text}", self.frames));
        }
    }

    /// At the end of a turn: what changed for all tabs is told.
    pub(super) fn tell_changes(&mut self) {
        if self.desk.role != Role::Holder {
            return;
        }
        if self.desk.changed.connection {
            let status = self.live.status() as u8;
            self.desk
                .tell("status", &format!("{status}\n{}", self.frames));
        }
        if self.session.me().is_none() {
            return;
        }
        let outbox = self.outbox.snapshot();
        if outbox != self.told_outbox {
            self.desk.tell("outbox", &outbox);
            self.told_outbox = outbox;
        }
    }

    /// A follower's messages go to the holder once they are on the device.
    pub(super) fn hand_over(&mut self, to: &ConversationKey) {
        for record in self.outbox.hand_over(to) {
            self.desk.tell("send", &record);
            self.await_answer();
        }
    }

    /// The holder's outbox as it stands now. What was in it and is no more has arrived or was dropped;
    /// the conversation tells which.
    fn mirror(&mut self, text: &str) {
        let Some(records) = Record::read_all(text) else {
            return;
        };
        self.desk.changed.conversation = true;
        let before = self.outbox.queues();
        let gone = self.outbox.mirror(records, &mut self.settled);
        for to in before {
            self.follow_redirect(&to);
        }
        for to in gone {
            match &to {
                ConversationKey::Group(group) => {
                    self.settle(group);
                    self.refresh_timeline(group);
                }
                ConversationKey::New(_) => self.load_groups(),
            }
        }
    }

    /// The first message to a person has made a conversation: the screen moves there here too.
    fn follow_redirect(&mut self, to: &ConversationKey) {
        let ConversationKey::New(_) = to else { return };
        if self.open.as_ref() != Some(to) || self.outbox.of(to).next().is_some() {
            return;
        }
        if let Some(group) = self.outbox.moved_from(to) {
            self.go_to_group(group);
        }
    }

    /// Whether news arrive by themselves, over a socket of this tab's or the holder's.
    pub(super) fn hears_news(&self) -> bool {
        if self.leads() {
            return self.live.is_open();
        }
        self.config.live_url.is_some() && self.told == ConnectionStatus::Connected
    }

    /// The connection.
    pub fn connection(&self) -> ConnectionStatus {
        if self.leads() || !self.live.is_online() {
            self.live.status()
        } else {
            self.told
        }
    }
}

fn status_of(text: &str) -> ConnectionStatus {
    [
        ConnectionStatus::Connecting,
        ConnectionStatus::Connected,
        ConnectionStatus::Reconnecting,
        ConnectionStatus::Offline,
    ]
    .into_iter()
    .find(|status| text.parse() == Ok(*status as u8))
    .unwrap_or_default()
}
