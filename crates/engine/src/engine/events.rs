//! Events, each to its part.

use super::Engine;
use crate::ctx::Role;
use crate::effect::TimerKey;
use crate::event::Event;

impl Engine {
    pub(super) fn event(&mut self, event: Event) {
        if let Event::Answered { outcome, .. } = &event {
            // Of whichever server: Cognito's first answer comes before any of the API's.
            self.server.note_date(outcome, self.ctx.now);
        }
        match event {
            Event::Started {
                stored_session,
                journal,
                online,
            } => self.start(stored_session.as_deref(), journal, online),
            Event::SignOuts(profile) => self.sign_outs(profile),
            Event::Tabbed => self.ctx.role = Role::Follower,
            Event::LockGranted => self.lead(),
            Event::LockLost => self.step_down(),
            Event::TabMessage(text) => self.tab_message(&text),
            Event::Intent(intent) => self.intent(intent),
            Event::Answered { id, outcome } if self.session.expects(id) => {
                let outcome = self.session.on_response(&mut self.ctx, id, outcome);
                self.session_changed(outcome);
            }
            Event::Answered { id, outcome } if self.auth.expects(id) => {
                let outcome = self.auth.on_response(&mut self.ctx, id, outcome);
                self.auth_changed(outcome);
            }
            Event::Answered { id, outcome } => self.answered(id, outcome),
            Event::SrpStarted { srp_a, device } => {
                let device = device.as_deref();
                let outcome = self.auth.on_srp_started(&mut self.ctx, &srp_a, device);
                self.auth_changed(outcome);
            }
            Event::DeviceMade(made) => {
                let outcome = self.auth.on_device_made(&mut self.ctx, made);
                self.auth_changed(outcome);
            }
            Event::SrpProved(proof) => {
                let outcome = self.auth.on_srp_proved(&mut self.ctx, proof.as_ref());
                self.auth_changed(outcome);
            }
            Event::PasskeyAnswered(id, credential) => {
                let outcome = self.auth.on_passkey(&mut self.ctx, id, credential);
                self.auth_changed(outcome);
            }
            Event::Loaded(id, entries) => self.loaded(id, entries),
            Event::Stored(id, ok) => self.stored(id, ok),
            Event::Timer(key) => self.timer(key),
            Event::SocketOpened(id) => {
                if self.connection.opened(&mut self.ctx, id) {
                    self.connected();
                }
            }
            Event::SocketFrame(id, text) => {
                if self.connection.heard(&mut self.ctx, id) {
                    self.frame(&text);
                }
            }
            Event::SocketClosed(id, code) => self.connection.closed(&mut self.ctx, id, code),
            Event::Online(online) => self.network(online),
            Event::Woken => self.woken(),
        }
    }

    fn timer(&mut self, key: TimerKey) {
        let signed_in = self.is_signed_in();
        let ctx = &mut self.ctx;
        match key {
            TimerKey::RefreshTokens | TimerKey::RetryRefresh => self.session.refresh_due(ctx),
            TimerKey::Revoke => self.session.revoke(ctx),
            TimerKey::ResendIn => self.auth.on_second(ctx),
            TimerKey::CheckHandle => self.auth.on_handle_due(ctx),
            TimerKey::AnswerDue => self.tabs.answer_overdue(ctx),
            TimerKey::Search => self.people.due(ctx),
            TimerKey::Poll => self.poll(),
            TimerKey::CatchUp if signed_in => {
                self.read_again();
                self.send_all();
            }
            TimerKey::GroupRows => self.ask_for_group_rows(),
            TimerKey::Save => self.save(),
            TimerKey::Watch => self.watch(false),
            TimerKey::WatchAgain => self.watch(true),
            TimerKey::Presence => self.presence.due(ctx),
            TimerKey::DeleteDue(message) => self.delete_due(&message),
            TimerKey::ResendEdit(message) => {
                self.edits.wake(&message);
                self.send_edit(&message);
            }
            TimerKey::ResendReads => self.resend_reads(),
            TimerKey::Resend(to) => {
                self.outbox.wake(&to);
                self.send_next(&to);
            }
            key => self.connection.timer(ctx, &key),
        }
    }
}
