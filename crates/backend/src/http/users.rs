//! `GET /api/users/@{handle}/short` and `GET /api/users?prefix=`.

use cruddur_contract::ErrorCode;
use cruddur_contract::paths::query;
use cruddur_contract::person::bare_handle;
use lambda_http::{Body, Request, Response};

use super::refusal::Refusal;
use super::{Api, answer, page};
use crate::names::fold;

const DEFAULT_LIMIT: usize = 20;
/// Longer than any handle or name that is kept.
const LONGEST_PREFIX: usize = 100;

impl Api {
    pub(super) async fn person(&self, handle: &str) -> Result<Response<Body>, Refusal> {
        let person = self.table.person_by_handle(handle).await?;
        answer::json(&person.ok_or(Refusal::NotFound(ErrorCode::UserNotFound))?)
    }

    /// An empty prefix finds nobody: this is a search, not a directory.
    pub(super) async fn people(&self, request: &Request) -> Result<Response<Body>, Refusal> {
        let limit = page::limit(request, DEFAULT_LIMIT)?;
        let prefix = page::parameter(request, query::PREFIX).unwrap_or_default();
        let prefix = fold(bare_handle(&prefix));
        if prefix.chars().count() > LONGEST_PREFIX {
            return Err(Refusal::Invalid(ErrorCode::BadRequest));
        }
        answer::json(&self.table.find_people(&prefix, limit).await?)
    }
}
