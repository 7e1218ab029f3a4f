//! `GET /api/message_groups`: the caller's conversations, newest message first.

use cruddur_contract::paths::query;
use cruddur_contract::{ErrorCode, Person};
use lambda_http::{Body, Request, Response};

use super::error::ApiError;
use super::{Api, page, response};
use crate::table::GroupCursor;

const DEFAULT_LIMIT: usize = 20;

impl Api {
    pub(super) async fn groups(
        &self,
        caller: &Person,
        request: &Request,
    ) -> Result<Response<Body>, ApiError> {
        let limit = page::limit(request, DEFAULT_LIMIT)?;
        let before = match page::parameter(request, query::BEFORE) {
            None => None,
            Some(text) => {
                Some(GroupCursor::parse(&text).ok_or(ApiError::Invalid(ErrorCode::BadRequest))?)
            }
        };
        // One row more than requested shows whether there is a next page.
        let mut rows = self
            .table
            .list(&caller.uuid, before.as_ref(), limit + 1)
            .await?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows
            .last()
            .filter(|_| more)
            .map(|row| row.cursor().to_string());
        let rows = self.table.shown_list(&caller.uuid, rows).await?;
        response::json_with_link(&rows, &page::links(limit, &[("next", query::BEFORE, next)]))
    }
}
