//! Who may do what in a group: every route of groups, as its creator, a member, a former member, a stranger, without a
//! token and with one that has expired.

use cruddur_contract::message::{SystemEvent, SystemKind};
use cruddur_contract::{ErrorCode, GroupId, GroupRow, MessageRow};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::access::call;
use crate::support::{Reply, Someone, account};

/// The routes of a group: method, path, body. The order is that of a group's life.
fn routes(
    group: &GroupId,
    message: &str,
    newcomer: &str,
    member: &str,
) -> Vec<(&'static str, String, Option<Value>)> {
    let at = format!("/api/message_groups/{group}");
    vec![
        ("GET", at.clone(), None),
        ("GET", format!("/api/messages/{group}"), None),
        (
            "POST",
            "/api/messages".into(),
            Some(json!({"message_group_uuid": group, "message": "x"})),
        ),
        (
            "POST",
            format!("{at}/read"),
            Some(json!({"message_uuid": message})),
        ),
        ("POST", format!("{at}/unread"), None),
        ("PUT", at.clone(), Some(json!({"title": "The room"}))),
        (
            "POST",
            format!("{at}/members"),
            Some(json!({"handles": [newcomer]})),
        ),
        ("DELETE", format!("{at}/members/@{member}"), None),
    ]
}

#[test]
fn who_may_do_what_in_a_group() {
    let [creator, member, former, stranger, newcomer] =
        ["ann", "bob", "carol", "dave", "eve"].map(Someone::new);
    let group = creator.start_group(&[&member, &former]).uuid;
    let message = creator
        .write_in(&group, "hello")
        .message_uuid
        .expect("an id");
    former.delete(&format!(
        "/api/message_groups/{group}/members/@{}",
        former.handle()
    ));
    let before = member.messages(&group);
    let routes = routes(&group, message.as_str(), newcomer.handle(), member.handle());
    let ask = |token: Option<&str>,
               (method, path, body): &(&'static str, String, Option<Value>)| {
        call(method, path, token, body.as_ref())
    };
    for route in &routes {
        let (method, path, _) = route;
        for outsider in [&former, &stranger] {
            let reply = ask(Some(&outsider.tokens.access_token), route);
            reply.is_refused(404, ErrorCode::MessageGroupNotFound);
        }
        // Expired tokens have a test of their own (expiry.rs), for all routes at once.
        let foreign = account::sign_in_with(&account::other_client(900), &creator.email);
        for token in [None, Some("garbage"), Some(foreign.access_token.as_str())] {
            assert_eq!(ask(token, route).status, 401, "{method} {path}");
        }
    }
    assert_eq!(member.messages(&group), before, "nothing was written");
    // A member may do all but remove others.
    for route in &routes[..7] {
        let reply = ask(Some(&member.tokens.access_token), route);
        assert_eq!(reply.status, 200, "{route:?}: {}", reply.text);
    }
    let remove = format!("/api/message_groups/{group}/members/@{}", newcomer.handle());
    member.delete(&remove).is_refused(403, ErrorCode::NotAuthor);
    for route in &routes {
        let reply = ask(Some(&creator.tokens.access_token), route);
        assert_eq!(reply.status, 200, "{route:?}: {}", reply.text);
    }
    let left = member.get(&format!("/api/message_groups/{group}"));
    left.is_refused(404, ErrorCode::MessageGroupNotFound);
}

#[test]
fn a_group_of_nobody_knows_is_answered_like_one_of_others() {
    let (ann, bob, eve) = (
        Someone::new("ann"),
        Someone::new("bob"),
        Someone::new("eve"),
    );
    let carol = Someone::new("carol");
    let theirs = ann.start_group(&[&bob, &carol]).uuid;
    let nowhere = GroupId::from(Uuid::new_v4().to_string());
    let odd = GroupId::from("not-a-uuid");
    let id = Uuid::new_v4().to_string();
    let answers = |group: &GroupId| -> Vec<(u16, String)> {
        let token = Some(eve.tokens.access_token.as_str());
        routes(group, &id, bob.handle(), bob.handle())
            .iter()
            .map(|(method, path, body)| call(method, path, token, body.as_ref()))
            .map(|reply| (reply.status, reply.text))
            .collect()
    };
    assert_eq!(answers(&theirs), answers(&nowhere));
    assert_eq!(answers(&theirs), answers(&odd));
}

fn told(rows: &[MessageRow]) -> Vec<(SystemKind, usize)> {
    rows.iter()
        .filter_map(|row| row.system.as_ref())
        .map(|event| (event.kind, event.user_uuids.len()))
        .collect()
}

#[test]
fn a_group_is_started_once_and_shows_its_members_and_title() {
    let (ann, bob, carol) = (
        Someone::new("ann"),
        Someone::new("bob"),
        Someone::new("carol"),
    );
    let pair = ann.write_to(&bob, "to two").message_group_uuid;
    let body = json!({"handles": [bob.handle(), carol.handle(), bob.handle()],
        "title": " The\u{202E} room ", "client_group_id": Uuid::new_v4()});
    let first = ann.post("/api/message_groups", &body);
    let again = ann.post("/api/message_groups", &body);
    assert_eq!((again.status, &again.text), (200, &first.text));
    let row: GroupRow = first.json();
    assert_ne!(row.uuid, pair);
    assert_eq!(
        (row.title.as_deref(), row.display_name.as_str()),
        (Some("The room"), "The room")
    );
    assert_eq!((row.member_count, row.user_uuid.clone()), (Some(3), None));
    assert_eq!(row.created_by.as_ref(), Some(&ann.person.uuid));
    let members = row.members.clone().expect("members");
    assert_eq!(members[0].user_uuid, ann.person.uuid);
    for other in [&bob, &carol] {
        let theirs = other.group(&row.uuid).expect("in their list at once");
        assert_eq!(theirs.unread_count, Some(1), "being added is news");
        assert_eq!(theirs.members.as_ref(), Some(&members));
        let read: GroupRow = other
            .get(&format!("/api/message_groups/{}", row.uuid))
            .json();
        assert_eq!(read, theirs);
    }
    let rows = carol.messages(&row.uuid);
    assert_eq!(told(&rows), [(SystemKind::Created, 3)]);
    let created = rows[0]
        .system
        .as_ref()
        .and_then(|event| event.title.as_deref());
    assert_eq!(created, Some("The room"));
    assert_eq!(
        ann.groups()
            .iter()
            .filter(|one| one.uuid == row.uuid)
            .count(),
        1
    );
}

#[test]
fn what_cannot_be_a_group_is_refused_with_its_code() {
    let (ann, bob, carol) = (
        Someone::new("ann"),
        Someone::new("bob"),
        Someone::new("carol"),
    );
    let two = [bob.handle(), carol.handle()];
    let start = |body: Value| ann.post("/api/message_groups", &body);
    let id = Uuid::new_v4();
    let refused = |reply: Reply, code: ErrorCode| reply.is_refused(422, code);
    refused(start(json!({})), ErrorCode::ReceiverBlank);
    refused(start(json!({"handles": two})), ErrorCode::BadRequest);
    refused(
        start(json!({"handles": two, "client_group_id": "x"})),
        ErrorCode::BadRequest,
    );
    refused(
        start(json!({"handles": [bob.handle(), ann.handle()], "client_group_id": id})),
        ErrorCode::ReceiverIsSender,
    );
    refused(
        start(json!({"handles": [bob.handle(), "nobody-at-all"], "client_group_id": id})),
        ErrorCode::ReceiverBlank,
    );
    refused(
        start(json!({"handles": two, "client_group_id": id, "title": "x".repeat(51)})),
        ErrorCode::TitleTooLong,
    );
    let many: Vec<String> = (0..32).map(|number| format!("p{number}")).collect();
    refused(
        start(json!({"handles": many, "client_group_id": id})),
        ErrorCode::GroupFull,
    );
    assert_eq!(ann.groups(), []);
}

#[test]
fn the_conversation_of_two_stays_with_these_two() {
    let (ann, bob, carol) = (
        Someone::new("ann"),
        Someone::new("bob"),
        Someone::new("carol"),
    );
    let group = ann.write_to(&bob, "hello").message_group_uuid;
    let at = format!("/api/message_groups/{group}");
    let of_two = ErrorCode::GroupOfTwo;
    let add = json!({"handles": [carol.handle()]});
    ann.post(&format!("{at}/members"), &add)
        .is_refused(422, of_two.clone());
    ann.put(&at, &json!({"title": "Us"}))
        .is_refused(422, of_two.clone());
    for handle in [ann.handle(), bob.handle()] {
        ann.delete(&format!("{at}/members/@{handle}"))
            .is_refused(422, of_two.clone());
    }
    let one: GroupRow = ann
        .post("/api/message_groups", &json!({"handles": [bob.handle()]}))
        .json();
    assert_eq!(one.uuid, group);
    assert_eq!(
        (one.user_uuid, one.created_by),
        (Some(bob.person.uuid.clone()), None)
    );
    let titled = json!({"handles": [bob.handle()], "title": "Us"});
    ann.post("/api/message_groups", &titled)
        .is_refused(422, of_two);
}

#[test]
fn a_title_is_given_changed_and_taken_away_with_a_row_each() {
    let (ann, bob, carol) = (
        Someone::new("ann"),
        Someone::new("bob"),
        Someone::new("carol"),
    );
    let group = ann.start_group(&[&bob, &carol]).uuid;
    let at = format!("/api/message_groups/{group}");
    for (title, shown) in [("One", Some("One")), ("One", Some("One")), (" ", None)] {
        let row: GroupRow = bob.put(&at, &json!({"title": title})).json();
        assert_eq!(row.title.as_deref(), shown);
    }
    let long = json!({"title": "é".repeat(51)});
    bob.put(&at, &long).is_refused(422, ErrorCode::TitleTooLong);
    let rows = ann.messages(&group);
    let titles: Vec<Option<String>> = rows
        .into_iter()
        .filter_map(|row| row.system)
        .filter(|event: &SystemEvent| event.kind == SystemKind::Titled)
        .map(|event| event.title)
        .collect();
    assert_eq!(
        titles,
        [Some("One".to_owned()), None],
        "the same title again is no change"
    );
}
