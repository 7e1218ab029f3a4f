//! Making calls with a token, and taking their answers apart.

use cruddur_contract::live::Ticket;
use cruddur_contract::message::SendAnswer;
use cruddur_contract::{ErrorCode, Person, lenient, link, read};
use serde::de::DeserializeOwned;

use super::{Asked, Engine};
use crate::api::{Call, query_of};
use crate::effect::{Effect, RequestId};
use crate::http::{Failure, HttpAnswer, HttpOutcome};
use crate::outbox::OutState;
use crate::timeline::LoadedPage;

impl Engine {
    /// Makes a call, at once or when there is a token again.
    pub(super) fn call(&mut self, call: Call) {
        self.ask(Asked {
            call,
            replayed: false,
        });
    }

    fn ask(&mut self, asked: Asked) {
        if self.session.me().is_none() {
            return;
        }
        let Some(token) = self.session.access_token(&mut self.desk) else {
            if !self.parked.iter().any(|parked| parked.call == asked.call) {
                self.parked.push(asked);
            }
            return;
        };
        let request = asked.call.request(&self.config.api_url, token);
        let id = self.desk.request_id();
        self.desk.do_(Effect::Http(id, request));
        self.note_request(id, &asked.call);
        self.requests.insert(id, asked);
    }

    /// A fresh token is there: what waited for it goes.
    pub(super) fn unpark(&mut self) {
        for asked in std::mem::take(&mut self.parked) {
            self.ask(asked);
        }
    }

    /// The parts that wait for a request learn its name.
    fn note_request(&mut self, id: RequestId, call: &Call) {
        match call {
            Call::Ticket => self.live.asked(id),
            Call::People { .. } => self.people.asked(id),
            Call::Messages { group, page } => {
                if let Some(timeline) = self.timelines.get_mut(group) {
                    timeline.fetch = Some((id, page.clone()));
                }
            }
            Call::Send { body } => {
                let item = self
                    .outbox
                    .items_mut()
                    .find(|item| Some(&item.client_id) == body.client_message_id.as_ref());
                if let Some(item) = item {
                    item.state = OutState::InFlight(id);
                }
            }
            Call::Groups { .. } | Call::Person { .. } => {}
        }
    }

    pub(super) fn answered(&mut self, id: RequestId, outcome: HttpOutcome) {
        let Some(asked) = self.requests.remove(&id) else {
            return;
        };
        self.note_date(&outcome);
        let result = outcome.success();
        match &result {
            // An older token was refused: that says nothing of the present one.
            Err(Failure::Unauthorized) if self.session.is_newer_than(id) => return self.ask(asked),
            // With new tokens on their way the one refused was not the last word; and only the tab that
            // fetches them knows.
            Err(Failure::Unauthorized)
                if asked.replayed && self.leads() && !self.session.is_refreshing() =>
            {
                self.parked.push(Asked {
                    replayed: false,
                    ..asked
                });
                return self.end_session();
            }
            Err(Failure::Unauthorized) => {
                self.parked.push(Asked {
                    replayed: true,
                    ..asked
                });
                return self.session.token_refused(&mut self.desk);
            }
            Err(Failure::Refused(codes)) if codes.contains(&ErrorCode::HandleTaken) => {
                self.session.handle_refused();
                self.parked.push(asked);
                return;
            }
            _ => {}
        }
        self.take(id, asked.call, result);
    }

    fn take(&mut self, id: RequestId, call: Call, result: Result<HttpAnswer, Failure>) {
        match call {
            Call::Groups { older } => self.groups_loaded(older, result.and_then(rows)),
            Call::Messages { group, page } => {
                let loaded = result.and_then(rows).map(|(rows, answer)| LoadedPage {
                    rows,
                    has_prev: has_link(&answer, "prev"),
                });
                self.messages_loaded(id, &group, page, loaded);
            }
            Call::Send { .. } => self.sent(id, result.and_then(|a| object::<SendAnswer>(&a))),
            Call::Person { handle } => {
                // A seed server says 200 `{}` for a handle nobody has.
                let person = result.and_then(|answer| match answer.body.trim() {
                    "{}" => Err(Failure::NotFound(vec![ErrorCode::UserNotFound])),
                    _ => object::<Person>(&answer),
                });
                self.person_found(handle, person);
            }
            Call::People { .. } => {
                let people = result.and_then(rows).map(|(people, _)| people);
                self.people
                    .answered(&mut self.desk, id, people.map_err(Failure::trouble));
            }
            Call::Ticket if self.live.expects(id) => {
                match result.and_then(|answer| object::<Ticket>(&answer)) {
                    Ok(ticket) => self.live.ticket(&mut self.desk, &ticket.ticket),
                    Err(Failure::Throttled(after)) => self.live.no_ticket(&mut self.desk, after),
                    Err(_) => self.live.no_ticket(&mut self.desk, None),
                }
            }
            Call::Ticket => {}
        }
    }

    fn note_date(&mut self, outcome: &HttpOutcome) {
        if let HttpOutcome::Answer(HttpAnswer {
            date: Some(date), ..
        }) = outcome
        {
            // `Date` is cut to whole seconds: half a second is its mean error.
            self.skew = date + 500 - self.desk.now.wall;
        }
    }
}

/// A list's good elements. An answer that is no list, or holds nothing that can be read, is a failure of
/// the server, never "nothing there".
fn rows<T: DeserializeOwned>(answer: HttpAnswer) -> Result<(Vec<T>, HttpAnswer), Failure> {
    match lenient::list(&answer.body) {
        Ok(read) if read.items.is_empty() && read.dropped > 0 => Err(Failure::Server),
        Ok(read) => Ok((read.items, answer)),
        Err(lenient::NotAList) => Err(Failure::Server),
    }
}

fn object<T: DeserializeOwned>(answer: &HttpAnswer) -> Result<T, Failure> {
    read::object(&answer.body).map_err(|_| Failure::Server)
}

fn has_link(answer: &HttpAnswer, rel: &str) -> bool {
    answer
        .link
        .as_deref()
        .is_some_and(|header| link::target(header, rel).is_some())
}

/// The query of the next page of conversations.
pub(super) fn next_query(answer: &HttpAnswer) -> Option<String> {
    query_of(link::target(answer.link.as_deref()?, "next")?)
}
