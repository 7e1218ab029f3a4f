//! Identifying the caller.

use cruddur_contract::cognito::AccessTimes;
use cruddur_contract::profile::is_reserved;
use cruddur_contract::{ErrorCode, PersonId};
use lambda_http::http::header::AUTHORIZATION;
use lambda_http::request::RequestContext;
use lambda_http::{Request, RequestExt};

use super::Api;
use super::error::ApiError;
use crate::ids;
use crate::table::{NewPerson, PersonRecord};

/// The claims of the caller's token.
struct Claims {
    sub: String,
    username: String,
    times: AccessTimes,
}

/// Who calls, and with which token.
pub(super) struct Caller {
    pub record: PersonRecord,
    pub times: AccessTimes,
}

impl Api {
    /// Reads the caller's record. A person's first call creates it from the pool's attributes, so that no
    /// account is left without one. It is not cached: another function instance may just have changed or
    /// deleted it, or ended the session.
    pub(super) async fn caller(&self, request: &Request) -> Result<Caller, ApiError> {
        let caller = self.ended_or_not(request).await?;
        if !caller.record.accepts(caller.times.signed_in_at()) {
            return Err(ApiError::Unauthorized);
        }
        Ok(caller)
    }

    /// The same for a person whose sessions may have been ended by this very call, whose answer was lost.
    pub(super) async fn ended_or_not(&self, request: &Request) -> Result<Caller, ApiError> {
        let claims = self.claims(request).ok_or(ApiError::Unauthorized)?;
        let record = match self.table.person(&ids::person(&claims.sub)).await? {
            Some(record) => record,
            None => self.first_call(&claims).await?,
        };
        if record.deleted {
            return Err(ApiError::Unauthorized);
        }
        Ok(Caller {
            record,
            times: claims.times,
        })
    }

    /// The id of a caller who deletes the account: they may have no record yet, or a tombstone already.
    pub(super) async fn leaver(&self, request: &Request) -> Result<PersonId, ApiError> {
        let claims = self.claims(request).ok_or(ApiError::Unauthorized)?;
        let id = ids::person(&claims.sub);
        let signed_in_at = claims.times.signed_in_at();
        match self.table.person(&id).await? {
            Some(record) if !record.deleted && !record.accepts(signed_in_at) => {
                Err(ApiError::Unauthorized)
            }
            _ => Ok(id),
        }
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
        // Read from the token itself, whose signature the authorizer has checked: how the gateway writes
        // numbers among the claims is not documented.
        let header = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
        let token = header.strip_prefix("Bearer ").unwrap_or(header);
        Some(Claims {
            sub,
            username,
            times: AccessTimes::of_token(token)?,
        })
    }

    async fn first_call(&self, claims: &Claims) -> Result<PersonRecord, ApiError> {
        let attributes = self.pool.attributes(&claims.username).await?;
        let person = attributes
            .person(&claims.sub, &self.settings.brand)
            .ok_or(ApiError::Invalid(ErrorCode::HandleInvalid))?;
        if is_reserved(&person.handle, &self.settings.brand) {
            return Err(ApiError::Invalid(ErrorCode::HandleTaken));
        }
        match self.table.create_person(&person).await? {
            NewPerson::Known(record) => {
                tracing::info!(person = %record.person.uuid, "first call of this person");
                Ok(record)
            }
            NewPerson::HandleTaken => Err(ApiError::Invalid(ErrorCode::HandleTaken)),
        }
    }
}
