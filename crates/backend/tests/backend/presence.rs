//! Presence, typing and watching: who is told of whom. On a table of the test's own, with the real live function's
//! handler and a gateway that writes down frames.

use aws_lambda_events::event::apigw::ApiGatewayWebsocketProxyRequest;
use cruddur_backend::clock::now_micros;
use cruddur_backend::live::{Live, Status};
use cruddur_backend::table::{LiveSession, Watched};
use cruddur_contract::frame::{MAX_WATCHED, ServerFrame};
use cruddur_contract::{GroupId, Person, PersonId};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::Someone;
use crate::support::aws::run;
use crate::support::isolated::Isolated;

struct Room {
    system: Isolated,
    live: Live,
}

impl Room {
    fn new() -> Self {
        let system = Isolated::new();
        let live = Live {
            table: system.table(),
            gateway: system.posting(),
            allowed_origins: Vec::new(),
        };
        Self { system, live }
    }

    /// Hands the function an event of the gateway. The clients are made anew, since each `run` has a runtime of its own.
    fn event(&self, connection: &str, route: &str, body: &Value, ticket: &str, now: i64) -> Status {
        let event = json!({
            "requestContext": {
                "connectionId": connection, "routeKey": route, "connectedAt": 0, "requestTimeEpoch": 0,
            },
            "queryStringParameters": {"ticket": ticket},
            "body": body.to_string(),
        });
        let event: ApiGatewayWebsocketProxyRequest =
            serde_json::from_value(event).expect("an event");
        let live = Live {
            table: self.system.table(),
            gateway: self.system.posting(),
            ..self.live.clone()
        };
        run(async { live.handle(event, now).await })
    }

    fn connect_at(&self, person: &Person, connection: &str, now: i64) {
        let ticket = Uuid::new_v4().to_string();
        let session = LiveSession {
            user_uuid: person.uuid.clone(),
            signed_in_at: now / 1_000_000,
            token_expires_at: now / 1_000_000 + 900,
        };
        run(self.system.table().store_ticket(&ticket, session, now)).expect("stored");
        let status = self.event(connection, "$connect", &json!({}), &ticket, now);
        assert_eq!(status, Status::Ok);
    }

    fn connect(&self, person: &Person, connection: &str) {
        self.connect_at(person, connection, now_micros());
    }

    fn disconnect(&self, connection: &str) {
        self.event(connection, "$disconnect", &json!({}), "", now_micros());
    }

    fn say(&self, connection: &str, frame: &Value) -> Vec<ServerFrame> {
        self.say_at(connection, frame, now_micros())
    }

    /// Sends a frame; returns what the connection got since.
    fn say_at(&self, connection: &str, frame: &Value, now: i64) -> Vec<ServerFrame> {
        self.event(connection, "$default", frame, "", now);
        self.system.gateway.take(connection)
    }

    fn watch(&self, connection: &str, groups: &[&GroupId]) -> Vec<(PersonId, bool)> {
        let frame = json!({"action": "watch", "message_group_uuids": groups});
        match &self.say(connection, &frame)[..] {
            [ServerFrame::PresenceState(users)] => users
                .iter()
                .map(|one| (one.user_uuid.clone(), one.online))
                .collect(),
            other => panic!("{other:?}"),
        }
    }

    /// What a connection was told since the last call: `+` and `-` with the person who came or left.
    fn told(&self, connection: &str) -> Vec<(char, PersonId)> {
        let frames = self.system.gateway.take(connection).into_iter();
        frames
            .map(|frame| match frame {
                ServerFrame::PresenceEnter(user) => ('+', user.user_uuid),
                ServerFrame::PresenceLeave(user) => ('-', user.user_uuid),
                ServerFrame::Typing(typist) => ('t', typist.user_uuid),
                other => panic!("unexpected: {other:?}"),
            })
            .collect()
    }
}

fn typing(group: &GroupId) -> Value {
    json!({"action": "typing", "message_group_uuid": group})
}

#[test]
fn several_connections_are_one_person_who_leaves_with_the_last() {
    let room = Room::new();
    let [ann, bob] = ["ann", "bob"].map(|name| room.system.person(name));
    let group = room.system.start(&ann, std::slice::from_ref(&bob), "hello");
    room.connect(&ann, "a");
    assert_eq!(room.watch("a", &[&group]), [(bob.uuid.clone(), false)]);
    let came = vec![('+', bob.uuid.clone())];
    let left = vec![('-', bob.uuid.clone())];
    room.connect(&bob, "b1");
    assert_eq!(room.told("a"), came);
    room.connect(&bob, "b2");
    assert_eq!(room.told("a"), [], "he is here already");
    room.disconnect("b1");
    assert_eq!(room.told("a"), [], "he is still here");
    assert_eq!(room.watch("a", &[&group]), [(bob.uuid.clone(), true)]);
    room.disconnect("b2");
    assert_eq!(room.told("a"), left);
    room.disconnect("b2");
    assert_eq!(room.told("a"), [], "once");
    room.connect(&bob, "b3");
    assert_eq!(room.told("a"), came, "re-entered");
    assert_eq!(
        room.watch("a", &[&group]),
        [(bob.uuid.clone(), true)],
        "no double"
    );
}

#[test]
fn the_one_who_leaves_is_the_one_who_is_removed() {
    let room = Room::new();
    let people = ["ann", "bob", "cy", "dan"].map(|name| room.system.person(name));
    let group = room.system.start(&people[0], &people[1..], "hello");
    for person in &people {
        room.connect(person, &person.handle);
    }
    room.watch(&people[3].handle, &[&group]);
    room.disconnect(&people[0].handle);
    assert_eq!(
        room.told(&people[3].handle),
        [('-', people[0].uuid.clone())]
    );
    let online: Vec<PersonId> = room
        .watch(&people[3].handle, &[&group])
        .into_iter()
        .filter_map(|(person, online)| online.then_some(person))
        .collect();
    let mut expected = [people[1].uuid.clone(), people[2].uuid.clone()];
    expected.sort();
    assert_eq!(online, expected);
}

#[test]
fn members_watch_and_strangers_see_and_tell_nothing() {
    let room = Room::new();
    let [ann, bob, eve] = ["ann", "bob", "eve"].map(|name| room.system.person(name));
    let group = room.system.start(&ann, std::slice::from_ref(&bob), "hello");
    for (person, id) in [(&ann, "a"), (&bob, "b"), (&eve, "e")] {
        room.connect(person, id);
    }
    assert_eq!(room.watch("a", &[&group]), [(bob.uuid.clone(), true)]);
    assert_eq!(room.watch("e", &[&group]), [], "as of no such group");
    assert_eq!(room.watch("e", &[&"nonsense".into()]), []);
    room.say("e", &typing(&group));
    assert_eq!(room.told("a"), [], "a stranger's typing");
    room.say("b", &typing(&group));
    assert_eq!(room.told("a"), [('t', bob.uuid.clone())]);
    room.disconnect("b");
    assert_eq!(room.told("e"), []);
    assert_eq!(room.told("a").len(), 1);
}

#[test]
fn who_was_a_member_is_told_nothing_and_tells_nothing_any_more() {
    let room = Room::new();
    let [ann, bob, eve] = ["ann", "bob", "eve"].map(|name| room.system.person(name));
    let group = room.system.start(&ann, std::slice::from_ref(&bob), "hello");
    room.connect(&eve, "e");
    room.connect(&ann, "a");
    // A watch of the time when eve was a member, of both directions.
    let table = room.system.table();
    let former = |watched: [&Person; 1]| -> Watched {
        [(group.clone(), watched.map(|one| one.uuid.clone()).to_vec())].into()
    };
    run(async {
        let of_eve = table.connection("e").await.expect("read").expect("open");
        assert!(
            table
                .watch(&of_eve, &former([&bob]))
                .await
                .expect("written")
        );
        let of_ann = table.connection("a").await.expect("read").expect("open");
        assert!(
            table
                .watch(&of_ann, &former([&eve]))
                .await
                .expect("written")
        );
    });
    room.connect(&bob, "b");
    room.say("b", &typing(&group));
    room.disconnect("b");
    assert_eq!(room.told("e"), [], "of bob");
    room.say("e", &typing(&group));
    room.disconnect("e");
    assert_eq!(room.told("a"), [], "of eve");
}

#[test]
fn a_watch_replaces_the_one_before_and_ends_with_its_connection() {
    let room = Room::new();
    let [ann, bob, cy] = ["ann", "bob", "cy"].map(|name| room.system.person(name));
    let with_bob = room.system.start(&ann, std::slice::from_ref(&bob), "hello");
    let with_cy = room.system.start(&ann, std::slice::from_ref(&cy), "hello");
    room.connect(&ann, "a");
    room.watch("a", &[&with_bob]);
    room.watch("a", &[&with_cy, &with_cy]);
    room.connect(&bob, "b");
    assert_eq!(room.told("a"), [], "not watched any more");
    room.connect(&cy, "c");
    assert_eq!(room.told("a"), [('+', cy.uuid.clone())]);
    room.disconnect("a");
    let now = now_micros();
    let left = run(room.system.table().watchers(&cy.uuid, None, now)).expect("read");
    assert_eq!(left, []);
    assert_eq!(
        room.say(
            "a",
            &json!({"action": "watch", "message_group_uuids": [with_cy]})
        ),
        [],
        "it is closed"
    );
    let left = run(room.system.table().watchers(&cy.uuid, None, now)).expect("read");
    assert_eq!(left, []);
}

#[test]
fn people_nobody_watches_cost_no_frame_and_a_watch_has_a_limit() {
    let room = Room::new();
    let ann = room.system.person("ann");
    let others: Vec<Person> = (0..=MAX_WATCHED)
        .map(|n| room.system.person(&format!("p{n}")))
        .collect();
    let groups: Vec<GroupId> = others
        .iter()
        .map(|other| {
            room.system
                .start(&ann, std::slice::from_ref(other), "hello")
        })
        .collect();
    room.connect(&ann, "a");
    room.connect(&others[0], "p");
    assert_eq!(room.system.gateway.posted().len(), 0);
    let all: Vec<&GroupId> = groups.iter().collect();
    let frame = json!({"action": "watch", "message_group_uuids": all});
    let users: usize = room
        .say("a", &frame)
        .iter()
        .map(|frame| match frame {
            ServerFrame::PresenceState(users) => users.len(),
            other => panic!("unexpected: {other:?}"),
        })
        .sum();
    assert_eq!(users, MAX_WATCHED);
}

#[test]
fn typing_is_passed_on_once_in_three_seconds_for_each_conversation() {
    let room = Room::new();
    let [ann, bob, cy] = ["ann", "bob", "cy"].map(|name| room.system.person(name));
    let pair = room.system.start(&ann, std::slice::from_ref(&bob), "hello");
    let three = room.system.start(&ann, &[bob.clone(), cy.clone()], "hello");
    let now = now_micros();
    room.connect(&ann, "a");
    room.connect(&bob, "b");
    room.connect(&bob, "b2");
    room.watch("a", &[&pair, &three]);
    room.watch("b2", &[&pair]);
    for (after, group, passed_on) in [
        (0, &pair, true),
        (1_000_000, &pair, false),
        (1_000_000, &three, true),
        (2_999_999, &pair, false),
        (3_000_000, &pair, true),
    ] {
        room.say_at("b", &typing(group), now + after);
        assert_eq!(room.told("a").len(), usize::from(passed_on), "{after}");
    }
    assert_eq!(room.told("b2"), [], "nobody is told of themselves");
}

#[test]
fn a_crashed_connection_is_noticed_by_its_end_or_by_the_next_frame() {
    let room = Room::new();
    let [ann, bob] = ["ann", "bob"].map(|name| room.system.person(name));
    let group = room.system.start(&ann, std::slice::from_ref(&bob), "hello");
    let now = now_micros();
    // Bob's browser crashed 20 minutes ago: nobody told the gateway, his token has ended.
    room.connect_at(&bob, "b", now - 1_200_000_000);
    room.connect(&ann, "a");
    assert_eq!(room.watch("a", &[&group]), [(bob.uuid.clone(), false)]);
    // Ann's crashes while the gateway still knows it; then it is gone, which bob's coming finds.
    room.connect_at(&ann, "a-old", now - 60_000_000);
    room.watch("a-old", &[&group]);
    room.disconnect("a");
    room.connect_at(&bob, "b2", now - 50_000_000);
    room.watch("b2", &[&group]);
    room.system.gateway.take("a-old");
    room.system.gateway.lose("a-old");
    room.connect(&bob, "b3");
    room.disconnect("b3");
    assert_eq!(room.told("b2"), [], "bob was here all the time");
    room.event("b2", "$default", &typing(&group), "", now_micros());
    assert_eq!(room.told("b2"), [('-', ann.uuid.clone())]);
    let open = run(room.system.table().connections_of(&ann.uuid, now)).expect("read");
    assert_eq!(open, []);
}

#[test]
fn last_seen_is_coarse_and_a_pong_says_what_changed() {
    let room = Room::new();
    let [ann, bob] = ["ann", "bob"].map(|name| room.system.person(name));
    let group = room.system.start(&ann, std::slice::from_ref(&bob), "hello");
    room.connect(&bob, "b");
    room.disconnect("b");
    room.connect(&ann, "a");
    let frame = json!({"action": "watch", "message_group_uuids": [group]});
    let [ServerFrame::PresenceState(users)] = &room.say("a", &frame)[..] else {
        panic!("no state");
    };
    let since = users[0].since.expect("he was here").micros();
    assert_eq!(since % 900_000_000, 0, "to the quarter of an hour");
    let version = || match &room.say("a", &json!({"action": "ping"}))[..] {
        [ServerFrame::Pong { list_version, .. }] => list_version.clone().expect("a version"),
        other => panic!("{other:?}"),
    };
    let before = version();
    assert_eq!(version(), before);
    let cy = room.system.person("cy");
    room.system.start(&cy, std::slice::from_ref(&ann), "news");
    assert_ne!(version(), before);
}

#[test]
fn the_deployed_functions_tell_who_is_here_and_who_is_writing() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let group = ann.write_to(&bob, "hello").message_group_uuid;
    let mut of_ann = ann.connect();
    let watch = json!({"action": "watch", "message_group_uuids": [group]});
    of_ann.say(&watch.to_string());
    of_ann.next_until(|frame| {
        matches!(frame, ServerFrame::PresenceState(users) if users.len() == 1 && !users[0].online)
    });
    let mut of_bob = bob.connect();
    let id = bob.person.uuid.clone();
    of_ann.next_until(|frame| {
        matches!(frame, ServerFrame::PresenceEnter(user) if user.user_uuid == id && user.online)
    });
    of_bob.say(&typing(&group).to_string());
    of_ann.next_until(
        |frame| matches!(frame, ServerFrame::Typing(typist) if typist.handle == bob.handle()),
    );
    of_bob.close();
    of_ann.next_until(|frame| {
        matches!(frame, ServerFrame::PresenceLeave(user) if user.user_uuid == id && !user.online)
    });
}
