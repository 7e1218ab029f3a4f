//! The fake answers as the contract says, in each mode, and its faults do what their names say.

use cruddur_contract::edit::VersionConflict;
use cruddur_contract::frame::ServerFrame;
use cruddur_contract::group::UnreadAnswer;
use cruddur_contract::message::{SendAnswer, SendRequest};
use cruddur_contract::{ErrorCode, GroupRow, MessageRow, Person, error_code, lenient, link};
use cruddur_fake_server::{
    Account, Answered, FakeServer, Faults, Generated, MessageIndex, Method, Mode, Pool, Response,
    Throttled, cors, header, request, seed,
};
use serde::de::DeserializeOwned;
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

fn server(mode: Mode) -> FakeServer {
    let people = ["ida", "oto", "eva"].map(person).to_vec();
    let handle = "ida".to_owned();
    let pool = Pool::new(Account {
        handle,
        ..Account::default()
    });
    FakeServer::new(mode, people, pool)
}

/// A server on which Ida and Oto have these messages.
fn with_messages(mode: Mode, count: usize) -> FakeServer {
    let mut server = server(mode);
    let at = server.add_group("g".into(), vec![person("ida"), person("oto")]);
    for n in 0..count {
        server.store(at, "oto", &format!("text {n}"), None, NOW);
    }
    server
}

fn get(server: &mut FakeServer, path: &str) -> Response {
    let request = request(Method::GET, path, NO_HEADERS, None);
    server.rest(&request, Some("ida"), NOW).response
}

fn send(server: &mut FakeServer, send: &SendRequest) -> Response {
    let body = serde_json::to_string(send).expect("JSON");
    let request = request(Method::POST, "/api/messages", NO_HEADERS, Some(&body));
    server.rest(&request, Some("ida"), NOW).response
}

fn to_oto(text: &str) -> SendRequest {
    SendRequest {
        message: text.to_owned(),
        handle: Some("oto".to_owned()),
        client_message_id: Some("c1".into()),
        ..SendRequest::default()
    }
}

fn body_of<T: DeserializeOwned>(response: &Response) -> T {
    assert_eq!(response.status(), 200, "{}", response.body());
    serde_json::from_str(response.body()).expect("JSON")
}

fn rows<T: DeserializeOwned>(response: &Response) -> Vec<T> {
    assert_eq!(response.status(), 200, "{}", response.body());
    let list = lenient::list(response.body()).expect("a list");
    assert_eq!(list.dropped, 0);
    list.items
}

fn texts(response: &Response) -> Vec<String> {
    let rows = rows::<MessageRow>(response).into_iter();
    rows.map(|row| row.message).collect()
}

#[test]
fn links_lead_through_all_messages_of_a_full_server() {
    let mut server = with_messages(Mode::Full, 7);
    server.page = 3;
    let newest = get(&mut server, "/api/messages/g?limit=50");
    assert_eq!(texts(&newest), ["text 4", "text 5", "text 6"]);
    let older = link::target(header(&newest, "link").expect("a link"), "prev").expect("older");
    let older = get(&mut server, older);
    assert_eq!(texts(&older), ["text 1", "text 2", "text 3"]);
    let links = header(&older, "link").expect("links");
    let oldest = link::target(links, "prev").expect("oldest").to_owned();
    let newer = link::target(links, "next").expect("newer").to_owned();
    let oldest = get(&mut server, &oldest);
    assert_eq!(texts(&oldest), ["text 0"]);
    assert_eq!(
        link::target(header(&oldest, "link").expect("a link"), "prev"),
        None
    );
    assert_eq!(
        texts(&get(&mut server, &newer)),
        ["text 4", "text 5", "text 6"]
    );
}

#[test]
fn the_list_is_newest_first_and_pages() {
    let mut server = with_messages(Mode::Full, 1);
    let other = server.group_with(&person("ida"), &person("eva"));
    server.store(other, "eva", "later", None, NOW);
    server.group_page = 1;
    let first = get(&mut server, "/api/message_groups?limit=20");
    let row = &rows::<GroupRow>(&first)[0];
    assert_eq!(
        (row.handle.as_str(), row.message.as_str()),
        ("eva", "later")
    );
    let next = link::target(header(&first, "link").expect("a link"), "next").expect("older");
    let second = get(&mut server, next);
    assert_eq!(rows::<GroupRow>(&second)[0].handle, "oto");
    assert_eq!(header(&second, "link"), None);
}

#[test]
fn a_send_is_stored_once_and_its_answer_names_it() {
    let mut server = with_messages(Mode::Full, 1);
    let answers = [(); 2].map(|()| send(&mut server, &to_oto(" hello ")));
    let [first, again] = answers.map(|answer| serde_json::from_str(answer.body()).expect("sent"));
    let first: SendAnswer = first;
    assert_eq!(first, again);
    assert_eq!(first.message.as_deref(), Some("hello"));
    assert_eq!(first.message_group_uuid.as_str(), "g");
    assert_eq!(
        texts(&get(&mut server, "/api/messages/g")),
        ["text 0", "hello"]
    );
    assert_eq!(server.stored["hello"], 1);
}

#[test]
fn a_full_server_refuses_by_codes() {
    let mut server = with_messages(Mode::Full, 1);
    server.add_group("of-others".into(), vec![person("oto"), person("eva")]);
    let codes = |response: &Response| {
        let codes = error_code::codes(response.body());
        (response.status().as_u16(), codes)
    };
    for (path, code) in [
        ("/api/messages/of-others", ErrorCode::MessageGroupNotFound),
        ("/api/messages/unknown", ErrorCode::MessageGroupNotFound),
        ("/api/messages/g?before=unknown", ErrorCode::MessageNotFound),
        ("/api/users/@nobody/short", ErrorCode::UserNotFound),
    ] {
        assert_eq!(codes(&get(&mut server, path)), (404, vec![code]), "{path}");
    }
    let long = "x".repeat(1025);
    for (text, code) in [
        (" ", ErrorCode::MessageBlank),
        (long.as_str(), ErrorCode::MessageTooLong),
    ] {
        assert_eq!(codes(&send(&mut server, &to_oto(text))), (422, vec![code]));
    }
    let groups = request(Method::GET, "/api/message_groups", NO_HEADERS, None);
    let response = server.rest(&groups, None, NOW).response;
    assert_eq!(
        (response.status().as_u16(), response.body().as_str()),
        (401, "{}")
    );
}

fn call(server: &mut FakeServer, who: &str, method: Method, body: Option<Value>) -> Answered {
    let body = body.map(|body| body.to_string());
    let path = "/api/messages/g/g-0";
    let request = request(method, path, NO_HEADERS, body.as_deref());
    server.rest(&request, Some(who), NOW)
}

#[test]
fn an_edit_and_a_deletion_change_the_row_and_name_it() {
    let mut server = with_messages(Mode::Full, 2);
    let first = Some(MessageIndex {
        group: 0,
        message: 0,
    });
    let edit = json!({"message": " new ", "version": 1});
    let answered = call(&mut server, "oto", Method::PUT, Some(edit));
    assert_eq!((answered.stored, answered.changed), (None, first));
    let row: MessageRow = serde_json::from_str(answered.response.body()).expect("a row");
    assert_eq!((row.message.as_str(), row.version), ("new", Some(2)));
    assert!(row.edited_at.is_some());
    let deleted = call(&mut server, "oto", Method::DELETE, None);
    let again = call(&mut server, "oto", Method::DELETE, None);
    assert_eq!((deleted.changed, again.changed), (first, None));
    assert_eq!(deleted.response.body(), again.response.body());
    assert_eq!(texts(&get(&mut server, "/api/messages/g")), ["", "text 1"]);
}

#[test]
fn an_edit_that_may_not_be_is_refused_and_changes_nothing() {
    let mut server = with_messages(Mode::Full, 1);
    let edit = |version: u64| Some(json!({"message": "new", "version": version}));
    let stale = call(&mut server, "oto", Method::PUT, edit(2)).response;
    let conflict = VersionConflict::parse(stale.body()).expect("a conflict");
    assert_eq!(stale.status(), 409);
    assert_eq!(conflict.row.message, "text 0");
    for (who, status, code) in [
        ("ida", 403, ErrorCode::NotAuthor),
        ("eva", 404, ErrorCode::MessageGroupNotFound),
    ] {
        for (method, body) in [(Method::PUT, edit(1)), (Method::DELETE, None)] {
            let refused = call(&mut server, who, method, body);
            assert_eq!(refused.changed, None);
            assert_eq!(refused.response.status(), status);
            assert_eq!(
                error_code::codes(refused.response.body()),
                std::slice::from_ref(&code)
            );
        }
    }
    assert_eq!(texts(&get(&mut server, "/api/messages/g")), ["text 0"]);
    call(&mut server, "oto", Method::DELETE, None);
    let deleted = call(&mut server, "oto", Method::PUT, edit(2)).response;
    assert_eq!(deleted.status(), 409, "a deleted message cannot be edited");
}

#[test]
fn a_ticket_opens_one_connection() {
    let mut server = server(Mode::Full);
    let request = request(Method::POST, "/api/live/ticket", NO_HEADERS, Some("{}"));
    let response = server.rest(&request, Some("ida"), NOW).response;
    let ticket: cruddur_contract::live::Ticket =
        serde_json::from_str(response.body()).expect("a ticket");
    let opens = server.redeem(&ticket.ticket).map(|opens| opens.handle);
    assert_eq!(opens.as_deref(), Some("ida"));
    assert_eq!(server.redeem(&ticket.ticket), None);
}

#[test]
fn tokens_of_the_pool_are_accepted_until_they_expire_or_are_refused() {
    let mut server = with_messages(Mode::Full, 1);
    let sign_in = request(
        Method::POST,
        "https://cognito/",
        &[(
            "x-amz-target",
            "AWSCognitoIdentityProviderService.RespondToAuthChallenge",
        )],
        Some("{}"),
    );
    assert_eq!(server.answer(&sign_in, NOW).response.status(), 200);
    let list = request(
        Method::GET,
        "/api/message_groups",
        &[("authorization", "Bearer a1")],
        None,
    );
    assert_eq!(server.answer(&list, NOW).response.status(), 200);
    assert_eq!(server.answer(&list, NOW + 900_000).response.status(), 401);
    assert!(!server.pool.invalidate(NOW), "it may not have arrived yet");
    assert!(server.pool.invalidate(NOW + 60_000));
    assert_eq!(server.answer(&list, NOW).response.status(), 401);
}

#[test]
fn a_generated_history_is_the_same_each_time_and_goes_on_with_what_is_stored() {
    let mut server = with_messages(Mode::Full, 0);
    let texts_of_it = ["a", "b c"].map(str::to_owned).to_vec();
    let history = Generated {
        count: 100_000,
        texts: texts_of_it,
    };
    server.groups[0].generated = Some(history);
    server.store(0, "oto", "new", None, NOW);
    server.page = 3;
    let newest = get(&mut server, "/api/messages/g");
    assert_eq!(texts(&newest), ["99998 a", "99999 b c", "new"]);
    let rows = rows::<MessageRow>(&newest);
    assert_eq!(
        rows[1].previous_message_uuid,
        Some(rows[0].uuid.clone()).into()
    );
    assert_eq!(
        rows[2].previous_message_uuid,
        Some(rows[1].uuid.clone()).into()
    );
    assert_eq!(
        texts(&get(&mut server, "/api/messages/g?before=g-2")),
        ["0 a", "1 b c"]
    );
}

#[test]
fn a_message_frame_is_what_the_page_has() {
    let mut server = with_messages(Mode::Full, 1);
    let at = cruddur_fake_server::MessageIndex {
        group: 0,
        message: 0,
    };
    let frame = server.message_frame(at, true, "ida");
    let frame = frame.and_then(|it| it.to_text()).expect("a frame");
    let page = rows::<MessageRow>(&get(&mut server, "/api/messages/g"));
    match ServerFrame::parse(&frame) {
        Ok(ServerFrame::MessageInserted(live)) => assert_eq!(live.row, page[0]),
        other => panic!("{other:?}"),
    }
}

#[test]
fn faults_are_switched_on_one_by_one() {
    let mut server = with_messages(Mode::Full, 3);
    let mut answer = |faults: Faults, path: &str| {
        server.faults = faults;
        get(&mut server, path)
    };
    let none = Faults::default;
    let error = Some(502);
    assert_eq!(
        answer(Faults { error, ..none() }, "/api/users").status(),
        502
    );
    let throttled = Some(Throttled {
        retry_after: Some(3),
    });
    let response = answer(
        Faults {
            throttled,
            ..none()
        },
        "/api/users",
    );
    assert_eq!(response.status(), 429);
    assert_eq!(header(&response, "retry-after"), Some("3"));
    let portal = Some("<html>".to_owned());
    let response = answer(Faults { portal, ..none() }, "/api/users");
    assert_eq!(
        (response.status().as_u16(), response.body().as_str()),
        (200, "<html>")
    );
    let lag = Faults {
        hidden: 1,
        ..none()
    };
    assert_eq!(texts(&answer(lag, "/api/messages/g")), ["text 0", "text 1"]);
    let refused = Faults {
        refused_cursor: Some(400),
        ..none()
    };
    assert_eq!(answer(refused.clone(), "/api/messages/g").status(), 200);
    assert_eq!(answer(refused, "/api/messages/g?before=g-1").status(), 400);
}

#[test]
fn faults_of_a_send_happen_before_or_after_it_is_stored() {
    let mut server = with_messages(Mode::Full, 0);
    server.faults.refuses_by_text = true;
    assert_eq!(send(&mut server, &to_oto("no refuse403")).status(), 403);
    assert!(server.stored.is_empty());
    server.faults.error_after_acceptance = Some(502);
    assert_eq!(send(&mut server, &to_oto("yes")).status(), 502);
    assert_eq!(server.stored["yes"], 1);
    assert_eq!(send(&mut server, &to_oto("yes")).status(), 200, "again");
    assert_eq!(server.stored["yes"], 1);
}

#[test]
fn a_malformed_message_spoils_its_element_alone() {
    let mut server = with_messages(Mode::Full, 2);
    server.malformed.insert("g-0".into());
    let page = get(&mut server, "/api/messages/g");
    let list = lenient::list::<MessageRow>(page.body()).expect("a list");
    assert_eq!((list.items.len(), list.dropped), (1, 1));
}

#[test]
fn people_are_found_by_the_rule_of_the_contract() {
    let mut server = with_messages(Mode::Full, 0);
    server.people.push(Person {
        uuid: "luc".into(),
        handle: "..".into(),
        display_name: "Jean-Luc O\u{2019}Neil".into(),
    });
    for query in ["luc", "neil", "O%27neil", "JEAN%20LUC", "..", "@.."] {
        let found = get(&mut server, &format!("/api/users?prefix={query}"));
        assert!(
            found.body().contains("Jean-Luc"),
            "{query}: {}",
            found.body()
        );
    }
    for query in ["", "%20", "%23", "eil", "lu", "je"] {
        let found = get(&mut server, &format!("/api/users?prefix={query}"));
        assert_eq!(found.body(), "[]", "{query}");
    }
    for number in 0..20 {
        server.people.push(Person {
            uuid: format!("luc-{number}").into(),
            handle: format!("luc-{number}"),
            display_name: "Luc".into(),
        });
    }
    let found = get(&mut server, "/api/users?prefix=luc&limit=20");
    assert_eq!(found.body().matches("uuid").count(), 10);
}

#[test]
fn what_the_contract_refuses_the_fake_server_refuses() {
    let mut server = with_messages(Mode::Full, 0);
    let handle = get(&mut server, "/api/handles/a..b");
    assert_eq!(handle.body(), r#"["handle_invalid"]"#);
    let refused = send(&mut server, &to_oto("\u{3164}\u{200b}"));
    assert_eq!(refused.body(), r#"["message_blank"]"#);
}

#[test]
fn a_seed_server_has_the_routes_and_errors_of_the_original() {
    let mut server = with_messages(Mode::Seed, 25);
    let page = get(&mut server, "/api/messages/g?before=g-3");
    assert_eq!(texts(&page).len(), 20, "the newest, whatever is asked for");
    assert_eq!(header(&page, "link"), None);
    assert_eq!(get(&mut server, "/api/messages/unknown").body(), "[]");
    let missing = get(&mut server, "/api/users?prefix=o");
    assert_eq!(
        (missing.status().as_u16(), missing.body().as_str()),
        (404, seed::HTML_404)
    );
    let nobody = get(&mut server, "/api/users/@nobody/short");
    assert_eq!(
        (nobody.status().as_u16(), nobody.body().as_str()),
        (200, "{}")
    );
    assert_eq!(
        header(&nobody, "content-type"),
        Some("text/html; charset=utf-8")
    );
    let refused = send(&mut server, &to_oto(""));
    assert_eq!(
        (refused.status().as_u16(), refused.body().as_str()),
        (500, seed::HTML_500)
    );
}

#[test]
fn a_seed_server_answers_with_the_senders_id_and_never_looks_for_a_conversation() {
    let mut server = with_messages(Mode::Seed, 1);
    let began = send(&mut server, &to_oto("hello"));
    let id = server.groups[1].id.clone();
    assert_eq!(
        *began.body(),
        json!({ "message_group_uuid": id }).to_string()
    );
    let into = SendRequest {
        message: "again".to_owned(),
        message_group_uuid: Some("g".into()),
        ..SendRequest::default()
    };
    let sent: serde_json::Value =
        serde_json::from_str(send(&mut server, &into).body()).expect("JSON");
    assert_eq!(sent["uuid"], "p-ida");
    assert_eq!(sent["created_at"], "2027-01-15T08:00:00.123002+00:00");
}

#[test]
fn imported_times_of_a_seed_server_are_naive() {
    let mut server = server(Mode::Seed);
    let at = server.add_group("g".into(), vec![person("ida"), person("oto")]);
    server.groups[at].imported = 2;
    for now in [NOW - 123, NOW, NOW + 1_000] {
        server.store(at, "oto", "text", None, now);
    }
    let page = get(&mut server, "/api/messages/g");
    let rows: serde_json::Value = serde_json::from_str(page.body()).expect("JSON");
    let times = [0, 1, 2].map(|n| rows[n]["created_at"].clone());
    assert_eq!(times[0], "2027-01-15T08:00:00");
    assert_eq!(times[1], "2027-01-15T08:00:00.123000");
    assert_eq!(times[2], "2027-01-15T08:00:01.123000+00:00");
}

#[test]
fn a_seed_server_lets_its_front_end_read_and_anybody_write() {
    let allowed = |mode, method: Method, origin: &str| {
        let request = request(method, "/api/messages", &[("origin", origin)], None);
        let headers = cors::headers(mode, &request, Some("http://app"));
        let allowed = headers.get("access-control-allow-origin");
        allowed.map(|value| value.to_str().expect("ASCII").to_owned())
    };
    let app = Some("http://app".to_owned());
    assert_eq!(allowed(Mode::Seed, Method::GET, "http://app"), app);
    assert_eq!(allowed(Mode::Seed, Method::GET, "http://evil"), None);
    let evil = Some("http://evil".to_owned());
    assert_eq!(allowed(Mode::Seed, Method::POST, "http://evil"), evil);
    assert_eq!(
        allowed(Mode::Full, Method::GET, "http://evil"),
        Some("*".to_owned())
    );
}

#[test]
fn who_watches_is_told_of_the_members_of_their_conversations_alone() {
    let mut server = with_messages(Mode::Full, 1);
    let watched = ["g".into()];
    for (watcher, about, told) in [
        ("ida", "oto", true),
        ("ida", "ida", false),
        ("ida", "eva", false),
        ("eva", "oto", false),
    ] {
        assert_eq!(server.is_told(watcher, &watched, about, None), told);
    }
    assert!(!server.is_told("ida", &[], "oto", None), "nobody looks");
    assert!(!server.is_told("ida", &watched, "oto", Some(&"h".into())));

    let Some(ServerFrame::PresenceEnter(oto)) = server.come_online("oto") else {
        panic!("he comes");
    };
    assert!(oto.online && server.come_online("oto").is_none(), "once");
    let Some(ServerFrame::PresenceLeave(oto)) = server.go_offline("oto", NOW) else {
        panic!("he leaves");
    };
    let seen = oto.since.expect("a time").millis();
    assert!(seen <= NOW && seen % (15 * 60_000) == 0, "coarse");
    assert!(server.go_offline("oto", NOW).is_none(), "once");
    assert_eq!(
        server.presence_state("ida", &watched),
        ServerFrame::PresenceState(vec![oto])
    );
}

#[test]
fn typing_is_passed_on_of_members_and_once_in_three_seconds() {
    let mut server = with_messages(Mode::Full, 1);
    let group = "g".into();
    assert_eq!(server.typing("eva", &group, NOW), None);
    for (after, passed_on) in [(0, true), (2_999, false), (3_000, true)] {
        let frame = server.typing("oto", &group, NOW + after);
        assert_eq!(frame.is_some(), passed_on, "{after}");
    }
}

#[test]
fn the_version_of_a_list_differs_once_there_is_news() {
    let mut server = with_messages(Mode::Full, 1);
    let before = server.list_version("ida");
    assert_eq!(server.list_version("ida"), before);
    server.store(0, "oto", "news", None, NOW);
    assert_ne!(server.list_version("ida"), before);
    assert_eq!(with_messages(Mode::Seed, 1).list_version("ida"), None);
}
fn post(server: &mut FakeServer, path: &str, body: &Value) -> Answered {
    let body = body.to_string();
    let request = request(Method::POST, path, NO_HEADERS, Some(&body));
    server.rest(&request, Some("ida"), NOW)
}

#[test]
fn reading_moves_a_marker_forward_and_marking_as_unread_moves_no_receipt() {
    let mut server = with_messages(Mode::Full, 4);
    let read = |server: &mut FakeServer, n: usize| {
        let body = json!({"message_uuid": format!("g-{n}")});
        let answered = post(server, "/api/message_groups/g/read", &body);
        (
            body_of::<UnreadAnswer>(&answered.response).unread_count,
            answered.read.is_some(),
        )
    };
    assert_eq!(read(&mut server, 1), (2, true));
    assert_eq!(read(&mut server, 0), (2, false), "never back");
    assert_eq!(read(&mut server, 3), (0, true));
    let unread = post(&mut server, "/api/message_groups/g/unread", &json!({}));
    let answer: UnreadAnswer = body_of(&unread.response);
    assert_eq!((answer.unread_count, answer.read_version), (1, 3));
    let frame = server.read_frame(&unread.read.expect("moved"));
    let Some(ServerFrame::ReadUpdated(receipt)) = frame else {
        panic!("a receipt");
    };
    assert_eq!(receipt.last_read_message_uuid, "g-3".into());
    let row: GroupRow = body_of(&get(&mut server, "/api/message_groups/g"));
    let members = row.members.expect("members");
    assert_eq!(members[0].last_read_message_uuid, Some("g-3".into()));
    assert_eq!(
        (row.unread_count, row.last_read_message_uuid),
        (Some(1), Some("g-2".into()))
    );
    send(&mut server, &to_oto("mine"));
    let row = server.group_row(0, "ida").expect("a row");
    assert_eq!(row.unread_count, Some(0), "who writes has read");
}

#[test]
fn a_seed_server_knows_nothing_of_reading() {
    let mut server = with_messages(Mode::Seed, 2);
    let answered = post(
        &mut server,
        "/api/message_groups/g/read",
        &json!({"message_uuid": "g-1"}),
    );
    assert_eq!(answered.response.status(), 404);
    assert_eq!(
        server.group_row(0, "ida").and_then(|row| row.unread_count),
        None
    );
}
