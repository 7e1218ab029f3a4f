//! The REST routes.

use cruddur_contract::paths::{Path, query};
use cruddur_contract::person::{bare_handle, is_handle, same_handle};
use cruddur_contract::profile::{Availability, is_reserved};
use cruddur_contract::{ErrorCode, Person, health::Health, search};
use http::{Method, header};
use serde_json::json;

use crate::pages::{self, Page};
use crate::reply::{Refusal, html, json, list, with_header};
use crate::{Answered, FakeServer, Mode, Request, Response, operation, seed};

/// The most people a search finds.
const MOST_FOUND: usize = 10;
/// The name of the app in tests.
const BRAND: &str = "Cruddur";

type Result<T = Response> = std::result::Result<T, Refusal>;

impl FakeServer {
    /// Answers a call of Cognito, or of the REST API by the tokens that the fake pool issued.
    pub fn answer(&mut self, request: &Request, now: i64) -> Answered {
        if let Some(operation) = operation(request) {
            return self.pool.answer(operation, request.body(), now).into();
        }
        let caller = self.pool.caller(request, now).map(str::to_owned);
        self.rest(request, caller.as_deref(), now)
    }

    /// Answers a call of the REST API. `caller` is the handle of the person whose token the request has.
    pub fn rest(&mut self, request: &Request, caller: Option<&str>, now: i64) -> Answered {
        if let Some(response) = self.failure() {
            return response.into();
        }
        let mut answered = match self.route(request, caller, now) {
            Ok(answered) => answered,
            Err(refusal) => refusal.response(self.mode).into(),
        };
        let accepted =
            answered.stored.is_some() || answered.changed.is_some() || answered.read.is_some();
        if let (Some(status), true) = (self.faults.error_after_acceptance, accepted) {
            answered.response = html(status, seed::HTML_500);
        }
        answered
    }

    /// The answer to every request, while such a fault is on.
    fn failure(&self) -> Option<Response> {
        if let Some(status) = self.faults.error {
            return Some(html(status, seed::HTML_500));
        }
        if let Some(body) = &self.faults.portal {
            return Some(html(200, body));
        }
        let throttled = self.faults.throttled?;
        let response = json(429, &[ErrorCode::TooManyRequests]);
        Some(match throttled.retry_after {
            Some(seconds) => with_header(response, header::RETRY_AFTER, &seconds.to_string()),
            None => response,
        })
    }

    fn route(&mut self, request: &Request, caller: Option<&str>, now: i64) -> Result<Answered> {
        let path = Path::parse(request.uri().path()).ok_or(Refusal::NoRoute)?;
        let query = request.uri().query().unwrap_or_default();
        let method = request.method();
        if self.mode == Mode::Seed && !seed::has_route(method, &path) {
            return Err(Refusal::NoRoute);
        }
        if let Some(response) = self.public(method, &path) {
            return Ok(response.into());
        }
        let caller = caller.and_then(|handle| self.person(handle));
        let caller = caller.cloned().ok_or(Refusal::Unauthorized)?;
        let response = match (method, path) {
            (&Method::GET, Path::MessageGroups) => linked(self.list_page(&caller.handle, query)),
            (&Method::GET, Path::MessagesOf(group)) => {
                self.message_page(group.as_str(), query, &caller)?
            }
            (&Method::POST, Path::MessageGroups) => {
                return self.create_group(request.body(), &caller, now);
            }
            (&Method::PUT, Path::Group(group)) => {
                return self.title_group(&group, request.body(), &caller, now);
            }
            (&Method::POST, Path::GroupMembers(group)) => {
                return self.add_members(&group, request.body(), &caller, now);
            }
            (&Method::DELETE, Path::GroupMember(group, handle)) => {
                return self.remove_member(&group, &handle, &caller, now);
            }
            (&Method::POST, Path::Messages) => return self.send(request.body(), &caller, now),
            (&Method::PUT, Path::Message(group, id)) => {
                return self.edit((&group, &id), request.body(), &caller, now);
            }
            (&Method::DELETE, Path::Message(group, id)) => {
                return self.delete((&group, &id), &caller, now);
            }
            (&Method::GET, Path::Group(group)) => return self.group_page(&group, &caller),
            (&Method::POST, Path::GroupRead(group)) => {
                return self.read(&group, request.body(), &caller, now);
            }
            (&Method::POST, Path::GroupUnread(group)) => return self.unread(&group, &caller),
            (&Method::GET, Path::User(handle)) => json(200, self.known_person(&handle)?),
            (&Method::GET, Path::Users) => json(200, &self.people_found(query)),
            (&Method::POST, Path::LiveTicket) => {
                let ends_at = self.pool.token_end(request);
                json(200, &self.ticket(&caller.handle, ends_at, now))
            }
            (&Method::DELETE, Path::LiveConnections) => json(200, &json!({})),
            _ => return Err(Refusal::NoRoute),
        };
        Ok(response.into())
    }

    /// Routes that need no token.
    fn public(&self, method: &Method, path: &Path) -> Option<Response> {
        match path {
            _ if method != Method::GET => None,
            Path::HealthCheck => Some(json(200, &Health::GOOD)),
            Path::User(handle) if self.mode == Mode::Seed => {
                Some(seed::short_user(self.person(handle)))
            }
            Path::Handle(handle) if !is_handle(handle) => {
                Some(json(422, &[ErrorCode::HandleInvalid]))
            }
            Path::Handle(handle) => {
                let available = self.person(handle).is_none() && !is_reserved(handle, BRAND);
                Some(json(200, &Availability { available }))
            }
            _ => None,
        }
    }

    fn known_person(&self, handle: &str) -> Result<&Person> {
        let person = self.person(handle);
        person.ok_or(Refusal::Code(404, ErrorCode::UserNotFound))
    }

    fn people_found(&self, query: &str) -> Vec<&Person> {
        let prefix = pages::parameter(query, query::PREFIX).unwrap_or_default();
        let typed = bare_handle(&prefix);
        let folded = search::fold(typed);
        let named = |person: &&Person| same_handle(&person.handle, typed);
        let begins = |person: &&Person| {
            !named(person) && search::is_enough(&folded) && search::finds(&folded, person)
        };
        let (whole, others) = (self.people.iter().filter(named), self.people.iter());
        whole
            .chain(others.filter(begins))
            .take(MOST_FOUND)
            .collect()
    }

    fn message_page(&self, group: &str, query: &str, caller: &Person) -> Result {
        let at = match self.group(group) {
            None if self.mode == Mode::Seed => return Ok(list(&[])),
            Some(at) if self.may_read(at, caller) => at,
            _ => return Err(Refusal::Code(404, ErrorCode::MessageGroupNotFound)),
        };
        if let (true, Some(status)) = (pages::has_cursor(query), self.faults.refused_cursor) {
            return Err(Refusal::Injected(status));
        }
        let first = self.groups[at].first_of(&caller.handle);
        let page = self.messages_from(first, at, query, self.faults.hidden);
        let page = page.ok_or(Refusal::Code(404, ErrorCode::MessageNotFound))?;
        let rows = page.rows.iter().map(|row| self.rendered(at, row));
        Ok(linked(Page {
            rows: rows.collect(),
            link: page.link,
        }))
    }

    /// The original never looks who is a member.
    fn may_read(&self, at: usize, caller: &Person) -> bool {
        self.mode == Mode::Seed || self.groups[at].has(&caller.handle)
    }
}

fn linked(page: Page<String>) -> Response {
    let response = list(&page.rows);
    match page.link {
        Some(link) => with_header(response, header::LINK, &link),
        None => response,
    }
}
