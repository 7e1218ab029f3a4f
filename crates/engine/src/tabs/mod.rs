//! Several tabs of one browser: one of them, the leader, owns the socket, the outbox and the refresh of
//! the tokens; the others follow it. Who leads is decided by a lock of the browser, which passes on by
//! itself when its tab is gone. Tabs tell each other [`TabMessage`]s.

mod message;

pub use self::message::TabMessage;
use crate::ctx::{Ctx, Role};
use crate::edits::EditRecord;
use crate::effect::{Effect, TimerKey};
use crate::outbox::OutboxRecord;
use crate::view::ConnectionStatus;

/// A leader that does not answer within this time is taken for suspended, milliseconds.
const ANSWER_DUE: u64 = 2_000;

/// Messages and edits that the server does not have.
type Unsent = (Vec<OutboxRecord>, Vec<EditRecord>);

/// What this tab knows of the others.
#[derive(Debug, Default)]
pub struct Tabs {
    /// In a follower: the leader was spoken to and has not been heard since.
    unanswered: bool,
    /// In a follower: the leader's connection.
    leader_status: ConnectionStatus,
    /// In the leader: the status the others know; `None`: not sent yet.
    sent_status: Option<ConnectionStatus>,
    /// In the leader: the revision of the outbox that the others know, its messages and edits.
    sent_outbox: Option<(u64, Unsent)>,
    /// The number of the last frame, sent or heard.
    frames: u64,
}

impl Tabs {
    /// The connection of the tab that leads.
    pub fn leader_status(&self) -> ConnectionStatus {
        self.leader_status
    }

    /// Says that this follower is here.
    pub fn say_hello(&mut self, ctx: &mut Ctx, session: Option<String>) {
        ctx.broadcast(TabMessage::Hello { session });
        self.await_answer(ctx);
    }

    /// The leader was spoken to.
    pub fn await_answer(&mut self, ctx: &mut Ctx) {
        self.unanswered = true;
        ctx.set_timer(TimerKey::AnswerDue, ANSWER_DUE);
    }

    /// The leader has had its time. A tab that the system has suspended keeps the lock (on a phone: every
    /// tab in the background); this one is awake.
    pub fn answer_overdue(&self, ctx: &mut Ctx) {
        if self.unanswered && !ctx.leads() {
            ctx.push(Effect::TakeLock);
        }
    }

    /// Whether the tab that sent this has become the leader since it was greeted, and did not hear the
    /// greeting as one: it is to be repeated.
    pub fn heard(&mut self, message: &TabMessage) -> bool {
        let repeat = self.unanswered && message.is_from_leader();
        self.unanswered &= !message.is_answer();
        repeat
    }

    /// Takes the leader's status, and whether a frame was missed.
    pub fn leader_is(&mut self, status: ConnectionStatus, frames: u64) -> bool {
        self.leader_status = status;
        self.count(frames, 0)
    }

    /// Takes the number of a frame of the leader's. Returns whether one was missed.
    pub fn frame_heard(&mut self, number: u64) -> bool {
        self.count(number, 1)
    }

    fn count(&mut self, number: u64, new: u64) -> bool {
        let missed = self.frames.wrapping_add(new) != number;
        self.frames = number;
        missed
    }

    /// In the leader: passes a frame on.
    pub fn pass_on(&mut self, ctx: &mut Ctx, text: &str) {
        if ctx.role == Role::Leader {
            self.frames = self.frames.wrapping_add(1);
            ctx.broadcast(TabMessage::Frame {
                number: self.frames,
                text: text.to_owned(),
            });
        }
    }

    /// Another tab needs to know everything: the end of the turn sends it.
    pub fn send_all_again(&mut self) {
        self.sent_status = None;
        self.sent_outbox = None;
    }

    /// The person is gone, and with them what the others knew of the outbox.
    pub fn forget_outbox(&mut self) {
        self.sent_outbox = None;
    }

    /// In the leader, at the end of a turn: sends the connection if it changed.
    pub fn send_status(&mut self, ctx: &mut Ctx, status: ConnectionStatus) {
        if self.sent_status.replace(status) != Some(status) {
            let frames = self.frames;
            ctx.broadcast(TabMessage::Connection { status, frames });
        }
    }

    /// In the leader, at the end of a turn: sends the outbox if it changed since.
    pub fn send_outbox(&mut self, ctx: &mut Ctx, revision: u64, snapshot: impl FnOnce() -> Unsent) {
        if matches!(self.sent_outbox, Some((sent, _)) if sent == revision) {
            return;
        }
        let unsent = snapshot();
        let sent = self.sent_outbox.replace((revision, unsent.clone()));
        if sent.is_none_or(|(_, sent)| sent != unsent) {
            let (messages, edits) = unsent;
            ctx.broadcast(TabMessage::Outbox { messages, edits });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ctx(role: Role) -> Ctx {
        let mut ctx = Ctx::default();
        ctx.role = role;
        ctx
    }

    fn sent(ctx: &mut Ctx) -> Vec<TabMessage> {
        let effects = ctx.take_effects().into_iter();
        let messages = effects.filter_map(|effect| match effect {
            Effect::Broadcast(text) => TabMessage::decode(&text),
            _ => None,
        });
        messages.collect()
    }

    #[test]
    fn a_missing_frame_is_noticed_by_the_next_frame_and_by_the_status() {
        let mut tabs = Tabs::default();
        let connected = ConnectionStatus::Connected;
        assert!(!tabs.frame_heard(1));
        assert!(tabs.frame_heard(3));
        assert!(!tabs.leader_is(connected, 3));
        assert!(tabs.leader_is(connected, 4));
        assert!(!tabs.frame_heard(5));
        assert_eq!(tabs.leader_status(), connected);
    }

    #[test]
    fn the_status_is_sent_when_it_changed_or_a_tab_came() {
        let (mut ctx, mut tabs) = (ctx(Role::Leader), Tabs::default());
        for _ in 0..2 {
            tabs.send_status(&mut ctx, ConnectionStatus::Connected);
        }
        assert_eq!(sent(&mut ctx).len(), 1);
        tabs.send_all_again();
        tabs.send_status(&mut ctx, ConnectionStatus::Connected);
        assert_eq!(sent(&mut ctx).len(), 1);
    }

    #[test]
    fn the_outbox_is_sent_when_it_differs_and_to_a_tab_that_came_also_empty() {
        let (mut ctx, mut tabs) = (ctx(Role::Leader), Tabs::default());
        tabs.send_outbox(&mut ctx, 1, Unsent::default);
        tabs.send_outbox(&mut ctx, 1, || panic!("not asked for at the same revision"));
        tabs.send_outbox(&mut ctx, 2, Unsent::default);
        let empty = TabMessage::Outbox {
            messages: vec![],
            edits: vec![],
        };
        assert_eq!(sent(&mut ctx), vec![empty.clone()]);
        tabs.forget_outbox();
        tabs.send_outbox(&mut ctx, 2, Unsent::default);
        assert_eq!(sent(&mut ctx), [empty]);
    }

    #[test]
    fn only_a_leader_passes_frames_on() {
        let mut tabs = Tabs::default();
        let mut follower = ctx(Role::Follower);
        tabs.pass_on(&mut follower, "frame");
        assert_eq!(sent(&mut follower), []);
        let mut ctx = ctx(Role::Leader);
        tabs.pass_on(&mut ctx, "frame");
        let text = "frame".to_owned();
        assert_eq!(sent(&mut ctx), [TabMessage::Frame { number: 1, text }]);
    }
}
