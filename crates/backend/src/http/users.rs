//! `GET /api/users/@{handle}/short` and `GET /api/users?prefix=`.

use cruddur_contract::paths::query;
use cruddur_contract::person::{bare_handle, same_handle};
use cruddur_contract::search::{MAX_CHARS, fold, is_enough};
use cruddur_contract::{ErrorCode, Person};
use lambda_http::{Body, Request, Response};

use super::error::ApiError;
use super::{Api, body, page, response};

/// The most people a search finds.
const MOST_FOUND: usize = 10;

impl Api {
    pub(super) async fn person(&self, handle: &str) -> Result<Response<Body>, ApiError> {
        let person = self.table.person_by_handle(handle).await?;
        response::json(&person.ok_or(ApiError::NotFound(ErrorCode::UserNotFound))?)
    }

    /// The people with these handles, each once; the caller is not among them.
    ///
    /// # Errors
    /// 422 when a handle is blank, unknown or the caller's.
    pub(super) async fn others(
        &self,
        caller: &Person,
        handles: &[String],
    ) -> Result<Vec<Person>, ApiError> {
        let handles: Vec<String> = handles
            .iter()
            .map(|handle| body::bare(handle))
            .collect::<Result<_, _>>()?;
        if handles.iter().any(|one| same_handle(one, &caller.handle)) {
            return Err(ApiError::Invalid(ErrorCode::ReceiverIsSender));
        }
        let found = self.table.people_by_handles(&handles).await?;
        found.ok_or(ApiError::Invalid(ErrorCode::ReceiverBlank))
    }

    /// Finds ten people at most and never pages, and by a short query only whom it names whole: people must not be
    /// listed.
    pub(super) async fn people(&self, request: &Request) -> Result<Response<Body>, ApiError> {
        let limit = page::limit(request, MOST_FOUND)?.min(MOST_FOUND);
        let prefix = page::parameter(request, query::PREFIX).unwrap_or_default();
        let typed = bare_handle(&prefix);
        let folded = fold(typed);
        if typed.chars().count().max(folded.chars().count()) > MAX_CHARS {
            return Err(ApiError::Invalid(ErrorCode::BadRequest));
        }
        // First whom the query names: others may have that beginning, too.
        let named = self.table.person_by_handle(typed).await?;
        let mut people: Vec<Person> = named.into_iter().collect();
        if is_enough(&folded) {
            self.add_found(&mut people, &folded, limit).await?;
            // Rows of earlier versions keep punctuation and accents (docs/backend.md, "Names").
            let earlier = typed.to_lowercase();
            if earlier != folded && people.len() < limit {
                self.add_found(&mut people, &earlier, limit).await?;
            }
        }
        people.truncate(limit);
        response::json(&people)
    }

    /// Adds whom this beginning of a key finds.
    async fn add_found(
        &self,
        people: &mut Vec<Person>,
        key: &str,
        limit: usize,
    ) -> Result<(), ApiError> {
        for person in self.table.find_people(key, limit).await? {
            if people.iter().all(|known| known.uuid != person.uuid) {
                people.push(person);
            }
        }
        Ok(())
    }
}
