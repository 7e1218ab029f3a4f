//! The app's reader of JSON against `serde_json`'s derived ones: whatever the text, both read the same.

mod mirror;
mod texts;

use std::fmt::Debug;

use cruddur_contract::cognito::{AuthAnswer, Fault, IdClaims};
use cruddur_contract::json::{self, FromJson};
use cruddur_contract::live::Ticket;
use cruddur_contract::message::SendAnswer;
use cruddur_contract::{GroupRow, MessageRow, Person};
use serde::de::{DeserializeOwned, IgnoredAny};
use texts::Texts;

const CASES: usize = 30_000;

/// Objects with these fields read the same, and some of them could be read, some not.
fn agree<T: PartialEq + Debug>(
    fields: &[&str],
    own: impl Fn(&str) -> Option<T>,
    derived: impl Fn(&str) -> Option<T>,
) {
    let mut texts = Texts::new(fields);
    let (mut good, mut bad) = (0, 0);
    for _ in 0..CASES {
        let text = texts.next();
        let read = own(&text);
        *(if read.is_some() { &mut good } else { &mut bad }) += 1;
        assert_eq!(read, derived(&text), "{text}");
    }
    assert!(good > CASES / 50 && bad > CASES / 50, "{good} {bad}");
}

/// What serde reads as an object may be a list too; nothing sends that, and the app refuses it.
fn derived<T: DeserializeOwned>(text: &str) -> Option<T> {
    let is_list = text.trim_start().starts_with('[');
    serde_json::from_str(text).ok().filter(|_| !is_list)
}

fn same<T: FromJson + DeserializeOwned + PartialEq + Debug>(fields: &[&str]) {
    agree(fields, T::from_json, derived::<T>);
}

#[test]
fn rows_people_and_answers_are_read_as_the_back_end_reads_them() {
    same::<Person>(&["uuid", "handle", "display_name"]);
    same::<MessageRow>(&[
        "uuid",
        "display_name",
        "handle",
        "message",
        "created_at",
        "user_uuid?",
        "client_message_id?",
        "previous_message_uuid?",
        "version?",
        "edited_at?",
        "deleted_at?",
    ]);
    same::<GroupRow>(&[
        "uuid",
        "display_name",
        "handle",
        "message",
        "created_at",
        "user_uuid?",
        "last_message_uuid?",
        "last_read_message_uuid?",
        "unread_count?",
        "title?",
        "members?",
    ]);
    same::<SendAnswer>(&[
        "message_group_uuid",
        "message_uuid?",
        "display_name?",
        "handle?",
        "message?",
        "created_at?",
        "previous_message_uuid?",
        "version?",
    ]);
    let ticket = |ticket: Ticket| (ticket.ticket, ticket.expires_in);
    agree(
        &["ticket", "expires_in"],
        |text| Ticket::from_json(text).map(ticket),
        |text| derived(text).map(ticket),
    );
}

#[test]
fn answers_and_claims_of_the_user_pool_are_read_as_derived_readers_would() {
    agree(
        &[
            "ChallengeName?",
            "ChallengeParameters?",
            "Session?",
            "AuthenticationResult?",
        ],
        |text| AuthAnswer::from_json(text).map(Into::into),
        derived::<mirror::AuthAnswer>,
    );
    agree(
        &["sub", "name?", "preferred_username?", "email?"],
        |text| IdClaims::from_json(text).map(Into::into),
        derived::<mirror::IdClaims>,
    );
    agree(
        &["__type?", "message?", "Message?"],
        |text| Some(Fault::parse(text, None).into()).filter(|fault| *fault != Default::default()),
        |text| derived::<mirror::Fault>(text).filter(|fault| *fault != Default::default()),
    );
}

#[test]
fn what_is_passed_over_is_still_json() {
    let mut texts = Texts::new(&["a?", "b?"]);
    for _ in 0..CASES {
        let text = texts.next();
        let list = format!("[{text}, {}]", texts.value());
        for text in [&text, &list] {
            let own = json::elements(text).map(|all| all.len());
            let derived = serde_json::from_str::<Vec<IgnoredAny>>(text).ok();
            assert_eq!(own, derived.map(|all| all.len()), "{text}");
        }
    }
}

#[test]
fn a_text_nested_without_end_is_read_or_refused_and_nothing_breaks() {
    let deep = 200_000;
    let closed = format!(r#"{{"x":{}{}}}"#, "[".repeat(deep), "]".repeat(deep));
    assert_eq!(json::object(&closed, |_| ()), Some(()));
    for open in ["[", "{\"a\":", "[{\"a\":"] {
        assert_eq!(json::elements(&open.repeat(deep)), None, "{open}");
    }
}
