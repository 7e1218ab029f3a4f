//! Answers of the REST API with status 200.

use cruddur_engine::event::Intent;
use cruddur_engine::view::{ConversationKey, DeliveryState, Load, Older};

use crate::server::text_answer;
use crate::stage::{Hostile, Stage};
use crate::{is_an_empty_list, looks_like_an_object, text};

/// This answer to each request of the verb whose path begins so.
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
    let mut stage = Stage::started();
    stage.endure(hostile(), 20_000);
    let view = stage.engine.groups_view();
    if view.rows.is_empty() && view.load == Load::Ready {
        assert!(is_an_empty_list(&body), "taken for an empty list: {body}");
    }
    stage.recover();

    let mut stage = Stage::connected();
    stage.want(Intent::ReloadGroups);
    stage.endure(hostile(), 20_000);
    assert!(!stage.engine.groups_view().rows.is_empty(), "taken away");
    stage.recover();
}

/// A page of messages: the first, one of older messages, and one that fills a gap.
pub fn messages(bytes: &[u8]) {
    let body = text(bytes);
    let page = |query| answers(200, "GET", query, &body);
    let mut stage = Stage::started();
    stage.endure(page("/api/messages/g1"), 20_000);
    let load = stage.engine.conversation().map(|open| open.load);
    if stage.texts().is_empty() && load == Some(Load::Ready) {
        assert!(is_an_empty_list(&body), "taken for no messages: {body}");
    }
    stage.recover();

    let mut stage = Stage::connected();
    stage.want(Intent::LoadOlder);
    stage.endure(page("/api/messages/g1?limit=50&before="), 20_000);
    stage.recover();

    let mut stage = Stage::connected();
    let socket = stage.socket.expect("connected");
    for _ in 0..2 {
        stage.server.add("bayko", "a gap before it", None);
    }
    let frame = stage.server.last_frame();
    stage.tell(cruddur_engine::event::Event::SocketFrame(socket, frame));
    stage.endure(page("/api/messages/g1?limit=50&after="), 20_000);
    stage.recover();
}

/// The answer to a message that was sent, into a conversation and to a person. Without one that names
/// the conversation nothing is called sent.
pub fn sent(bytes: &[u8]) {
    let body = text(bytes);
    let hostile = || answers(200, "POST", "/api/messages", &body);
    let mut stage = Stage::connected();
    stage.want(Intent::Send("hello".into()));
    stage.endure(hostile(), 20_000);
    not_called_sent(&stage, &body);
    stage.recover();
    assert!(stage.texts().contains(&"hello".to_owned()) || looks_like_an_object(&body));

    let mut stage = Stage::connected();
    stage.want(Intent::Open(Some(ConversationKey::New("londo".into()))));
    stage.want(Intent::Send("hello".into()));
    stage.endure(hostile(), 20_000);
    not_called_sent(&stage, &body);
    stage.recover();
}

fn not_called_sent(stage: &Stage, body: &str) {
    let is_sent = |state: &DeliveryState| *state == DeliveryState::Sent;
    let mut own = stage.engine.messages().into_iter().filter(|row| row.mine);
    assert!(
        looks_like_an_object(body) || !own.any(|row| is_sent(&row.state)),
        "taken for an acknowledgement: {body}"
    );
}

/// A person, and people found.
pub fn people(bytes: &[u8]) {
    let body = text(bytes);
    let mut stage = Stage::connected();
    stage.want(Intent::Open(Some(ConversationKey::New("vir".into()))));
    stage.endure(answers(200, "GET", "/api/users/@vir/short", &body), 5_000);
    let load = stage.engine.conversation().map(|open| open.load);
    assert!(
        load != Some(Load::Ready) || looks_like_an_object(&body),
        "taken for a person: {body}"
    );
    stage.want(Intent::SearchPeople("vir".into()));
    stage.endure(answers(200, "GET", "/api/users?prefix=", &body), 5_000);
    let view = stage.engine.people_view();
    if view.people.as_ref().is_some_and(Vec::is_empty) {
        assert!(is_an_empty_list(&body), "taken for nobody: {body}");
    }
    assert!(!view.busy, "answered");
    stage.recover();
}

/// Whether there are older messages to be asked for.
pub fn has_older(stage: &Stage) -> bool {
    let older = stage.engine.conversation().map(|open| open.older);
    matches!(older, Some(Older::More | Older::Failed(_)))
}
