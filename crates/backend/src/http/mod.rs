//! The http function: the REST routes.
//!
//! The HTTP API's JWT authorizer has checked signature, issuer, expiry and client of the token before
//! a request comes here; who the caller is, and what they may see, is decided here on every request.

mod answer;
mod body;
mod caller;
mod groups;
mod live;
mod messages;
mod page;
mod refusal;
mod route;
mod users;

use lambda_http::{Body, Request, Response};

use crate::pool::Pool;
use crate::table::Table;
use caller::KnownPeople;
use refusal::Refusal;
use route::Route;

/// What the deployment says.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The pool's app client whose tokens are taken.
    pub client_id: String,
}

/// The REST API.
#[derive(Debug)]
pub struct Api {
    table: Table,
    pool: Pool,
    settings: Settings,
    known: KnownPeople,
}

impl Api {
    /// The API over this table and pool.
    pub fn new(table: Table, pool: Pool, settings: Settings) -> Self {
        Self {
            table,
            pool,
            settings,
            known: KnownPeople::default(),
        }
    }

    /// Answers one request. Never fails: what goes wrong is an answer too.
    pub async fn answer(&self, request: Request) -> Response<Body> {
        let route = Route::of(&request);
        let name = route.as_ref().map_or("none", Route::name);
        let response = match route {
            Ok(route) => self.routed(route, &request).await,
            Err(refusal) => Err(refusal),
        };
        let response = response.unwrap_or_else(Refusal::into_response);
        tracing::info!(
            route = name,
            status = response.status().as_u16(),
            "answered"
        );
        response
    }

    async fn routed(&self, route: Route, request: &Request) -> Result<Response<Body>, Refusal> {
        match route {
            Route::HealthCheck => return Ok(answer::health()),
            Route::Preflight => return Ok(answer::empty()),
            _ => {}
        }
        let caller = self.caller(request).await?;
        match route {
            Route::Groups => self.groups(&caller, request).await,
            Route::Messages(group) => self.messages(&caller, &group, request).await,
            Route::Send => self.send(&caller, request).await,
            Route::Person(handle) => self.person(&handle).await,
            Route::People => self.people(request).await,
            Route::Ticket => self.ticket(&caller).await,
            Route::HealthCheck | Route::Preflight => Err(Refusal::NoRoute),
        }
    }
}
