//! What must hold after each turn of the engine and for each request.

use cruddur_contract::message::SendRequest;
use cruddur_engine::http::{HttpRequest, Method};
use cruddur_engine::view::SessionView;
use serde_json::Value;

use crate::client::{Client, SocketState};
use crate::names;
use crate::world::World;

/// The largest number of times within any window of this length.
fn most_within(window: u64, times: &[u64]) -> usize {
    let mut first = 0;
    let mut most = 0;
    for (n, time) in times.iter().enumerate() {
        while times[first] + window < *time {
            first += 1;
        }
        most = most.max(n + 1 - first);
    }
    most
}

impl World {
    pub fn check_request(&mut self, request: &HttpRequest) {
        let name = names::request(request);
        let in_flight = |client: &Client| client.requests.values().any(|known| *known == name);
        let twice = in_flight(&self.client)
            || name == "REFRESH_TOKEN_AUTH" && self.other.as_deref().is_some_and(in_flight);
        // An echo may acknowledge a message before its answer does: then the next one is sent.
        let alone = name.starts_with("send ") && self.server.seed
            || name.starts_with("/api/messages/") && request.method == Method::Get
            || name == "REFRESH_TOKEN_AUTH";
        assert!(!(twice && alone), "two requests at a time: {name}");
        self.observed.requests.push(self.now);
        if name.starts_with("send ") && request.method == Method::Post {
            self.check_client_id(request.body.as_deref().unwrap_or_default());
        }
    }

    fn check_client_id(&mut self, body: &str) {
        let send: SendRequest = serde_json::from_str(body).expect("a send");
        let id = send.client_message_id.expect("a client id");
        let text = send.message;
        let known = self.observed.client_ids.entry(text.clone());
        let known = known.or_insert_with(|| id.clone());
        assert_eq!(*known, id, "{text} was retried under another id");
    }

    /// Whatever fails, neither attempts to connect nor requests follow each other without a pause.
    pub fn check_pace(&self) {
        let attempts = most_within(60_000, &self.observed.attempts);
        let triggers = 2 * most_within(60_000, &self.observed.triggers);
        assert!(attempts <= 20 + triggers, "{attempts} sockets in a minute");
        let requests = most_within(10_000, &self.observed.requests);
        assert!(requests <= 300, "{requests} requests in ten seconds");
    }

    /// After a start: a session that a sign-out ended is not taken up again.
    pub fn check_ended(&self) {
        let taken_up = matches!(self.client.engine.session_view(), SessionView::SignedIn(_));
        assert!(!taken_up, "a session was taken up after a sign-out");
        let left = [&self.client.session, &self.client.journal];
        let is_empty = |text: &&Option<String>| text.as_deref().is_none_or(str::is_empty);
        assert!(
            left.iter().all(is_empty),
            "a sign-out left something in a tab"
        );
    }

    /// Whether a stored session is older than the last sign-out of the browser.
    pub fn is_ended(&self, stored: &str) -> bool {
        let stored: Value = serde_json::from_str(stored).unwrap_or_default();
        let after = stored["after_sign_out"].as_u64().unwrap_or(0);
        stored.is_object() && after < self.browser.sign_outs.last
    }

    /// After each turn.
    pub fn check_turn(&mut self) {
        let other = self.other.iter().flat_map(|other| other.sockets.values());
        let sockets: Vec<_> = self.client.sockets.values().chain(other).collect();
        let open = sockets.iter().filter(|state| ***state == SocketState::Open);
        let open = open.count();
        assert!(open <= 1, "{open} sockets open");
        assert!(
            sockets.len() <= 2,
            "more than one socket beside the open one"
        );
        let signed_out = *self.client.engine.session_view() == SessionView::SignedOut;
        if signed_out {
            self.client.shown.clear();
            self.client.versions.clear();
        }
        let ended = signed_out || self.client.engine.notices().expired;
        assert!(
            !ended || self.observed.may_end,
            "the session ended without a cause"
        );
    }
}
