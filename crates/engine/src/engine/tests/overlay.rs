//! A session that ends by itself: signing in again, in place; and leaving with messages unsent.

use serde_json::{Value, json};

use super::world::{World, in_conversation, messages, time, tokens, tokens_of};
use crate::effect::{Effect, TimerKey};
use crate::event::{Event, Intent};
use crate::tabs::TabMessage;
use crate::view::{DeliveryState, SessionView};

fn sign_in_as(world: &mut World, tokens: &Value) {
    world.sign_in_until_proof();
    world.answer_cognito("RespondToAuthChallenge", 200, tokens);
}

/// Answers the waiting send as message `n` of g1, and returns its text.
fn accept(world: &mut World, n: i64) -> String {
    let (id, request) = world.take("POST /api/messages");
    let sent: Value = serde_json::from_str(request.body.as_deref().expect("a body")).expect("json");
    world.requests.push((id, request));
    let answer = json!({"message_group_uuid": "g1", "message_uuid": format!("m{n}"),
        "display_name": "Andrew Brown", "handle": "andrewbrown", "message": sent["message"],
        "created_at": time(n), "client_message_id": sent["client_message_id"],
        "previous_message_uuid": format!("m{}", n - 1), "version": 1});
    world.answer("POST /api/messages", 200, &answer);
    sent["message"].as_str().expect("a text").to_owned()
}

#[test]
fn a_refused_session_leaves_the_page_the_queue_and_the_stored_data() {
    let mut world = in_conversation();
    world.expire();
    assert!(world.engine.notices().expired);
    assert!(matches!(
        world.engine.session_view(),
        SessionView::SignedIn(_)
    ));
    assert_eq!(world.texts().len(), 3);
    let socket = world.last_socket();
    assert!(world.effects.contains(&Effect::CloseSocket(socket)));
    world.want(Intent::Send("meanwhile".into()));
    assert_eq!(world.last_state(), DeliveryState::Sending);
    assert!(!world.forgot_session());
    for event in [
        Event::Woken,
        Event::Timer(TimerKey::Poll),
        Event::Timer(TimerKey::CatchUp),
        Event::Timer(TimerKey::Reconnect),
        Event::Online(false),
        Event::Online(true),
    ] {
        world.handle(event);
        assert_eq!(
            world.waiting(),
            Vec::<String>::new(),
            "nothing goes out without a token"
        );
    }
}

#[test]
fn the_same_person_goes_on_where_everything_stopped() {
    let mut world = in_conversation();
    world.expire();
    world.want(Intent::Send("meanwhile".into()));
    sign_in_as(&mut world, &tokens());
    assert!(!world.engine.notices().expired);
    assert_eq!(accept(&mut world, 3), "meanwhile");
    assert!(
        world
            .waiting()
            .contains(&"POST /api/live/ticket".to_owned())
    );
    assert!(
        world
            .waiting()
            .contains(&"GET /api/messages/g1?limit=50".to_owned())
    );
    assert!(!world.forgot_session());
}

#[test]
fn twenty_messages_written_offline_outlive_a_reload_and_a_revoked_session() {
    let mut world = in_conversation();
    world.handle(Event::Online(false));
    let texts: Vec<String> = (0..20).map(|n| format!("offline {n}")).collect();
    for text in &texts {
        world.want(Intent::Send(text.clone()));
    }
    let mut world = world.restart();
    world.start(false);
    world.handle(Event::Online(true));
    let refused = json!({"__type": "NotAuthorizedException", "message": "revoked"});
    world.answer_cognito("InitiateAuth", 400, &refused);
    world.open("g1");
    assert!(world.engine.notices().expired);
    sign_in_as(&mut world, &tokens());
    world.answer("GET /api/messages/g1", 200, &messages(0..3));
    let sent: Vec<String> = (0..20).map(|n| accept(&mut world, 3 + n)).collect();
    assert_eq!(sent, texts);
    assert_eq!(world.texts()[3..], texts);
}

#[test]
fn a_new_start_and_sign_in_of_the_same_person_sends_what_waited() {
    let mut world = in_conversation();
    world.expire();
    world.want(Intent::Send("waited".into()));
    let mut world = world.restart();
    world.session = None;
    world.start(true);
    assert_eq!(world.engine.session_view(), &SessionView::SignedOut);
    sign_in_as(&mut world, &tokens());
    assert_eq!(accept(&mut world, 3), "waited");
}

#[test]
fn of_another_person_nothing_is_left_before_anything_is_loaded() {
    let mut world = in_conversation();
    world.want(Intent::Draft("half".into()));
    world.expire();
    world.want(Intent::Send("secret".into()));
    world.effects.clear();
    sign_in_as(&mut world, &tokens_of("b", "Bayko", "bayko"));
    world.want(Intent::ReplaceAnswer(true));
    assert!(
        matches!(world.engine.session_view(), SessionView::SignedIn(me) if me.handle == "bayko")
    );
    assert_eq!(world.engine.messages(), []);
    assert_eq!(world.engine.groups_view().rows.len(), 0);
    assert_eq!(world.engine.waiting(), 0);
    let at = |wanted: &dyn Fn(&Effect) -> bool| world.effects.iter().position(wanted);
    let wiped = at(&|effect| matches!(effect, Effect::ForgetSession(_))).expect("wiped");
    let stored = at(&|effect| matches!(effect, Effect::StoreSession(..))).expect("stored");
    let loaded = at(&|effect| matches!(effect, Effect::Load(..))).expect("loaded");
    assert!(wiped < stored && wiped < loaded);
    assert_only_unsent_is_left(&world);
    assert!(world.effects.contains(&Effect::Navigate {
        path: "/messages".into(),
        replace: true
    }));
    world.open("g1");
    assert_eq!(world.engine.messages(), []);
    assert_eq!(world.engine.draft(), "");
    assert!(
        !world
            .waiting()
            .iter()
            .any(|w| w.starts_with("POST /api/messages"))
    );
}

#[test]
fn another_person_after_a_restart_finds_nothing_of_the_one_before() {
    let mut world = in_conversation();
    world.want(Intent::Draft("half".into()));
    world.handle(Event::Timer(TimerKey::Save));
    let mut world = world.restart();
    world.session = None;
    world.start(true);
    sign_in_as(&mut world, &tokens_of("b", "Bayko", "bayko"));
    assert!(world.stored.is_empty());
}

/// Of Andrew nothing is stored but messages that no server has.
fn assert_only_unsent_is_left(world: &World) {
    let mut others = world.stored.keys().filter(|key| !key.starts_with("1/b/"));
    assert!(others.all(|key| key.starts_with("1/s/out/")));
}

/// Andrew's session has ended while he wrote "secret", and Bayko signs in over his page.
fn bayko_over_andrews_page() -> World {
    let mut world = in_conversation();
    world.expire();
    world.want(Intent::Send("secret".into()));
    sign_in_as(&mut world, &tokens_of("b", "Bayko", "bayko"));
    world
}

#[test]
fn another_person_is_asked_before_unsent_messages_are_left_behind() {
    let world = bayko_over_andrews_page();
    let asked = world.engine.notices().replacing.expect("a question");
    assert_eq!(
        (asked.unsent, asked.owner.as_str(), asked.newcomer.as_str()),
        (1, "Andrew Brown", "Bayko")
    );
    assert!(
        matches!(world.engine.session_view(), SessionView::SignedIn(me) if me.handle == "andrewbrown")
    );
    let is_stored =
        |effect: &Effect| matches!(effect, Effect::StoreSession(text, _) if text.contains("bayko"));
    assert!(!world.effects.iter().any(is_stored));
}

#[test]
fn another_person_who_does_not_go_on_leaves_everything_as_it_was_and_no_session_of_theirs() {
    let mut world = bayko_over_andrews_page();
    world.want(Intent::ReplaceAnswer(false));
    assert_eq!(world.engine.notices().replacing, None);
    assert!(world.engine.notices().expired);
    assert_eq!(world.engine.account_view().email, "andrewbrown@example.com");
    world.answer_cognito("RevokeToken", 200, &json!({}));
    sign_in_as(&mut world, &tokens());
    assert_eq!(accept(&mut world, 3), "secret");
}

#[test]
fn what_was_left_behind_is_sent_when_its_owner_is_back_and_shown_to_nobody_else() {
    let mut world = bayko_over_andrews_page();
    world.want(Intent::ReplaceAnswer(true));
    world.open("g1");
    assert_eq!(
        (world.engine.waiting(), world.engine.messages()),
        (0, vec![])
    );
    world.want(Intent::SignOut);
    assert_eq!(world.engine.session_view(), &SessionView::SignedOut);
    assert!(world.stored.keys().all(|key| key.starts_with("1/s/out/")));
    let mut world = world.restart();
    world.start(true);
    sign_in_as(&mut world, &tokens());
    assert_eq!(accept(&mut world, 3), "secret");
}

#[test]
fn nobody_is_asked_where_nothing_is_unsent() {
    let mut world = in_conversation();
    world.expire();
    sign_in_as(&mut world, &tokens_of("b", "Bayko", "bayko"));
    assert_eq!(world.engine.notices().replacing, None);
    assert!(
        matches!(world.engine.session_view(), SessionView::SignedIn(me) if me.handle == "bayko")
    );
}

#[test]
fn the_question_ends_when_its_owner_signs_in_or_out_in_another_tab() {
    let signed_in = |world: &mut World| {
        let session = world.session.clone().expect("a session");
        TabMessage::Session {
            access_token: Some("a".into()),
            expires_in: 900_000,
            session,
        }
    };
    let signed_out = |_: &mut World| TabMessage::SignedOut { last: 7 };
    for message in [signed_in as fn(&mut World) -> TabMessage, signed_out] {
        let mut world = bayko_over_andrews_page();
        let message = message(&mut world);
        world.handle(Event::TabMessage(message.encode()));
        assert_eq!(world.engine.notices().replacing, None);
        world.take("COGNITO RevokeToken");
    }
}

#[test]
fn signing_out_asks_first_while_messages_are_unsent() {
    let mut world = in_conversation();
    world.handle(Event::Online(false));
    world.want(Intent::Send("one".into()));
    world.want(Intent::Send("two".into()));
    world.want(Intent::SignOut);
    assert_eq!(world.engine.notices().leaving, 2);
    world.want(Intent::SignOutAnswer(false));
    assert_eq!(world.engine.notices().leaving, 0);
    assert_eq!(world.texts().len(), 5);
    world.want(Intent::SignOut);
    world.want(Intent::SignOutAnswer(true));
    assert_eq!(world.engine.session_view(), &SessionView::SignedOut);
    assert!(world.stored.is_empty());
}

#[test]
fn when_what_was_unsent_is_sent_there_is_nothing_to_ask() {
    let mut world = in_conversation();
    world.want(Intent::Send("one".into()));
    world.want(Intent::SignOut);
    assert_eq!(world.engine.notices().leaving, 1);
    accept(&mut world, 3);
    assert_eq!(world.engine.session_view(), &SessionView::SignedOut);
}

#[test]
fn what_is_written_under_the_overlay_counts_as_never_tried() {
    let mut world = World::signed_in(false);
    let row = json!({"uuid": "a", "display_name": "B", "handle": "bayko", "message": "hi",
        "created_at": time(1)});
    let mut groups = json!([super::world::group("g1", "bayko", 1)]);
    groups[0].as_object_mut().expect("a row").remove("members");
    world.answer("GET /api/message_groups", 200, &groups);
    world.open("g1");
    world.answer("GET /api/messages/g1", 200, &json!([row.clone()]));
    world.expire();
    world.want(Intent::Send("later".into()));
    let mut world = world.back();
    world.open("g1");
    for _ in 0..2 {
        world.answer("GET /api/messages/g1", 200, &json!([row]));
    }
    assert_eq!(world.last_state(), DeliveryState::Sending);
    world.take("POST /api/messages");
}

#[test]
fn a_call_refused_with_a_fresh_token_is_made_again_after_signing_in() {
    let mut world = in_conversation();
    world.want(Intent::Send("stored".into()));
    world.answer("POST /api/messages", 401, &json!({}));
    world.answer_cognito("InitiateAuth", 200, &tokens());
    world.answer("POST /api/messages", 401, &json!({}));
    assert!(world.engine.notices().expired);
    sign_in_as(&mut world, &tokens());
    assert_eq!(accept(&mut world, 3), "stored");
}
