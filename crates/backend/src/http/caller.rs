//! Who is calling.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use cruddur_contract::{ErrorCode, Person};
use lambda_http::request::RequestContext;
use lambda_http::{Request, RequestExt};

use super::Api;
use super::refusal::Refusal;
use crate::ids;
use crate::table::NewPerson;

/// How long a warm function believes what it knows of a person.
const FRESH: Duration = Duration::from_secs(300);
/// How many people a warm function remembers.
const MOST: usize = 1000;

/// People this warm function has seen, by `sub`.
#[derive(Debug, Default)]
pub struct KnownPeople(Mutex<HashMap<String, (Instant, Person)>>);

impl KnownPeople {
    fn get(&self, sub: &str) -> Option<Person> {
        let known = self.0.lock().ok()?;
        known
            .get(sub)
            .filter(|(at, _)| at.elapsed() < FRESH)
            .map(|(_, person)| person.clone())
    }

    fn remember(&self, sub: &str, person: &Person) {
        if let Ok(mut known) = self.0.lock() {
            if known.len() >= MOST {
                known.clear();
            }
            known.insert(sub.to_owned(), (Instant::now(), person.clone()));
        }
    }
}

/// What the authorizer passes on of a token.
struct Claims {
    sub: String,
    username: String,
}

impl Api {
    /// The caller's record. The first call of a person writes it, from the pool's own attributes, so
    /// that no account can be left without one.
    pub(super) async fn caller(&self, request: &Request) -> Result<Person, Refusal> {
        let claims = self.claims(request).ok_or(Refusal::Unauthorized)?;
        if let Some(person) = self.known.get(&claims.sub) {
            return Ok(person);
        }
        let person = match self.table.person(&ids::person(&claims.sub)).await? {
            Some(person) => person,
            None => self.first_call(&claims).await?,
        };
        self.known.remember(&claims.sub, &person);
        Ok(person)
    }

    /// The claims of an access token of our client; an id token is no key to the API.
    fn claims(&self, request: &Request) -> Option<Claims> {
        let RequestContext::ApiGatewayV2(context) = request.request_context_ref()? else {
            return None;
        };
        let claims = &context.authorizer.as_ref()?.jwt.as_ref()?.claims;
        let is = |name: &str, value: &str| claims.get(name).is_some_and(|claim| claim == value);
        if !is("token_use", "access") || !is("client_id", &self.settings.client_id) {
            return None;
        }
        let sub = claims.get("sub").filter(|sub| !sub.is_empty())?.clone();
        let username = claims.get("username").unwrap_or(&sub).clone();
        Some(Claims { sub, username })
    }

    async fn first_call(&self, claims: &Claims) -> Result<Person, Refusal> {
        let attributes = self.pool.attributes(&claims.username).await?;
        let taken = Refusal::Invalid(ErrorCode::HandleTaken);
        let person = attributes
            .person(&claims.sub)
            .ok_or_else(|| taken.clone())?;
        match self.table.create_person(&person).await? {
            NewPerson::Known(person) => {
                tracing::info!(person = %person.uuid, "first call of this person");
                Ok(person)
            }
            NewPerson::HandleTaken => Err(taken),
        }
    }
}
