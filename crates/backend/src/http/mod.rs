//! The http function: the REST routes.
//!
//! The HTTP API's JWT authorizer has checked signature, issuer, expiry and client of the token before
//! a request comes here; who the caller is, and what they may see, is decided here on every request.

mod answer;
mod body;
mod caller;
mod groups;
mod handles;
mod live;
mod messages;
mod page;
mod profile;
mod refusal;
mod route;
mod users;

use lambda_http::{Body, Request, Response};

use crate::pool::Pool;
use crate::push::Gateway;
use crate::table::Table;
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
    gateway: Gateway,
    settings: Settings,
}

impl Api {
    /// The API over this table, pool and live connections.
    pub fn new(table: Table, pool: Pool, gateway: Gateway, settings: Settings) -> Self {
        Self {
            table,
            pool,
            gateway,
            settings,
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
            Route::HealthCheck => return answer::health(),
            Route::Preflight => return Ok(answer::empty()),
            Route::Handle(handle) => return self.availability(&handle).await,
            Route::DeleteProfile => return self.delete_profile(&self.caller_id(request)?).await,
            _ => {}
        }
        let record = self.caller(request).await?;
        let caller = &record.person;
        match route {
            Route::Groups => self.groups(caller, request).await,
            Route::Messages(group) => self.messages(caller, &group, request).await,
            Route::Send => self.send(caller, request).await,
            Route::Person(handle) => self.person(&handle).await,
            Route::People => self.people(request).await,
            Route::Ticket => self.ticket(caller).await,
            Route::Connections => self.sign_out(caller).await,
            Route::Profile => Self::profile(record),
            Route::ChangeProfile => self.change_profile(&record, request).await,
            Route::HealthCheck | Route::Preflight | Route::Handle(_) | Route::DeleteProfile => {
                Err(Refusal::NoRoute)
            }
        }
    }
}
