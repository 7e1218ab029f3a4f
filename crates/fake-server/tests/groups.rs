//! The routes of groups answer as the real back end's do (`crates/backend/tests/backend`).

use cruddur_contract::frame::ServerFrame;
use cruddur_contract::message::SystemKind;
use cruddur_contract::{ErrorCode, GroupRow, MessageRow, Person, Predecessor, error_code, lenient};
use cruddur_fake_server::{Account, Answered, FakeServer, Method, Mode, Pool, request};
use serde_json::{Value, json};

const NOW: i64 = 1_800_000_000_123;
const NO_HEADERS: &[(&str, &str)] = &[];

fn person(handle: &str) -> Person {
    Person {
        uuid: format!("p-{handle}").into(),
        handle: handle.to_owned(),
        display_name: handle.to_uppercase(),
    }
}

struct Server(FakeServer);

impl Server {
    fn new() -> Self {
        let people = ["ida", "oto", "eva", "ada"].map(person).to_vec();
        let pool = Pool::new(Account::default());
        Self(FakeServer::new(Mode::Full, people, pool))
    }

    fn call(&mut self, who: &str, method: Method, path: &str, body: Option<Value>) -> Answered {
        let body = body.map(|body| body.to_string());
        let path = format!("/api/{path}");
        let request = request(method, &path, NO_HEADERS, body.as_deref());
        self.0.rest(&request, Some(who), NOW)
    }

    /// Ida starts a group with Oto and Eva.
    fn start(&mut self) -> GroupRow {
        let body = json!({"handles": ["oto", "@Eva"], "title": " Room ", "client_group_id": "c"});
        row(&self.call("ida", Method::POST, "message_groups", Some(body)))
    }

    fn add(&mut self, who: &str, group: &GroupRow, handles: &[&str]) -> Answered {
        let path = format!("message_groups/{}/members", group.uuid);
        self.call(who, Method::POST, &path, Some(json!({"handles": handles})))
    }

    fn remove(&mut self, who: &str, group: &GroupRow, handle: &str) -> Answered {
        let path = format!("message_groups/{}/members/@{handle}", group.uuid);
        self.call(who, Method::DELETE, &path, None)
    }

    fn messages(&mut self, who: &str, group: &GroupRow) -> Vec<MessageRow> {
        let path = format!("messages/{}", group.uuid);
        let answered = self.call(who, Method::GET, &path, None);
        lenient::list(answered.response.body())
            .expect("a list")
            .items
    }

    fn listed(&mut self, who: &str) -> Vec<GroupRow> {
        let answered = self.call(who, Method::GET, "message_groups", None);
        lenient::list(answered.response.body())
            .expect("a list")
            .items
    }
}

fn row(answered: &Answered) -> GroupRow {
    let body = answered.response.body();
    serde_json::from_str(body).unwrap_or_else(|_| panic!("{body}"))
}

fn refused(answered: &Answered, status: u16, code: ErrorCode) {
    let codes = error_code::codes(answered.response.body());
    let seen = (answered.response.status().as_u16(), codes);
    assert_eq!(seen, (status, vec![code]));
}

fn handles(row: &GroupRow) -> Vec<&str> {
    let members = row.members.iter().flatten();
    members.map(|member| member.handle.as_str()).collect()
}

fn kinds(rows: &[MessageRow]) -> Vec<SystemKind> {
    let events = rows.iter().filter_map(|row| row.system.as_ref());
    events.map(|event| event.kind).collect()
}

#[test]
fn a_group_is_started_once_for_each_id_of_the_client() {
    let mut server = Server::new();
    let group = server.start();
    assert_eq!(group.title.as_deref(), Some("Room"));
    assert_eq!(group.display_name, "Room");
    assert_eq!(handles(&group), ["ida", "oto", "eva"]);
    assert_eq!(group.created_by, Some("p-ida".into()));
    assert_eq!((group.user_uuid.clone(), group.is_of_two()), (None, false));
    assert_eq!(server.start(), group);
    assert_eq!(server.listed("eva").len(), 1);
    assert_eq!(
        kinds(&server.messages("eva", &group)),
        [SystemKind::Created]
    );
}

#[test]
fn what_cannot_be_started_is_refused_by_codes() {
    let mut server = Server::new();
    let many: Vec<&str> = vec!["oto"; 32];
    for (body, code) in [
        (json!({"handles": []}), ErrorCode::ReceiverBlank),
        (
            json!({"handles": ["nobody", "eva"]}),
            ErrorCode::ReceiverBlank,
        ),
        (
            json!({"handles": ["ida", "eva"]}),
            ErrorCode::ReceiverIsSender,
        ),
        (json!({ "handles": many }), ErrorCode::GroupFull),
        (json!({"handles": ["oto", "eva"]}), ErrorCode::BadRequest),
        (
            json!({"handles": ["oto"], "title": "x"}),
            ErrorCode::GroupOfTwo,
        ),
        (
            json!({"handles": ["oto", "eva"], "title": "x".repeat(51)}),
            ErrorCode::TitleTooLong,
        ),
    ] {
        let answered = server.call("ida", Method::POST, "message_groups", Some(body));
        refused(&answered, 422, code);
    }
    assert!(server.0.groups.is_empty());
}

#[test]
fn who_joins_sees_what_comes_after_and_who_left_nothing() {
    let mut server = Server::new();
    let group = server.start();
    let at = server.0.group(group.uuid.as_str()).expect("a group");
    server.0.store(at, "ida", "before", None, NOW);
    let added = server.add("oto", &group, &["ada", "eva"]);
    assert_eq!(handles(&row(&added)), ["ida", "oto", "eva", "ada"]);
    let told = added.stored.expect("a row");
    let seen = server.messages("ada", &group);
    assert_eq!(kinds(&seen), [SystemKind::Joined]);
    assert_eq!(seen[0].previous_message_uuid, Predecessor::First);
    match server.0.message_frame(told, true, "ada") {
        Some(ServerFrame::MessageInserted(live)) => assert_eq!(live.row, seen[0]),
        other => panic!("{other:?}"),
    }
    let all = server.messages("eva", &group);
    assert_eq!(all.len(), 3);
    let path = format!("messages/{}?before={}", group.uuid, seen[0].uuid);
    let before = server.call("ada", Method::GET, &path, None);
    assert_eq!(before.response.body(), "[]");
    let path = format!("messages/{}?after={}", group.uuid, all[1].uuid);
    refused(
        &server.call("ada", Method::GET, &path, None),
        404,
        ErrorCode::MessageNotFound,
    );

    let left = server.remove("ada", &group, "ada");
    assert_eq!(left.left, Some((at, "ada".to_owned())));
    let told = left.stored.expect("a row");
    assert_eq!(server.0.message_frame(told, true, "ada"), None);
    assert!(server.0.message_frame(told, true, "eva").is_some());
    assert_eq!(server.listed("ada"), []);
    for (method, path, body) in [
        (Method::GET, format!("messages/{}", group.uuid), None),
        (Method::GET, format!("message_groups/{}", group.uuid), None),
        (
            Method::PUT,
            format!("message_groups/{}", group.uuid),
            Some(json!({"title": "x"})),
        ),
        (
            Method::POST,
            "messages".to_owned(),
            Some(json!({"message": "x", "message_group_uuid": group.uuid})),
        ),
    ] {
        let answered = server.call("ada", method, &path, body);
        refused(&answered, 404, ErrorCode::MessageGroupNotFound);
    }
    refused(
        &server.add("ada", &group, &["ada"]),
        404,
        ErrorCode::MessageGroupNotFound,
    );
    refused(
        &server.remove("ada", &group, "eva"),
        404,
        ErrorCode::MessageGroupNotFound,
    );
}

#[test]
fn the_creator_removes_others_and_nobody_else_does() {
    let mut server = Server::new();
    let group = server.start();
    refused(
        &server.remove("oto", &group, "eva"),
        403,
        ErrorCode::NotAuthor,
    );
    refused(
        &server.remove("ida", &group, "nobody"),
        404,
        ErrorCode::UserNotFound,
    );
    assert!(server.remove("ida", &group, "eva").left.is_some());
    let again = server.remove("ida", &group, "eva");
    assert_eq!((again.response.body().as_str(), again.left), ("{}", None));
    let seen = server.messages("ida", &group);
    assert_eq!(kinds(&seen), [SystemKind::Created, SystemKind::Removed]);
    assert!(server.remove("oto", &group, "oto").left.is_some());
    let alone = &server.listed("ida")[0];
    assert_eq!((handles(alone), alone.is_of_two()), (vec!["ida"], false));
}

#[test]
fn a_title_is_given_and_taken_away_and_pairs_have_none() {
    let mut server = Server::new();
    let group = server.start();
    let path = format!("message_groups/{}", group.uuid);
    for (title, name) in [("", "IDA, OTO"), ("Other", "Other"), ("Other", "Other")] {
        let body = Some(json!({ "title": title }));
        let shown = row(&server.call("eva", Method::PUT, &path, body));
        assert_eq!(shown.display_name, name);
    }
    assert_eq!(
        server.messages("ida", &group).len(),
        3,
        "the same title is none"
    );
    let pair = server.0.group_with(&person("ida"), &person("oto"));
    assert_ne!(server.0.groups[pair].id, group.uuid);
    server.0.store(pair, "oto", "hello", None, NOW);
    let pair = server.listed("ida").remove(0);
    let path = format!("message_groups/{}", pair.uuid);
    let titled = server.call("ida", Method::PUT, &path, Some(json!({"title": "x"})));
    refused(&titled, 422, ErrorCode::GroupOfTwo);
    refused(
        &server.add("ida", &pair, &["eva"]),
        422,
        ErrorCode::GroupOfTwo,
    );
    refused(
        &server.remove("ida", &pair, "ida"),
        422,
        ErrorCode::GroupOfTwo,
    );
}

#[test]
fn a_group_has_32_members_at_most() {
    let mut server = Server::new();
    let more: Vec<Person> = (0..31).map(|n| person(&format!("p{n}"))).collect();
    server.0.people.extend(more.iter().cloned());
    let group = server.start();
    let names: Vec<&str> = more.iter().map(|person| person.handle.as_str()).collect();
    let full = server.add("ida", &group, &names[..29]);
    assert_eq!(row(&full).member_count, Some(32));
    refused(
        &server.add("ida", &group, &names[29..30]),
        422,
        ErrorCode::GroupFull,
    );
}
