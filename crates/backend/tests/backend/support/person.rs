//! A signed-in person.

use cruddur_backend::clock;
use cruddur_backend::table::LiveSession;
use cruddur_contract::cognito::{AccessTimes, Tokens};
use cruddur_contract::live::Ticket;
use cruddur_contract::message::SendAnswer;
use cruddur_contract::{GroupId, GroupRow, MessageRow, Person};
use serde_json::{Value, json};
use uuid::Uuid;

use super::account;
use super::api::{self, Reply};
use super::wait::until;

/// A person of one test.
pub struct Someone {
    /// Their e-mail address.
    pub email: String,
    /// Their tokens.
    pub tokens: Tokens,
    /// Their record.
    pub person: Person,
}

/// A handle nobody has: the label and a random tail.
pub fn fresh_handle(label: &str) -> String {
    let tail = Uuid::new_v4().simple().to_string();
    format!("{label}-{}", &tail[..12])
}

impl Someone {
    /// A new person, known to the back end.
    pub fn new(label: &str) -> Self {
        Self::named(&fresh_handle(label), label)
    }

    /// A new person with this handle and name.
    pub fn named(handle: &str, name: &str) -> Self {
        let email = format!("{handle}@example.com");
        account::create(&email, &[("name", name), ("preferred_username", handle)]);
        let tokens = account::sign_in(&email);
        let short = format!("/api/users/@{handle}/short");
        let first = api::request("GET", &short, Some(&tokens.access_token), None);
        Self {
            email,
            tokens,
            person: first.json(),
        }
    }

    /// Their handle.
    pub fn handle(&self) -> &str {
        &self.person.handle
    }

    /// A GET.
    pub fn get(&self, path: &str) -> Reply {
        api::request("GET", path, Some(&self.tokens.access_token), None)
    }

    /// A POST of JSON.
    pub fn post(&self, path: &str, body: &Value) -> Reply {
        let body = body.to_string();
        api::request(
            "POST",
            path,
            Some(&self.tokens.access_token),
            Some(body.as_bytes()),
        )
    }

    /// A PUT of JSON.
    pub fn put(&self, path: &str, body: &Value) -> Reply {
        let body = body.to_string();
        let token = Some(self.tokens.access_token.as_str());
        api::request("PUT", path, token, Some(body.as_bytes()))
    }

    /// A DELETE.
    pub fn delete(&self, path: &str) -> Reply {
        api::request("DELETE", path, Some(&self.tokens.access_token), None)
    }

    /// Writes to a person.
    pub fn write_to(&self, other: &Someone, text: &str) -> SendAnswer {
        self.post(
            "/api/messages",
            &json!({"handle": other.handle(), "message": text}),
        )
        .json()
    }

    /// Writes into a conversation.
    pub fn write_in(&self, group: &GroupId, text: &str) -> SendAnswer {
        let body = json!({"message_group_uuid": group, "message": text});
        self.post("/api/messages", &body).json()
    }

    /// A new group of this person and these others.
    pub fn start_group(&self, others: &[&Someone]) -> GroupRow {
        let handles: Vec<&str> = others.iter().map(|one| one.handle()).collect();
        let body = json!({"handles": handles, "client_group_id": Uuid::new_v4()});
        self.post("/api/message_groups", &body).json()
    }

    /// The first page of their conversations.
    pub fn groups(&self) -> Vec<GroupRow> {
        self.get("/api/message_groups").json()
    }

    /// Their row of a conversation.
    pub fn group(&self, group: &GroupId) -> Option<GroupRow> {
        self.groups().into_iter().find(|row| row.uuid == *group)
    }

    /// The newest messages of a conversation.
    pub fn messages(&self, group: &GroupId) -> Vec<MessageRow> {
        self.get(&format!("/api/messages/{group}?limit=100")).json()
    }

    /// The session as a ticket holds it, with an access token that ends in so many seconds.
    pub fn session(&self, seconds_left: i64) -> LiveSession {
        LiveSession {
            user_uuid: self.person.uuid.clone(),
            signed_in_at: self.signed_in_at(),
            token_expires_at: clock::seconds(clock::now_micros()) + seconds_left,
        }
    }

    /// When they signed in, seconds since 1970.
    pub fn signed_in_at(&self) -> i64 {
        let times = AccessTimes::of_token(&self.tokens.access_token);
        times.expect("an access token").signed_in_at()
    }

    /// Waits until the second is over in which they signed in: sessions that end in the same second are still
    /// good, as tokens know no fractions.
    pub fn age(&self) {
        until("the next second", || {
            (clock::seconds(clock::now_micros()) > self.signed_in_at()).then_some(())
        });
    }

    /// The same person on another device.
    pub fn sign_in_again(&self) -> Self {
        Self {
            email: self.email.clone(),
            tokens: account::sign_in(&self.email),
            person: self.person.clone(),
        }
    }

    /// A ticket for a live connection.
    pub fn ticket(&self) -> String {
        let ticket: Ticket = self.post("/api/live/ticket", &json!({})).json();
        assert_eq!(ticket.expires_in, 60);
        assert!(matches!(ticket.connection_expires_in, Some(600..=900)));
        ticket.ticket
    }
}
