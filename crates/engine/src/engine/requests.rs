//! API calls and their answers, each to the part that made the call.

use cruddur_contract::group::UnreadAnswer;
use cruddur_contract::lenient::LenientList;
use cruddur_contract::live::Ticket;
use cruddur_contract::message::SendAnswer;
use cruddur_contract::{ErrorCode, GroupRow, MessageRow, Person, lenient, link, read};
use serde::de::DeserializeOwned;

use super::Engine;
use super::pages::WRITTEN_AFTER;
use crate::api::{Call, query_of};
use crate::effect::{Effect, RequestId};
use crate::http::{Failure, HttpAnswer, HttpOutcome};
use crate::names::NamesPeople;
use crate::requests::{Answer, PendingRequest, TokenState};
use crate::timeline::LoadedPage;

impl Engine {
    /// Makes the calls that the parts want, or has them wait for a token.
    pub(super) fn make_calls(&mut self) {
        for call in self.ctx.take_calls() {
            self.make(call.into());
        }
    }

    /// A token is there: makes the calls that waited for it.
    pub(super) fn make_waiting_calls(&mut self) {
        for request in self.requests.take_waiting() {
            self.make(request);
        }
    }

    fn make(&mut self, request: PendingRequest) {
        if !self.is_signed_in() {
            return;
        }
        if matches!(request.call(), Call::Send { body } if !self.outbox.wants(body.client_message_id.as_ref()))
        {
            // Deleted while the call waited for a token.
            return;
        }
        if matches!(request.call(), Call::Messages { group, page } if !self.timelines.wants(group, page))
        {
            // The conversation was forgotten, or asks for something else now.
            return;
        }
        if matches!(request.call(), Call::Edit { message, .. } | Call::Delete { message, .. } if !self.edits.wants(message))
        {
            // Another tab, or a row, has shown that it is done.
            return;
        }
        let Some(token) = self.session.access_token(&mut self.ctx) else {
            return self.requests.wait(request);
        };
        let http = request.call().request(&self.config.api_url, token);
        let id = self.ctx.request_id();
        self.ctx.push(Effect::Http(id, http));
        match request.call() {
            Call::Ticket => self.connection.requested(id),
            Call::People { .. } => self.people.requested(id),
            Call::Messages { group, page } => self.timelines.requested(id, group, page),
            Call::Send { body } => self.outbox.requested(id, body.client_message_id.as_ref()),
            Call::Edit { message, .. } | Call::Delete { message, .. } => {
                self.edits.requested(id, message);
            }
            Call::Groups { .. }
            | Call::Group(_)
            | Call::Receipts { .. }
            | Call::Read { .. }
            | Call::Unread { .. }
            | Call::Person { .. } => {}
        }
        self.requests.sent(id, request);
    }

    pub(super) fn answered(&mut self, id: RequestId, outcome: HttpOutcome) {
        let token = TokenState {
            replaced: self.session.is_newer_than(id),
            last: self.leads() && !self.session.is_refreshing(),
        };
        match self.requests.answered(id, outcome, token) {
            Answer::Unknown => {}
            Answer::Of(call, result) => self.answer_of(id, call, result),
            Answer::MakeAgain(request) => self.make(request),
            Answer::TokenRefused => self.session.token_refused(&mut self.ctx),
            Answer::SessionRefused => self.end_session(),
            Answer::HandleRefused => self.session.handle_refused(),
        }
    }

    fn answer_of(&mut self, id: RequestId, call: Call, result: Result<HttpAnswer, Failure>) {
        match call {
            Call::Groups { older } => self.list_loaded(older.as_deref(), result.and_then(rows)),
            Call::Receipts { group } => {
                let row = result.and_then(|answer| object::<GroupRow>(&answer));
                self.receipts_answered(&group, row.map(NamesPeople::with_clean_names));
            }
            Call::Read { group, .. } | Call::Unread { group } => {
                let answer = result.and_then(|answer| object::<UnreadAnswer>(&answer));
                self.marked(&group, answer);
            }
            Call::Messages { group, page } => {
                let settled_until = self.server.before(self.ctx.now, WRITTEN_AFTER);
                let loaded = result
                    .and_then(lenient_rows)
                    .map(|(read, answer)| LoadedPage {
                        // What cannot be read is what is missing.
                        settled_until: (read.dropped == 0).then_some(settled_until),
                        rows: read.items,
                        has_prev: has_link(&answer, "prev"),
                    });
                self.page_loaded(id, &group, &page, loaded);
            }
            Call::Send { .. } => {
                let answer = result.and_then(|answer| object::<SendAnswer>(&answer));
                self.sent(id, answer.map(NamesPeople::with_clean_names));
            }
            Call::Edit { .. } | Call::Delete { .. } => {
                let row = result.and_then(|answer| object::<MessageRow>(&answer));
                self.edit_answered(id, row.map(NamesPeople::with_clean_names));
            }
            Call::Group(call) => self.group_answered(call, result),
            Call::Person { handle } => {
                // A seed server says 200 `{}` for a handle nobody has.
                let person = result.and_then(|answer| match answer.body.trim() {
                    "{}" => Err(Failure::NotFound(vec![ErrorCode::UserNotFound])),
                    _ => object::<Person>(&answer),
                });
                let person = person.map(NamesPeople::with_clean_names);
                self.conversations.person_found(handle, person);
            }
            Call::People { .. } => {
                let people = result.and_then(rows).map(|(people, _)| people);
                self.people.answered(id, people.map_err(Failure::trouble));
            }
            Call::Ticket => {
                let ticket = result.and_then(|answer| object::<Ticket>(&answer));
                self.connection.ticket(&mut self.ctx, id, ticket);
            }
        }
    }
}

/// A list's good elements. An answer that is no list, or holds nothing that can be read, is a failure of
/// the server, never "nothing there".
fn rows<T: DeserializeOwned + NamesPeople>(
    answer: HttpAnswer,
) -> Result<(Vec<T>, HttpAnswer), Failure> {
    lenient_rows(answer).map(|(read, answer)| (read.items, answer))
}

fn lenient_rows<T: DeserializeOwned + NamesPeople>(
    answer: HttpAnswer,
) -> Result<(LenientList<T>, HttpAnswer), Failure> {
    match lenient::list::<T>(&answer.body) {
        Ok(read) if read.items.is_empty() && read.dropped > 0 => Err(Failure::Server),
        Ok(mut read) => {
            read.items.iter_mut().for_each(T::clean_names);
            Ok((read, answer))
        }
        Err(lenient::NotAList) => Err(Failure::Server),
    }
}

pub(super) fn object<T: DeserializeOwned>(answer: &HttpAnswer) -> Result<T, Failure> {
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
