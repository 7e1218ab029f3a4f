//! A person's own profile: its content, the rules of names and handles, and how changes reach others.

use cruddur_contract::frame::ServerFrame;
use cruddur_contract::message::SendAnswer;
use cruddur_contract::profile::Profile;
use cruddur_contract::{ErrorCode, GroupRow, Person};
use serde_json::{Value, json};

use crate::support::person::fresh_handle;
use crate::support::{Reply, Someone};

fn profile(someone: &Someone) -> Profile {
    someone.get("/api/profile").json()
}

fn change(someone: &Someone, body: &Value) -> Profile {
    someone.put("/api/profile", body).json()
}

fn found(someone: &Someone, prefix: &str) -> Vec<Person> {
    someone.get(&format!("/api/users?prefix={prefix}")).json()
}

fn short(someone: &Someone, handle: &str) -> Reply {
    someone.get(&format!("/api/users/@{handle}/short"))
}

#[test]
fn a_profile_has_the_pools_attributes_until_it_is_changed() {
    let ann = Someone::new("ann");
    let first = Profile {
        display_name: "ann".into(),
        handle: ann.handle().into(),
        bio: String::new(),
    };
    assert_eq!(profile(&ann), first);
    let changed = change(
        &ann,
        &json!({"display_name": " Ann \t Lee ", "bio": " two\nlines\n"}),
    );
    let expected = Profile {
        display_name: "Ann Lee".into(),
        bio: "two\nlines".into(),
        ..first
    };
    assert_eq!(changed, expected);
    assert_eq!(profile(&ann), expected);
    let renamed = change(&ann, &json!({"display_name": "Anna", "handle": null}));
    assert_eq!(
        (renamed.handle.as_str(), renamed.bio.as_str()),
        (ann.handle(), "two\nlines")
    );
    assert_eq!(
        change(&ann, &json!({"display_name": "Anna", "bio": ""})).bio,
        ""
    );
}

#[test]
fn bad_profiles_are_422_with_their_codes_and_change_nothing() {
    let ann = Someone::new("ann");
    let before = profile(&ann);
    let refused =
        |body: Value, code: ErrorCode| ann.put("/api/profile", &body).is_refused(422, code);
    for blank in [
        json!({}),
        json!({"display_name": null}),
        json!({"display_name": " \n\u{2003}"}),
        json!({"display_name": "\u{3164}\u{202e}"}),
    ] {
        refused(blank, ErrorCode::DisplayNameBlank);
    }
    for bad in [
        json!({"display_name": 7}),
        json!({"display_name": "Ann", "bio": "x".repeat(501)}),
        json!({"display_name": "Ann", "handle": 7}),
        json!([]),
    ] {
        refused(bad, ErrorCode::BadRequest);
    }
    refused(
        json!({"display_name": "é".repeat(51)}),
        ErrorCode::DisplayNameInvalid,
    );
    for handle in [
        "",
        "a b",
        "@ann",
        "a/b",
        &"x".repeat(31),
        "..",
        "a..b",
        "_a",
    ] {
        refused(
            json!({"display_name": "Ann", "handle": handle}),
            ErrorCode::HandleInvalid,
        );
    }
    assert_eq!(profile(&ann), before);
    assert_eq!(
        change(&ann, &json!({"display_name": "é".repeat(50)})).display_name,
        "é".repeat(50)
    );
}

#[test]
fn a_new_name_is_shown_at_once_in_lists_conversations_and_the_search() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let group = ann.write_to(&bob, "hello").message_group_uuid;
    bob.write_in(&group, "hello ann");
    let word = fresh_handle("Zelda").replace('-', "");
    change(&ann, &json!({"display_name": format!("Ann {word}")}));
    let name = format!("Ann {word}");
    let row = bob.group(&group).expect("in bob's list");
    assert_eq!(row.display_name, name);
    let named: Vec<String> = row
        .members
        .expect("members")
        .into_iter()
        .map(|one| one.display_name)
        .collect();
    assert!(
        named.contains(&name) && named.contains(&"bob".to_owned()),
        "{named:?}"
    );
    let names: Vec<String> = bob
        .messages(&group)
        .into_iter()
        .map(|row| row.display_name)
        .collect();
    assert_eq!(names, [name.as_str(), "bob"]);
    let now = Person {
        display_name: name,
        ..ann.person.clone()
    };
    assert_eq!(found(&bob, &word.to_lowercase()), vec![now.clone()]);
    assert_eq!(found(&bob, ann.handle()), vec![now.clone()]);
    assert_eq!(short(&bob, ann.handle()).json::<Person>(), now);
    // The old name is no longer found.
    change(&ann, &json!({"display_name": "Ann"}));
    assert_eq!(found(&bob, &word.to_lowercase()), []);
    assert_eq!(ann.write_in(&group, "again").message_group_uuid, group);
    assert_eq!(bob.messages(&group)[2].display_name, "Ann");
}

#[test]
fn a_new_name_is_pushed_to_the_live_connections_of_conversation_partners() {
    let (ann, bob, eve) = (
        Someone::new("ann"),
        Someone::new("bob"),
        Someone::new("eve"),
    );
    let group = ann.write_to(&bob, "hello").message_group_uuid;
    let (mut of_ann, mut of_bob, mut of_eve) = (ann.connect(), bob.connect(), eve.connect());
    let named = |name: &'static str| {
        move |frame: &ServerFrame| {
            matches!(frame, ServerFrame::GroupUpdated(row) if row.members.as_ref().is_some_and(
                |members| members.iter().any(|member| member.display_name == name)
            ))
        }
    };
    change(&ann, &json!({"display_name": "Anna"}));
    let frames = of_bob.next_until(named("Anna"));
    let Some(ServerFrame::GroupUpdated(row)) = frames.last() else {
        panic!("a row");
    };
    assert_eq!(
        Some(row),
        bob.group(&group).as_ref(),
        "as a GET gives it to bob"
    );
    assert_eq!(
        (row.display_name.as_str(), row.unread_count),
        ("Anna", Some(1))
    );
    let frames = of_ann.next_until(named("Anna"));
    let Some(ServerFrame::GroupUpdated(row)) = frames.last() else {
        panic!("a row");
    };
    assert_eq!(
        Some(row),
        ann.group(&group).as_ref(),
        "as a GET gives it to ann"
    );
    assert_eq!(of_eve.drained(), []);
    // Frames of later messages have the new name too.
    ann.write_in(&group, "again");
    let frames = of_bob.next_until(
        |frame| matches!(frame, ServerFrame::GroupUpdated(row) if row.message == "again"),
    );
    for frame in frames {
        match frame {
            ServerFrame::MessageInserted(live) => assert_eq!(live.row.display_name, "Anna"),
            ServerFrame::GroupUpdated(row) => assert_eq!(row.display_name, "Anna"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_new_handle_is_reserved_and_the_old_one_is_free_again() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let group = ann.write_to(&bob, "hello").message_group_uuid;
    let new = fresh_handle("anna");
    change(&ann, &json!({"display_name": "ann", "handle": new}));
    short(&bob, ann.handle()).is_refused(404, ErrorCode::UserNotFound);
    assert_eq!(short(&bob, &new).json::<Person>().uuid, ann.person.uuid);
    assert_eq!(bob.group(&group).expect("the row").handle, new);
    assert_eq!(bob.messages(&group)[0].handle, new);
    assert_eq!(found(&bob, ann.handle()), []);
    let to_new: SendAnswer = bob
        .post(
            "/api/messages",
            &json!({"handle": new.to_uppercase(), "message": "hi"}),
        )
        .json();
    assert_eq!(
        to_new.message_group_uuid, group,
        "the same person, the same conversation"
    );
    let taken = bob.put(
        "/api/profile",
        &json!({"display_name": "bob", "handle": new.to_uppercase()}),
    );
    taken.is_refused(422, ErrorCode::HandleTaken);
    assert_eq!(profile(&bob).handle, bob.handle());
    let freed = change(
        &bob,
        &json!({"display_name": "bob", "handle": ann.handle()}),
    );
    assert_eq!(freed.handle, ann.handle());
}

#[test]
fn the_case_of_a_handle_may_be_changed_by_its_owner() {
    let ann = Someone::new("ann");
    let shouted = ann.handle().to_uppercase();
    change(&ann, &json!({"display_name": "ann", "handle": shouted}));
    assert_eq!(profile(&ann).handle, shouted);
    assert_eq!(short(&ann, ann.handle()).json::<Person>().handle, shouted);
}

#[test]
fn of_two_concurrent_claims_of_a_handle_one_succeeds() {
    for _ in 0..4 {
        let people = [Someone::new("ann"), Someone::new("bob")];
        let wanted = fresh_handle("wanted");
        let body = json!({"display_name": "x", "handle": wanted});
        let statuses: Vec<u16> = std::thread::scope(|scope| {
            let body = &body;
            let ask = |one| scope.spawn(move || Someone::put(one, "/api/profile", body).status);
            let asked: Vec<_> = people.iter().map(ask).collect();
            asked
                .into_iter()
                .map(|one| one.join().expect("an answer"))
                .collect()
        });
        let mut sorted = statuses.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, [200, 422], "{statuses:?}");
        let owner: Person = short(&people[0], &wanted).json();
        let winner = usize::from(statuses[0] != 200);
        assert_eq!(owner.uuid, people[winner].person.uuid);
    }
}

#[test]
fn concurrent_changes_leave_one_of_them_whole() {
    let ann = Someone::new("ann");
    let words: Vec<String> = (0..4).map(|_| fresh_handle("w").replace('-', "")).collect();
    std::thread::scope(|scope| {
        for word in &words {
            let ann = &ann;
            scope.spawn(move || ann.put("/api/profile", &json!({"display_name": word})));
        }
    });
    let name = profile(&ann).display_name;
    let finds: Vec<&String> = words
        .iter()
        .filter(|word| !found(&ann, word).is_empty())
        .collect();
    assert_eq!(finds, [&name]);
}

#[test]
fn a_repeated_send_answers_with_the_current_name() {
    let (ann, bob) = (Someone::new("ann"), Someone::new("bob"));
    let body = json!({"handle": bob.handle(), "message": "hello",
        "client_message_id": uuid::Uuid::new_v4().to_string()});
    let first: Value = ann.post("/api/messages", &body).json();
    change(&ann, &json!({"display_name": "Anna"}));
    let again: Value = ann.post("/api/messages", &body).json();
    assert_eq!(
        (&again["uuid"], &again["display_name"]),
        (&first["uuid"], &json!("Anna"))
    );
    let rows: Vec<GroupRow> = bob.groups();
    assert_eq!(rows.len(), 1);
}
