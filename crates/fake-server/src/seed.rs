//! The quirks of the original Cruddur back end that a client has to live with, all in one place.
//!
//! Source: `omenking/aws-bootcamp-cruddur-2023`, branch `week-x`, commit `cac5b76` (Flask, flask-cors,
//! DynamoDB), its routes run with Flask's test client.

use cruddur_contract::message::{MAX_MESSAGE_CHARS, SendAnswer};
use cruddur_contract::paths::Path;
use cruddur_contract::{GroupId, GroupRow, MessageId, MessageRow, Person, Predecessor, Timestamp};
use http::Method;
use serde::Serialize;
use serde_json::{Value, json};

use crate::Response;
use crate::reply::{self, html};

/// The most rows of any list; there is no paging.
pub const PAGE: usize = 20;

/// Werkzeug's page for an unhandled exception. Every refusal of a send ends in one: the error branch of
/// `data_create_message` reads an undefined name.
pub const HTML_500: &str = "<!doctype html>
<html lang=en>
<title>500 Internal Server Error</title>
<h1>Internal Server Error</h1>
<p>The server encountered an internal error and was unable to complete your request.</p>
";

/// Werkzeug's page for a route that does not exist.
pub const HTML_404: &str = "<!doctype html>
<html lang=en>
<title>404 Not Found</title>
<h1>Not Found</h1>
<p>The requested URL was not found on the server.</p>
";

/// The original's routes of those that the app knows.
pub(crate) fn has_route(method: &Method, path: &Path) -> bool {
    match path {
        Path::HealthCheck | Path::MessageGroups | Path::MessagesOf(_) | Path::User(_) => {
            method == Method::GET
        }
        Path::Messages => method == Method::POST,
        _ => false,
    }
}

/// An unknown handle is 200 with an empty object that calls itself HTML.
pub(crate) fn short_user(person: Option<&Person>) -> Response {
    match person {
        Some(person) => reply::json(200, person),
        None => html(200, "{}"),
    }
}

/// White space counts as a text, and is not trimmed.
pub(crate) fn is_text(text: &str) -> bool {
    (1..=MAX_MESSAGE_CHARS).contains(&text.chars().count())
}

/// How Python's `datetime.isoformat` writes a time: without a fraction when it is 0. The script that fills the
/// table writes naive times, the API writes an offset.
fn isoformat(time: Timestamp, naive: bool) -> String {
    let text = time.to_string();
    let text = text.trim_end_matches('Z');
    let text = text.strip_suffix(".000000").unwrap_or(text);
    if naive {
        text.to_owned()
    } else {
        format!("{text}+00:00")
    }
}

pub(crate) fn message_row(row: &MessageRow, naive: bool) -> String {
    with_time(row, row.created_at, naive).to_string()
}

pub(crate) fn list_row(row: &GroupRow, naive: bool) -> String {
    with_time(row, row.created_at, naive).to_string()
}

fn with_time(row: &impl Serialize, time: Timestamp, naive: bool) -> Value {
    let mut row = serde_json::to_value(row).unwrap_or_default();
    row["created_at"] = json!(isoformat(time, naive));
    row
}

/// The answer to the first message of a conversation names that conversation alone.
pub(crate) fn began(group: GroupId) -> Response {
    reply::json(200, &answer(group))
}

/// The answer to a message into a conversation: its `uuid` is the sender's, not the message's.
pub(crate) fn sent(group: GroupId, sender: &Person, text: String, time: Timestamp) -> Response {
    let answer = SendAnswer {
        uuid: Some(MessageId(sender.uuid.0.clone())),
        display_name: Some(sender.display_name.clone()),
        handle: Some(sender.handle.clone()),
        message: Some(text),
        created_at: Some(time),
        ..answer(group)
    };
    reply::json(200, &with_time(&answer, time, false))
}

fn answer(message_group_uuid: GroupId) -> SendAnswer {
    SendAnswer {
        message_group_uuid,
        uuid: None,
        message_uuid: None,
        display_name: None,
        handle: None,
        message: None,
        created_at: None,
        user_uuid: None,
        client_message_id: None,
        previous_message_uuid: Predecessor::Unknown,
        version: None,
        edited_at: None,
        deleted_at: None,
    }
}

/// A message into an unknown conversation is answered as any other.
pub(crate) fn sent_to_nowhere(group: GroupId, sender: &Person, text: String, now: i64) -> Response {
    let time = Timestamp::from_micros(now.saturating_mul(1_000)).unwrap_or(Timestamp::EPOCH);
    sent(group, sender, text, time)
}
