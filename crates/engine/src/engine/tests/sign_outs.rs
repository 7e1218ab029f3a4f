//! A sign-out ends the session in all of the browser, also in tabs that are elsewhere, and at the pool as soon as
//! that can be reached.

use serde_json::{Value, json};

use super::world::{World, in_conversation, tokens};
use crate::effect::{Effect, TimerKey};
use crate::event::{Event, Intent};
use crate::tabs::TabMessage;
use crate::view::SessionView;

const REVOKE: &str = "COGNITO RevokeToken";

/// Andrew has signed out in this tab; the pool has not been reached.
fn signed_out() -> World {
    let mut world = in_conversation();
    world.want(Intent::SignOut);
    world.lose(REVOKE);
    world
}

/// Another tab of the browser was on another site meanwhile: it has what its session storage had.
fn back_from_elsewhere(gone: World, signed_out: &World) -> World {
    let mut tab = gone.restart();
    tab.profile = signed_out.profile.clone();
    tab.stored.clear();
    tab.start(true);
    tab
}

fn fault(kind: &str) -> Value {
    json!({"__type": kind, "message": "no"})
}

#[test]
fn a_tab_that_was_elsewhere_at_the_sign_out_does_not_take_up_its_stored_session() {
    let mut gone = in_conversation();
    gone.want(Intent::Draft("half a thought".into()));
    gone.journal = Some("what IndexedDB had not confirmed".into());
    let tab = back_from_elsewhere(gone, &signed_out());
    assert_eq!(tab.engine.session_view(), &SessionView::SignedOut);
    for left in [&tab.session, &tab.journal] {
        assert_eq!(left.as_deref(), Some(""), "nothing of the person is left");
    }
    assert_eq!(tab.waiting(), [REVOKE], "nothing goes out with its token");
    assert!(tab.stored.is_empty());
}

#[test]
fn a_session_that_outlives_the_browser_does_not_outlive_a_sign_out_either() {
    let mut gone = in_conversation();
    let session = gone.session.take().expect("a session");
    gone.session = Some(session.replace(r#""keep":false"#, r#""keep":true"#));
    let tab = back_from_elsewhere(gone, &signed_out());
    assert_eq!(tab.engine.session_view(), &SessionView::SignedOut);
    let deleted = Effect::StoreSession(String::new(), true);
    assert!(tab.effects.contains(&deleted), "where it was stored");
}

#[test]
fn a_page_that_comes_back_after_a_sign_out_shows_nothing_and_says_nothing() {
    for expired in [false, true] {
        let mut page = in_conversation();
        page.want(Intent::Draft("half a thought".into()));
        if expired {
            page.expire();
        }
        let before = page.requests.len();
        page.handle(Event::SignOuts(signed_out().profile));
        page.handle(Event::Woken);
        assert_eq!(page.engine.session_view(), &SessionView::SignedOut);
        assert!(!page.engine.notices().expired, "no overlay with an address");
        assert!(!format!("{:?}", page.engine.account_view()).contains("andrew"));
        assert_eq!(page.engine.messages(), []);
        assert_eq!(page.engine.draft(), "");
        assert!(page.session.as_deref().is_none_or(str::is_empty));
        assert!(page.journal.as_deref().is_none_or(str::is_empty));
        assert!(page.stored.is_empty());
        let new = &page.requests[before.min(page.requests.len())..];
        assert!(new.iter().all(|(_, it)| {
            it.body
                .as_deref()
                .is_some_and(|body| body.contains(r#""Token":"#))
        }));
    }
}

#[test]
fn whoever_signs_in_after_a_sign_out_stays_in_whatever_is_heard_of_that_sign_out_later() {
    let mut world = signed_out();
    world.sign_in_until_proof();
    world.answer_cognito("RespondToAuthChallenge", 200, &tokens());
    let profile = world.profile.clone();
    let late = TabMessage::SignedOut { last: profile.last };
    for event in [
        Event::SignOuts(profile),
        Event::TabMessage(late.encode()),
        Event::Woken,
    ] {
        world.handle(event);
        assert!(matches!(
            world.engine.session_view(),
            SessionView::SignedIn(_)
        ));
    }
    let world = world.back();
    assert!(matches!(
        world.engine.session_view(),
        SessionView::SignedIn(_)
    ));
}

#[test]
fn a_sign_out_is_later_than_the_one_before_whatever_the_clock_says() {
    let mut world = signed_out();
    let first = world.profile.last;
    world.clock_error = -86_400_000;
    world.sign_in_until_proof();
    world.answer_cognito("RespondToAuthChallenge", 200, &tokens());
    world.want(Intent::SignOut);
    assert!(world.profile.last > first);
}

#[test]
fn a_revocation_is_tried_again_until_the_pool_has_heard_it_also_after_a_restart() {
    let mut world = signed_out();
    assert!(world.engine.notices().unrevoked, "the person is told");
    for (status, body) in [
        (500, json!({})),
        (502, json!("<html>")),
        (400, fault("TooManyRequestsException")),
    ] {
        assert!(world.timer(&TimerKey::Revoke).is_some());
        world.effects.clear();
        world.handle(Event::Timer(TimerKey::Revoke));
        world.answer(REVOKE, status, &body);
        assert!(world.engine.notices().unrevoked);
    }
    let mut world = world.restart();
    world.start(false);
    world.lose(REVOKE);
    world.handle(Event::Online(true));
    let request = world.answer(REVOKE, 200, &json!({}));
    let body = request.body.expect("a body");
    assert!(body.contains(r#""Token":"refresh""#), "{body}");
    assert!(!world.engine.notices().unrevoked);
    assert_eq!(world.profile.revocations, []);
    let mut world = world.restart();
    world.start(true);
    assert_eq!(world.waiting(), Vec::<String>::new());
}

#[test]
fn a_token_that_has_expired_or_cannot_be_revoked_is_not_tried_for_ever() {
    for kind in [
        "NotAuthorizedException",
        "UnsupportedOperationException",
        "ResourceNotFoundException",
    ] {
        let mut world = signed_out();
        world.handle(Event::Timer(TimerKey::Revoke));
        world.answer(REVOKE, 400, &fault(kind));
        assert_eq!(world.profile.revocations, [], "{kind}");
        assert!(!world.engine.notices().unrevoked, "{kind}");
    }
}

#[test]
fn a_revocation_that_another_tab_has_made_is_not_made_again() {
    let mut world = signed_out();
    world.handle(Event::SignOuts(world.profile.clone()));
    let mut done = world.profile.clone();
    done.revocations.clear();
    world.handle(Event::SignOuts(done));
    assert!(!world.engine.notices().unrevoked);
    world.handle(Event::Timer(TimerKey::Revoke));
    assert_eq!(world.waiting(), Vec::<String>::new());
}

#[test]
fn a_tab_that_reads_its_own_revocation_back_makes_it_once() {
    let mut world = in_conversation();
    world.want(Intent::SignOut);
    for _ in 0..2 {
        world.handle(Event::SignOuts(world.profile.clone()));
        world.handle(Event::Timer(TimerKey::Revoke));
        assert_eq!(world.waiting(), [REVOKE]);
    }
    world.answer(REVOKE, 200, &json!({}));
    assert_eq!(world.profile.revocations, []);
    world.handle(Event::Timer(TimerKey::Revoke));
    assert_eq!(world.waiting(), Vec::<String>::new());
}

#[test]
fn where_nothing_can_be_stored_the_page_itself_goes_on_trying() {
    let mut world = signed_out();
    // What the profile holds is read again with every waking.
    world.handle(Event::SignOuts(Default::default()));
    world.handle(Event::Timer(TimerKey::Revoke));
    world.answer(REVOKE, 200, &json!({}));
    assert!(!world.engine.notices().unrevoked);
}

#[test]
fn of_several_tabs_the_leader_alone_tries_what_is_stored() {
    let stored = signed_out().profile;
    let mut follower = World::new(true);
    follower.profile = stored;
    follower.handle(Event::Tabbed);
    follower.start(true);
    assert_eq!(follower.waiting(), Vec::<String>::new());
    follower.handle(Event::LockGranted);
    assert_eq!(follower.waiting(), [REVOKE]);
}
