//! The live connection: ticket, socket, backing off.
//!
//! An attempt (ticket, handshake, waiting) and the open socket are two things: a socket serves until a
//! new one is open, so that moving on loses nothing. A socket is given up when that is decided here;
//! what the browser says of it later does not count.

mod liveness;
mod pace;
#[cfg(test)]
mod tests;

use cruddur_contract::frame::ClientFrame;
use cruddur_contract::live::Ticket;
use cruddur_contract::paths::{encode, query};

use crate::api::Call;
use crate::backoff::{Backoff, CAP};
use crate::ctx::Ctx;
use crate::effect::{Effect, RequestId, SocketId, TimerKey};
use crate::http::Failure;
use crate::view::ConnectionStatus;
use pace::Pace;

/// Milliseconds between pings (the gateway closes after 10 idle minutes).
const PING: u64 = 30_000;
/// A pong is due after this many milliseconds, and a handshake's end.
const PONG: u64 = 10_000;
/// A connection this old is good: past failures are forgotten.
const HEALTHY: u64 = 10_000;
/// Between two attempts that events of the page cause.
const PAUSE: u64 = 1_000;
/// Close codes of a server that restarts or has too much to do: all its clients come back together.
const RESTARTING: u16 = 1012;
const BUSY: u16 = 1013;
/// So many handshakes in a row that fail although each had a fresh ticket, which came by REST: something between here
/// and the server (a proxy, a firewall) lets no WebSocket through.
const BLOCKED: u32 = 5;
/// A socket is replaced before the gateway's limit of 2 hours, at some moment of the minutes behind `ROTATE`: people
/// who came together do not come back together.
const ROTATE: u64 = 105 * 60_000;
const ROTATE_WITHIN: u64 = 10 * 60_000;
/// A server that asks to move is followed at some moment of this time.
const MOVE_WITHIN: u64 = 60_000;

/// A socket is replaced so long, and up to three times as long, before the server closes it. By then the access
/// token has been refreshed.
const EARLY: u64 = 30_000;

/// The connection.
#[derive(Debug)]
pub struct Connection {
    url: Option<String>,
    phase: Phase,
    socket: Option<Socket>,
    online: bool,
    was_connected: bool,
    poll_failed: bool,
    fresh_ticket_tried: bool,
    /// Failed handshakes since a socket was open or a ticket could not be had.
    refused: u32,
    tried_at: u64,
    /// When the server closes the socket of the last ticket, on the monotonic clock, where it says so.
    ends_at: Option<u64>,
    pace: Pace,
    backoff: Backoff,
}

/// The attempt at a new socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// None is under way.
    Idle,
    Ticket(Option<RequestId>),
    Opening(SocketId),
    Waiting,
}

/// The socket that serves. Times are of the monotonic clock.
#[derive(Clone, Copy, Debug)]
struct Socket {
    id: SocketId,
    heard_at: u64,
    /// Suspect: a ping went out then and nothing was heard since.
    asked_at: Option<u64>,
    /// A missing pong was already forgiven once, because the page itself had been held up.
    spared: bool,
}

impl Connection {
    /// For this address; without one the app polls.
    pub fn new(url: Option<String>) -> Self {
        Self {
            url,
            phase: Phase::Idle,
            socket: None,
            online: true,
            was_connected: false,
            poll_failed: false,
            fresh_ticket_tried: false,
            refused: 0,
            tried_at: 0,
            ends_at: None,
            pace: Pace::default(),
            backoff: Backoff::default(),
        }
    }

    /// As the status line shows it.
    pub fn status(&self) -> ConnectionStatus {
        let connected = match self.url {
            Some(_) => self.is_open(),
            None => self.was_connected && !self.poll_failed,
        };
        match (self.online, connected, self.was_connected) {
            (false, ..) => ConnectionStatus::Offline,
            (true, true, _) => ConnectionStatus::Connected,
            (true, false, _) if self.refused >= BLOCKED => ConnectionStatus::Blocked,
            (true, false, true) => ConnectionStatus::Reconnecting,
            (true, false, false) => ConnectionStatus::Connecting,
        }
    }

    /// Whether frames arrive.
    pub fn is_open(&self) -> bool {
        self.socket.is_some()
    }

    /// Whether the browser believes there is a network.
    pub fn is_online(&self) -> bool {
        self.online
    }

    /// Sends a frame, if there is a connection.
    pub fn send(&self, ctx: &mut Ctx, frame: &ClientFrame) {
        let text = serde_json::to_string(frame);
        if let (Some(socket), Ok(text)) = (&self.socket, text) {
            ctx.push(Effect::SendFrame(socket.id, text));
        }
    }

    /// Connects now, unless that is under way. A follower does not.
    pub fn connect(&mut self, ctx: &mut Ctx) {
        if self.url.is_none() || !ctx.leads() || !matches!(self.phase, Phase::Idle | Phase::Waiting)
        {
            return;
        }
        ctx.cancel_timer(TimerKey::Reconnect);
        self.tried_at = ctx.now.mono;
        self.pace.note(ctx.now.mono);
        self.phase = Phase::Ticket(None);
        ctx.call(Call::Ticket);
    }

    /// Connects as soon as the pace allows it: what the server and the network do causes no flood of attempts. What
    /// the person and the browser do connects at once.
    fn follow_up(&mut self, ctx: &mut Ctx) {
        match self.pace.pause(ctx.now.mono) {
            0 => self.connect(ctx),
            pause => self.wait_for(ctx, pause),
        }
    }

    /// The ticket was asked for with this request.
    pub fn requested(&mut self, id: RequestId) {
        if matches!(self.phase, Phase::Ticket(_)) {
            self.phase = Phase::Ticket(Some(id));
        }
    }

    /// The answer to this request for a ticket came: opens the socket, or backs off.
    pub fn ticket(&mut self, ctx: &mut Ctx, id: RequestId, ticket: Result<Ticket, Failure>) {
        if self.phase != Phase::Ticket(Some(id)) {
            return;
        }
        match ticket {
            Ok(ticket) => {
                let lasts = ticket.connection_expires_in.map(|it| u64::from(it) * 1_000);
                self.ends_at = lasts.map(|lasts| ctx.now.mono.saturating_add(lasts));
                self.open(ctx, &ticket.ticket);
            }
            Err(Failure::Throttled(after)) => self.wait(ctx, after),
            Err(_) => {
                self.refused = 0;
                self.wait(ctx, None);
            }
        }
    }

    fn open(&mut self, ctx: &mut Ctx, ticket: &str) {
        let Some(url) = &self.url else { return };
        let id = ctx.socket_id();
        ctx.push(Effect::OpenSocket(
            id,
            format!("{url}?{}={}", query::TICKET, encode(ticket)),
        ));
        // A handshake that never ends is a failure too.
        ctx.set_timer(TimerKey::HandshakeDue, PONG);
        self.phase = Phase::Opening(id);
    }

    /// The socket is open: it takes over from the one before. Returns whether this one counts; frames may
    /// have been missed meanwhile.
    pub fn opened(&mut self, ctx: &mut Ctx, id: SocketId) -> bool {
        if self.phase != Phase::Opening(id) {
            return false;
        }
        self.drop_socket(ctx);
        self.drop_attempt(ctx, None);
        self.socket = Some(Socket {
            id,
            heard_at: ctx.now.mono,
            asked_at: None,
            spared: false,
        });
        self.online = true;
        self.was_connected = true;
        self.fresh_ticket_tried = false;
        self.refused = 0;
        ctx.set_timer(TimerKey::Ping, PING);
        ctx.set_timer(TimerKey::Healthy, HEALTHY);
        let rotate = self.rotate_after(ctx);
        ctx.set_timer(TimerKey::Rotate, rotate);
        true
    }

    /// Milliseconds until the open socket is replaced: a little before the server closes it, and not at the same
    /// moment as in other browsers that connected together.
    fn rotate_after(&self, ctx: &mut Ctx) -> u64 {
        let Some(end) = self.ends_at else {
            return ROTATE + ctx.rng.up_to(ROTATE_WITHIN);
        };
        let left = end.saturating_sub(ctx.now.mono);
        let early = EARLY.min(left / 8);
        let wait = left - early - ctx.rng.up_to(early * 2);
        wait.clamp(HEALTHY, ROTATE)
    }

    /// The socket closed with this code, or never opened: a refused handshake cannot be distinguished from a
    /// broken network, so a fresh ticket is tried once at once, then the app backs off.
    pub fn closed(&mut self, ctx: &mut Ctx, id: SocketId, code: u16) {
        if self.phase == Phase::Opening(id) {
            self.drop_attempt(ctx, Some(id));
            self.refused = self.refused.saturating_add(1);
            if !std::mem::replace(&mut self.fresh_ticket_tried, true) {
                return self.follow_up(ctx);
            }
            self.wait(ctx, None);
        } else if self.socket.is_some_and(|socket| socket.id == id) {
            if matches!(code, RESTARTING | BUSY) {
                self.backoff.raise();
            }
            self.lost(ctx);
        }
    }

    /// A timer of the connection ran out.
    pub fn timer(&mut self, ctx: &mut Ctx, key: &TimerKey) {
        match (key, self.phase) {
            (TimerKey::Reconnect, Phase::Waiting) => self.follow_up(ctx),
            (TimerKey::HandshakeDue, Phase::Opening(id)) => {
                self.drop_attempt(ctx, Some(id));
                self.refused = self.refused.saturating_add(1);
                self.wait(ctx, None);
            }
            (TimerKey::Ping, _) => self.check(ctx),
            (TimerKey::PongDue, _) => self.overdue(ctx),
            (TimerKey::Healthy, _) if self.is_open() => self.backoff.reset(),
            (TimerKey::Rotate, Phase::Idle) if self.is_open() => self.follow_up(ctx),
            _ => {}
        }
    }

    /// The server asks to move to a new socket. However often it asks, an attempt that is under way or planned goes
    /// on as it is.
    pub fn replace(&mut self, ctx: &mut Ctx) {
        if self.phase == Phase::Idle && self.is_open() {
            let wait = ctx.rng.up_to(MOVE_WITHIN);
            self.wait_for(ctx, wait);
        }
    }

    /// The page woke up: checks the connection, or connects at once.
    pub fn woken(&mut self, ctx: &mut Ctx) {
        if self.is_open() {
            return self.check(ctx);
        }
        // Waking comes as several events together; they make one attempt.
        if self.phase == Phase::Waiting && ctx.now.mono.saturating_sub(self.tried_at) >= PAUSE {
            self.connect(ctx);
        }
    }

    /// The browser's network came or went. That it went is believed slowly: what it says may be wrong,
    /// so attempts go on at the longest pause.
    pub fn set_online(&mut self, ctx: &mut Ctx, online: bool) {
        let before = std::mem::replace(&mut self.online, online);
        let used = self.is_open() || self.phase != Phase::Idle;
        if !used {
            return;
        }
        if !online {
            // The next network may let WebSockets through.
            self.refused = 0;
            self.stop(ctx);
            self.wait(ctx, None);
            return;
        }
        if before {
            self.woken(ctx)
        } else {
            self.connect(ctx)
        }
    }

    /// Without a socket: how the last poll went.
    pub fn polled(&mut self, ok: bool) {
        if self.url.is_none() {
            self.was_connected |= ok;
            self.poll_failed = !ok;
        }
    }

    /// Closes the connection and forgets how it was.
    pub fn close(&mut self, ctx: &mut Ctx) {
        self.stop(ctx);
        self.was_connected = false;
        self.poll_failed = false;
        self.fresh_ticket_tried = false;
        self.refused = 0;
        self.backoff.reset();
    }

    fn stop(&mut self, ctx: &mut Ctx) {
        self.drop_socket(ctx);
        match self.phase {
            Phase::Ticket(Some(id)) => ctx.push(Effect::Abort(id)),
            Phase::Opening(id) => self.drop_attempt(ctx, Some(id)),
            _ => {}
        }
        ctx.cancel_timer(TimerKey::Reconnect);
        self.phase = Phase::Idle;
    }

    fn wait(&mut self, ctx: &mut Ctx, retry_after: Option<u32>) {
        let wait = if self.online {
            self.backoff.fail(&mut ctx.rng, retry_after)
        } else {
            CAP
        };
        self.wait_for(ctx, wait);
    }

    fn wait_for(&mut self, ctx: &mut Ctx, wait: u64) {
        self.phase = Phase::Waiting;
        ctx.set_timer(TimerKey::Reconnect, wait);
    }

    /// Closes what was being opened (`None`: it is open now).
    fn drop_attempt(&mut self, ctx: &mut Ctx, id: Option<SocketId>) {
        if let Some(id) = id {
            ctx.push(Effect::CloseSocket(id));
        }
        ctx.cancel_timer(TimerKey::HandshakeDue);
        self.phase = Phase::Idle;
    }

    fn drop_socket(&mut self, ctx: &mut Ctx) {
        if let Some(socket) = self.socket.take() {
            ctx.push(Effect::CloseSocket(socket.id));
        }
        for key in [
            TimerKey::Ping,
            TimerKey::PongDue,
            TimerKey::Healthy,
            TimerKey::Rotate,
        ] {
            ctx.cancel_timer(key);
        }
    }
}
