//! The live connection: when it is believed, when it is given up, when it is tried again.

use serde_json::json;

use super::world::{World, tokens};
use crate::effect::{Effect, SocketId, TimerKey};
use crate::event::Event;
use crate::view::ConnectionStatus;

const ABNORMAL: u16 = 1006;

fn after(world: &mut World, millis: u64, event: Event) {
    world.mono += millis;
    world.handle(event);
}

fn give_ticket(world: &mut World) -> SocketId {
    // After a long time the token has expired.
    if world.waiting().iter().any(|w| w.starts_with("COGNITO")) {
        world.answer_cognito("InitiateAuth", 200, &tokens());
    }
    let ticket = json!({"ticket": "t", "expires_in": 60});
    world.answer("POST /api/live/ticket", 200, &ticket);
    world.last_socket()
}

fn wants_ticket(world: &World) -> bool {
    world.waiting().iter().any(|w| w.contains("ticket"))
}

fn closed(world: &World, socket: SocketId) -> bool {
    world.effects.contains(&Effect::CloseSocket(socket))
}

fn pong(world: &mut World, socket: SocketId) {
    let text = json!({"type": "PONG", "server_time": 1}).to_string();
    world.handle(Event::SocketFrame(socket, text));
}

fn pings(world: &World) -> usize {
    let ping = |e: &&Effect| matches!(e, Effect::SendFrame(..));
    world.effects.iter().filter(ping).count()
}

#[test]
fn a_connection_without_a_pong_is_given_up_and_its_late_close_changes_nothing() {
    let mut world = World::connected();
    let socket = world.last_socket();
    after(&mut world, 30_000, Event::Timer(TimerKey::Ping));
    assert_eq!(world.timer(&TimerKey::PongDue), Some(10_000));
    pong(&mut world, socket);
    after(&mut world, 10_000, Event::Timer(TimerKey::PongDue));
    assert_eq!(world.engine.connection(), ConnectionStatus::Connected);
    after(&mut world, 20_000, Event::Timer(TimerKey::Ping));
    after(&mut world, 10_000, Event::Timer(TimerKey::PongDue));
    assert!(closed(&world, socket));
    assert_eq!(world.engine.connection(), ConnectionStatus::Reconnecting);
    after(&mut world, 900, Event::Timer(TimerKey::Reconnect));
    assert!(wants_ticket(&world));
    let new = give_ticket(&mut world);
    world.handle(Event::SocketOpened(new));
    after(&mut world, 60_000, Event::SocketClosed(socket, ABNORMAL));
    assert_eq!(world.engine.connection(), ConnectionStatus::Connected);
}

#[test]
fn a_page_that_was_held_up_asks_once_more_before_it_gives_a_connection_up() {
    let mut world = World::connected();
    let socket = world.last_socket();
    after(&mut world, 30_000, Event::Timer(TimerKey::Ping));
    after(&mut world, 55_000, Event::Timer(TimerKey::PongDue));
    assert!(
        !closed(&world, socket),
        "the pong may wait behind the timer"
    );
    assert_eq!(pings(&world), 2);
    pong(&mut world, socket);
    after(&mut world, 30_000, Event::Timer(TimerKey::Ping));
    for late in [40_000, 40_000] {
        assert!(!closed(&world, socket));
        after(&mut world, late, Event::Timer(TimerKey::PongDue));
    }
    assert!(closed(&world, socket), "forgiven once, not for ever");
}

#[test]
fn waking_after_sleep_asks_the_old_connection_and_opens_a_new_one_beside_it() {
    let mut world = World::connected();
    let socket = world.last_socket();
    after(&mut world, 3_600_000, Event::Woken);
    assert_eq!(pings(&world), 1);
    assert!(!closed(&world, socket));
    let new = give_ticket(&mut world);
    world.handle(Event::SocketOpened(new));
    assert!(closed(&world, socket));
    assert_eq!(world.engine.connection(), ConnectionStatus::Connected);
    assert!(world.waiting().iter().any(|w| w.contains("message_groups")));
}

#[test]
fn waking_after_a_moment_only_asks_and_asking_again_does_not_put_off_the_end() {
    let mut world = World::connected();
    let socket = world.last_socket();
    after(&mut world, 5_000, Event::Woken);
    for _ in 0..3 {
        after(&mut world, 3_000, Event::Woken);
    }
    assert_eq!(pings(&world), 1);
    assert!(!wants_ticket(&world));
    after(&mut world, 1_000, Event::Timer(TimerKey::PongDue));
    assert!(closed(&world, socket));
}

#[test]
fn a_connection_is_replaced_before_the_access_token_ends_that_it_came_by() {
    let mut waits = Vec::new();
    for seconds in [900_u64, 60] {
        let mut world = World::signed_in(true);
        let ticket = json!({"ticket": "t", "expires_in": 60, "connection_expires_in": seconds});
        world.answer("POST /api/live/ticket", 200, &ticket);
        world.mono += 2_000;
        let first = world.last_socket();
        world.handle(Event::SocketOpened(first));
        let wait = world.timer(&TimerKey::Rotate).expect("a timer");
        let left = seconds * 1_000 - 2_000;
        assert!(wait < left - left.min(240_000) / 8 + 1, "{wait} of {left}");
        assert!(
            wait > left / 2,
            "{wait} of {left}: no more often than needed"
        );
        waits.push(wait);
        after(&mut world, wait, Event::Timer(TimerKey::Rotate));
        assert!(wants_ticket(&world));
        assert!(
            !closed(&world, first),
            "it serves until the new one is open"
        );
    }
    assert!(waits[0] > 780_000, "once per token: {waits:?}");
}

#[test]
fn a_connection_that_is_said_to_end_at_once_makes_no_storm() {
    let mut world = World::signed_in(true);
    let ticket = json!({"ticket": "t", "expires_in": 60, "connection_expires_in": 0});
    world.answer("POST /api/live/ticket", 200, &ticket);
    let socket = world.last_socket();
    world.handle(Event::SocketOpened(socket));
    assert!(world.timer(&TimerKey::Rotate) >= Some(10_000));
}

#[test]
fn the_old_connection_serves_until_the_new_one_is_open() {
    for rotate in [true, false] {
        let mut world = World::connected();
        let socket = world.last_socket();
        if rotate {
            let limit = 7_200_000;
            let rotation = world.timer(&TimerKey::Rotate).expect("a timer");
            assert!((limit - 900_000..limit).contains(&rotation), "{rotation}");
            after(&mut world, 6_600_000, Event::Timer(TimerKey::Rotate));
        } else {
            world.mono += 60_000;
            world.frame(&json!({"type": "RECONNECT"}));
            let wait = world.timer(&TimerKey::Reconnect).expect("a wait");
            assert!(wait <= 60_000, "at a random moment of the next minute");
            after(&mut world, wait, Event::Timer(TimerKey::Reconnect));
        }
        let new = give_ticket(&mut world);
        assert!(!closed(&world, socket));
        assert_eq!(world.engine.connection(), ConnectionStatus::Connected);
        pong(&mut world, socket);
        world.handle(Event::SocketOpened(new));
        assert!(closed(&world, socket));
        assert!(!closed(&world, new));
        world.handle(Event::SocketClosed(socket, 1000));
        assert_eq!(world.engine.connection(), ConnectionStatus::Connected);
    }
}

#[test]
fn a_new_connection_that_fails_beside_a_good_one_is_tried_again_later() {
    let mut world = World::connected();
    after(&mut world, 6_600_000, Event::Timer(TimerKey::Rotate));
    for _ in 0..2 {
        let new = give_ticket(&mut world);
        world.handle(Event::SocketClosed(new, ABNORMAL));
    }
    assert_eq!(world.engine.connection(), ConnectionStatus::Connected);
    after(&mut world, 1_000, Event::Timer(TimerKey::Reconnect));
    assert!(wants_ticket(&world));
}

#[test]
fn a_server_that_always_asks_to_reconnect_is_followed_with_pauses() {
    let mut world = World::connected();
    for _ in 0..3 {
        world.frame(&json!({"type": "RECONNECT"}));
        assert!(!wants_ticket(&world));
    }
    assert!(world.timer(&TimerKey::Reconnect).is_some());
    after(&mut world, 1_000, Event::Timer(TimerKey::Reconnect));
    assert!(wants_ticket(&world));
}

#[test]
fn the_old_connection_may_break_while_the_new_one_is_being_opened() {
    let mut world = World::connected();
    let socket = world.last_socket();
    after(&mut world, 6_600_000, Event::Timer(TimerKey::Rotate));
    let new = give_ticket(&mut world);
    world.handle(Event::SocketClosed(socket, ABNORMAL));
    assert_eq!(world.engine.connection(), ConnectionStatus::Reconnecting);
    assert!(!wants_ticket(&world), "one attempt is enough");
    world.handle(Event::SocketOpened(new));
    assert_eq!(world.engine.connection(), ConnectionStatus::Connected);
}

#[test]
fn a_refused_handshake_takes_one_fresh_ticket_then_backs_off() {
    let mut world = World::signed_in(true);
    for _ in 0..2 {
        world.answer(
            "POST /api/live/ticket",
            200,
            &json!({"ticket": "t", "expires_in": 60}),
        );
        let socket = world.last_socket();
        world.handle(Event::SocketClosed(socket, ABNORMAL));
    }
    assert!(!world.waiting().iter().any(|w| w.contains("ticket")));
    assert!(world.timer(&TimerKey::Reconnect).is_some());
    assert_eq!(world.engine.connection(), ConnectionStatus::Connecting);
}

/// An attempt whose handshake fails, and the wait behind it.
fn refuse_handshake(world: &mut World) {
    if !wants_ticket(world) {
        let wait = world.timer(&TimerKey::Reconnect).expect("a wait");
        after(world, wait, Event::Timer(TimerKey::Reconnect));
    }
    let socket = give_ticket(world);
    after(world, 50, Event::SocketClosed(socket, ABNORMAL));
}

#[test]
fn a_network_that_lets_no_socket_through_is_said_and_polled() {
    for mut world in [World::signed_in(true), World::connected()] {
        if world.engine.connection() == ConnectionStatus::Connected {
            let socket = world.last_socket();
            world.handle(Event::SocketClosed(socket, ABNORMAL));
        }
        for _ in 0..4 {
            refuse_handshake(&mut world);
            assert_ne!(world.engine.connection(), ConnectionStatus::Blocked);
        }
        refuse_handshake(&mut world);
        assert_eq!(world.engine.connection(), ConnectionStatus::Blocked);
        after(&mut world, 15_000, Event::Timer(TimerKey::Poll));
        let waiting = world.waiting();
        assert!(
            waiting.iter().any(|w| w.contains("message_groups")),
            "{waiting:?}"
        );
        // It goes on trying.
        if !wants_ticket(&world) {
            let wait = world.timer(&TimerKey::Reconnect).expect("a wait");
            after(&mut world, wait, Event::Timer(TimerKey::Reconnect));
        }
        let socket = give_ticket(&mut world);
        world.handle(Event::SocketOpened(socket));
        assert_eq!(world.engine.connection(), ConnectionStatus::Connected);
        world.handle(Event::SocketClosed(socket, ABNORMAL));
        assert_eq!(world.engine.connection(), ConnectionStatus::Reconnecting);
    }
}

#[test]
fn handshakes_that_never_end_are_blocked_too() {
    let mut world = World::signed_in(true);
    for _ in 0..5 {
        assert_eq!(world.engine.connection(), ConnectionStatus::Connecting);
        if !wants_ticket(&world) {
            let wait = world.timer(&TimerKey::Reconnect).expect("a wait");
            after(&mut world, wait, Event::Timer(TimerKey::Reconnect));
        }
        give_ticket(&mut world);
        after(&mut world, 10_000, Event::Timer(TimerKey::HandshakeDue));
    }
    assert_eq!(world.engine.connection(), ConnectionStatus::Blocked);
}

#[test]
fn a_server_that_gives_no_ticket_is_not_a_blocked_socket() {
    let mut world = World::connected();
    let socket = world.last_socket();
    world.handle(Event::SocketClosed(socket, ABNORMAL));
    for round in 0..12 {
        if round % 4 == 3 {
            let wait = world.timer(&TimerKey::Reconnect).expect("a wait");
            after(&mut world, wait, Event::Timer(TimerKey::Reconnect));
            world.lose("POST /api/live/ticket");
        } else {
            refuse_handshake(&mut world);
        }
        assert_eq!(world.engine.connection(), ConnectionStatus::Reconnecting);
    }
}

#[test]
fn another_network_may_let_sockets_through() {
    let mut world = World::signed_in(true);
    for _ in 0..5 {
        refuse_handshake(&mut world);
    }
    world.handle(Event::Online(false));
    assert_eq!(world.engine.connection(), ConnectionStatus::Offline);
    world.handle(Event::Online(true));
    assert_eq!(world.engine.connection(), ConnectionStatus::Connecting);
}

#[test]
fn a_ticket_never_stands_unescaped_in_the_address() {
    let mut world = World::signed_in(true);
    world.answer(
        "POST /api/live/ticket",
        200,
        &json!({"ticket": "a&b=c d", "expires_in": 60}),
    );
    assert_eq!(
        world.sockets.last().expect("a socket").1,
        "wss://live/prod?ticket=a%26b%3Dc%20d"
    );
}

#[test]
fn offline_is_said_and_coming_back_connects_at_once() {
    let mut world = World::connected();
    world.handle(Event::Online(false));
    assert_eq!(world.engine.connection(), ConnectionStatus::Offline);
    assert!(
        world
            .effects
            .contains(&Effect::CloseSocket(world.last_socket()))
    );
    world.handle(Event::Online(true));
    assert!(
        world
            .waiting()
            .iter()
            .any(|w| w.contains("/api/live/ticket"))
    );
}

#[test]
fn a_handshake_that_never_ends_is_given_up() {
    let mut world = World::signed_in(true);
    let socket = give_ticket(&mut world);
    assert_eq!(world.timer(&TimerKey::HandshakeDue), Some(10_000));
    after(&mut world, 10_000, Event::Timer(TimerKey::HandshakeDue));
    assert!(closed(&world, socket));
    assert!(world.timer(&TimerKey::Reconnect).is_some());
    world.handle(Event::SocketOpened(socket));
    assert_eq!(world.engine.connection(), ConnectionStatus::Connecting);
}

#[test]
fn a_connection_that_breaks_at_once_is_tried_with_longer_and_longer_pauses() {
    let mut world = World::connected();
    let mut longest = 0;
    for _ in 0..50 {
        let socket = world.last_socket();
        after(&mut world, 100, Event::SocketClosed(socket, 1000));
        let wait = world.timer(&TimerKey::Reconnect).expect("a wait");
        assert!(wait <= 30_000);
        longest = longest.max(wait);
        after(&mut world, wait, Event::Timer(TimerKey::Reconnect));
        let socket = give_ticket(&mut world);
        world.handle(Event::SocketOpened(socket));
    }
    assert!(longest > 20_000, "forgotten too early: {longest}");
    after(&mut world, 10_000, Event::Timer(TimerKey::Healthy));
    let socket = world.last_socket();
    world.handle(Event::SocketClosed(socket, 1000));
    assert!(world.timer(&TimerKey::Reconnect) <= Some(1_000));
}

#[test]
fn the_clients_of_a_restarting_server_spread_over_four_seconds() {
    for (code, widest) in [(1000, 1_000), (1001, 1_000), (1012, 4_000), (1013, 4_000)] {
        let waits: Vec<u64> = (0..60)
            .map(|client| {
                let mut world = World::connected();
                for _ in 0..client {
                    world.handle(Event::Timer(TimerKey::Search));
                }
                let socket = world.last_socket();
                after(&mut world, 60_000, Event::Timer(TimerKey::Healthy));
                world.handle(Event::SocketClosed(socket, code));
                world.timer(&TimerKey::Reconnect).expect("a wait")
            })
            .collect();
        let (least, most) = (waits.iter().min(), waits.iter().max());
        assert!(most <= Some(&widest), "{code}: {waits:?}");
        let spread = most.zip(least).map(|(most, least)| most - least);
        assert!(spread >= Some(widest * 8 / 10), "{code}: {waits:?}");
    }
}

#[test]
fn waking_comes_as_several_events_and_makes_one_attempt() {
    let mut world = World::connected();
    let socket = world.last_socket();
    after(&mut world, 60_000, Event::SocketClosed(socket, ABNORMAL));
    for _ in 0..3 {
        world.handle(Event::Woken);
    }
    world.handle(Event::Online(true));
    world.handle(Event::Timer(TimerKey::Reconnect));
    let tickets = |world: &World| {
        let all = world.waiting();
        all.iter().filter(|w| w.contains("ticket")).count()
    };
    assert_eq!(tickets(&world), 1);
    world.lose("POST /api/live/ticket");
    world.handle(Event::Woken);
    assert_eq!(tickets(&world), 0, "not again in the same second");
    after(&mut world, 1_000, Event::Woken);
    assert_eq!(tickets(&world), 1);
}

#[test]
fn without_a_network_attempts_go_on_slowly_because_browsers_may_be_wrong() {
    let mut world = World::connected();
    world.handle(Event::Online(false));
    assert_eq!(world.timer(&TimerKey::Reconnect), Some(30_000));
    after(&mut world, 30_000, Event::Timer(TimerKey::Reconnect));
    let socket = give_ticket(&mut world);
    assert_eq!(world.engine.connection(), ConnectionStatus::Offline);
    world.handle(Event::SocketOpened(socket));
    assert_eq!(world.engine.connection(), ConnectionStatus::Connected);
}

#[test]
fn a_network_that_comes_back_connects_at_once_however_long_the_pause_was() {
    let mut world = World::connected();
    world.handle(Event::Online(false));
    after(&mut world, 600_000, Event::Online(true));
    let socket = give_ticket(&mut world);
    world.handle(Event::SocketOpened(socket));
    assert_eq!(world.engine.connection(), ConnectionStatus::Connected);
}

#[test]
fn a_ticket_that_waited_for_a_token_while_the_network_went_opens_nothing() {
    let mut world = World::signed_in(true);
    world.answer("POST /api/live/ticket", 401, &json!({}));
    world.handle(Event::Online(false));
    world.answer_cognito("InitiateAuth", 200, &tokens());
    if wants_ticket(&world) {
        give_ticket_unheard(&mut world);
    }
    assert!(world.sockets.is_empty());
}

fn give_ticket_unheard(world: &mut World) {
    let ticket = json!({"ticket": "t", "expires_in": 60});
    world.answer("POST /api/live/ticket", 200, &ticket);
}
