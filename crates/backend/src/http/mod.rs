//! The http function: the REST routes.
//!
//! The HTTP API's JWT authorizer has checked signature, issuer, expiry and client of the token before
//! a request arrives here. Who the caller is and what they may see is checked here, for every request.

mod body;
mod caller;
mod edits;
mod error;
mod groups;
mod handles;
mod live;
mod members;
mod messages;
mod page;
mod profile;
mod reads;
mod response;
mod route;
mod users;

use lambda_http::{Body, Request, Response};

use crate::pool::Pool;
use crate::push::Gateway;
use crate::table::Table;
use caller::Caller;
use error::ApiError;
use route::Route;

/// Settings of the deployment.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The pool's app client whose tokens are accepted.
    pub client_id: String,
    /// The name of the app, which nobody may have.
    pub brand: String,
}

#[derive(Debug)]
pub struct Api {
    table: Table,
    pool: Pool,
    gateway: Gateway,
    settings: Settings,
}

impl Api {
    pub fn new(table: Table, pool: Pool, gateway: Gateway, settings: Settings) -> Self {
        Self {
            table,
            pool,
            gateway,
            settings,
        }
    }

    /// Handles one request; errors become responses.
    pub async fn handle(&self, request: Request) -> Response<Body> {
        let route = Route::of(&request);
        let name = route.as_ref().map_or("none", Route::name);
        let response = match route {
            Ok(route) => self.dispatch(route, &request).await,
            Err(error) => Err(error),
        };
        let response = response.unwrap_or_else(ApiError::into_response);
        tracing::info!(
            route = name,
            status = response.status().as_u16(),
            "answered"
        );
        response
    }

    async fn dispatch(&self, route: Route, request: &Request) -> Result<Response<Body>, ApiError> {
        match route {
            Route::HealthCheck => return response::health(),
            Route::Preflight => return Ok(response::no_content()),
            Route::Handle(handle) => return self.availability(&handle).await,
            Route::DeleteProfile => return self.delete_profile(&self.leaver(request).await?).await,
            Route::Connections => return self.sign_out(self.ended_or_not(request).await?).await,
            _ => {}
        }
        let Caller { record, times } = self.caller(request).await?;
        let caller = &record.person;
        match route {
            Route::Groups => self.groups(caller, request).await,
            Route::CreateGroup => self.create_group(caller, request).await,
            Route::Group(group) => self.group(caller, &group).await,
            Route::TitleGroup(group) => self.title_group(caller, &group, request).await,
            Route::AddMembers(group) => self.add_members(caller, &group, request).await,
            Route::RemoveMember(group, handle) => self.remove_member(caller, &group, &handle).await,
            Route::Read(group) => self.mark_read(caller, &group, request).await,
            Route::Unread(group) => self.mark_unread(caller, &group).await,
            Route::Messages(group) => self.messages(caller, &group, request).await,
            Route::Send => self.send(caller, request).await,
            Route::Edit(group, id) => self.edit(caller, (&group, &id), request).await,
            Route::Delete(group, id) => self.delete_message(caller, (&group, &id)).await,
            Route::Person(handle) => self.person(&handle).await,
            Route::People => self.people(request).await,
            Route::Ticket => self.ticket(caller, times).await,
            Route::Profile => Self::profile(record),
            Route::ChangeProfile => self.change_profile(&record, request).await,
            Route::HealthCheck
            | Route::Preflight
            | Route::Handle(_)
            | Route::DeleteProfile
            | Route::Connections => Err(ApiError::NoRoute),
        }
    }
}
