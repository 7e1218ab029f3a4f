//! `GET /api/users/@{handle}/short` and `GET /api/users?prefix=`.

use cruddur_contract::paths::query;
use cruddur_contract::person::bare_handle;
use cruddur_contract::search::{MAX_CHARS, fold};
use cruddur_contract::{ErrorCode, Person};
use lambda_http::{Body, Request, Response};

use super::error::ApiError;
use super::{Api, page, response};

const DEFAULT_LIMIT: usize = 20;

impl Api {
    pub(super) async fn person(&self, handle: &str) -> Result<Response<Body>, ApiError> {
        let person = self.table.person_by_handle(handle).await?;
        response::json(&person.ok_or(ApiError::NotFound(ErrorCode::UserNotFound))?)
    }

    /// An empty prefix finds nobody: people must not be listed.
    pub(super) async fn people(&self, request: &Request) -> Result<Response<Body>, ApiError> {
        let limit = page::limit(request, DEFAULT_LIMIT)?;
        let prefix = page::parameter(request, query::PREFIX).unwrap_or_default();
        let typed = bare_handle(&prefix);
        let folded = fold(typed);
        if typed.chars().count().max(folded.chars().count()) > MAX_CHARS {
            return Err(ApiError::Invalid(ErrorCode::BadRequest));
        }
        let mut people = self.table.find_people(&folded, limit).await?;
        // Rows of earlier versions keep punctuation and accents (docs/backend.md, "Names").
        let earlier = typed.to_lowercase();
        if earlier != folded && people.len() < limit {
            let more = self.table.find_people(&earlier, limit).await?;
            let new = more.into_iter().filter(|person| !people.contains(person));
            let new: Vec<Person> = new.collect();
            people.extend(new);
            people.truncate(limit);
        }
        response::json(&people)
    }
}
