//! The username of a new account, checked while it is typed.
//!
//! The server decides for good when the account is first used: two people may be told that a name is
//! free, one of them gets it.

use cruddur_contract::json::Fields;
use cruddur_contract::person::{fold, is_handle, same_handle};

use super::{Account, Field, HandleState, Typed, escape, typed};
use crate::desk::Desk;
use crate::effect::{Effect, RequestId, TimerKey};
use crate::http::{HttpOutcome, HttpRequest, Method};

/// So long nothing more is typed before the server is asked, milliseconds.
const PAUSE: u64 = 400;

impl Account {
    /// The username's field has changed.
    pub fn handle_typed(&mut self, desk: &mut Desk, text: &str) {
        let handle = text.trim().trim_start_matches('@').to_owned();
        if handle == self.handle {
            return;
        }
        self.drop_handle(desk);
        let state = match handle.as_str() {
            "" => HandleState::Unknown,
            text if is_handle(text) => {
                desk.timer(TimerKey::CheckHandle, PAUSE);
                HandleState::Checking
            }
            _ => HandleState::Odd,
        };
        self.handle = handle;
        self.set_handle(desk, state);
    }

    /// Nothing more was typed.
    pub fn handle_due(&mut self, desk: &mut Desk) {
        if self.handle.is_empty() || self.handle_check.is_some() {
            return;
        }
        let id = desk.request_id();
        let handle = escape(&fold(&self.handle));
        let request = HttpRequest {
            method: Method::Get,
            url: format!("{}/api/handles/{handle}", self.api_url),
            headers: Vec::new(),
            body: None,
        };
        desk.do_(Effect::Http(id, request));
        self.handle_check = Some(id);
    }

    /// Whether an answer is for this check.
    pub(super) fn checks_handle(&self, id: RequestId) -> bool {
        self.handle_check == Some(id)
    }

    /// The server has answered, or not: a server without such a route says nothing about the name.
    pub(super) fn handle_checked(&mut self, desk: &mut Desk, outcome: HttpOutcome) {
        self.handle_check = None;
        let body = outcome
            .success()
            .map(|answer| answer.body)
            .unwrap_or_default();
        let fields = Fields::of(&body);
        let state = match fields.and_then(|fields| fields.last("available")) {
            Some("true") => HandleState::Free,
            Some("false") => HandleState::Taken,
            _ => HandleState::Unknown,
        };
        self.set_handle(desk, state);
    }

    pub(super) fn handle_is_taken(&self, all: &Typed) -> bool {
        self.view.handle == HandleState::Taken
            && same_handle(&self.handle, typed(all, Field::Username))
    }

    pub(super) fn drop_handle(&mut self, desk: &mut Desk) {
        if let Some(id) = self.handle_check.take() {
            desk.do_(Effect::Abort(id));
        }
        if !self.handle.is_empty() {
            self.handle.clear();
            desk.cancel(TimerKey::CheckHandle);
        }
        self.set_handle(desk, HandleState::Unknown);
    }

    fn set_handle(&mut self, desk: &mut Desk, state: HandleState) {
        if self.view.handle != state {
            self.view.handle = state;
            desk.changed.session = true;
        }
    }
}
