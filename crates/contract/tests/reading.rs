//! How wire types are read: what a server may leave out, add or get wrong.

use cruddur_contract::cognito::{
    AuthAnswer, Fault, IdClaims, Tokens, passkeys, remembered_devices,
};
use cruddur_contract::frame::{BrokenFrame, ServerFrame};
use cruddur_contract::live::Ticket;
use cruddur_contract::message::SendAnswer;
use cruddur_contract::{GroupRow, MessageRow, Person, Predecessor, lenient, read};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// A message row with some fields replaced or added.
fn row(fields: &str) -> String {
    let mut all = json!({"uuid": "m1", "display_name": "Bayko", "handle": "bayko", "message": "hi",
        "created_at": "2023-03-24T08:09:10.5"});
    let fields: Map<String, Value> = serde_json::from_str(fields).expect(fields);
    all.as_object_mut().expect("an object").extend(fields);
    all.to_string()
}

/// A message row with a member in front that may be JSON no `Value` can hold.
fn row_with(member: &str) -> String {
    row("{}").replacen('{', &format!("{{{member},"), 1)
}

fn reads<T: DeserializeOwned>(text: &str) -> bool {
    read::object::<T>(text).is_ok()
}

#[test]
fn values_of_the_wrong_kind_refuse_a_row() {
    for good in [
        "{}",
        r#"{"version": 18446744073709551615}"#,
        r#"{"version": null, "edited_at": null, "user_uuid": null, "client_message_id": null}"#,
        r#"{"created_at": "2023-03-24T08:09:10+02:00"}"#,
        r#"{"previous_message_uuid": "m0"}"#,
    ] {
        assert!(reads::<MessageRow>(&row(good)), "{good}");
    }
    for bad in [
        r#"{"uuid": null}"#,
        r#"{"uuid": 7}"#,
        r#"{"message": ["hi"]}"#,
        r#"{"message": {}}"#,
        r#"{"created_at": "yesterday"}"#,
        r#"{"created_at": 1700000000}"#,
        r#"{"created_at": null}"#,
        r#"{"version": "1"}"#,
        r#"{"version": true}"#,
        r#"{"deleted_at": ""}"#,
        r#"{"previous_message_uuid": 7}"#,
    ] {
        assert!(!reads::<MessageRow>(&row(bad)), "{bad}");
    }
    for number in [
        "18446744073709551616",
        "-1",
        "-0",
        "1.0",
        "1e400",
        "01",
        "+1",
        "1.",
    ] {
        let text = row_with(&format!(r#""version":{number}"#));
        assert!(!reads::<MessageRow>(&text), "{number}");
    }
}

#[test]
fn a_missing_field_refuses_a_row_unless_only_full_servers_send_it() {
    let whole: Map<String, Value> = serde_json::from_str(&row("{}")).expect("an object");
    for field in whole.keys() {
        let mut part = whole.clone();
        part.remove(field);
        let text = Value::Object(part).to_string();
        assert!(!reads::<MessageRow>(&text), "without {field}");
    }
    assert!(reads::<GroupRow>(&row("{}")));
    assert!(reads::<SendAnswer>(r#"{"message_group_uuid":"g"}"#));
    assert!(!reads::<SendAnswer>("{}"));
    assert!(!reads::<Person>(r#"{"uuid":"u","handle":"h"}"#));
    assert!(reads::<Ticket>(r#"{"ticket":"t","expires_in":60}"#));
    assert!(!reads::<Ticket>(
        r#"{"ticket":"t","expires_in":4294967296}"#
    ));
}

#[test]
fn a_predecessor_is_absent_null_or_an_id() {
    let previous = |fields: &str| {
        let row: MessageRow = read::object(&row(fields)).expect(fields);
        row.previous_message_uuid
    };
    assert_eq!(previous("{}"), Predecessor::Unknown);
    let null = r#"{"previous_message_uuid": null}"#;
    assert_eq!(previous(null), Predecessor::First);
    let id = r#"{"previous_message_uuid": "m0"}"#;
    assert_eq!(previous(id), Predecessor::Message("m0".into()));
}

#[test]
fn one_bad_member_refuses_a_conversation_and_null_members_are_absent() {
    let members = |list: &str| {
        let text = row_with(&format!(r#""members":{list}"#));
        read::object::<GroupRow>(&text).map(|row| row.members)
    };
    let one = r#"[{"user_uuid":"u","handle":"h","display_name":"n","later":[1]}]"#;
    assert_eq!(members(one).expect(one).map(|all| all.len()), Some(1));
    assert_eq!(members("[]").expect("a list"), Some(Vec::new()));
    assert_eq!(members("null").expect("null"), None);
    for bad in [r#"[{"user_uuid":"u","handle":"h"}]"#, "{}", "[null]", "7"] {
        assert!(members(bad).is_err(), "{bad}");
    }
}

#[test]
fn unknown_fields_are_skipped_whatever_they_hold() {
    for unknown in [
        r#""x":[{"a":-1.5e+3},null,true]"#,
        r#""x":"\ud800""#,
        r#""x":{"message":"cut in two \ud83d"}"#,
        r#""":1e400"#,
        r#""\u0078":{"a":{"b":[{}]}}"#,
    ] {
        let text = row_with(unknown);
        assert!(reads::<MessageRow>(&text), "{unknown}");
        let live = text.replacen('{', r#"{"message_group_uuid":"g","#, 1);
        let frame = format!(r#"{{{unknown},"type":"INSERT","table":"messages","row":{live}}}"#);
        let read = ServerFrame::parse(&frame);
        assert!(
            matches!(read, Ok(ServerFrame::MessageInserted(_))),
            "{frame}"
        );
    }
}

#[test]
fn a_key_that_is_there_twice_refuses_a_row_since_nobody_knows_which_is_meant() {
    assert!(!reads::<MessageRow>(&row_with(r#""message":"other""#)));
    let escaped = row_with(r#""\u0075uid":"m2""#);
    assert!(!reads::<MessageRow>(&escaped), "also where it is escaped");
}

#[test]
fn strings_are_decoded_and_a_lone_surrogate_refuses_them() {
    let text = |message: &str| row("{}").replace(r#""hi""#, message);
    let good = text(r#""é\u00e9\n\"\ud83d\ude00 \/""#);
    let read: MessageRow = read::object(&good).expect("a message");
    assert_eq!(read.message, "éé\n\"😀 /");
    for bad in [
        r#""\ud800""#,
        r#""\ud800\ud800""#,
        r#""\udc00""#,
        r#""\q""#,
        r#""\u12g4""#,
        "\"a\tb\"",
        "\"a",
    ] {
        assert!(!reads::<MessageRow>(&text(bad)), "{bad}");
    }
}

#[test]
fn only_a_whole_object_is_an_answer() {
    for body in [
        "",
        " ",
        "null",
        "7",
        "\"text\"",
        "[]",
        r#"["g"]"#,
        "<html></html>",
        "{",
        r#"{"message_group_uuid":"g"} x"#,
        r#"{"message_group_uuid":"g",}"#,
        r#"{"message_group_uuid" "g"}"#,
        "\u{a0}{\"message_group_uuid\":\"g\"}",
        "\u{feff}{\"message_group_uuid\":\"g\"}",
    ] {
        assert!(!reads::<SendAnswer>(body), "{body}");
    }
    assert!(reads::<SendAnswer>(
        "\r\n\t {\"message_group_uuid\" : \"g\"}\n"
    ));
}

#[test]
fn a_bad_row_is_dropped_from_a_list_alone() {
    let body = format!(
        r#"[{}, {{"uuid":"m2"}}, null, {}, {}]"#,
        row("{}"),
        row("{}").replace(r#""hi""#, r#""\ud800""#),
        row(r#"{"uuid": "m3"}"#)
    );
    let read = lenient::list::<MessageRow>(&body).expect("a list");
    let ids: Vec<&str> = read.items.iter().map(|row| row.uuid.as_str()).collect();
    assert_eq!((ids, read.dropped), (vec!["m1", "m3"], 3));
    for body in [
        "[1 2]",
        "[1,]",
        "[nul]",
        "[01]",
        "[\"\\q\"]",
        "[] x",
        "[{1:2}]",
    ] {
        assert!(lenient::list::<MessageRow>(body).is_err(), "{body}");
    }
}

#[test]
fn text_nested_without_end_is_skipped_or_refused_and_never_overflows_the_stack() {
    let deep = 200_000;
    let nested = format!("{}{}", "[".repeat(deep), "]".repeat(deep));
    assert!(reads::<MessageRow>(&row_with(&format!(r#""x":{nested}"#))));
    assert!(!reads::<MessageRow>(&row("{}").replace(r#""hi""#, &nested)));
    let read = lenient::list::<MessageRow>(&format!("[{nested},{}]", row("{}"))).expect("a list");
    assert_eq!((read.items.len(), read.dropped), (1, 1));
    for open in ["[", "{\"a\":", "[{\"a\":"] {
        let text = open.repeat(deep);
        assert!(lenient::list::<MessageRow>(&text).is_err(), "{open}");
        assert!(!reads::<AuthAnswer>(&text), "{open}");
        assert_eq!(ServerFrame::parse(&text), Err(BrokenFrame), "{open}");
    }
}

#[test]
fn answers_of_the_user_pool_are_refused_where_a_needed_part_is_of_the_wrong_kind() {
    for good in [
        "{}",
        r#"{"ChallengeName":null,"Session":null,"AvailableChallenges":null,"AuthenticationResult":null}"#,
        r#"{"ChallengeParameters":{"SALT":"a","SALT":"c","":""}}"#,
        r#"{"AuthenticationResult":{"AccessToken":"a","IdToken":"b","ExpiresIn":3600}}"#,
    ] {
        assert!(reads::<AuthAnswer>(good), "{good}");
    }
    for bad in [
        "[]",
        r#"{"ChallengeName":7}"#,
        r#"{"ChallengeParameters":null}"#,
        r#"{"ChallengeParameters":{"SALT":1}}"#,
        r#"{"AvailableChallenges":[1]}"#,
        r#"{"AuthenticationResult":{"AccessToken":"a"}}"#,
        r#"{"AuthenticationResult":{"AccessToken":"a","IdToken":"b","ExpiresIn":4294967296}}"#,
        r#"{"AuthenticationResult":{"AccessToken":"a","IdToken":"b","ExpiresIn":-1}}"#,
    ] {
        assert!(!reads::<AuthAnswer>(bad), "{bad}");
    }
    assert!(reads::<IdClaims>(r#"{"sub":"s","name":null,"aud":["x"]}"#));
    assert!(!reads::<IdClaims>(r#"{"name":"n"}"#));
    let twice = Fault::parse(r#"{"message":"a","Message":"b","__type":"X"}"#, None);
    assert_eq!(twice, Fault::default());
    let tokens = r#"{"AccessToken":"a","IdToken":"b","ExpiresIn":1,"RefreshToken":null}"#;
    let tokens: Tokens = read::object(tokens).expect("tokens");
    assert_eq!(tokens.refresh_token, None);
}

#[test]
fn passkeys_and_devices_are_listed_by_id_and_name() {
    let named = |id: &str, name: &str| (id.to_owned(), name.to_owned());
    let body = r#"{"Credentials":[{"CredentialId":"a","FriendlyCredentialName":"Phone"},{"CredentialId":"b"}]}"#;
    let listed = passkeys(body).expect("a list");
    assert_eq!(listed, [named("a", "Phone"), named("b", "")]);
    for bad in ["{}", r#"{"Credentials":null}"#, r#"{"Credentials":[{}]}"#] {
        assert_eq!(passkeys(bad), None, "{bad}");
    }
    let body = r#"{"Devices":[
        {"DeviceKey":"a","DeviceAttributes":[{"Name":"device_name","Value":"Firefox"}]},
        {"DeviceKey":"b","DeviceAttributes":[{"Name":"dev:device_remembered_status","Value":"not_remembered"}]},
        {"DeviceKey":"c"}]}"#;
    let listed = remembered_devices(body).expect("a list");
    assert_eq!(listed, [named("a", "Firefox"), named("c", "")]);
    assert_eq!(remembered_devices(r#"{"Devices":[{}]}"#), None);
}
