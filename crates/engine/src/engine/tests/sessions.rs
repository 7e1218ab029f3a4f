//! Tokens: signing in, refreshing, signing out.

use serde_json::json;

use super::world::{World, tokens};
use crate::effect::{Effect, TimerKey};
use crate::event::{AccountIntent, Event, Intent};
use crate::view::{AccountFault, AccountForm, SessionView};

#[test]
fn signing_in_proves_the_password_and_stores_the_session_before_using_it() {
    let mut world = World::new(true);
    world.handle(Event::Started {
        journal: None,
        stored_session: None,
        online: true,
    });
    world.sign_in_until_proof();
    assert!(world.engine.account_view().busy);
    world.answer_cognito("RespondToAuthChallenge", 200, &tokens());
    assert!(
        matches!(world.engine.session_view(), SessionView::SignedIn(me) if me.handle == "andrewbrown")
    );
    let stored = world
        .effects
        .iter()
        .position(|e| matches!(e, Effect::StoreSession(..)));
    let used = world
        .effects
        .iter()
        .position(|e| format!("{e:?}").contains("/api/"));
    assert!(stored.expect("stored") < used.expect("used"));
    assert!(
        world.effects.contains(&Effect::SrpEnd),
        "the password is dropped"
    );
}

#[test]
fn the_salt_reaches_the_srp_client_without_leading_zero_bytes() {
    let mut world = World::new(true);
    world.handle(Event::Started {
        journal: None,
        stored_session: None,
        online: true,
    });
    world.sign_in_until_proof();
    let salt = world.effects.iter().find_map(|effect| match effect {
        Effect::SrpProve { salt, .. } => Some(salt.as_str()),
        _ => None,
    });
    assert_eq!(salt, Some("ab"));
}

#[test]
fn every_refusal_of_a_sign_in_has_its_own_fault() {
    for (status, kind, text, fault) in [
        (
            400,
            "NotAuthorizedException",
            "Incorrect username or password.",
            AccountFault::WrongPassword,
        ),
        (
            400,
            "UserNotFoundException",
            "",
            AccountFault::WrongPassword,
        ),
        (
            400,
            "NotAuthorizedException",
            "Password attempts exceeded",
            AccountFault::LockedOut,
        ),
        (
            400,
            "NotAuthorizedException",
            "User is disabled.",
            AccountFault::Disabled,
        ),
        (400, "TooManyRequestsException", "", AccountFault::Throttled),
        (
            400,
            "ResourceNotFoundException",
            "",
            AccountFault::WrongPool,
        ),
        (500, "InternalErrorException", "", AccountFault::Service),
    ] {
        let mut world = World::new(true);
        world.handle(Event::Started {
            journal: None,
            stored_session: None,
            online: true,
        });
        world.sign_in_until_proof();
        let body = json!({"__type": kind, "message": text});
        world.answer_cognito("RespondToAuthChallenge", status, &body);
        assert_eq!(
            world.engine.account_view().fault,
            Some(fault),
            "{kind} {text}"
        );
    }
}

#[test]
fn no_network_and_an_unknown_challenge_are_said_and_the_form_can_be_used_again() {
    let mut world = World::new(true);
    world.handle(Event::Started {
        journal: None,
        stored_session: None,
        online: true,
    });
    world.sign_in_until_proof();
    world.lose("COGNITO RespondToAuthChallenge");
    assert_eq!(
        world.engine.account_view().fault,
        Some(AccountFault::NoNetwork)
    );
    world.sign_in_until_proof();
    world.answer_cognito(
        "RespondToAuthChallenge",
        200,
        &json!({"ChallengeName": "NEW_THING"}),
    );
    let fault = AccountFault::UnsupportedChallenge("NEW_THING".into());
    assert_eq!(world.engine.account_view().fault, Some(fault));
    world.sign_in_until_proof();
    world.answer_cognito("RespondToAuthChallenge", 200, &tokens());
    assert!(matches!(
        world.engine.session_view(),
        SessionView::SignedIn(_)
    ));
}

#[test]
fn a_second_press_while_signing_in_does_nothing() {
    let mut world = World::new(true);
    world.handle(Event::Started {
        journal: None,
        stored_session: None,
        online: true,
    });
    for _ in 0..2 {
        world.want(Intent::sign_in("a@example.com", "p"));
    }
    let started = world
        .effects
        .iter()
        .filter(|e| matches!(e, Effect::SrpStart { .. }))
        .count();
    assert_eq!(started, 1);
}

#[test]
fn calls_of_an_expired_token_cause_one_refresh_and_are_replayed_once() {
    let mut world = World::signed_in(true);
    world.open("g1");
    world.answer("GET /api/message_groups", 401, &json!({}));
    world.answer("GET /api/messages/g1", 401, &json!({}));
    world.answer("POST /api/live/ticket", 401, &json!({}));
    assert_eq!(world.waiting(), ["COGNITO InitiateAuth"]);
    world.answer_cognito("InitiateAuth", 200, &tokens());
    let mut waiting = world.waiting();
    waiting.sort();
    assert_eq!(
        waiting,
        [
            "GET /api/message_groups?limit=20",
            "GET /api/messages/g1?limit=50",
            "POST /api/live/ticket"
        ]
    );
    world.answer("GET /api/message_groups", 401, &json!({}));
    assert!(world.engine.notices().expired, "a fresh token was refused");
}

#[test]
fn tokens_are_refreshed_ahead_of_their_end() {
    let mut world = World::signed_in(true);
    assert_eq!(world.timer(&TimerKey::RefreshTokens), Some(720_000));
    world.handle(Event::Timer(TimerKey::RefreshTokens));
    assert!(world.waiting().contains(&"COGNITO InitiateAuth".to_owned()));
}

#[test]
fn no_call_goes_out_with_a_token_about_to_expire() {
    let mut world = World::signed_in(false);
    world.answer("GET /api/message_groups", 200, &json!([]));
    world.mono += 880_000;
    world.want(Intent::ReloadGroups);
    assert_eq!(world.waiting(), ["COGNITO InitiateAuth"]);
    world.answer_cognito("InitiateAuth", 200, &tokens());
    assert_eq!(world.waiting(), ["GET /api/message_groups?limit=20"]);
}

#[test]
fn tokens_whose_life_was_slept_through_are_refreshed_again_and_not_used() {
    let mut world = World::signed_in(false);
    world.answer("GET /api/message_groups", 200, &json!([]));
    world.mono += 880_000;
    world.want(Intent::ReloadGroups);
    // The device sleeps while the answer is on its way.
    world.mono += 3_600_000;
    world.answer_cognito("InitiateAuth", 200, &tokens());
    assert_eq!(world.waiting(), ["COGNITO InitiateAuth"]);
    world.answer_cognito("InitiateAuth", 200, &tokens());
    assert_eq!(world.waiting(), ["GET /api/message_groups?limit=20"]);
    assert!(!world.engine.notices().expired);
}

#[test]
fn no_network_and_no_server_fault_ends_a_session() {
    let mut world = World::signed_in(true);
    world.handle(Event::Timer(TimerKey::RefreshTokens));
    world.lose("COGNITO InitiateAuth");
    for (status, body) in [
        (500, json!({"__type": "InternalErrorException"})),
        (400, json!({"__type": "TooManyRequestsException"})),
        (502, json!("<html>")),
        (200, json!("<html>captive portal</html>")),
    ] {
        world.handle(Event::Timer(TimerKey::RetryRefresh));
        world.answer_cognito("InitiateAuth", status, &body);
        assert!(
            matches!(world.engine.session_view(), SessionView::SignedIn(_)),
            "{status}"
        );
    }
    world.handle(Event::Timer(TimerKey::RetryRefresh));
    let refused =
        json!({"__type": "NotAuthorizedException", "message": "Refresh Token has been revoked"});
    world.answer_cognito("InitiateAuth", 400, &refused);
    assert!(world.engine.notices().expired);
}

#[test]
fn signing_out_revokes_the_token_and_leaves_nothing() {
    let mut world = World::connected();
    world.open("g1");
    world.want(Intent::SignOut);
    assert_eq!(
        world.waiting(),
        ["COGNITO RevokeToken"],
        "all else is aborted"
    );
    assert_eq!(world.engine.session_view(), &SessionView::SignedOut);
    assert!(world.engine.groups_view().rows.is_empty());
    assert_eq!(world.engine.conversation(), None);
    let socket = world.last_socket();
    assert!(world.effects.contains(&Effect::CloseSocket(socket)));
    assert!(world.forgot_session());
    world.handle(Event::Timer(TimerKey::Poll));
    assert_eq!(
        world.waiting(),
        ["COGNITO RevokeToken"],
        "nothing starts again"
    );
}

#[test]
fn a_stored_session_that_cannot_be_read_asks_to_sign_in_and_loses_nothing() {
    for text in ["", "{}", "null", "\u{0}"] {
        let mut world = World::new(true);
        world.handle(Event::Started {
            journal: None,
            stored_session: Some(text.into()),
            online: true,
        });
        assert_eq!(
            world.engine.session_view(),
            &SessionView::SignedOut,
            "{text}"
        );
        assert!(
            !world.forgot_session(),
            "what was written and not sent stays for the next sign-in"
        );
    }
}

#[test]
fn another_handle_is_asked_for_when_one_is_taken_and_the_call_is_retried_with_it() {
    let mut world = World::signed_in(false);
    world.answer("GET /api/message_groups", 422, &json!(["handle_taken"]));
    assert_eq!(
        world.engine.handle_prompt().map(|p| p.refused.as_str()),
        Some("andrewbrown")
    );
    world.want(Intent::ChooseHandle("andrew2".into()));
    assert_eq!(world.engine.handle_prompt().map(|p| p.busy), Some(true));
    world.answer_cognito("UpdateUserAttributes", 200, &json!({}));
    assert_eq!(world.engine.handle_prompt(), None);
    world.answer_cognito("InitiateAuth", 200, &tokens());
    assert_eq!(world.waiting(), ["GET /api/message_groups?limit=20"]);
}

#[test]
fn a_refusal_of_an_older_token_neither_refreshes_again_nor_ends_the_session() {
    let mut world = World::signed_in(true);
    world.open("g1");
    world.answer("GET /api/message_groups", 401, &json!({}));
    world.answer_cognito("InitiateAuth", 200, &tokens());
    world.answer("GET /api/messages/g1", 401, &json!({}));
    assert!(
        !world.waiting().iter().any(|w| w.starts_with("COGNITO")),
        "{:?}",
        world.waiting()
    );
    assert!(
        world
            .waiting()
            .contains(&"GET /api/messages/g1?limit=50".to_owned())
    );
    assert!(!world.engine.notices().expired);
}

#[test]
fn the_exchange_is_made_ready_while_the_person_types_and_again_after_a_failure() {
    let prepared = |world: &World| {
        let effects = world.effects.iter();
        effects
            .filter(|effect| **effect == Effect::SrpPrepare)
            .count()
    };
    let mut world = World::new(true);
    world.start(true);
    let page = AccountIntent::Open(AccountForm::SignIn, String::new());
    world.want(Intent::Account(page));
    assert_eq!(prepared(&world), 1);
    world.sign_in_until_proof();
    let refused =
        json!({"__type": "NotAuthorizedException", "message": "Incorrect username or password."});
    world.answer_cognito("RespondToAuthChallenge", 400, &refused);
    assert_eq!(prepared(&world), 2);
}
