//! Who is calling.

use cruddur_contract::{ErrorCode, PersonId};
use lambda_http::request::RequestContext;
use lambda_http::{Request, RequestExt};

use super::Api;
use super::refusal::Refusal;
use crate::ids;
use crate::table::{NewPerson, PersonRecord};

/// What the authorizer passes on of a token.
struct Claims {
    sub: String,
    username: String,
}

impl Api {
    /// The caller's record. The first call of a person writes it, from the pool's own attributes, so
    /// that no account can be left without one. It is read for each call: another function may have
    /// changed or deleted it a moment ago.
    pub(super) async fn caller(&self, request: &Request) -> Result<PersonRecord, Refusal> {
        let claims = self.claims(request).ok_or(Refusal::Unauthorized)?;
        let record = match self.table.person(&ids::person(&claims.sub)).await? {
            Some(record) => record,
            None => self.first_call(&claims).await?,
        };
        if record.deleted {
            return Err(Refusal::Unauthorized);
        }
        Ok(record)
    }

    /// The caller's id alone, whether they have a record, never had one or deleted it.
    pub(super) fn caller_id(&self, request: &Request) -> Result<PersonId, Refusal> {
        let claims = self.claims(request).ok_or(Refusal::Unauthorized)?;
        Ok(ids::person(&claims.sub))
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

    async fn first_call(&self, claims: &Claims) -> Result<PersonRecord, Refusal> {
        let attributes = self.pool.attributes(&claims.username).await?;
        let taken = Refusal::Invalid(ErrorCode::HandleTaken);
        let person = attributes
            .person(&claims.sub)
            .ok_or_else(|| taken.clone())?;
        match self.table.create_person(&person).await? {
            NewPerson::Known(record) => {
                tracing::info!(person = %record.person.uuid, "first call of this person");
                Ok(record)
            }
            NewPerson::HandleTaken => Err(taken),
        }
    }
}
