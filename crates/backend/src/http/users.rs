//! `GET /api/users/@{handle}/short` and `GET /api/users?prefix=`.

use cruddur_contract::ErrorCode;
use cruddur_contract::paths::query;
use cruddur_contract::person::bare_handle;
use cruddur_contract::search::{MAX_CHARS, fold};
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
        let prefix = fold(bare_handle(&prefix));
        if prefix.chars().count() > MAX_CHARS {
            return Err(ApiError::Invalid(ErrorCode::BadRequest));
        }
        response::json(&self.table.find_people(&prefix, limit).await?)
    }
}
