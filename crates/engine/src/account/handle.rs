//! The username of a new account, checked while it is typed.
//!
//! The server decides for good when the account is first used: two people may be told that a name is
//! free, one of them gets it.

use cruddur_contract::paths::Path;
use cruddur_contract::person::{bare_handle, fold_handle, is_handle, same_handle};
use cruddur_contract::profile::Availability;
use cruddur_contract::read;

use super::{Account, Call, Field, FieldFault, HandleState, Typed, typed};
use crate::cognito;
use crate::desk::Desk;
use crate::effect::{Effect, RequestId, TimerKey};
use crate::http::{HttpOutcome, HttpRequest, Method};
use crate::secret::Secret;

/// So long nothing more is typed before the server is asked, milliseconds.
const PAUSE: u64 = 400;

impl Account {
    /// The username's field has changed.
    pub fn handle_typed(&mut self, desk: &mut Desk, text: &str) {
        let handle = bare_handle(text).to_owned();
        if same_handle(&handle, &self.handle) {
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
        if self.view.handle != HandleState::Checking || self.handle_check.is_some() {
            return;
        }
        let id = desk.request_id();
        desk.do_(Effect::Http(id, self.ask_for_handle()));
        self.handle_check = Some(id);
    }

    fn ask_for_handle(&self) -> HttpRequest {
        let path = Path::Handle(fold_handle(&self.handle));
        HttpRequest {
            method: Method::Get,
            url: format!("{}{path}", self.api_url),
            headers: Vec::new(),
            body: None,
        }
    }

    /// Makes the account, once nobody is known to have the username.
    pub(super) fn sign_up_checked(&mut self, desk: &mut Desk, handle: &str) {
        let is_free = self.view.handle == HandleState::Free && same_handle(&self.handle, handle);
        self.drop_handle(desk);
        handle.clone_into(&mut self.handle);
        if is_free {
            return self.sign_up(desk);
        }
        let request = self.ask_for_handle();
        self.call(desk, Call::CheckHandle, request);
    }

    fn sign_up(&mut self, desk: &mut Desk) {
        let Some(Secret(password)) = &self.password else {
            return;
        };
        let (email, name) = (&self.view.email, &self.typed_name);
        let request = cognito::sign_up(&self.config, email, password, name, &self.handle);
        self.call(desk, Call::SignUp, request);
    }

    /// The server has answered the last question before the account is made.
    pub(super) fn handle_answered(&mut self, desk: &mut Desk, outcome: HttpOutcome) {
        self.handle_checked(desk, outcome);
        if self.view.handle == HandleState::Taken {
            self.drop_password(desk);
            self.view.wrong = vec![(Field::Username, FieldFault::Taken)];
            self.view.refusals += 1;
        } else {
            self.sign_up(desk);
        }
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
        let state = match read::object(&body) {
            Ok(Availability { available: true }) => HandleState::Free,
            Ok(Availability { available: false }) => HandleState::Taken,
            Err(_) => HandleState::Unknown,
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
