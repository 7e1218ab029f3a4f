//! The live connection: ticket, socket, ping, waiting, and again.

use cruddur_contract::frame::ClientFrame;

use crate::backoff::Backoff;
use crate::desk::Desk;
use crate::effect::{Effect, RequestId, SocketId, TimerKey};
use crate::view::ConnectionStatus;

/// Milliseconds between pings (the gateway closes after 10 idle minutes).
const PING: u64 = 30_000;
/// A pong is due after this many milliseconds.
const PONG: u64 = 10_000;
/// A connection this old is good: past failures are forgotten.
const HEALTHY: u64 = 10_000;
/// A socket is replaced before the gateway's limit of 2 hours.
const ROTATE: u64 = 110 * 60_000;

/// What the engine must do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// Nothing.
    Nothing,
    /// Ask the API for a ticket, and say [`Live::asked`].
    Ticket,
    /// The connection is up: catch up by REST.
    CatchUp,
}

/// The connection.
#[derive(Debug)]
pub struct Live {
    url: Option<String>,
    phase: Phase,
    online: bool,
    was_connected: bool,
    poll_failed: bool,
    fresh_ticket_tried: bool,
    backoff: Backoff,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Nobody is signed in, or there is no network.
    Idle,
    Ticket(Option<RequestId>),
    Opening(SocketId),
    Open(SocketId),
    Waiting,
}

impl Live {
    /// For this address; without one the app polls.
    pub fn new(url: Option<String>) -> Self {
        Self {
            url,
            phase: Phase::Idle,
            online: true,
            was_connected: false,
            poll_failed: false,
            fresh_ticket_tried: false,
            backoff: Backoff::default(),
        }
    }

    /// As the status line shows it.
    pub fn status(&self) -> ConnectionStatus {
        let connected = match self.url {
            Some(_) => matches!(self.phase, Phase::Open(_)),
            None => self.was_connected && !self.poll_failed,
        };
        match (self.online, connected, self.was_connected) {
            (false, ..) => ConnectionStatus::Offline,
            (true, true, _) => ConnectionStatus::Connected,
            (true, false, true) => ConnectionStatus::Reconnecting,
            (true, false, false) => ConnectionStatus::Connecting,
        }
    }

    /// Whether news arrive by themselves.
    pub fn is_open(&self) -> bool {
        matches!(self.phase, Phase::Open(_))
    }

    /// Whether the browser believes there is a network.
    pub fn is_online(&self) -> bool {
        self.online
    }

    /// Connects now, unless that is under way.
    pub fn connect(&mut self, desk: &mut Desk) -> Want {
        let resting = matches!(self.phase, Phase::Idle | Phase::Waiting);
        if self.url.is_none() || !self.online || !resting {
            return Want::Nothing;
        }
        desk.cancel(TimerKey::Reconnect);
        self.phase = Phase::Ticket(None);
        desk.changed.connection = true;
        Want::Ticket
    }

    /// The ticket was asked for with this request.
    pub fn asked(&mut self, id: RequestId) {
        self.phase = Phase::Ticket(Some(id));
    }

    /// Whether this request was for the ticket.
    pub fn expects(&self, id: RequestId) -> bool {
        self.phase == Phase::Ticket(Some(id))
    }

    /// The ticket is there: opens the socket.
    pub fn ticket(&mut self, desk: &mut Desk, ticket: &str) {
        let Some(url) = &self.url else { return };
        let id = desk.socket_id();
        desk.do_(Effect::OpenSocket(
            id,
            format!("{url}?ticket={}", crate::api::escape(ticket)),
        ));
        // A handshake that never ends is a failure too.
        desk.timer(TimerKey::PongDue, PONG);
        self.phase = Phase::Opening(id);
    }

    /// The ticket could not be had.
    pub fn no_ticket(&mut self, desk: &mut Desk, retry_after: Option<u32>) {
        self.wait(desk, retry_after);
    }

    /// The socket is open.
    pub fn opened(&mut self, desk: &mut Desk, id: SocketId) -> Want {
        if self.phase != Phase::Opening(id) {
            return Want::Nothing;
        }
        self.phase = Phase::Open(id);
        self.was_connected = true;
        self.fresh_ticket_tried = false;
        desk.changed.connection = true;
        desk.cancel(TimerKey::PongDue);
        desk.timer(TimerKey::Ping, PING);
        desk.timer(TimerKey::Healthy, HEALTHY);
        desk.timer(TimerKey::Rotate, ROTATE);
        Want::CatchUp
    }

    /// Something arrived on this socket. Returns whether it counts.
    pub fn heard(&mut self, desk: &mut Desk, id: SocketId) -> bool {
        let ours = self.phase == Phase::Open(id);
        if ours {
            desk.cancel(TimerKey::PongDue);
        }
        ours
    }

    /// The socket closed, or never opened: a refused handshake cannot be told from a broken network, so
    /// a fresh ticket is tried once at once, then the app backs off.
    pub fn closed(&mut self, desk: &mut Desk, id: SocketId) -> Want {
        match self.phase {
            Phase::Opening(known) if known == id && !self.fresh_ticket_tried => {
                self.fresh_ticket_tried = true;
                desk.cancel(TimerKey::PongDue);
                self.phase = Phase::Idle;
                self.connect(desk)
            }
            Phase::Opening(known) | Phase::Open(known) if known == id => {
                self.wait(desk, None);
                Want::Nothing
            }
            _ => Want::Nothing,
        }
    }

    /// A timer of the connection ran out.
    pub fn timer(&mut self, desk: &mut Desk, key: &TimerKey) -> Want {
        match (key, self.phase) {
            (TimerKey::Reconnect, Phase::Waiting) => self.connect(desk),
            (TimerKey::Ping, Phase::Open(id)) => {
                self.ping(desk, id);
                Want::Nothing
            }
            (TimerKey::PongDue, Phase::Opening(id) | Phase::Open(id)) => {
                desk.do_(Effect::CloseSocket(id));
                self.wait(desk, None);
                Want::Nothing
            }
            (TimerKey::Healthy, Phase::Open(_)) => {
                self.backoff.reset();
                Want::Nothing
            }
            (TimerKey::Rotate, Phase::Open(_)) => self.replace(desk),
            _ => Want::Nothing,
        }
    }

    /// Moves to a new socket.
    pub fn replace(&mut self, desk: &mut Desk) -> Want {
        self.drop_socket(desk);
        self.phase = Phase::Idle;
        self.connect(desk)
    }

    /// The page woke up: checks the connection, or connects at once.
    pub fn woken(&mut self, desk: &mut Desk) -> Want {
        match self.phase {
            Phase::Open(id) => {
                self.ping(desk, id);
                Want::Nothing
            }
            Phase::Waiting => self.connect(desk),
            _ => Want::Nothing,
        }
    }

    /// The browser's network came or went.
    pub fn set_online(&mut self, desk: &mut Desk, online: bool) -> Want {
        if self.online == online {
            return Want::Nothing;
        }
        self.online = online;
        desk.changed.connection = true;
        if online {
            return self.connect(desk);
        }
        self.stop(desk);
        Want::Nothing
    }

    /// Without a socket: how the last poll went.
    pub fn polled(&mut self, desk: &mut Desk, ok: bool) {
        if self.url.is_none() {
            self.was_connected |= ok;
            self.poll_failed = !ok;
            desk.changed.connection = true;
        }
    }

    /// Nobody is signed in any more.
    pub fn sign_out(&mut self, desk: &mut Desk) {
        self.stop(desk);
        self.was_connected = false;
        self.poll_failed = false;
        self.fresh_ticket_tried = false;
        self.backoff.reset();
    }

    fn stop(&mut self, desk: &mut Desk) {
        self.drop_socket(desk);
        if let Phase::Ticket(Some(id)) = self.phase {
            desk.do_(Effect::Abort(id));
        }
        desk.cancel(TimerKey::Reconnect);
        self.phase = Phase::Idle;
        desk.changed.connection = true;
    }

    fn ping(&mut self, desk: &mut Desk, id: SocketId) {
        if let Ok(text) = serde_json::to_string(&ClientFrame::Ping) {
            desk.do_(Effect::SendFrame(id, text));
        }
        desk.timer(TimerKey::PongDue, PONG);
        desk.timer(TimerKey::Ping, PING);
    }

    fn wait(&mut self, desk: &mut Desk, retry_after: Option<u32>) {
        self.stop_timers(desk);
        self.phase = Phase::Waiting;
        let wait = self.backoff.fail(&mut desk.draws, retry_after);
        desk.timer(TimerKey::Reconnect, wait);
        desk.changed.connection = true;
    }

    fn drop_socket(&mut self, desk: &mut Desk) {
        if let Phase::Opening(id) | Phase::Open(id) = self.phase {
            desk.do_(Effect::CloseSocket(id));
        }
        self.stop_timers(desk);
    }

    fn stop_timers(&self, desk: &mut Desk) {
        for key in [
            TimerKey::Ping,
            TimerKey::PongDue,
            TimerKey::Healthy,
            TimerKey::Rotate,
        ] {
            desk.cancel(key);
        }
    }
}
