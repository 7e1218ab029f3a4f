//! Whether the open socket still works: pings, and sockets that died in their sleep.

use cruddur_contract::frame::ClientFrame;

use super::{Connection, PING, PONG, Phase};
use crate::ctx::Ctx;
use crate::effect::{SocketId, TimerKey};

/// A timer later than this was held up together with the rest of the page.
const LATE: u64 = 1_000;
/// After so much silence the page must have slept: a new socket is opened without waiting for a pong.
const SLEPT: u64 = 90_000;

impl Connection {
    /// Something arrived on this socket. Returns whether it counts.
    pub fn heard(&mut self, ctx: &mut Ctx, id: SocketId) -> bool {
        let Some(socket) = self.socket.as_mut().filter(|socket| socket.id == id) else {
            return false;
        };
        socket.heard_at = ctx.now.mono;
        socket.spared = false;
        if socket.asked_at.take().is_some() {
            ctx.cancel_timer(TimerKey::PongDue);
        }
        true
    }

    /// Asks the server whether it is there. After a long silence, which means sleep, a new socket is
    /// opened beside: the old one is most likely dead.
    pub(super) fn check(&mut self, ctx: &mut Ctx) {
        let now = ctx.now.mono;
        let Some(socket) = &self.socket else {
            return;
        };
        let slept = now.saturating_sub(socket.heard_at) > SLEPT;
        match socket.asked_at {
            Some(at) if now.saturating_sub(at) >= PONG => self.overdue(ctx),
            Some(_) => {}
            None => self.ping(ctx),
        }
        if slept && self.is_open() {
            self.connect(ctx);
        }
    }

    /// The pong has not come. If this is noticed late, the page was held up and the pong may be waiting
    /// behind this event: the socket is asked once more before it is given up.
    pub(super) fn overdue(&mut self, ctx: &mut Ctx) {
        let Some(socket) = &mut self.socket else {
            return;
        };
        let Some(at) = socket.asked_at else { return };
        if ctx.now.mono.saturating_sub(at) > PONG + LATE
            && !std::mem::replace(&mut socket.spared, true)
        {
            return self.ping(ctx);
        }
        self.lost(ctx);
    }

    fn ping(&mut self, ctx: &mut Ctx) {
        let Some(socket) = &mut self.socket else {
            return;
        };
        socket.asked_at = Some(ctx.now.mono);
        self.send(ctx, &ClientFrame::Ping);
        ctx.set_timer(TimerKey::PongDue, PONG);
        ctx.set_timer(TimerKey::Ping, PING);
    }

    /// The socket is no good any more. An attempt that is under way goes on; one that was planned beside the socket
    /// comes sooner.
    pub(super) fn lost(&mut self, ctx: &mut Ctx) {
        self.drop_socket(ctx);
        if matches!(self.phase, Phase::Idle | Phase::Waiting) {
            self.wait(ctx, None);
        }
    }
}
