//! Inputs that no honest server, tab or device makes; most were found by the fuzz targets.

use serde_json::{Value, json};

use super::world::{World, body, in_conversation, insert, message, tokens};
use crate::effect::{Effect, TimerKey};
use crate::event::{Event, Intent, SrpProof};
use crate::tabs::TabMessage;
use crate::view::{AccountFault, ConnectionStatus, ConversationKey, DeliveryState, Load, Trouble};

fn challenge() -> Value {
    json!({"ChallengeName": "PASSWORD_VERIFIER", "ChallengeParameters": {
        "SALT": "ab", "SRP_B": "1234", "USER_ID_FOR_SRP": "u", "SECRET_BLOCK": "s"}})
}

fn signed_out() -> World {
    let mut world = World::new(true);
    world.start(true);
    world
}

#[test]
fn a_service_that_asks_for_the_proof_again_and_again_is_given_up() {
    let mut world = signed_out();
    world.sign_in_until_proof();
    world.answer_cognito("RespondToAuthChallenge", 200, &challenge());
    let failed = Some(AccountFault::Service);
    assert_eq!(world.engine.account_view().fault, failed);
    let proof = SrpProof {
        secret_block: "s".into(),
        signature: "s".into(),
        timestamp: "t".into(),
    };
    world.handle(Event::SrpProved(Some(proof)));
    assert_eq!(world.waiting(), Vec::<String>::new());
}

#[test]
fn a_sign_in_without_a_refresh_token_is_none() {
    let mut world = signed_out();
    world.sign_in_until_proof();
    let mut answer = tokens();
    let result = answer["AuthenticationResult"].as_object_mut();
    result.expect("tokens").remove("RefreshToken");
    world.answer_cognito("RespondToAuthChallenge", 200, &answer);
    let failed = Some(AccountFault::Service);
    assert_eq!(world.engine.account_view().fault, failed);
}

#[test]
fn a_token_that_hardly_lives_is_used_all_the_same_and_renewed_in_peace() {
    for seconds in [0, 1, 5, 20] {
        let mut world = World::new(true);
        world.session = World::signed_in(true).session;
        world.start(true);
        let mut answer = tokens();
        answer["AuthenticationResult"]["ExpiresIn"] = json!(seconds);
        world.answer_cognito("InitiateAuth", 200, &answer);
        let waiting = world.waiting();
        assert!(
            waiting
                .iter()
                .all(|request| !request.starts_with("COGNITO")),
            "{seconds} s: {waiting:?}"
        );
        assert!(world.timer(&TimerKey::RefreshTokens) >= Some(4_000));
    }
}

#[test]
fn a_list_of_which_nothing_can_be_read_is_no_empty_list() {
    let bad = json!([{"uuid": 1}, ["generic_500"], "generic_500"]);
    let mut world = World::signed_in(true);
    world.open("g1");
    world.answer("GET /api/message_groups", 200, &bad);
    world.answer("GET /api/messages/g1", 200, &bad);
    let failed = Load::Failed(Trouble::Server);
    assert_eq!(world.engine.groups_view().load, failed);
    assert_eq!(world.engine.conversation().expect("open").load, failed);
    world.want(Intent::SearchPeople("vir".into()));
    world.handle(Event::Timer(TimerKey::Search));
    world.answer("GET /api/users?prefix=vir", 200, &bad);
    assert_eq!(world.engine.people_view().people, None);
}

#[test]
fn a_list_of_codes_with_status_200_is_no_acknowledgement() {
    let mut world = in_conversation();
    world.want(Intent::Send("hello".into()));
    let first = world.answer("POST /api/messages", 200, &json!(["generic_500"]));
    assert_eq!(world.last_state(), DeliveryState::Sending);
    world.handle(Event::Timer(TimerKey::Resend(ConversationKey::Group(
        "g1".into(),
    ))));
    let (_, again) = world.take("POST /api/messages");
    assert_eq!(body(&again), body(&first), "with the same id");
}

#[test]
fn a_list_is_neither_a_person_nor_a_ticket() {
    let mut world = World::signed_in(true);
    world.want(Intent::Open(Some(ConversationKey::New("vir".into()))));
    let person = json!(["p2", "vir", "Vir Cotto"]);
    world.answer("GET /api/users/@vir/short", 200, &person);
    let load = world.engine.conversation().expect("open").load;
    assert_eq!(load, Load::Failed(Trouble::Server));
    world.answer("POST /api/live/ticket", 200, &json!(["t", 60]));
    assert_eq!(world.sockets, []);
    assert!(world.timer(&TimerKey::Reconnect).is_some());
}

#[test]
fn the_last_of_all_numbers_from_another_tab_breaks_nothing() {
    let mut world = World::new(true);
    world.session = World::signed_in(true).session;
    world.handle(Event::Tabbed);
    world.start(true);
    world.open("g1");
    let last = u64::MAX;
    let stored = world.session.clone().expect("a session");
    let tell = |world: &mut World, message: TabMessage| {
        world.handle(Event::TabMessage(message.encode()));
    };
    let session = TabMessage::Session {
        access_token: Some("t".into()),
        expires_in: last,
        session: stored,
    };
    tell(&mut world, session);
    world.answer("GET /api/messages/g1", 200, &json!([message(0)]));
    let connected = TabMessage::Connection {
        status: ConnectionStatus::Connected,
        frames: last,
    };
    tell(&mut world, connected);
    let frame = |n: i64| insert("g1", message(n));
    let passed_on = TabMessage::Frame {
        number: last,
        text: frame(1).to_string(),
    };
    tell(&mut world, passed_on);
    world.handle(Event::LockGranted);
    assert!(world.timer(&TimerKey::RefreshTokens).is_some());
    world.answer(
        "POST /api/live/ticket",
        200,
        &json!({"ticket": "t", "expires_in": 60}),
    );
    let socket = world.last_socket();
    world.handle(Event::SocketOpened(socket));
    world.frame(&frame(2));
    assert_eq!(world.texts(), ["text 0", "text 1", "text 2"]);
    let passed_on = |effect: &&Effect| match effect {
        Effect::Broadcast(text) => {
            matches!(TabMessage::decode(text), Some(TabMessage::Frame { .. }))
        }
        _ => false,
    };
    assert_eq!(world.effects.iter().filter(passed_on).count(), 1);
}

#[test]
fn a_record_with_the_last_of_all_places_leaves_room_for_others() {
    let mut world = World::signed_in(true);
    let last = u64::MAX.to_string();
    let words = [
        "c",
        "g1",
        "",
        "old",
        "0",
        &last,
        "",
        "!422 message_blank",
        "",
    ];
    world
        .stored
        .insert("1/s/out/c".into(), json!(words).to_string());
    let mut world = world.back();
    world.open("g1");
    world.want(Intent::Send("new".into()));
    assert_eq!(world.texts(), ["old", "new"]);
    world.take("POST /api/messages");
}
