//! Identifying the caller.

use cruddur_contract::{ErrorCode, PersonId};
use lambda_http::request::RequestContext;
use lambda_http::{Request, RequestExt};

use super::Api;
use super::error::ApiError;
use crate::ids;
use crate::table::{NewPerson, PersonRecord};

/// The claims the authorizer passes on.
struct Claims {
    sub: String,
    username: String,
}

impl Api {
    /// Reads the caller's record. A person's first call creates it from the pool's attributes, so that no
    /// account is left without one. It is not cached: another function instance may just have changed or
    /// deleted it.
    pub(super) async fn caller(&self, request: &Request) -> Result<PersonRecord, ApiError> {
        let claims = self.claims(request).ok_or(ApiError::Unauthorized)?;
        let record = match self.table.person(&ids::person(&claims.sub)).await? {
            Some(record) => record,
            None => self.first_call(&claims).await?,
        };
        if record.deleted {
            return Err(ApiError::Unauthorized);
        }
        Ok(record)
    }

    /// The caller's id, whether or not they have a record.
    pub(super) fn caller_id(&self, request: &Request) -> Result<PersonId, ApiError> {
        let claims = self.claims(request).ok_or(ApiError::Unauthorized)?;
        Ok(ids::person(&claims.sub))
    }

    /// The claims, if they are of an access token of our client; id tokens are not accepted.
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

    async fn first_call(&self, claims: &Claims) -> Result<PersonRecord, ApiError> {
        let attributes = self.pool.attributes(&claims.username).await?;
        let person = attributes
            .person(&claims.sub)
            .ok_or(ApiError::Invalid(ErrorCode::HandleInvalid))?;
        match self.table.create_person(&person).await? {
            NewPerson::Known(record) => {
                tracing::info!(person = %record.person.uuid, "first call of this person");
                Ok(record)
            }
            NewPerson::HandleTaken => Err(ApiError::Invalid(ErrorCode::HandleTaken)),
        }
    }
}
