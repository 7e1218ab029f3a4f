//! The pace: whatever comes over a socket and however it ends, only so many tickets are asked for.

use cruddur_contract::live::Ticket;
use std::collections::HashMap;

use proptest::prelude::*;

use super::pace::MOST;
use super::{Connection, Phase};
use crate::api::Call;
use crate::ctx::Ctx;
use crate::effect::{Effect, RequestId, TimerKey};
use crate::event::Now;
use crate::http::Failure;
use crate::random::RandomBits;

/// What the server or the network does next.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// The ticket comes, and the handshake succeeds.
    Accept,
    /// The ticket comes, and the handshake fails.
    Refuse,
    NoTicket,
    AskToMove,
    Close(u16),
    Pong,
    Wait(u64),
}

/// A connection, its timers, and a clock.
struct Line {
    connection: Connection,
    ctx: Ctx,
    now: u64,
    random: u128,
    /// Of the pauses that chance may give, nearly the shortest.
    unlucky: bool,
    timers: HashMap<TimerKey, u64>,
    tickets: Vec<u64>,
    requested: u64,
}

impl Line {
    fn new(random: u128) -> Self {
        let mut line = Self {
            connection: Connection::new(Some("wss://live".into())),
            ctx: Ctx::default(),
            now: 1_000,
            random,
            unlucky: false,
            timers: HashMap::new(),
            tickets: Vec::new(),
            requested: 1_000,
        };
        line.turn(Connection::connect);
        line
    }

    fn turn(&mut self, act: impl FnOnce(&mut Connection, &mut Ctx)) {
        let now = Now {
            mono: self.now,
            wall: 0,
        };
        self.random = self
            .random
            .wrapping_mul(0x2545_F491_4F6C_DD1D)
            .rotate_left(17);
        let draws = (0..64_u128).map(|n| self.random.wrapping_add(n << 64 | n));
        let shortest = draws.min_by_key(|bits| RandomBits::new(*bits).bits());
        let bits = shortest.filter(|_| self.unlucky).unwrap_or(self.random);
        self.ctx.begin(now, bits);
        act(&mut self.connection, &mut self.ctx);
        for call in self.ctx.take_calls() {
            assert_eq!(call, Call::Ticket);
            self.tickets.push(self.now);
            self.requested += 1;
            self.connection.requested(RequestId(self.requested));
        }
        for effect in self.ctx.take_effects() {
            match effect {
                Effect::Timer(key, after) => {
                    self.timers.insert(key, self.now + after);
                }
                Effect::CancelTimer(key) => {
                    self.timers.remove(&key);
                }
                _ => {}
            }
        }
    }

    fn ticket(&mut self, ticket: Result<&str, Failure>) {
        let id = RequestId(self.requested);
        let ticket = ticket.map(|ticket| Ticket {
            ticket: ticket.into(),
            expires_in: 60,
            connection_expires_in: None,
        });
        self.turn(|connection, ctx| connection.ticket(ctx, id, ticket));
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Accept => {
                self.ticket(Ok("t"));
                if let Phase::Opening(id) = self.connection.phase {
                    self.turn(|connection, ctx| _ = connection.opened(ctx, id));
                }
            }
            Step::Refuse => {
                self.ticket(Ok("t"));
                if let Phase::Opening(id) = self.connection.phase {
                    self.turn(|connection, ctx| connection.closed(ctx, id, 1006));
                }
            }
            Step::NoTicket => self.ticket(Err(Failure::Server)),
            Step::AskToMove => self.turn(Connection::replace),
            Step::Close(code) => {
                if let Some(socket) = self.connection.socket {
                    self.turn(|connection, ctx| connection.closed(ctx, socket.id, code));
                }
            }
            Step::Pong => {
                if let Some(socket) = self.connection.socket {
                    self.turn(|connection, ctx| _ = connection.heard(ctx, socket.id));
                }
            }
            Step::Wait(millis) => self.wait(millis),
        }
    }

    fn wait(&mut self, millis: u64) {
        let until = self.now + millis;
        loop {
            let next = self.timers.iter().min_by_key(|(_, due)| **due);
            let Some((key, due)) = next.map(|(key, due)| (key.clone(), *due)) else {
                break;
            };
            if due > until {
                break;
            }
            self.now = due.max(self.now);
            self.timers.remove(&key);
            self.turn(|connection, ctx| connection.timer(ctx, &key));
        }
        self.now = until;
    }

    fn most_in_a_minute(&self) -> usize {
        let within = |from: &u64| {
            let window = *from..=*from + 60_000;
            self.tickets.iter().filter(|at| window.contains(at)).count()
        };
        self.tickets.iter().map(within).max().unwrap_or(0)
    }
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => Just(Step::Accept),
        2 => Just(Step::Refuse),
        1 => Just(Step::NoTicket),
        4 => Just(Step::AskToMove),
        2 => prop::sample::select(&[1000, 1006, 1012, 1013][..]).prop_map(Step::Close),
        1 => Just(Step::Pong),
        6 => prop_oneof![Just(0_u64), 1..2_000_u64, 2_000..40_000_u64].prop_map(Step::Wait),
    ]
}

proptest! {
    #[test]
    fn no_sequence_of_frames_and_closes_asks_for_more_than_twenty_tickets_a_minute(
        random in any::<u128>(),
        unlucky in any::<bool>(),
        pattern in prop::collection::vec(step(), 1..12),
        times in 1..80_usize,
    ) {
        // A server that does something wrong does it again and again.
        let mut line = Line::new(random);
        line.unlucky = unlucky;
        for step in pattern.iter().cycle().take(pattern.len() * times) {
            line.step(*step);
        }
        let most = line.most_in_a_minute();
        prop_assert!(most <= MOST, "{most} tickets in a minute");
    }
}

#[test]
fn a_server_that_asks_each_new_socket_to_move_twice_is_followed_every_half_minute() {
    let mut line = Line::new(7);
    for _ in 0..600 {
        for step in [
            Step::Accept,
            Step::AskToMove,
            Step::AskToMove,
            Step::Wait(500),
        ] {
            line.step(step);
        }
    }
    assert!(line.connection.is_open());
    let tickets = line.tickets.len();
    assert!(
        (4..=20).contains(&tickets),
        "{tickets} tickets in five minutes"
    );
}

#[test]
fn a_socket_that_closes_before_the_move_it_asked_for_is_replaced_as_any_other() {
    let mut line = Line::new(7);
    for step in [
        Step::Accept,
        Step::Wait(20_000),
        Step::AskToMove,
        Step::Close(1001),
    ] {
        line.step(step);
    }
    let due = line.timers[&TimerKey::Reconnect];
    assert!(due <= line.now + 1_000, "not in up to a minute");
}
