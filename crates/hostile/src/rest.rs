//! Answers of the REST API with status 200.

use cruddur_engine::event::{Event, Intent};
use cruddur_engine::view::{ConversationKey, DeliveryState, Load, Older};

use crate::harness::{Harness, Hostile};
use crate::server::{self, text_answer};
use crate::{is_an_empty_list, looks_like_an_object, text};

/// Answers each request with this verb whose path begins with `path`.
pub fn answers(status: u16, verb: &'static str, path: &'static str, body: &str) -> Hostile {
    let body = body.to_owned();
    Box::new(move |request| {
        let sent = format!("{:?} {}", request.method, request.url).to_uppercase();
        let wanted = format!("{verb} https://api{path}").to_uppercase();
        sent.starts_with(&wanted)
            .then(|| text_answer(status, &body))
    })
}

/// A list of conversations: first, and again with a list on screen.
pub fn groups(bytes: &[u8]) {
    let body = text(bytes);
    let hostile = || answers(200, "GET", "/api/message_groups", &body);
    let mut harness = Harness::started();
    harness.run_with(hostile(), 20_000);
    let view = harness.engine.groups_view();
    if view.rows.is_empty() && view.load == Load::Ready {
        assert!(is_an_empty_list(&body), "taken for an empty list: {body}");
    }
    harness.recover();

    let mut harness = Harness::connected();
    harness.intent(Intent::ReloadGroups);
    harness.run_with(hostile(), 20_000);
    assert!(
        !harness.engine.groups_view().rows.is_empty(),
        "the list is empty"
    );
    harness.recover();
}

/// A page of messages: the newest, an older one, and one that fills a gap.
pub fn messages(bytes: &[u8]) {
    let body = text(bytes);
    let page = |query| answers(200, "GET", query, &body);
    let mut harness = Harness::started();
    harness.run_with(page("/api/messages/g1"), 20_000);
    let load = harness.engine.conversation().map(|open| open.load);
    if harness.texts().is_empty() && load == Some(Load::Ready) {
        assert!(is_an_empty_list(&body), "taken for no messages: {body}");
    }
    harness.recover();

    let mut harness = Harness::connected();
    harness.intent(Intent::LoadOlder);
    harness.run_with(page("/api/messages/g1?limit=50&before="), 20_000);
    harness.recover();

    let mut harness = Harness::connected();
    let socket = harness.socket.expect("connected");
    let now = harness.wall();
    server::receive(&mut harness.server, "its frame is lost", now);
    let frame = server::receive(&mut harness.server, "a gap before it", now);
    harness.handle(Event::SocketFrame(socket, frame));
    harness.run_with(page("/api/messages/g1?limit=50&after="), 20_000);
    harness.recover();
}

/// The answer to a send, into a conversation and to a person. A message counts as sent only if the answer names
/// its conversation.
pub fn sent(bytes: &[u8]) {
    let body = text(bytes);
    let hostile = || answers(200, "POST", "/api/messages", &body);
    let mut harness = Harness::connected();
    harness.intent(Intent::Send("hello".into()));
    harness.run_with(hostile(), 20_000);
    not_shown_as_sent(&harness, &body);
    harness.recover();
    assert!(harness.texts().contains(&"hello".to_owned()) || looks_like_an_object(&body));

    let mut harness = Harness::connected();
    harness.intent(Intent::Open(Some(ConversationKey::New("londo".into()))));
    harness.intent(Intent::Send("hello".into()));
    harness.run_with(hostile(), 20_000);
    not_shown_as_sent(&harness, &body);
    harness.recover();
}

fn not_shown_as_sent(harness: &Harness, body: &str) {
    let is_sent = |state: &DeliveryState| *state == DeliveryState::Sent;
    let mut own = harness.engine.messages().into_iter().filter(|row| row.mine);
    assert!(
        looks_like_an_object(body) || !own.any(|row| is_sent(&row.state)),
        "taken for an acknowledgement: {body}"
    );
}

/// A person, and the result of a people search.
pub fn people(bytes: &[u8]) {
    let body = text(bytes);
    let mut harness = Harness::connected();
    harness.intent(Intent::Open(Some(ConversationKey::New("vir".into()))));
    harness.run_with(answers(200, "GET", "/api/users/@vir/short", &body), 5_000);
    let load = harness.engine.conversation().map(|open| open.load);
    assert!(
        load != Some(Load::Ready) || looks_like_an_object(&body),
        "taken for a person: {body}"
    );
    harness.intent(Intent::SearchPeople("vir".into()));
    harness.run_with(answers(200, "GET", "/api/users?prefix=", &body), 5_000);
    let view = harness.engine.people_view();
    if view.people.as_ref().is_some_and(Vec::is_empty) {
        assert!(is_an_empty_list(&body), "taken for nobody: {body}");
    }
    assert!(!view.busy, "the search is answered");
    harness.recover();
}

/// Whether older messages can be loaded.
pub fn has_older(harness: &Harness) -> bool {
    let older = harness.engine.conversation().map(|open| open.older);
    matches!(older, Some(Older::More | Older::Failed(_)))
}
